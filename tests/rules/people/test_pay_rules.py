# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rates, the minimum wage, the form of bank particulars, and the second person."""

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.people.rules import bank, contracts, keeping, minimum_wage
from tenants.refusal import Refusal

JUNE = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("case", "from_on", "paid_through", "refusal"),
    [
        ("a later day", date(2026, 6, 2), date(2026, 6, 30), None),
        ("the same day, nothing paid", JUNE, None, None),
        ("the same day, paid before it", JUNE, date(2026, 5, 31), None),
        ("the same day, paid on it", JUNE, JUNE, contracts.RateUsedAlready),
        ("an earlier day", date(2026, 5, 31), None, contracts.RateRewritesEarlier),
    ],
)
def test_a_rate_is_put_right_until_it_was_used(
    case: str, from_on: date, paid_through: date | None, refusal: type[Refusal] | None
) -> None:
    found: type[Refusal] | None = None
    try:
        contracts.check_rate_follows(JUNE, from_on, paid_through=paid_through)
    except Refusal as said:
        found = type(said)

    assert found is refusal, case


def test_a_night_asleep_alone_is_flat() -> None:
    assert [kind for kind in contracts.RATE_KINDS if contracts.unit_of(kind) == "night"] == ["sleep_in"]


@pytest.mark.parametrize(
    ("pence", "unit", "on", "missed"),
    [
        (1271, "hour", JUNE, None),
        (1270, "hour", JUNE, 1271),
        (1221, "hour", date(2026, 3, 31), None),
        (1221, "hour", date(2026, 4, 1), 1271),
        (100, "night", JUNE, None),
        (1, "hour", date(2020, 1, 1), None),
    ],
)
def test_an_hour_below_the_minimum_wage_is_seen(pence: int, unit: str, on: date, missed: int | None) -> None:
    found = minimum_wage.wage_missed(minimum_wage.wages(), pence=pence, unit=unit, on=on)

    assert (found.pence if found else None) == missed


@pytest.mark.parametrize("text", ["12-34-56", "123456", "12 34 56", " 12-34 56 "])
def test_a_sort_code_is_read_however_it_is_joined(text: str) -> None:
    assert bank.checked_sort_code(text) == "123456"


@pytest.mark.parametrize("text", ["", "12345", "1234567", "12-34-5a", "١٢٣٤٥٦", "12.34.56"])
def test_what_has_not_six_digits_is_no_sort_code(text: str) -> None:
    with pytest.raises(bank.SortCodeUnreadable):
        bank.checked_sort_code(text)


@pytest.mark.parametrize("text", ["", "1234567", "123456789", "1234567x"])
def test_what_has_not_eight_digits_is_no_account_number(text: str) -> None:
    with pytest.raises(bank.AccountNumberUnreadable):
        bank.checked_account_number(text)


@given(st.from_regex(r"[0-9]{8}", fullmatch=True))
def test_a_masked_number_shows_three_digits(number: str) -> None:
    masked = bank.masked_account_number(bank.checked_account_number(number))

    assert masked == f"•••••{number[-3:]}"


@pytest.mark.parametrize(
    ("state", "refusal"), [("agreed", bank.DecidedAlready), ("refused", bank.DecidedAlready)]
)
def test_what_is_decided_is_decided(state: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        bank.check_second(state=state, proposed_by=uuid4(), by=uuid4())


def test_nobody_is_their_own_second_person() -> None:
    one = uuid4()

    with pytest.raises(bank.OwnProposal):
        bank.check_second(state="proposed", proposed_by=one, by=one)
    bank.check_second(state="proposed", proposed_by=one, by=uuid4())


def test_an_offer_is_at_least_the_average() -> None:
    keeping.check_offer(420, 420)

    with pytest.raises(keeping.OfferBelowAverage):
        keeping.check_offer(420, 419)
