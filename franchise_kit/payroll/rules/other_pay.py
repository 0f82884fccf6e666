"""Pay that is no time at a rate: holiday, statutory pay, a top-up, a correction; and expenses beside it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from franchise_kit.payroll.rules.steps import Step

HOLIDAY: Final = "holiday_pay"
ROLLED_UP: Final = "rolled_up_holiday"
SICK: Final = "statutory_sick_pay"
MATERNITY: Final = "statutory_maternity_pay"
PATERNITY: Final = "statutory_paternity_pay"
ADOPTION: Final = "statutory_adoption_pay"
SHARED_PARENTAL: Final = "statutory_shared_parental_pay"
BEREAVEMENT: Final = "statutory_bereavement_pay"
NEONATAL: Final = "statutory_neonatal_pay"
LEAVE_OWED: Final = "leave_owed"
TOP_UP: Final = "minimum_wage_top_up"
CORRECTION: Final = "correction"
MILEAGE: Final = "mileage"
# Expenses are paid out with the net: no pay, and nothing is taken from them.
EXPENSES: Final = frozenset({MILEAGE})
FAMILY: Final = (MATERNITY, PATERNITY, ADOPTION, SHARED_PARENTAL, BEREAVEMENT, NEONATAL)
KINDS: Final = (HOLIDAY, ROLLED_UP, LEAVE_OWED, SICK, *FAMILY, TOP_UP, CORRECTION, MILEAGE)


@dataclass(frozen=True, slots=True)
class PaidDay:
    """A day that such a sum is of, or the first of a week; ``of`` is the absence or leave that it lies in.

    Units: whole pence, which add up to the sum.
    """

    of: UUID
    day: date
    pence: int


@dataclass(frozen=True, slots=True)
class OtherPay:
    """One such sum in whole pence, for the days from ``from_on`` to before ``until_on``, and its steps.

    ``minutes`` say how much time it stands for, if any; ``is_late`` that it is of days before the run's.
    """

    kind: str
    pence: int
    from_on: date
    until_on: date
    minutes: int = 0
    is_late: bool = False
    steps: tuple[Step, ...] = ()
    # What a run holds so that no day is paid twice; a payslip that is read again does not have it.
    days: tuple[PaidDay, ...] = field(default=(), compare=False, repr=False)

    @property
    def is_expense(self) -> bool:
        """Whether it is paid beside the net, untaxed."""
        return self.kind in EXPENSES
