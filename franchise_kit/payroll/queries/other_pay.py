"""What workers are owed in a run besides time at a rate. It asks nobody: the room's actions have asked."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.payroll.queries.family_pay import FamilyLeaveFacts, family_pay, leaves_of
from franchise_kit.payroll.queries.held_days import asked_of
from franchise_kit.payroll.queries.holiday_pay import holiday_pay
from franchise_kit.payroll.queries.miles_pay import mileage_pay
from franchise_kit.payroll.queries.rolled_up import rolled_up_pay
from franchise_kit.payroll.queries.sick_pay import sick_pay
from franchise_kit.payroll.rules.family_sums import AT_HOME
from franchise_kit.payroll.rules.other_pay import OtherPay
from franchise_kit.payroll.rules.run_days import RunDays

__all__ = ["RunDays", "other_pay"]


def other_pay(
    session: Session,
    worker_ids: Collection[UUID],
    days: RunDays,
    *,
    worked_pence: Mapping[UUID, int] | None = None,
) -> Mapping[UUID, tuple[OtherPay, ...]]:
    """Return what each of some workers is owed besides time at a rate; who is owed nothing is left out.

    ``worked_pence`` is what each is paid for work done in the run: rolled-up holiday pay goes by it.
    """
    asked = asked_of(session, worker_ids, days)
    leaves = leaves_of(session, asked.worker_ids)
    away, at_home = _spans(leaves), _spans(one for one in leaves if one.kind in AT_HOME)
    rolled_up = rolled_up_pay(session, asked, at_home=away, worked_pence=worked_pence or {})
    parts = (
        rolled_up.sums,
        holiday_pay(session, asked, at_home=away, rolled_up=rolled_up.workers),
        sick_pay(session, asked, at_home=at_home, rolled_up=rolled_up.workers),
        family_pay(session, asked, leaves),
        mileage_pay(session, worker_ids, days),
    )
    found: dict[UUID, tuple[OtherPay, ...]] = {}
    for part in parts:
        for worker_id, sums in part.items():
            found[worker_id] = (*found.get(worker_id, ()), *sums)
    return found


def _spans(leaves: Iterable[FamilyLeaveFacts]) -> dict[UUID, list[tuple[date, date]]]:
    found: dict[UUID, list[tuple[date, date]]] = {}
    for one in leaves:
        found.setdefault(one.worker_id, []).append((one.begins_on, one.until))
    return found
