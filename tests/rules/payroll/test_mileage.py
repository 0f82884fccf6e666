# SPDX-License-Identifier: AGPL-3.0-or-later
"""Miles: 10,000 at the first rate, one rate for contributions, arrears for what changes backwards."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.payroll.rules.mileage import (
    Approved,
    Arrears,
    Journey,
    MileageRates,
    MilesBelowNothing,
    Vehicle,
    approved,
    arrears,
    free_of_contributions_pence,
    rates_known,
)

IN_APRIL, ANNOUNCED, TODAY = date(2026, 4, 20), date(2026, 5, 21), date(2026, 6, 26)
NEW, OLD = MileageRates(55, 25), MileageRates(45, 25)


@pytest.mark.parametrize(
    ("case", "vehicle", "on", "known_on", "expected"),
    [
        ("before it was announced", Vehicle.CAR, IN_APRIL, date(2026, 5, 20), OLD),
        ("from the announcement", Vehicle.CAR, IN_APRIL, ANNOUNCED, NEW),
        ("a journey of last year stays", Vehicle.CAR, date(2026, 4, 5), TODAY, OLD),
        ("a bicycle", Vehicle.BICYCLE, IN_APRIL, TODAY, MileageRates(20, 20)),
        ("a motorcycle", Vehicle.MOTORCYCLE, IN_APRIL, TODAY, MileageRates(24, 24)),
        ("a passenger", Vehicle.PASSENGER, IN_APRIL, TODAY, MileageRates(5, 5)),
    ],
)
def test_the_rates_as_they_were_known(
    case: str, vehicle: Vehicle, on: date, known_on: date, expected: MileageRates
) -> None:
    assert rates_known(vehicle, on=on, known_on=known_on) == expected, case


@pytest.mark.parametrize(
    ("case", "tenths", "before_tenths", "expected", "taxable_pence", "relief_pence"),
    [
        ("at the rate", 1000, 0, Approved(55_00, 55_00), 0, 0),
        ("paid with more", 1000, 0, Approved(55_00, 60_00), 5_00, 0),
        ("paid with less", 1000, 0, Approved(55_00, 30_00), 0, 25_00),
        ("over the 10,000th mile", 2000, 99_000, Approved(80_00, 80_00), 0, 0),
        ("all after it", 1000, 100_000, Approved(25_00, 25_00), 0, 0),
        ("a half-penny goes up", 1, 0, Approved(6, 6), 0, 0),
    ],
)
def test_what_may_be_paid_free_of_tax(
    case: str, tenths: int, before_tenths: int, expected: Approved, taxable_pence: int, relief_pence: int
) -> None:
    found = approved(tenths, before_tenths=before_tenths, rates=NEW, paid_pence=expected.paid_pence)

    assert found == expected, case
    assert (found.taxable_pence, found.relief_pence) == (taxable_pence, relief_pence), case


def test_contributions_know_one_rate_for_all_miles() -> None:
    assert free_of_contributions_pence(200_000, on=date(2025, 6, 1)) == 9000_00


@pytest.mark.parametrize("tenths", [-1])
def test_miles_below_nothing_are_refused(tenths: int) -> None:
    with pytest.raises(MilesBelowNothing):
        approved(tenths, before_tenths=0, rates=NEW, paid_pence=0)
    with pytest.raises(MilesBelowNothing):
        free_of_contributions_pence(tenths, on=TODAY)
    with pytest.raises(MilesBelowNothing):
        arrears([Journey(IN_APRIL, tenths, paid_on=TODAY)], on=TODAY)


def test_what_was_paid_before_the_announcement_has_a_line_of_arrears() -> None:
    paid_before = Journey(IN_APRIL, 405, paid_on=date(2026, 4, 30))
    paid_after = Journey(date(2026, 5, 10), 300, paid_on=date(2026, 5, 29))
    not_paid = Journey(date(2026, 6, 10), 300)
    of_last_year = Journey(date(2026, 4, 1), 300, paid_on=date(2026, 4, 30))
    by_bicycle = Journey(IN_APRIL, 100, Vehicle.BICYCLE, paid_on=date(2026, 4, 30))

    (line,) = arrears([not_paid, paid_after, paid_before, of_last_year, by_bicycle], on=TODAY)

    assert line == Arrears(Vehicle.CAR, 405, 45, 55)
    assert line.pence == 4_05


def test_only_the_first_ten_thousand_miles_rose() -> None:
    journeys = [
        Journey(date(2026, 4, 7), 90_000, paid_on=date(2026, 4, 30)),
        Journey(date(2026, 4, 8), 20_000, paid_on=date(2026, 4, 30)),
    ]

    (line,) = arrears(journeys, on=TODAY)

    assert (line.tenths, line.pence) == (100_000, 1000_00)


def test_before_the_announcement_nothing_is_owed() -> None:
    assert arrears([Journey(IN_APRIL, 405, paid_on=date(2026, 4, 30))], on=date(2026, 5, 20)) == ()


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40_000)), max_size=12))
def test_arrears_make_good_what_all_journeys_come_to_now(driven: list[tuple[int, int]]) -> None:
    """With whole miles no half-pennies are in the way: paid then and owed now come to the new amount."""
    journeys = [
        Journey(date.fromordinal(date(2026, 4, 6).toordinal() + days), 10 * miles, paid_on=date(2026, 5, 20))
        for days, miles in driven
        if days < 44
    ]
    tenths = sum(one.tenths for one in journeys)
    then, now = (
        approved(tenths, before_tenths=0, rates=rates, paid_pence=0).approved_pence for rates in (OLD, NEW)
    )

    assert then + sum(line.pence for line in arrears(journeys, on=TODAY)) == now
