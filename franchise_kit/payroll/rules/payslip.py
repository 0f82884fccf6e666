"""The lines of a payslip: so much time of a kind at a rate; and what came earlier in the year."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from franchise_kit.payroll.rules.paye import YearToDate
from franchise_kit.payroll.rules.pence import half_up
from franchise_kit.payroll.rules.rates import Figures
from franchise_kit.people.rules.contracts import ORDINARY
from franchise_kit.people.rules.tax_code import TaxCode, TaxCodeNotUnderstood

HOUR_MINUTES: Final = 60
NIGHT: Final = "night"


@dataclass(frozen=True, slots=True)
class Line:
    """So many minutes of a kind of time at a rate; ``is_late`` of days before those that the run is for.

    ``rate_kind`` is the rate of the contract that pays it, in pence for an ``hour``, or for a ``night`` that
    is paid flat, of which there are so many ``nights``.
    """

    kind: str
    minutes: int
    rate_pence: int
    is_late: bool = False
    rate_kind: str = ORDINARY
    unit: str = "hour"
    nights: int = 0

    @property
    def quantity(self) -> int:
        """What the rate is for: the nights of a flat rate, or the minutes."""
        return self.nights if self.unit == NIGHT else self.minutes

    @property
    def amount_pence(self) -> int:
        """What the line pays, a half-penny up."""
        if self.unit == NIGHT:
            return self.nights * self.rate_pence
        return half_up(self.minutes * self.rate_pence, HOUR_MINUTES)


def merged(lines: Iterable[Line]) -> list[Line]:
    """Return lines with each kind and rate once, those of earlier days last.

    Units: whole minutes and nights, pence for an hour or a night.
    Source: ours: each minute is paid at the rate of the day on which it was worked, and seen as late or not.
    """
    found: dict[tuple[bool, str, str, str, int], tuple[int, int]] = {}
    for line in lines:
        key = (line.is_late, line.kind, line.rate_kind, line.unit, line.rate_pence)
        minutes, nights = found.get(key, (0, 0))
        found[key] = minutes + line.minutes, nights + line.nights
    return [
        Line(kind, minutes, rate_pence, is_late, rate_kind, unit, nights)
        for (is_late, kind, rate_kind, unit, rate_pence), (minutes, nights) in sorted(found.items())
    ]


def takes_too_much(lines: Iterable[Line]) -> bool:
    """Say whether corrections take off more of a kind of time than there is, or more pay.

    Source: Employment Rights Act 1996, s.13: what was paid too much is taken from pay that there is.
    """
    minutes: dict[str, int] = {}
    of_all = list(lines)
    for line in of_all:
        if line.unit != NIGHT:
            minutes[line.kind] = minutes.get(line.kind, 0) + line.minutes
    return any(total < 0 for total in minutes.values()) or sum(one.amount_pence for one in of_all) < 0


def earlier_in_year(payslips: Iterable[YearToDate], p45: YearToDate) -> YearToDate:
    """Return pay and tax earlier this tax year: of each payslip here, and of the P45 of this tax year.

    Source: SI 2003/2682, reg. 23 (cumulative tax) and reg. 40 to 43 (what a P45 tells the new employer).
    """
    all_of_it = [p45, *payslips]
    return YearToDate(sum(one.pay_pence for one in all_of_it), sum(one.tax_pence for one in all_of_it))


def after_leaving(tax_code: str) -> str:
    """Return the code of pay that comes after a P45: no free pay, this payment alone, in the same nation.

    What is no code stays as it is.
    Source: SI 2003/2682, reg. 37 (payments after employment has ceased).
    """
    try:
        return f"{TaxCode.parse(tax_code).nation}0T X"
    except TaxCodeNotUnderstood:
        return tax_code


def why_not_payable(tax_code: str, ni_category: str, figures: Figures) -> str | None:
    """Return a code for what keeps particulars from being used, or ``None``.

    Source: SI 2003/2682, reg. 7 (codes); Social Security (Contributions) Regulations 2001 (categories).
    """
    try:
        TaxCode.parse(tax_code)
    except TaxCodeNotUnderstood:
        return "tax_code_not_understood"
    return None if ni_category in figures.class1.categories else "no_such_ni_category"
