"""My visits: what is ahead, and checking in and out. A tap that comes twice does nothing twice."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.day import words
from app.day.schemas import CheckOut
from app.day.stops import AHEAD, by_day, list_stops, stop_of
from app.time.words import duration
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.care.rules.visits import CheckedInAlready, CheckedOutAlready
from franchise_kit.kernel.days import london_day
from franchise_kit.time import actions
from franchise_kit.time.queries import find_own_entry_of_visit, get_own_visit
from tenants import clock

pages = Blueprint("visits", __name__, url_prefix="/my-visits")
only_for(pages, "coop")


@pages.get("")
@needs(Permission.VISIT_RECORD)
def mine() -> ResponseReturnValue:
    """List one's own visits of yesterday, today and the days ahead."""
    now, today = clock.now(), clock.today()
    stops = list_stops(
        reading_session(), by=current_actor(), now=now, from_=today - timedelta(days=1), until=today + AHEAD
    )
    return render_template("day/mine.html", days=by_day(stops), words=words)


@pages.get("/<uuid:visit_id>")
@needs(Permission.VISIT_RECORD)
def show(visit_id: UUID) -> ResponseReturnValue:
    """Show one of one's own visits, and the one thing to do there now."""
    return _page(visit_id, Form(CheckOut()))


@pages.post("/<uuid:visit_id>/check-in")
@needs(Permission.VISIT_RECORD)
def check_in(visit_id: UUID) -> ResponseReturnValue:
    """Write that one is there; a second tap finds it written, and shows the visit."""
    try:
        actions.check_in(coop=current_coop(), visit_id=visit_id, by=current_actor(), now=clock.now())
    except CheckedInAlready:
        return sent_on(url_for(".show", visit_id=visit_id))
    return sent_on(url_for(".show", visit_id=visit_id), _("You are checked in"))


@pages.post("/<uuid:visit_id>/check-out")
@needs(Permission.VISIT_RECORD)
def check_out(visit_id: UUID) -> ResponseReturnValue:
    """Write that the visit is over; a second tap finds it written, and shows the visit."""

    def leave(answers: Answers) -> ResponseReturnValue:
        try:
            minutes = actions.check_out(
                coop=current_coop(), visit_id=visit_id, by=current_actor(), now=clock.now(), **answers
            )
        except CheckedOutAlready:
            return sent_on(url_for(".show", visit_id=visit_id))
        said = _("You are checked out. The visit took %(time)s.", time=duration(minutes))
        return sent_on(url_for(".show", visit_id=visit_id), said)

    return posted(Form(CheckOut(), data=request.form), leave, page=partial(_page, visit_id))


def _page(visit_id: UUID, form: Form) -> str:
    by, now = current_actor(), clock.now()
    with read_again() as session:
        visit = get_own_visit(session, visit_id, by=by)
        stop = stop_of(session, visit, by=by, now=now)
        entry = find_own_entry_of_visit(session, visit_id, by=by)
    return render_template(
        "day/show.html",
        form=form,
        stop=stop,
        is_of_today=stop.is_of(london_day(now)),
        minutes=entry.minutes if entry is not None else None,
        words=words,
        duration=duration,
    )
