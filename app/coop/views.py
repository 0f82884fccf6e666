"""Today: where everybody of a co-op lands. On a phone between two visits it is short."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.bell.views import notice
from app.coop.todo import list_todos
from app.day import words as day_words
from app.day.stops import find_day
from app.journal.telling import Told, tell
from app.shell import reader_of
from app.web.context import current_actor, current_coop, current_visitor_facts, reading_session
from app.web.guards import needs
from app.web.hosts import only_for
from franchise_kit.access import Permission
from franchise_kit.access.queries.accounts import list_devices
from franchise_kit.history.queries import newest_visits
from tenants import bells, clock
from tenants.openings import queries as openings

pages = Blueprint("coop", __name__)
only_for(pages, "coop")

NOON, EVENING = 12, 18


@dataclass(frozen=True, slots=True)
class Sharing:
    """What the co-op told the network last, and how much is still on its way."""

    last_at: datetime | None
    waiting: int


@pages.get("/today")
@needs(Permission.OWN_ACCOUNT_USE)
def home() -> ResponseReturnValue:
    """Show what needs doing next, worst first."""
    facts = current_visitor_facts()
    if facts is None:
        raise RuntimeError("A guarded page has somebody signed in.")  # noqa: TRY003, EM101 - a fault of ours
    session, now = reading_session(), clock.now()
    account_id = facts.actor.account_id
    rung = bells.list_latest(session, account_id) if account_id is not None else []
    is_phone = reader_of(current_coop(), facts) == "care_worker"
    common = {
        "greeting": greeting(now, facts.first_name),
        "today": clock.today(),
        "todos": list_todos(session, facts, now=now),
        "day": find_day(session, by=facts.actor, now=now),
        "day_words": day_words,
        "news": [notice(one) for one in rung if one.read_at is None][:5],
    }
    devices = [] if facts.is_visitor else list_devices(session, by=facts.actor, now=clock.ticking())
    common["devices"] = devices
    if is_phone:
        return render_template("coop/phone.html", **common)
    return render_template("coop/home.html", **common, sharing=_sharing(session), visits=_visits(session))


def greeting(now: datetime, first_name: str) -> str:
    """Return a greeting for the time of day in London."""
    hour = now.astimezone(clock.LONDON).hour
    if hour < NOON:
        return str(_("Good morning, %(name)s", name=first_name))
    if hour < EVENING:
        return str(_("Good afternoon, %(name)s", name=first_name))
    return str(_("Good evening, %(name)s", name=first_name))


def _sharing(session: Session) -> Sharing | None:
    is_built = "sharing.index" in current_app.view_functions
    if not current_actor().may(Permission.DISCLOSURE_READ) or not is_built:
        return None
    last = openings.list_disclosed(session, openings.DisclosureFilter(most=1))
    return Sharing(last[0].made_at if last else None, openings.count_waiting(session))


def _visits(session: Session) -> list[Told] | None:
    by = current_actor()
    if not by.may(Permission.JOURNAL_READ):
        return None
    return tell(session, current_coop(), newest_visits(session, by=by, most=5))
