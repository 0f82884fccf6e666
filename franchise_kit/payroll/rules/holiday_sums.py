"""A worker's holiday pay in a run: minutes of leave on its days, at what an hour of leave is paid with."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from typing import Final
from uuid import UUID

from franchise_kit.payroll.rules.average_earnings import HOUR_MINUTES, WEEK_DAYS
from franchise_kit.payroll.rules.holiday import (
    ACCRUAL,
    NoPaidWeeks,
    PaidWeek,
    rolled_up_on_leave_pence,
    rolled_up_pence,
    week_pay,
)
from franchise_kit.payroll.rules.other_pay import HOLIDAY, LEAVE_OWED, ROLLED_UP, OtherPay, PaidDay
from franchise_kit.payroll.rules.paid_days import DayAmount, sums_of
from franchise_kit.payroll.rules.pence import half_up
from franchise_kit.payroll.rules.rates import Figures
from franchise_kit.payroll.rules.run_days import RunDays
from franchise_kit.payroll.rules.ssp import week_begins
from franchise_kit.payroll.rules.steps import Step

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = timedelta(days=WEEK_DAYS - 1)


@dataclass(frozen=True, slots=True)
class LeaveHour:
    """What an hour of leave is paid with, in exact pence, and by what: ``average`` or ``contract``.

    ``weeks`` are those with pay that the average is of.
    """

    pence: Fraction
    basis: str
    weeks: int = 0


@dataclass(frozen=True, slots=True)
class Holiday:
    """One agreed holiday: its minutes by day, and what an hour of it is paid with, where anybody knows."""

    id: UUID
    minutes: Mapping[date, int]
    hour: LeaveHour | None


def leave_hour(
    weeks: Sequence[PaidWeek], *, before: date, contract_pence: int | None, is_guaranteed: bool
) -> LeaveHour | None:
    """Return what an hour of leave that begins on a day is paid with; ``None`` where nothing says it.

    With guaranteed hours it is never less than an hour of the contract; otherwise the average of the last 52
    weeks with pay alone counts, and the contract before there are any. Units: exact pence.
    Source: Employment Rights Act 1996, s.221 to 224; Working Time Regulations 1998, reg. 16(3) to (3F): what
    is usually paid besides ordinary hours is part of a week's pay.
    """
    agreed = LeaveHour(Fraction(contract_pence), "contract") if contract_pence else None
    try:
        found = week_pay(weeks, before=before)
    except NoPaidWeeks:
        return agreed
    if found.minutes <= 0:
        return agreed
    average = LeaveHour(found.pence * HOUR_MINUTES / found.minutes, "average", found.weeks)
    return agreed if is_guaranteed and agreed is not None and agreed.pence >= average.pence else average


def holiday_sums(
    holidays: Sequence[Holiday], *, is_asked: Callable[[date], bool], period_from: date
) -> tuple[OtherPay, ...]:
    """Return the holiday pay of those days of some holidays that are asked for.

    Source: Working Time Regulations 1998, reg. 16(1).
    """
    hours: dict[date, LeaveHour] = {}
    amounts = []
    for one in holidays:
        for day, minutes in one.minutes.items():
            if one.hour is not None and is_asked(day):
                hours[day] = one.hour
                amounts.append(DayAmount(one.id, day, one.hour.pence * minutes / HOUR_MINUTES, minutes))

    def steps(found: Sequence[DayAmount]) -> tuple[Step, ...]:
        return tuple(_steps(found, hours))

    return tuple(sums_of(HOLIDAY, amounts, period_from=period_from, steps=steps))


def rolled_up_sums(worked_pence: int, days: RunDays, figures: Figures) -> tuple[OtherPay, ...]:
    """Return the holiday pay that goes with pay for work done in a run; none where none was paid.

    Source: Working Time Regulations 1998, reg. 16A.
    """
    pence = rolled_up_pence(max(0, worked_pence), figures)
    if not pence:
        return ()
    rate_bps = figures.book.whole(ACCRUAL, on=figures.on)
    step = Step("rolled_up", {"worked_pence": worked_pence, "rate_bps": rate_bps, "pence": pence})
    return (OtherPay(ROLLED_UP, pence, days.from_, days.until, steps=(step,)),)


def rolled_up_on_leave_sums(earlier_pence: Sequence[int], days: RunDays, *, of: UUID) -> tuple[OtherPay, ...]:
    """Return the holiday pay of a run all of whose days were sick or family leave; none without runs before.

    Units: whole pence, of the runs of the last 52 weeks. Source: Working Time Regulations 1998, reg. 16A(4).
    """
    pence = rolled_up_on_leave_pence(earlier_pence) if earlier_pence else 0
    if pence <= 0:
        return ()
    step = Step("rolled_up_on_leave", {"runs": len(earlier_pence), "pence": pence})
    day = PaidDay(of, days.from_, pence)
    return (OtherPay(ROLLED_UP, pence, days.from_, days.until, steps=(step,), days=(day,)),)


def leave_owed_sums(
    minutes: int, hour: LeaveHour, *, of: UUID, last_on: date, period_from: date
) -> tuple[OtherPay, ...]:
    """Return what a leaver is paid for leave that was not taken; nothing where all was taken.

    Source: Working Time Regulations 1998, reg. 14(2) and (3).
    """
    if minutes <= 0:
        return ()
    pence = leave_owed_pence(minutes, hour)
    owed = OtherPay(
        kind=LEAVE_OWED,
        pence=pence,
        from_on=last_on,
        until_on=last_on + _DAY,
        minutes=minutes,
        is_late=last_on < period_from,
        steps=(Step("leave_owed", {"minutes": minutes}), _hour_step(hour, minutes)),
        days=(PaidDay(of, last_on, pence),),
    )
    return (owed,)


def leave_owed_pence(minutes: int, hour: LeaveHour) -> int:
    """Return what leave is worth that a leaver did not take; below nought what was taken too much.

    What was taken too much is asked back only where that was agreed: nothing takes it by itself.
    Units: whole pence, a fraction of a penny to the worker.
    Source: Working Time Regulations 1998, reg. 14(2) to (4).
    """
    exact = hour.pence * minutes / HOUR_MINUTES
    return -(-exact.numerator // exact.denominator)


def paid_weeks(
    runs: Mapping[UUID, int], minutes: Mapping[UUID, Mapping[date, int]], *, away: Sequence[tuple[date, date]]
) -> list[PaidWeek]:
    """Return weeks with pay: what each run paid, by the minutes of its weeks, which Saturdays name.

    ``away`` are days, the second of a pair exclusive, of sickness and family leave: a week with one of them
    does not count. Units: whole pence and minutes; a run's weeks add up to what it paid.
    Source: Employment Rights Act 1996, s.222 to 224 and 235 (a week ends with Saturday).
    """
    pence: dict[date, int] = {}
    total: dict[date, int] = {}
    for run, paid_pence in runs.items():
        weeks = {week: part for week, part in sorted(minutes.get(run, {}).items()) if part > 0}
        whole, so_far, given = sum(weeks.values()), 0, 0
        for week, part in weeks.items():
            so_far += part
            upto = half_up(paid_pence * so_far, whole)
            pence[week] = pence.get(week, 0) + upto - given
            total[week] = total.get(week, 0) + part
            given = upto
    return [
        PaidWeek(week, pence[week], total[week], is_on_leave=_touches(week, away)) for week in sorted(pence)
    ]


def _touches(saturday: date, away: Sequence[tuple[date, date]]) -> bool:
    sunday = week_begins(saturday)
    return any(first <= sunday + _SATURDAY and until > sunday for first, until in away)


def _steps(found: Sequence[DayAmount], hours: Mapping[date, LeaveHour]) -> Iterator[Step]:
    for hour, days in groupby(found, key=lambda one: hours[one.day]):
        yield _hour_step(hour, sum(one.minutes for one in days))


def _hour_step(hour: LeaveHour, minutes: int) -> Step:
    hour_pence = half_up(hour.pence.numerator, hour.pence.denominator)
    values: dict[str, int | str] = {"minutes": minutes, "hour_pence": hour_pence, "weeks": hour.weeks}
    return Step(f"holiday_by_{hour.basis}", values)
