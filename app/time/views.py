"""My hours, by week."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.time import words
from app.time.schemas import WeekQuery
from app.time.weeks import by_day, week_asked
from app.web.context import current_actor, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from franchise_kit.access import Permission
from franchise_kit.people.queries import find_own_worker
from franchise_kit.time import queries
from tenants import clock

pages = Blueprint("hours", __name__, url_prefix="/hours")
only_for(pages, "coop")


@pages.get("")
@needs(Permission.TIMESHEET_SUBMIT)
def mine() -> ResponseReturnValue:
    """Show one's own hours of a week, and how far each is on its way to being paid."""
    form = Form(WeekQuery(), data=request.args)
    answers = form.validate() or {"week": None}
    week = week_asked(answers["week"], clock.today())
    session, by = reading_session(), current_actor()
    entries = queries.list_own_entries(session, by=by, from_=week.monday, until=week.until)
    return render_template(
        "hours/mine.html",
        week=week,
        days=by_day(entries),
        minutes=sum(entry.minutes for entry in entries),
        has_record=bool(entries) or find_own_worker(session, by=by) is not None,
        words=words,
    )
