"""A worker's sick pay in a run: spells that hang together, each by its own average, and how it came about."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from typing import Final
from uuid import UUID

from franchise_kit.payroll.rules.other_pay import SICK, OtherPay
from franchise_kit.payroll.rules.paid_days import DayAmount, sums_of
from franchise_kit.payroll.rules.pence import half_up
from franchise_kit.payroll.rules.qualifying_days import NOTHING_AGREED, AgreedDays
from franchise_kit.payroll.rules.ssp import Absence, SickDay, Spell, sick_days
from franchise_kit.payroll.rules.steps import Step


@dataclass(frozen=True, slots=True)
class Average:
    """Average weekly earnings in exact pence, and what they are of.

    ``basis`` is ``eight_weeks``, ``since_start``, ``contract``, ``earlier_payroll`` or ``nothing``.
    """

    pence: Fraction
    basis: str

    @property
    def step_values(self) -> dict[str, int | str]:
        """What a sentence about it needs."""
        return {"average_pence": half_up(self.pence.numerator, self.pence.denominator), "basis": self.basis}


@dataclass(frozen=True, slots=True)
class Sickness:
    """Days of one absence, as they are known by a run's last day."""

    id: UUID
    days: Absence


@dataclass(frozen=True, slots=True)
class SpellOfWorker:
    """A spell with its average, the absences that it is made of, and what qualifying days were agreed."""

    spell: Spell
    average: Average
    absences: tuple[Sickness, ...]
    agreed: AgreedDays = NOTHING_AGREED


IsAsked = Callable[[date], bool]
_FORM_WITHIN: Final = timedelta(days=7)


def sick_sums(
    spells: Sequence[SpellOfWorker], *, is_asked: IsAsked, period_from: date
) -> tuple[OtherPay, ...]:
    """Return the sick pay of some days of a worker: all days of each spell count, those asked for are paid.

    Source: Social Security Contributions and Benefits Act 1992, s.151 to 157.
    """
    days = {day.on: (held, day) for held in spells for day in _days_of(held) if is_asked(day.on)}
    amounts = [
        DayAmount(_absence_on(held, on), on, day.pence)
        for on, (held, day) in days.items()
        if day.why_unpaid is None
    ]

    def steps(found: Sequence[DayAmount]) -> tuple[Step, ...]:
        is_late = found[0].day < period_from
        return tuple(_steps([days[on] for on in sorted(days) if (on < period_from) == is_late]))

    return tuple(sums_of(SICK, amounts, period_from=period_from, steps=steps))


@dataclass(frozen=True, slots=True)
class WithoutSickPay:
    """The first day without sick pay, and why: ``refused`` for low earnings, ``ended`` after its time."""

    on: date
    why: str

    @property
    def form_due_on(self) -> date:
        """The day by which the worker has form SSP1.

        Source: SI 1982/894, reg. 15: within seven days.
        """
        return self.on + _FORM_WITHIN


def without(spells: Iterable[SpellOfWorker], *, is_asked: IsAsked) -> Iterator[WithoutSickPay]:
    """Give of each spell the first of some days that is refused sick pay, or on which it has ended.

    Days that wait, or are too few, lie in a spell that may be paid later: nothing is said of those.
    Source: SI 1982/894, reg. 15 (what is told within seven days: form SSP1); Social Security Contributions
    and Benefits Act 1992, s.153(2)(c) and 155(4).
    """
    for held in spells:
        found = ((day.on, _why_without(day)) for day in _days_of(held) if is_asked(day.on))
        yield from [WithoutSickPay(on, why) for on, why in found if why is not None][:1]


def _why_without(day: SickDay) -> str | None:
    if day.why_unpaid == "used_up":
        return "ended"
    # Since April 2026 no average is too low, but a share of nothing is nothing.
    has_none = day.why_unpaid is None and day.pence == 0
    return "refused" if has_none or day.why_unpaid == "average_too_low" else None


def _days_of(held: SpellOfWorker) -> tuple[SickDay, ...]:
    absences = held.spell.absences
    qualifying = held.agreed.between(absences[0].first_on, absences[-1].last_on)
    return sick_days(held.spell, average=held.average.pence, qualifying=qualifying)


def _absence_on(held: SpellOfWorker, on: date) -> UUID:
    return next(one.id for one in held.absences if one.days.first_on <= on <= one.days.last_on)


def _steps(days: Sequence[tuple[SpellOfWorker, SickDay]]) -> Iterator[Step]:
    for held, found in groupby(days, key=lambda pair: pair[0]):
        mine = [day for _held, day in found]
        yield Step("sick_average", held.average.step_values)
        began_on = held.spell.absences[0].first_on
        if began_on < mine[0].on:
            yield Step("sick_since", {"since": began_on.isoformat(), "absences": len(held.spell.absences)})
        for why, number in Counter(day.why_unpaid for day in mine if day.why_unpaid is not None).items():
            yield Step("sick_unpaid", {"why": why, "days": number})
        paid = Counter((day.pence, day.week_days) for day in mine if day.why_unpaid is None)
        for (pence, week_days), number in paid.items():
            weekly = pence * week_days
            yield Step(
                "sick_days",
                {
                    "days": number,
                    "week_days": week_days,
                    "weekly_pence": half_up(weekly.numerator, weekly.denominator),
                },
            )
