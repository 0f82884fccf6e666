"""What contracts say of a week and of an ordinary hour, of many workers in one reading.

Nothing here asks who reads: the room that calls has asked already, by its own permission.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from franchise_kit.people.models import Contract, PayRate
from franchise_kit.people.rules.contracts import ORDINARY
from tenants.bulk import is_one_of


@dataclass(frozen=True, slots=True)
class AgreedHours:
    """A contract's week in minutes and its ordinary hour in pence, with the days from which each holds.

    ``valid_until`` is exclusive; ``hour_pence`` has the newest entry of a day last.
    """

    is_guaranteed: bool
    weekly_minutes: int
    valid_from: date
    valid_until: date | None
    hour_pence: tuple[tuple[date, int], ...]

    def holds(self, on: date) -> bool:
        """Say whether the contract holds on a day."""
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)

    def hour_on(self, on: date) -> int | None:
        """Return the pence of an ordinary hour on a day, or ``None`` where no rate is agreed."""
        return next((pence for from_on, pence in reversed(self.hour_pence) if from_on <= on), None)


def agreed_hours(session: Session, worker_ids: Collection[UUID]) -> dict[UUID, tuple[AgreedHours, ...]]:
    """Return the contracts of some workers, the earliest first; who has none is left out. It asks nobody."""
    if not worker_ids:
        return {}
    ordinary = and_(PayRate.contract_id == Contract.id, PayRate.kind == ORDINARY)
    wanted = (
        select(Contract, PayRate.from_on, PayRate.pence)
        .outerjoin(PayRate, ordinary)
        .where(is_one_of(Contract.worker_id, worker_ids))
        .order_by(Contract.valid_from, Contract.id, PayRate.from_on, PayRate.entered_at)
    )
    contracts: dict[UUID, Contract] = {}
    rates: dict[UUID, list[tuple[date, int]]] = {}
    for row, from_on, pence in session.execute(wanted):
        contracts[row.id] = row
        mine = rates.setdefault(row.id, [])
        if pence is not None:
            mine.append((from_on, pence))
    found: dict[UUID, list[AgreedHours]] = {}
    for row in contracts.values():
        found.setdefault(row.worker_id, []).append(_agreed(row, rates[row.id]))
    return {worker_id: tuple(mine) for worker_id, mine in found.items()}


def contract_on(contracts: Sequence[AgreedHours], on: date) -> AgreedHours | None:
    """Return the contract of a day, or the last one before it: leave may begin after a contract's end."""
    begun = [one for one in contracts if one.valid_from <= on]
    return next((one for one in begun if one.holds(on)), begun[-1] if begun else None)


def _agreed(row: Contract, rates: list[tuple[date, int]]) -> AgreedHours:
    return AgreedHours(
        is_guaranteed=row.kind == "guaranteed_hours",
        weekly_minutes=row.weekly_minutes,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        hour_pence=tuple(rates),
    )
