"""What has to be done next for each pay schedule, and by when: the bureau works by this, and tells it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from franchise_kit.payroll.rules.runs import APPROVED, SUBMITTED

PREPARE, SEND, APPROVE, PAY, FILE, CLOSE = "prepare", "send", "approve", "pay", "file", "close"
STEPS: Final = (PREPARE, SEND, APPROVE, PAY, FILE, CLOSE)


@dataclass(frozen=True, slots=True)
class RunStanding:
    """How far a run is that was not rolled back."""

    pay_on: date
    state: str
    is_paid: bool = False
    is_filed: bool = False
    is_closed: bool = False

    @property
    def step(self) -> str | None:
        """What is done to it next, or ``None`` where nothing is left."""
        if self.is_closed:
            return None
        if self.state != APPROVED:
            return APPROVE if self.state == SUBMITTED else SEND
        if not self.is_paid:
            return PAY
        return CLOSE if self.is_filed else FILE


@dataclass(frozen=True, slots=True)
class Due:
    """A step, and the pay day by which it is done."""

    step: str
    by: date


def due_of(runs: Iterable[RunStanding], next_pay_on: date) -> Due:
    """Return what a schedule needs next: the oldest run that is not closed, or else its next period.

    Units: London's days.
    Source: SI 2003/2682, reg. 67B: a payment is told on or before the day on which it is made; Employment
    Rights Act 1996, s.8: the payslip is given at or before the payment.
    """
    for run in sorted(runs, key=lambda one: one.pay_on):
        if run.step is not None:
            return Due(run.step, run.pay_on)
    return Due(PREPARE, next_pay_on)
