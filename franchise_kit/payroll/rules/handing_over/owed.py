"""What an employer owes HMRC for a tax month, of what it is made, and by when it is paid."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from franchise_kit.payroll.rules.handing_over.parties import last_working_day
from franchise_kit.payroll.rules.tax_calendar import MONTHS
from franchise_kit.people.rules.tax_year import YEAR_BEGINS
from tenants.refusal import Refusal

# Days of the month in which a tax month ends.
BY_BANK: Final = 22
BY_POST: Final = 19


class NoSuchTaxMonth(Refusal):
    """A tax year has twelve months."""

    code: ClassVar[str] = "no_such_tax_month"


class SumsNotPossible(Refusal):
    """What is set against contributions is not below nought, and not above them."""

    code: ClassVar[str] = "sums_owed_not_possible"


@dataclass(frozen=True, slots=True)
class MonthSums:
    """All payments of one tax month together, in whole pence; tax may be below nought after refunds.

    ``allowance_pence`` is what of the employment allowance is used now, ``recovered_pence`` and
    ``compensation_pence`` what is got back of statutory pay now.
    """

    tax_pence: int
    employee_ni_pence: int
    employer_ni_pence: int
    student_loans_pence: int = 0
    postgraduate_loans_pence: int = 0
    allowance_pence: int = 0
    recovered_pence: int = 0
    compensation_pence: int = 0
    levy_pence: int = 0
    # What was too much in earlier months and HMRC still holds.
    credit_pence: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One line: a code, and whole pence that are owed, or set against it below nought."""

    code: str
    pence: int


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed for a tax month. ``pay_on`` is the last day on which a bank moves money in time."""

    parts: tuple[Part, ...]
    due_on: date
    due_by_post_on: date
    pay_on: date

    @property
    def total_pence(self) -> int:
        """What is to be paid: nought if more is set against it than it is."""
        return max(0, self._sum)

    @property
    def left_over_pence(self) -> int:
        """What HMRC holds for the next month."""
        return max(0, -self._sum)

    @property
    def _sum(self) -> int:
        return sum(part.pence for part in self.parts)


def month_ends_on(year_begins_in: int, month: int) -> date:
    """Return the 5th on which a tax month ends; ``year_begins_in`` is 2026 for 2026-27.

    Raises NoSuchTaxMonth.
    Source: SI 2003/2682, reg. 2, "tax month".
    """
    if not 1 <= month <= MONTHS:
        raise NoSuchTaxMonth
    calendar_month = YEAR_BEGINS[0] + month - 1
    year = year_begins_in + calendar_month // MONTHS
    return date(year, calendar_month % MONTHS + 1, YEAR_BEGINS[1] - 1)


def owed_for_month(*, year_begins_in: int, month: int, sums: MonthSums) -> Owed:
    """Return what is owed for a tax month, and by when.

    Raises NoSuchTaxMonth or SumsNotPossible.
    Source: SI 2003/2682, reg. 68 and 69 (17 days after the tax month by electronic means, 14 otherwise);
    SI 2001/1004, Schedule 4, para. 10; Finance Act 2016, s.105 (levy with them).
    """
    ends_on = month_ends_on(year_begins_in, month)
    taken = (sums.allowance_pence, sums.recovered_pence, sums.compensation_pence, sums.credit_pence)
    if min(taken) < 0 or sums.allowance_pence > sums.employer_ni_pence:
        raise SumsNotPossible
    said = (
        Part("tax", sums.tax_pence),
        Part("employee_ni", sums.employee_ni_pence),
        Part("employer_ni", sums.employer_ni_pence),
        Part("student_loans", sums.student_loans_pence),
        Part("postgraduate_loans", sums.postgraduate_loans_pence),
        Part("levy", sums.levy_pence),
        Part("employment_allowance", -sums.allowance_pence),
        Part("statutory_pay_recovered", -sums.recovered_pence),
        Part("statutory_pay_compensation", -sums.compensation_pence),
        Part("credit", -sums.credit_pence),
    )
    due_on = ends_on.replace(day=BY_BANK)
    return Owed(
        tuple(part for part in said if part.pence != 0),
        due_on,
        ends_on.replace(day=BY_POST),
        last_working_day(due_on),
    )
