"""Days that a run pays, put together as one sum, and those of days before the run's as another."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from franchise_kit.payroll.rules.average_earnings import pence_up
from franchise_kit.payroll.rules.other_pay import OtherPay, PaidDay
from franchise_kit.payroll.rules.steps import Step


@dataclass(frozen=True, slots=True)
class DayAmount:
    """What one day is paid with, in exact pence; ``days`` is 7 of a whole week, ``minutes`` its leave."""

    of: UUID
    day: date
    pence: Fraction
    minutes: int = 0
    days: int = 1

    @property
    def until(self) -> date:
        """The day after its last."""
        return self.day + timedelta(days=self.days)


Steps = Callable[[Sequence[DayAmount]], tuple[Step, ...]]


def sums_of(kind: str, amounts: Iterable[DayAmount], *, period_from: date, steps: Steps) -> list[OtherPay]:
    """Return the sum of a run's own days, and that of days that were over before it; none of nought.

    A fraction of a penny goes up, once of each sum. Units: whole pence.
    Source: Social Security Contributions and Benefits Act 1992, s.157(3), and SI 1986/1960, reg. 28, for
    statutory pay; Working Time Regulations 1998, reg. 16(1), for holiday pay, which is never less.
    """
    ordered = sorted(amounts, key=lambda one: one.day)
    of_late = [one for one in ordered if one.until <= period_from]
    of_now = [one for one in ordered if one.until > period_from]
    return [
        _sum(kind, found, is_late=is_late, steps=steps)
        for found, is_late in ((of_late, True), (of_now, False))
        if sum(one.pence for one in found) > 0
    ]


def _sum(kind: str, amounts: Sequence[DayAmount], *, is_late: bool, steps: Steps) -> OtherPay:
    days, before, total = [], 0, Fraction(0)
    for one in amounts:
        total += one.pence
        # By what has come together so far, so that the days add up to the sum to the penny.
        days.append(PaidDay(one.of, one.day, pence_up(total) - before))
        before = pence_up(total)
    return OtherPay(
        kind=kind,
        pence=before,
        from_on=amounts[0].day,
        until_on=max(one.until for one in amounts),
        minutes=sum(one.minutes for one in amounts),
        is_late=is_late,
        steps=steps(amounts),
        days=tuple(days),
    )
