"""Pay that is no time at a rate: holiday, statutory pay, a top-up, a correction; and expenses beside it."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from franchise_kit.payroll.rules.steps import Step

HOLIDAY: Final = "holiday_pay"
ROLLED_UP: Final = "rolled_up_holiday"
SICK: Final = "statutory_sick_pay"
MATERNITY: Final = "statutory_maternity_pay"
PATERNITY: Final = "statutory_paternity_pay"
TOP_UP: Final = "minimum_wage_top_up"
CORRECTION: Final = "correction"
MILEAGE: Final = "mileage"
# Expenses are paid out with the net: no pay, and nothing is taken from them.
EXPENSES: Final = frozenset({MILEAGE})
KINDS: Final = (HOLIDAY, ROLLED_UP, SICK, MATERNITY, PATERNITY, TOP_UP, CORRECTION, MILEAGE)


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

    @property
    def is_expense(self) -> bool:
        """Whether it is paid beside the net, untaxed."""
        return self.kind in EXPENSES
