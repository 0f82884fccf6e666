"""What somebody should look at before a run is paid: it may be right, and is more often a slip."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from franchise_kit.payroll.rules.comparing import Difference
from franchise_kit.payroll.rules.kinds_of_time import AT_REST, is_without_own_rate
from franchise_kit.payroll.rules.minimum_wage import Measured, NoMinimumWageKnown, rate_for
from franchise_kit.payroll.rules.payslip import NIGHT, Line

LARGE_REFUND_PENCE: Final = 500_00
# An account that was changed so shortly before a pay day is looked at once more.
LATELY: Final = timedelta(days=14)
# A difference against last time is far if it is as much as this, and more than a quarter.
FAR_PENCE: Final = 200_00
FAR_PART: Final = 4
_DAY: Final = timedelta(days=1)
# The worst first: money that goes astray or is not enough, then what keeps it from being right.
WORST_FIRST: Final = (
    "wage_below",
    "nothing_left",
    "account_missing",
    "account_changing",
    "account_changed",
    "large_refund",
    "net_above_gross",
    "no_tax",
    "days_gone",
    "sick_pay_refused",
    "sick_pay_ended",
    "last_day_moved",
    "wage_topped_up",
    "late_below",
    "far_from_last",
    "letter_other",
    "birth_missing",
    "number_missing",
)


@dataclass(frozen=True, slots=True)
class Paid:
    """What a payslip pays, in whole pence: tax below nought is a refund, the net is without expenses."""

    gross_pence: int
    tax_pence: int
    net_pence: int

    @property
    def refund_pence(self) -> int:
        """Tax that is given back, or nought."""
        return max(0, -self.tax_pence)


@dataclass(frozen=True, slots=True)
class Account:
    """Since which London day a bank account holds, and if another waits for a second person."""

    since_on: date | None
    is_first: bool
    is_changing: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of whoever is paid: ``told_letter`` is of the tax particulars, ``letter`` was used."""

    account: Account
    born_on: date | None = field(repr=False)
    has_number: bool
    told_letter: str
    letter: str


@dataclass(frozen=True, slots=True)
class Found:
    """A code of ``WORST_FIRST``, and what a sentence about it needs: pence, days, letters."""

    code: str
    values: Mapping[str, int | str | date] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        """How bad it is among those of its code: the pence that it is about."""
        return max((abs(one) for one in self.values.values() if isinstance(one, int)), default=0)


def why_look_at_pay(paid: Paid) -> str | None:
    """Return ``large_refund``, ``net_above_gross``, ``nothing_left``, or ``None`` for pay as it should be.

    Source: ours: a slip in a P45 showed itself as tax of thousands that was given back.
    """
    if paid.refund_pence > LARGE_REFUND_PENCE:
        return "large_refund"
    if paid.net_pence > paid.gross_pence:
        return "net_above_gross"
    return "nothing_left" if paid.net_pence == 0 < paid.gross_pence else None


def of_pay(paid: Paid) -> Iterator[Found]:
    """Give what is odd about a payslip's sums.

    Source: as ``why_look_at_pay``.
    """
    code = why_look_at_pay(paid)
    if code is not None:
        yield Found(
            code,
            {
                "refund_pence": paid.refund_pence,
                "net_pence": paid.net_pence,
                "gross_pence": paid.gross_pence,
            },
        )


def of_particulars(known: Known, *, paid: Paid, pay_on: date) -> Iterator[Found]:
    """Give what is missing or has changed of a worker's particulars.

    Source: ours: an account that changes shortly before pay day is how wages are stolen; Social Security
    Contributions and Benefits Act 1992, s.6 and 9A (age); SI 2003/2682, Schedule A1 (what HMRC is told).
    """
    account = known.account
    if account.since_on is None and paid.net_pence > 0:
        yield Found("account_missing", {"net_pence": paid.net_pence})
    if account.is_changing:
        yield Found("account_changing")
    if account.since_on is not None and not account.is_first and account.since_on > pay_on - LATELY:
        yield Found("account_changed", {"since_on": account.since_on})
    if known.told_letter != known.letter:
        yield Found("letter_other", {"told": known.told_letter, "used": known.letter})
    if known.born_on is None:
        yield Found("birth_missing")
    if not known.has_number:
        yield Found("number_missing")


def of_last_day(*, told_on: date, started_on: date, ended_on: date | None) -> Iterator[Found]:
    """Give the last day that an earlier last pay said, where it holds no more and no other job began since.

    Source: SI 2003/2682, reg. 36 and Schedule A1: HMRC was told of it, and the worker has a P45 with it.
    """
    if told_on != ended_on and started_on <= told_on:
        yield Found("last_day_moved", {"told_on": told_on})


def of_wage(measured: Measured, *, added_pence: int) -> Iterator[Found]:
    """Give what is missing to the minimum wage, and that it is added, or is not.

    Units: whole pence; ``added_pence`` is the line that makes up for it.
    Source: National Minimum Wage Act 1998, s.1 and 17; SI 2015/621, as ``measured``.
    """
    if not measured.minutes:
        return
    values = {
        "short_pence": measured.short_pence,
        "hourly_pence": measured.hourly_pence or 0,
        "rate_pence": measured.rate_pence,
    }
    if measured.short_pence > added_pence:
        yield Found("wage_below", values)
    elif added_pence:
        yield Found("wage_topped_up", values | {"short_pence": added_pence})


def of_late_hours(lines: Iterable[Line], *, born_on: date | None, period_from: date) -> Iterator[Found]:
    """Give the lowest rate of late hours if it is below the minimum wage of the day before the run's.

    They belong to a period that was paid already, so a person looks if it was enough over all of that.
    Units: whole pence; who has told no birthday is judged as an adult.
    Source: SI 2015/621, reg. 6 (the pay reference period) and 9; National Minimum Wage Act 1998, s.1.
    """
    rates = [one.rate_pence for one in lines if one.is_late and one.minutes > 0 and _is_worked(one)]
    born = born_on or date(period_from.year - _ADULT_SURELY, 1, 1)
    try:
        least_pence = rate_for(born_on=born, period_from=period_from - _DAY)
    except NoMinimumWageKnown:
        return
    if rates and min(rates) < least_pence:
        yield Found("late_below", {"rate_pence": min(rates), "least_pence": least_pence})


def of_difference(difference: Difference) -> Iterator[Found]:
    """Give a difference against last time's gross pay that is far.

    Source: ours: whoever approves a run should see at once where it is unlike the last.
    """
    if abs(difference.pence) >= FAR_PENCE and abs(difference.pence) * FAR_PART > difference.before_pence:
        yield Found(
            "far_from_last", {"before_pence": difference.before_pence, "now_pence": difference.now_pence}
        )


def rest_without_rate(lines: Iterable[Line]) -> tuple[str, ...]:
    """Return the kinds of time at rest that are paid by the hour of work, for want of a rate of their own.

    Source: ours: a night asleep is seldom meant to be paid like one of work, and the contract says nothing.
    """
    found = {
        line.kind for line in lines if line.kind in AT_REST and is_without_own_rate(line.kind, line.rate_kind)
    }
    return tuple(sorted(found))


# Older than any age below which another minimum wage holds.
_ADULT_SURELY: Final = 40


def _is_worked(line: Line) -> bool:
    return line.kind not in AT_REST and line.unit != NIGHT
