"""The minimum wage over a pay reference period: hours and pay that count, and what is short."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from franchise_kit.payroll.rules.pence import half_up, round_up
from franchise_kit.payroll.rules.rates import Figures
from franchise_kit.people.rules.minimum_wage import wage_on, wages
from tenants.refusal import Refusal

HOUR_MINUTES: Final = 60
# Asleep, on call at home, or on a break nobody works, so that only the minutes awake for work count.
OUTSIDE: Final = frozenset({"sleep_in", "standby", "break"})
_OFFSET: Final = "minimum_wage.accommodation_offset.daily"


class NoMinimumWageKnown(Refusal):
    """We have no figure for a period that begins so early."""

    code: ClassVar[str] = "no_minimum_wage_known"


class TimeBelowNothing(Refusal):
    """Minutes, pay and deductions are nought or more."""

    code: ClassVar[str] = "time_below_nothing"


@dataclass(frozen=True, slots=True)
class Worked:
    """Minutes of a kind of time that were paid at a rate.

    ``awake_minutes`` are those of a night asleep, or of standing by, in which somebody was awake to work,
    and ``awake_pence`` is what was paid for just these.
    """

    kind: str
    minutes: int
    pence_per_hour: int
    awake_minutes: int = 0
    awake_pence: int = 0


@dataclass(frozen=True, slots=True)
class Lessened:
    """What pay is lessened by in the period, in whole pence.

    ``deducted_pence`` is taken or charged for the employer's own benefit, such as a uniform or a check;
    ``costs_pence`` the worker's own costs of the work that nobody pays back, such as fuel between visits.
    ``lodged_days`` are days on which the employer lets them live somewhere for ``lodging_pence`` a day.
    """

    deducted_pence: int = 0
    costs_pence: int = 0
    lodged_days: int = 0
    lodging_pence: int = 0


NOTHING_LESS: Final = Lessened()


@dataclass(frozen=True, slots=True)
class Measured:
    """Minutes and pay that count, and what the minimum wage asks for, in whole pence."""

    minutes: int
    counted_pence: int
    rate_pence: int
    needed_pence: int

    @property
    def short_pence(self) -> int:
        """What is missing, for a line of its own on the payslip; nought if nothing is."""
        return max(0, self.needed_pence - self.counted_pence)

    @property
    def hourly_pence(self) -> int | None:
        """What an hour that counts was paid with, cut to the penny, or ``None`` without such hours."""
        return self.counted_pence * HOUR_MINUTES // self.minutes if self.minutes else None


def rate_for(*, born_on: date, period_from: date, apprentice_since: date | None = None) -> int:
    """Return the least for an hour in a whole pay reference period, in pence, by the age on its first day.

    Raises NoMinimumWageKnown before our first figure.
    Source: National Minimum Wage Regulations 2015 (SI 2015/621), reg. 4 to 5: a new rate, and a birthday,
    hold from the first pay reference period that begins on or after them; an apprentice's first year.
    """
    wage = wage_on(wages(), period_from)
    if wage is None:
        raise NoMinimumWageKnown(period_from=period_from.isoformat())
    is_apprentice = apprentice_since is not None and apprentice_since <= period_from
    is_first_year = apprentice_since is not None and years_between(apprentice_since, period_from) < 1
    return wage.at(
        years_between(born_on, period_from),
        is_apprentice=is_apprentice,
        is_first_year_apprentice=is_apprentice and is_first_year,
    )


def years_between(earlier: date, on: date) -> int:
    """Return the whole years from a day, such as a birthday, to another.

    Source: Family Law Reform Act 1969, s.9: an age is reached at the beginning of its day.
    """
    return on.year - earlier.year - ((on.month, on.day) < (earlier.month, earlier.day))


def measured(
    worked: Iterable[Worked],
    *,
    basic_pence_per_hour: int,
    rate_pence: int,
    less: Lessened = NOTHING_LESS,
    figures: Figures,
) -> Measured:
    """Return the test of one worker's pay reference period.

    Visits, travel between them, waiting, training and waking nights count in full; a night asleep and
    standing by only while awake for work, and their allowance is no pay for it. Of a higher rate for
    weekends, nights or overtime the basic rate alone counts. Expenses are no pay and do not come in here.
    Units: whole minutes and pence. Raises TimeBelowNothing.
    Source: National Minimum Wage Regulations 2015, reg. 8 to 16 (pay that counts, its reductions, lodging),
    reg. 17, 30 to 35 (time that counts, travel, training); Royal Mencap v Tomlinson-Blake [2021] UKSC 8.
    """
    lines = list(worked)
    _check(lines, basic_pence_per_hour, less)
    minutes = sum(_minutes(line) for line in lines)
    pay_pence = sum(_pay(line, basic_pence_per_hour) for line in lines)
    offset_pence = figures.book.whole(_OFFSET, on=figures.on)
    lodging_pence = less.lodged_days * _lodging_a_day(less, offset_pence)
    counted_pence = pay_pence - less.deducted_pence - less.costs_pence + lodging_pence
    return Measured(minutes, counted_pence, rate_pence, round_up(minutes * rate_pence, HOUR_MINUTES))


def _minutes(line: Worked) -> int:
    return line.awake_minutes if line.kind in OUTSIDE else line.minutes


def _pay(line: Worked, basic_pence_per_hour: int) -> int:
    if line.kind in OUTSIDE:
        return line.awake_pence
    return half_up(line.minutes * min(line.pence_per_hour, basic_pence_per_hour), HOUR_MINUTES)


def _lodging_a_day(less: Lessened, offset_pence: int) -> int:
    """Return what a day of lodging adds: the offset where it is free, and less than nought above it."""
    if less.lodging_pence == 0:
        return offset_pence
    return min(0, offset_pence - less.lodging_pence)


def _check(lines: Iterable[Worked], basic_pence_per_hour: int, less: Lessened) -> None:
    amounts = [basic_pence_per_hour, less.deducted_pence, less.costs_pence]
    amounts += [less.lodged_days, less.lodging_pence]
    for line in lines:
        amounts += [line.minutes, line.pence_per_hour, line.awake_minutes, line.awake_pence]
    if min(amounts) < 0:
        raise TimeBelowNothing
