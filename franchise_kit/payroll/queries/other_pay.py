"""What workers are owed in a run besides time at a rate. It asks nobody: the room's actions have asked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.payroll.rules.other_pay import OtherPay
from franchise_kit.payroll.rules.tax_calendar import Frequency


@dataclass(frozen=True, slots=True)
class RunDays:
    """The days of a run, ``until`` exclusive, with its pay day and how often it pays.

    Without ``pay_run_id`` what no run holds is asked for; with it, what that run holds, worked out anew.
    """

    from_: date
    until: date
    pay_on: date
    frequency: Frequency
    pay_run_id: UUID | None = None


def other_pay(
    session: Session,  # noqa: ARG001 - what it finds comes with the first kinds of it
    worker_ids: Collection[UUID],  # noqa: ARG001
    days: RunDays,  # noqa: ARG001
    *,
    worked_pence: Mapping[UUID, int] | None = None,  # noqa: ARG001
) -> Mapping[UUID, tuple[OtherPay, ...]]:
    """Return what each of some workers is owed besides time at a rate; who is owed nothing is left out.

    ``worked_pence`` is what each is paid for work done in the run: rolled-up holiday pay goes by it.
    """
    return {}
