"""The lines by which a run pays miles: those claimed for its days, late ones, and arrears."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from franchise_kit.payroll.rules.mileage import (
    LIMIT_TENTHS,
    MILE,
    Journey,
    arrears,
    changed_after,
    rates_known,
)
from franchise_kit.payroll.rules.other_pay import MILEAGE, OtherPay
from franchise_kit.payroll.rules.pence import half_up
from franchise_kit.payroll.rules.steps import Step
from franchise_kit.people.rules.tax_year import first_day

PAID, OWED_SINCE = "miles_paid", "miles_owed_since"
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PaidDays:
    """The days of a run, ``until`` exclusive, and its pay day."""

    from_: date
    until: date
    pay_on: date


def miles_of_run(
    claimed: Iterable[Journey], *, before_tenths: Mapping[date, int], days: PaidDays
) -> tuple[OtherPay, ...]:
    """Return one line for the miles of a run's days and one for those of earlier days, if there are any.

    Units: tenths of miles; ``before_tenths`` are those that other runs took, by the first day of their tax
    year; whole pence, each rate's sum a half up. The co-op pays what may be paid free of tax, as it is known
    on the pay day, so that none of it is taxed.
    Raises MilesBelowNothing or NoFiguresForTaxYear.
    Source: ITEPA 2003, s.229 and 230; the order of the 10,000 miles is the order in which they are paid.
    """
    so_far = dict(before_tenths)
    late: list[tuple[Journey, int]] = []
    timely: list[tuple[Journey, int]] = []
    for journey in sorted(claimed, key=lambda one: one.on):
        year = first_day(journey.on)
        first = max(0, min(journey.tenths, LIMIT_TENTHS - so_far.get(year, 0)))
        so_far[year] = so_far.get(year, 0) + journey.tenths
        (late if journey.on < days.from_ else timely).append((journey, first))
    found = [_line(late, days, is_late=True), _line(timely, days, is_late=False)]
    return tuple(one for one in found if one is not None)


def miles_owed_since(journeys: Sequence[Journey], *, pay_on: date) -> OtherPay | None:
    """Return what is owed for miles that were paid before their figure rose, or ``None``.

    ``paid_on`` of each is when it was last paid for: in its own run, or in a later one that paid arrears.
    What was paid too much by a figure that fell is not taken back.
    Units and errors: as ``arrears``.
    Source: ours, as ``arrears``; ITEPA 2003, s.230.
    """
    owed = [one for one in arrears(journeys, on=pay_on) if one.pence > 0]
    if not owed:
        return None
    about = [
        one.on
        for one in journeys
        if one.paid_on is not None and changed_after(one, on=pay_on, paid_on=one.paid_on)
    ]
    steps = tuple(
        Step(
            OWED_SINCE,
            {
                "tenths": one.tenths,
                "paid_at_pence": one.paid_at_pence,
                "owed_at_pence": one.owed_at_pence,
                "owed_pence": one.pence,
            },
        )
        for one in owed
    )
    pence = sum(one.pence for one in owed)
    return OtherPay(MILEAGE, pence, min(about), max(about) + _DAY, is_late=True, steps=steps)


def tenths_paid(paid: Iterable[OtherPay]) -> int:
    """Return the tenths of miles that some lines pay for the first time, arrears apart.

    Source: our own design: what a run holds is what it pays for.
    """
    steps = (step for one in paid if one.kind == MILEAGE for step in one.steps if step.code == PAID)
    return sum(int(step.values["tenths"]) for step in steps)


def _line(driven: Sequence[tuple[Journey, int]], days: PaidDays, *, is_late: bool) -> OtherPay | None:
    by_rate: dict[int, int] = defaultdict(int)
    for journey, first in driven:
        rates = rates_known(journey.vehicle, on=journey.on, known_on=days.pay_on)
        by_rate[rates.first_pence] += first
        by_rate[rates.after_pence] += journey.tenths - first
    steps = tuple(
        Step(PAID, {"tenths": tenths, "rate_pence": pence, "paid_pence": half_up(tenths * pence, MILE)})
        for pence, tenths in sorted(by_rate.items(), reverse=True)
        if tenths
    )
    if not steps:
        return None
    from_on, until_on = (
        (min(one.on for one, _ in driven), days.from_) if is_late else (days.from_, days.until)
    )
    return OtherPay(
        MILEAGE,
        sum(int(step.values["paid_pence"]) for step in steps),
        from_on,
        until_on,
        is_late=is_late,
        steps=steps,
    )
