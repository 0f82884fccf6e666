"""What a pay run holds of days that are paid besides time at a rate, inside the run's own transaction."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or_not
from sqlalchemy.orm import Session

from franchise_kit.payroll.actions.miles import hold_miles
from franchise_kit.payroll.models import OtherPayDay
from franchise_kit.payroll.rules.other_pay import OtherPay
from tenants.refusal import Refusal

_PAID = "paid"


class OtherPayHeldAlready(Refusal):
    """Another run has taken some of these days in the meantime."""

    code = "other_pay_held_already"


def hold_other_pay(session: Session, pay_run_id: UUID, found: Mapping[UUID, Sequence[OtherPay]]) -> None:
    """Hold the days that some sums are of, and the claims of miles, so that no other run pays them.

    Raises ``OtherPayHeldAlready`` or ``MilesChangedMeanwhile`` where somebody else was quicker.
    """
    hold_miles(session, pay_run_id, found)
    rows = [
        {
            "id": uuid4(),
            "pay_run_id": pay_run_id,
            "worker_id": worker_id,
            "kind": one.kind,
            "source_id": day.of,
            "day": day.day,
            "pence": day.pence,
        }
        for worker_id, sums in found.items()
        for one in sums
        for day in one.days
    ]
    if not rows:
        return
    session.execute(
        insert_or_not(OtherPayDay).on_conflict_do_nothing(index_elements=["worker_id", "kind", "day"]), rows
    )
    held = session.scalar(
        select(func.count()).select_from(OtherPayDay).where(OtherPayDay.pay_run_id == pay_run_id)
    )
    if held != len(rows):
        raise OtherPayHeldAlready(pay_run_id=pay_run_id)


def release_other_pay(session: Session, pay_run_id: UUID) -> None:
    """Let go of all days that a run holds: another run may pay them."""
    session.execute(delete(OtherPayDay).where(OtherPayDay.pay_run_id == pay_run_id))


def mark_other_pay_paid(session: Session, pay_run_id: UUID) -> None:
    """Lock the days that a run holds: they are paid."""
    session.execute(update(OtherPayDay).where(OtherPayDay.pay_run_id == pay_run_id).values(state=_PAID))
