"""Student and postgraduate loans: what one payment repays, in whole pounds."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final

from franchise_kit.payroll.rules.pence import POUND, WHOLE_BPS, cut, whole_pounds_down
from franchise_kit.payroll.rules.rate_book import RateBook
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.steps import Step
from franchise_kit.payroll.rules.tax_calendar import Frequency


class Plan(StrEnum):
    """Whose terms a loan has, by the names that HMRC's notices have."""

    PLAN_1 = "1"
    PLAN_2 = "2"
    PLAN_4 = "4"
    PLAN_5 = "5"
    POSTGRADUATE = "PG"


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """What is repaid of what a plan's threshold leaves, by the threshold of a week, a month and a year."""

    plan: Plan
    weekly_pence: int
    monthly_pence: int
    annual_pence: int
    rate_bps: int

    def threshold_pence(self, frequency: Frequency) -> int:
        """Return the threshold of a month's or a year's pay; of pay by weeks, that of one week."""
        if frequency is Frequency.A1:
            return self.annual_pence
        return self.monthly_pence if frequency is Frequency.M1 else self.weekly_pence


@dataclass(frozen=True, slots=True)
class Repayment:
    """What one payment repays of one loan, in pence of whole pounds, and what it was worked out from.

    ``threshold_pence`` is that of one of the payment's ``periods``; ``before_pence`` was paid earlier in the
    same earnings period, and counts with it.
    """

    figures: PlanFigures
    pay_pence: int
    threshold_pence: int
    periods: int
    pence: int
    before_pence: int = 0

    @property
    def step(self) -> Step:
        """How it was worked out."""
        is_postgraduate = self.figures.plan is Plan.POSTGRADUATE
        return Step(
            "postgraduate_loan" if is_postgraduate else "student_loan",
            {
                "plan": str(self.figures.plan),
                "pay_pence": self.pay_pence,
                "threshold_pence": self.threshold_pence,
                "periods": self.periods,
                "rate_bps": self.figures.rate_bps,
                "amount_pence": self.pence,
                **({"before_pence": self.before_pence} if self.before_pence else {}),
            },
        )


@dataclass(frozen=True, slots=True)
class Repayments:
    """What one payment repays: of the loans for a first degree together, and of a postgraduate's."""

    student: Repayment | None
    postgraduate: Repayment | None

    @property
    def student_pence(self) -> int:
        """What goes to loans of plans 1 to 5."""
        return self.student.pence if self.student else 0

    @property
    def postgraduate_pence(self) -> int:
        """What goes to the postgraduate loan."""
        return self.postgraduate.pence if self.postgraduate else 0

    @property
    def steps(self) -> tuple[Step, ...]:
        """How it was worked out; nothing without a loan."""
        return tuple(one.step for one in (self.student, self.postgraduate) if one)


NO_LOANS: Final = Repayments(None, None)
_THRESHOLDS: Final = MappingProxyType(
    {
        Plan.PLAN_1: "plan_1",
        Plan.PLAN_2: "plan_2",
        Plan.PLAN_4: "plan_4",
        Plan.PLAN_5: "plan_5",
        Plan.POSTGRADUATE: "postgraduate",
    }
)


@cache
def loan_figures(pay_date: date) -> Mapping[Plan, PlanFigures]:
    """Return the figures of the plans that are collected on a pay date; raise NoFiguresForTaxYear.

    Source: SI 2009/470, Part 4; plan 5 from 6 April 2026: see the figure's own.
    """
    book = figures_for(pay_date).book
    is_plan_5_collected = book.figure("student_loans.is_plan_5_collected", on=pay_date).value
    return MappingProxyType(
        {plan: _plan(book, plan, pay_date) for plan in Plan if plan is not Plan.PLAN_5 or is_plan_5_collected}
    )


def repayments(
    plans: Collection[Plan],
    *,
    frequency: Frequency,
    pay_pence: int,
    figures: Mapping[Plan, PlanFigures],
    before_pence: int = 0,
) -> Repayments:
    """Return what one payment repays.

    Units: whole pence; ``pay_pence`` is what employer's National Insurance counts, of this payment alone, and
    ``before_pence`` the same of earlier payments in its earnings period: all of them have one threshold, and
    what they repay is taken off, at the present plans. Of several plans for a first degree only that with the
    lowest threshold is collected, a postgraduate loan as well; a plan that is not yet collected repays
    nothing.
    Source: SI 2009/470, Part 4 (earnings of one earnings period together); HMRC, Collection of Student Loans
    Manual, CSLM10111 and CSLM17065.
    """
    if not plans:
        return NO_LOANS
    collected = [figures[plan] for plan in plans if plan in figures]
    first_degree = [held for held in collected if held.plan is not Plan.POSTGRADUATE]
    lowest = min(first_degree, key=lambda held: held.annual_pence, default=None)
    postgraduate = next((held for held in collected if held.plan is Plan.POSTGRADUATE), None)
    return Repayments(
        _repayment(lowest, frequency, pay_pence, before_pence) if lowest else None,
        _repayment(postgraduate, frequency, pay_pence, before_pence) if postgraduate else None,
    )


def repayment_pence(pay_pence: int, *, threshold_pence: int, rate_bps: int, periods: int = 1) -> int:
    """Return what pay for one or several periods repays, in pence of whole pounds.

    Units: whole pence; the threshold is of one period. Pay for several weeks is shared among them, each
    week's repayment goes down to the pound, and only then are they added.
    Source: SI 2009/470, Part 4; HMRC, CSLM17065 (three weeks' pay of £1,500).
    """
    above_pence = pay_pence - periods * threshold_pence
    if above_pence <= 0:
        return 0
    return cut(above_pence * rate_bps, periods * WHOLE_BPS * POUND) * periods * POUND


def threshold_pence(annual_pence: int, *, days: int, days_in_year: int) -> int:
    """Return the threshold of an odd period of some days, cut to the penny.

    Source: HMRC, CSLM17065.
    """
    return cut(annual_pence * days, days_in_year)


def within_room(repaid_pence: int, room_pence: int) -> int:
    """Return a repayment that protected earnings leave room for, down to the pound.

    Units: whole pence; no room takes nothing.
    Source: HMRC, CSLM18025 (an attachment of earnings order comes before the loan).
    """
    return whole_pounds_down(max(0, min(repaid_pence, room_pence)))


def _repayment(held: PlanFigures, frequency: Frequency, pay_pence: int, before_pence: int) -> Repayment:
    threshold, periods = held.threshold_pence(frequency), frequency.weeks

    def on(pence: int) -> int:
        return repayment_pence(pence, threshold_pence=threshold, rate_bps=held.rate_bps, periods=periods)

    repaid = on(before_pence + pay_pence) - on(before_pence)
    return Repayment(held, pay_pence, threshold, periods, repaid, before_pence)


def _plan(book: RateBook, plan: Plan, on: date) -> PlanFigures:
    thresholds = book.wholes(f"student_loans.thresholds.{_THRESHOLDS[plan]}", on=on)
    rates = book.wholes("student_loans.rates", on=on)
    return PlanFigures(
        plan,
        thresholds["weekly"],
        thresholds["monthly"],
        thresholds["annual"],
        rates["postgraduate" if plan is Plan.POSTGRADUATE else "undergraduate"],
    )
