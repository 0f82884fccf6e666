"""What an employer gets back of statutory family pay, and the compensation of a small employer."""

from dataclasses import dataclass
from typing import ClassVar

from franchise_kit.payroll.rules.pence import WHOLE_BPS, half_up
from franchise_kit.payroll.rules.rates import Figures
from tenants.refusal import Refusal


class NothingToRecover(Refusal):
    """Amounts of which something is got back are nought or more."""

    code: ClassVar[str] = "statutory_pay_below_nothing"


@dataclass(frozen=True, slots=True)
class Recovery:
    """What is got back, in whole pence: of the payments, and on top as compensation for contributions."""

    recovered_pence: int
    compensation_pence: int

    @property
    def total_pence(self) -> int:
        """All that is set against what is owed to HMRC."""
        return self.recovered_pence + self.compensation_pence


def is_small_employer(class1_last_year_pence: int, figures: Figures) -> bool:
    """Say whether an employer's Class 1 of the last tax year, both sides, makes it a small one.

    Units: whole pence, before Employment Allowance.
    Source: Social Security Contributions and Benefits Act 1992, s.167; SI 1994/1882, reg. 2.
    """
    limit_pence = figures.book.whole("statutory_pay.recovery_small_employer_limit", on=figures.on)
    return class1_last_year_pence <= limit_pence


def recovery(paid_pence: int, *, is_small: bool, figures: Figures) -> Recovery:
    """Return what is got back of family payments of a tax year so far; nothing is of sick pay.

    Units: whole pence, to the nearest, a half up. Raises NothingToRecover for an amount below nought.
    Source: Social Security Contributions and Benefits Act 1992, s.167; SI 1994/1882, reg. 3 and 4.
    """
    if paid_pence < 0:
        raise NothingToRecover
    shares_bps = figures.book.wholes("statutory_pay.recovery", on=figures.on)
    if not is_small:
        return Recovery(half_up(paid_pence * shares_bps["standard"], WHOLE_BPS), 0)
    total_pence = half_up(paid_pence * shares_bps["small_employer"], WHOLE_BPS)
    return Recovery(paid_pence, total_pence - paid_pence)
