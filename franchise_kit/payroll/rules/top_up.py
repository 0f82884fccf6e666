"""What is missing to the minimum wage in a pay reference period, as a line of its own with its steps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from franchise_kit.payroll.rules.minimum_wage import (
    NOTHING_LESS,
    OUTSIDE,
    Lessened,
    Measured,
    NoMinimumWageKnown,
    Worked,
    measured,
    rate_for,
    years_between,
)
from franchise_kit.payroll.rules.other_pay import TOP_UP, OtherPay
from franchise_kit.payroll.rules.payslip import NIGHT, Line
from franchise_kit.payroll.rules.rates import NoFiguresForTaxYear, figures_for
from franchise_kit.payroll.rules.steps import Step
from franchise_kit.people.rules.contracts import ORDINARY
from franchise_kit.people.rules.minimum_wage import wage_on, wages

# The age in the steps of whoever was judged as an adult, since nobody has told us when they were born.
AGE_NOT_KNOWN: Final = 0


@dataclass(frozen=True, slots=True)
class WageFacts:
    """What the test needs to know of somebody; without a birthday they are judged by the adult rate.

    ``basic_pence_per_hour`` is the contract's ordinary rate at the end of the period, above which a rate is a
    premium; without one it is the highest ordinary rate among the lines. ``less`` has what is deducted for
    the co-op's benefit, such as sacrificed pay.
    """

    born_on: date | None = field(default=None, repr=False)
    basic_pence_per_hour: int | None = None
    less: Lessened = NOTHING_LESS
    apprentice_since: date | None = None


NOTHING_KNOWN: Final = WageFacts()


def top_up(
    lines: Iterable[Line], *, facts: WageFacts = NOTHING_KNOWN, period_from: date, period_until: date
) -> OtherPay | None:
    """Return what is missing to the minimum wage in a period, or ``None`` if nothing is.

    Units: whole pence; London's days, ``period_until`` exclusive. Give every line of the worker's payslip.
    Other pay does not count, whatever it is for: sick and holiday pay stand for no hours worked, and expenses
    are none. Nothing is missing before our first figure, since we know none.
    Source: National Minimum Wage Act 1998, s.17 (what is owed); SI 2015/621, as ``measured``.
    """
    try:
        found = tested(lines, facts=facts, period_from=period_from)
    except (NoMinimumWageKnown, NoFiguresForTaxYear):
        return None
    if found.short_pence == 0 or found.minutes == 0:
        return None
    age = years_between(facts.born_on, period_from) if facts.born_on is not None else AGE_NOT_KNOWN
    return OtherPay(
        TOP_UP,
        found.short_pence,
        period_from,
        period_until,
        steps=(
            Step("wage_counted", {"minutes": found.minutes, "counted_pence": found.counted_pence}),
            Step(
                "wage_needed",
                {"age": age, "rate_pence": found.rate_pence, "needed_pence": found.needed_pence},
            ),
            Step("wage_short", {"short_pence": found.short_pence}),
        ),
    )


def tested(lines: Iterable[Line], *, facts: WageFacts, period_from: date) -> Measured:
    """Return the test of a period's lines.

    Late lines are of other periods, where they were judged or are looked at by a person, and are left aside;
    so is time below nought, which takes off what was paid before.
    Raises NoMinimumWageKnown or NoFiguresForTaxYear.
    Source: SI 2015/621, reg. 4, 4B and 6 (the pay reference period, and its first day), 8 to 10, 30 to 35.
    """
    counted = [line for line in lines if not line.is_late and line.quantity > 0]
    return measured(
        [
            Worked(line.kind, line.minutes, 0 if line.unit == NIGHT else line.rate_pence)
            for line in _worked(counted)
        ],
        basic_pence_per_hour=_basic(counted, facts.basic_pence_per_hour),
        rate_pence=_rate(facts, period_from),
        less=facts.less,
        figures=figures_for(period_from),
    )


def _worked(lines: Iterable[Line]) -> Iterator[Line]:
    """Leave nights asleep and standing by aside: time awake in them is written down as work of its own."""
    return (line for line in lines if line.kind not in OUTSIDE)


def _rate(facts: WageFacts, period_from: date) -> int:
    if facts.born_on is not None:
        return rate_for(
            born_on=facts.born_on, period_from=period_from, apprentice_since=facts.apprentice_since
        )
    wage = wage_on(wages(), period_from)
    if wage is None:
        raise NoMinimumWageKnown(period_from=period_from.isoformat())
    return wage.pence


def _basic(lines: list[Line], contract_pence: int | None) -> int:
    ordinary = [line.rate_pence for line in lines if line.rate_kind == ORDINARY and line.unit != NIGHT]
    if contract_pence is not None:
        # Of a rate that changed in the period, the higher is no premium on the lower.
        return max([contract_pence, *ordinary])
    return max(ordinary or (line.rate_pence for line in lines), default=0)
