"""The shared payroll's own list: co-ops with an agreement, what is due of each by when, and the way in."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app.hub.entries.party import names_of
from app.payroll.due_words import due_words
from app.web.context import current_actor, reading_session
from app.web.guards import needs
from app.web.hosts import only_for
from franchise_kit.access import Permission
from franchise_kit.kernel.text import welsh_sort_key
from franchise_kit.payroll.rules.disclosed import PayDue, PayslipsProduced
from franchise_kit.visiting.queries.asked import AskedEntry, list_asked
from tenants import clock
from tenants.openings.queries import find_latest_received, list_received

pages = Blueprint("shared_payroll", __name__, url_prefix="/payroll")
only_for(pages, "hub")
BUREAU = "payroll_bureau"
IN_FORCE = "accepted"
# Each run tells some six times, so that this is more than two years of weekly runs.
_MOST_TOLD: Final = 800


@dataclass(frozen=True, slots=True)
class Served:
    """A co-op whose pay is prepared here; ``last`` is what it told of its last approved run.

    ``dues`` are what it told is due of its schedules, the earliest first.
    """

    entry: AskedEntry
    name: str
    last: PayslipsProduced | None
    dues: tuple[PayDue, ...]

    @property
    def order(self) -> tuple[date, tuple[tuple[int, ...], str]]:
        """The earliest day on which something is due; who told none comes last."""
        return min((due.by for due in self.dues if due.by), default=date.max), welsh_sort_key(self.name)


@pages.get("")
@needs(Permission.SERVICE_AGREEMENT_READ)
def index() -> ResponseReturnValue:
    """Show the co-ops whose agreement is in force, by what is due: only what they signed and told."""
    session = reading_session()
    names = names_of(session)
    asked = list_asked(session, by=current_actor(), now=clock.now())
    served = [
        Served(
            entry,
            names[entry.coop_id],
            _last_told(session, entry.coop_id),
            _dues_told(session, entry.coop_id),
        )
        for entry in asked
        if (entry.kind, entry.purpose, entry.state) == ("agreement", BUREAU, IN_FORCE)
    ]
    served.sort(key=lambda one: one.order)
    return render_template("payroll/served.html", served=served, due_words=due_words, today=clock.today())


def _last_told(session: Session, coop_id: UUID) -> PayslipsProduced | None:
    told = find_latest_received(session, kind="payslips_produced", coop_id=coop_id)
    return told.fact if told is not None and isinstance(told.fact, PayslipsProduced) else None


def _dues_told(session: Session, coop_id: UUID) -> tuple[PayDue, ...]:
    """Return what is due of each schedule as it was told last, the earliest first, without closed ones."""
    told = list_received(session, kind="pay_due", coop_id=coop_id, most=_MOST_TOLD)
    newest = {fact.schedule_id: fact for one in reversed(told) if isinstance(fact := one.fact, PayDue)}
    return tuple(sorted((due for due in newest.values() if due.by), key=lambda due: due.by or date.max))
