"""Minutes without an owner: what keeps a pay period from being closed. For rooms above: it asks nobody."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.people.queries.facts import rates_of
from franchise_kit.time.queries.unpaid import UnpaidTime, list_unpaid


@dataclass(frozen=True, slots=True)
class Orphan:
    """Minutes of a worker on a London day that no run pays, and why.

    ``why`` is ``not_approved`` (nobody has said yes), ``no_contract`` (no rate holds on that day) or
    ``in_no_run`` (approved, and no run has taken them).
    """

    worker_id: UUID
    day: date
    minutes: int
    entries: int
    why: str


def orphans(session: Session, until: date) -> list[Orphan]:
    """Return all minutes before a London day that have no owner, by worker and day."""
    unpaid = list_unpaid(session, until=until)
    days = {one.day for one in unpaid if one.state == "approved"}
    paid = {day: rates_of(session, {one.worker_id for one in unpaid if one.day == day}, day) for day in days}
    return [Orphan(one.worker_id, one.day, one.minutes, one.entries, _why(one, paid)) for one in unpaid]


def _why(one: UnpaidTime, paid: dict[date, dict[UUID, int]]) -> str:
    if one.state != "approved":
        return "not_approved"
    return "in_no_run" if one.worker_id in paid[one.day] else "no_contract"
