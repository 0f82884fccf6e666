"""Miles driven for work: what may be paid free of tax, and what is owed once a figure changes backwards."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import ClassVar, Final

from franchise_kit.payroll.rules.pence import half_up
from franchise_kit.payroll.rules.rate_book import as_table, as_whole
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.people.rules.tax_year import first_day
from tenants.refusal import Refusal

# Miles are counted in tenths, as they are claimed.
MILE: Final = 10
LIMIT_TENTHS: Final = 10_000 * MILE
_FIGURE: Final = "mileage.paid_free_of_tax"
_DAY: Final = timedelta(days=1)


class Vehicle(StrEnum):
    """What was driven, or that a colleague came along as a passenger; all cars and vans count together."""

    CAR = "car"
    MOTORCYCLE = "motorcycle"
    BICYCLE = "bicycle"
    PASSENGER = "passenger"


class MilesBelowNothing(Refusal):
    """Miles are nought or more."""

    code: ClassVar[str] = "miles_below_nothing"


@dataclass(frozen=True, slots=True)
class MileageRates:
    """Pence a mile: the first 10,000 of a tax year and those after them; the same where there is one rate."""

    first_pence: int
    after_pence: int


@dataclass(frozen=True, slots=True)
class Journey:
    """Tenths of a mile on a day, and the day on which they were paid, or ``None`` if they were not yet."""

    on: date
    tenths: int
    vehicle: Vehicle = Vehicle.CAR
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class Approved:
    """What miles may be paid with free of tax, in whole pence, beside what was paid for them."""

    approved_pence: int
    paid_pence: int

    @property
    def taxable_pence(self) -> int:
        """What was paid above it, which is pay."""
        return max(0, self.paid_pence - self.approved_pence)

    @property
    def relief_pence(self) -> int:
        """What the worker may claim relief on, since less was paid."""
        return max(0, self.approved_pence - self.paid_pence)


@dataclass(frozen=True, slots=True)
class Arrears:
    """A line of its own for miles that were paid at a figure that has changed since, in whole pence."""

    vehicle: Vehicle
    tenths: int
    paid_at_pence: int
    owed_at_pence: int

    @property
    def pence(self) -> int:
        """What is owed now; a half-penny goes up."""
        return half_up(self.tenths * (self.owed_at_pence - self.paid_at_pence), MILE)


# A run asks for each journey of a month, and nearly all are of a few days and by car.
@lru_cache(maxsize=1024)
def rates_known(vehicle: Vehicle, *, on: date, known_on: date) -> MileageRates:
    """Return the rates for a journey on a day, as far as they were known on another.

    Before a change was announced that counts backwards, the figure before it was all that could be paid.
    Raises NoFiguresForTaxYear.
    Source: ITEPA 2003, s.230; each figure's own, with the day of its announcement.
    """
    figure = figures_for(on).figure(_FIGURE, on=on)
    if figure.known_from is not None and known_on < figure.known_from:
        before = figure.starts_on - _DAY
        figure = figures_for(before).figure(_FIGURE, on=before)
    pence = as_table(figure.value)
    if vehicle is Vehicle.CAR:
        return MileageRates(as_whole(pence["car_van_first_10000"]), as_whole(pence["car_van_over_10000"]))
    return MileageRates(as_whole(pence[vehicle]), as_whole(pence[vehicle]))


def approved(tenths: int, *, before_tenths: int, rates: MileageRates, paid_pence: int) -> Approved:
    """Return what may be paid free of tax for more miles of a tax year, beside what was paid.

    Units: tenths of miles; ``before_tenths`` were driven earlier in the tax year in any car or van; whole
    pence, a half up. Raises MilesBelowNothing.
    Source: ITEPA 2003, s.229, 230 (approved amounts; all cars and vans together) and 231 (relief).
    """
    if min(tenths, before_tenths) < 0:
        raise MilesBelowNothing
    first = max(0, min(tenths, LIMIT_TENTHS - before_tenths))
    approved_pence = half_up(first * rates.first_pence + (tenths - first) * rates.after_pence, MILE)
    return Approved(approved_pence, paid_pence)


def free_of_contributions_pence(tenths: int, *, on: date) -> int:
    """Return what may be paid for car miles without National Insurance: one rate for all of them.

    Units: tenths of miles; whole pence, a half up. Raises MilesBelowNothing.
    Source: SI 2001/1004, reg. 22A; the figure of 2026-27 is not confirmed in our data.
    """
    if tenths < 0:
        raise MilesBelowNothing
    return half_up(
        tenths * figures_for(on).book.whole("mileage.paid_free_of_national_insurance", on=on), MILE
    )


def arrears(journeys: Iterable[Journey], *, on: date) -> tuple[Arrears, ...]:
    """Return what is owed for miles that were paid before a change of their figure was announced.

    It is a line in the next pay, and rewrites no payslip; journeys that are not yet paid are paid at today's
    figure anyway. Give every journey of the tax years, so that the first 10,000 miles are known.
    Units: tenths of miles; whole pence. Raises MilesBelowNothing or NoFiguresForTaxYear.
    Source: ours: the co-op pays the approved amounts; ITEPA 2003, s.230; each figure's own.
    """
    owed: dict[tuple[Vehicle, int, int], int] = {}
    for journey, first in _with_first(sorted(journeys, key=lambda one: (one.vehicle, one.on))):
        if journey.paid_on is None:
            continue
        paid = rates_known(journey.vehicle, on=journey.on, known_on=journey.paid_on)
        now = rates_known(journey.vehicle, on=journey.on, known_on=on)
        for tenths, key in (
            (first, (journey.vehicle, paid.first_pence, now.first_pence)),
            (journey.tenths - first, (journey.vehicle, paid.after_pence, now.after_pence)),
        ):
            owed[key] = owed.get(key, 0) + tenths
    return tuple(
        Arrears(vehicle, tenths, then_pence, now_pence)
        for (vehicle, then_pence, now_pence), tenths in sorted(owed.items())
        if tenths and then_pence != now_pence
    )


def changed_after(journey: Journey, *, on: date, paid_on: date) -> bool:
    """Say whether a journey's rates are others on a day than they were known to be on that of its payment.

    Source: each figure's own, with the day of its announcement.
    """
    paid = rates_known(journey.vehicle, on=journey.on, known_on=paid_on)
    return paid != rates_known(journey.vehicle, on=journey.on, known_on=on)


def announced_between(after_on: date, on: date) -> date | None:
    """Return from which day on a figure counts that was announced after one day and by another, or ``None``.

    Only then can anything be owed for journeys that were paid on the first day. It is the earliest such day.
    Raises NoFiguresForTaxYear.
    Source: each figure's own, with the day of its announcement.
    """
    found = [
        one.starts_on
        for day in (after_on, on)
        for one in figures_for(day).book.entries[_FIGURE]
        if one.known_from is not None and after_on < one.known_from <= on and one.starts_on < one.known_from
    ]
    return min(found, default=None)


def _with_first(journeys: Sequence[Journey]) -> Iterator[tuple[Journey, int]]:
    """Give each journey with how many of its tenths are among the first 10,000 miles of its tax year."""
    for _, of_year in groupby(journeys, key=lambda one: (one.vehicle, first_day(one.on))):
        before = 0
        for journey in of_year:
            if journey.tenths < 0:
                raise MilesBelowNothing
            yield journey, max(0, min(journey.tenths, LIMIT_TENTHS - before))
            before += journey.tenths
