"""The shared payroll's own list: co-ops with an agreement, what they told of their runs, and the way in."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app.hub.entries.party import names_of
from app.web.context import current_actor, reading_session
from app.web.guards import needs
from app.web.hosts import only_for
from franchise_kit.access import Permission
from franchise_kit.kernel.text import welsh_sort_key
from franchise_kit.payroll.rules.disclosed import PayslipsProduced
from franchise_kit.visiting.queries.asked import AskedEntry, list_asked
from tenants import clock
from tenants.openings.queries import find_latest_received

pages = Blueprint("shared_payroll", __name__, url_prefix="/payroll")
only_for(pages, "hub")
BUREAU = "payroll_bureau"
IN_FORCE = "accepted"


@dataclass(frozen=True, slots=True)
class Served:
    """A co-op whose pay is prepared here; ``last`` is what it told of its last approved run."""

    entry: AskedEntry
    name: str
    last: PayslipsProduced | None


@pages.get("")
@needs(Permission.SERVICE_AGREEMENT_READ)
def index() -> ResponseReturnValue:
    """Show the co-ops whose agreement is in force: nothing but what they signed and told."""
    session = reading_session()
    names = names_of(session)
    asked = list_asked(session, by=current_actor(), now=clock.now())
    served = [
        Served(entry, names[entry.coop_id], _last_told(session, entry.coop_id))
        for entry in asked
        if (entry.kind, entry.purpose, entry.state) == ("agreement", BUREAU, IN_FORCE)
    ]
    served.sort(key=lambda one: welsh_sort_key(one.name))
    return render_template("payroll/served.html", served=served)


def _last_told(session: Session, coop_id: UUID) -> PayslipsProduced | None:
    told = find_latest_received(session, kind="payslips_produced", coop_id=coop_id)
    return told.fact if told is not None and isinstance(told.fact, PayslipsProduced) else None
