"""Holding the claims of miles that a run pays, inside the run's own transaction."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.payroll.rules.miles_paid import tenths_paid
from franchise_kit.payroll.rules.other_pay import MILEAGE, OtherPay
from franchise_kit.time.actions import gather_miles
from tenants.refusal import Refusal


class MilesChangedMeanwhile(Refusal):
    """Miles were approved while the run was drafted, and would be held without being paid."""

    code = "miles_changed_meanwhile"


def hold_miles(session: Session, pay_run_id: UUID, found: Mapping[UUID, Sequence[OtherPay]]) -> None:
    """Take the claims into a run that its lines pay for; ``time.actions.release`` lets go of them.

    Raises ``MilesChangedMeanwhile``.
    """
    paid = {worker_id: tenths for worker_id, mine in found.items() if (tenths := tenths_paid(mine))}
    if not paid:
        return
    lines = [one for worker_id in paid for one in found[worker_id] if one.kind == MILEAGE]
    until = max(one.until_on for one in lines)
    if gather_miles(session, pay_run_id=pay_run_id, worker_ids=paid, until=until) != paid:
        raise MilesChangedMeanwhile(pay_run_id=pay_run_id)
