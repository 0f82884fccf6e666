# SPDX-License-Identifier: AGPL-3.0-or-later
"""When a plan is due, who may agree it, and what may be said of an outcome."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.care.rules import people, plans
from tenants.refusal import Refusal

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
AGREED = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("case", "day", "due_on"),
    [
        ("three calendar months", date(2026, 8, 15), date(2026, 11, 15)),
        ("over the year's end", AGREED, date(2027, 2, 28)),
        ("into a leap year's February", date(2027, 11, 30), date(2028, 2, 29)),
        ("from a leap day", date(2028, 2, 29), date(2028, 5, 29)),
        ("from a month's last day", date(2026, 1, 31), date(2026, 4, 30)),
    ],
)
def test_a_plan_is_looked_at_within_three_months(case: str, day: date, due_on: date) -> None:
    assert plans.latest_review(day) == due_on, case


@given(DAYS)
def test_a_later_day_is_never_due_earlier(day: date) -> None:
    assert plans.latest_review(day) <= plans.latest_review(day + timedelta(days=1))
    assert 89 <= (plans.latest_review(day) - day).days <= 92


@pytest.mark.parametrize(
    ("due_on", "code"),
    [
        (AGREED, "review_too_early"),
        (date(2026, 12, 1), None),
        (date(2027, 2, 28), None),
        (date(2027, 3, 1), "review_too_late"),
    ],
)
def test_the_next_look_is_later_and_not_too_late(due_on: date, code: str | None) -> None:
    found = None
    try:
        plans.check_next_review(AGREED, due_on)
    except Refusal as refusal:
        found = refusal.code

    assert found == code


@pytest.mark.parametrize(
    ("due_on", "standing"),
    [
        (None, "missing"),
        (AGREED - timedelta(days=1), "overdue"),
        (AGREED, "soon"),
        (AGREED + timedelta(days=14), "soon"),
        (AGREED + timedelta(days=15), "later"),
    ],
)
def test_how_pressing_a_plan_is(due_on: date | None, standing: str) -> None:
    assert plans.standing_of(due_on, AGREED) == standing


def test_only_authority_for_care_agrees_care() -> None:
    agreeing = [one.id for one in people.authorities().values() if one.agrees_care]

    assert agreeing == ["lpa_health_welfare", "deputy"]
    assert all(one.source for one in people.authorities().values())


@pytest.mark.parametrize(
    ("authority", "until_on", "on", "code"),
    [
        ("lpa_health_welfare", None, AGREED, None),
        ("lpa_health_welfare", AGREED, AGREED, None),
        ("lpa_health_welfare", AGREED - timedelta(days=1), AGREED, "authority_not_in_force"),
        ("deputy", None, date(2025, 12, 31), "authority_not_in_force"),
        ("lpa_property_affairs", None, AGREED, "authority_not_for_care"),
        ("appointee", None, AGREED, "authority_not_for_care"),
    ],
)
def test_a_representative_agrees_within_their_authority(
    authority: str, until_on: date | None, on: date, code: str | None
) -> None:
    found = None
    try:
        people.check_may_agree(authority, date(2026, 1, 1), until_on, on)
    except Refusal as refusal:
        found = refusal.code

    assert found == code


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("52.0831, -4.6609", "52.08310,-4.66090"),
        (" 52.083104,-4.660896 ", "52.08310,-4.66090"),
        ("53,-3", "53.00000,-3.00000"),
        ("", ""),
    ],
)
def test_a_place_is_kept_as_two_numbers(typed: str, place: str) -> None:
    assert people.normal_place(typed) == place


@pytest.mark.parametrize("typed", ["SA43 1AB", "52.1", "-4.66, 52.08", "91,0", "52,1;-4", "1e1,2", "٥٢,-٤"])
def test_a_place_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(people.PlaceNotReadable):
        people.normal_place(typed)


@given(st.decimals(49, 61, places=5), st.decimals(-9, 3, places=5))
def test_a_kept_place_stays_as_it_is(north: object, east: object) -> None:
    kept = people.normal_place(f"{north:f},{east:f}")

    assert people.normal_place(kept) == kept


@pytest.mark.parametrize(
    ("scores", "course"), [([], None), ([3], "first"), ([3, 3], "same"), ([1, 4, 2], "down"), ([2, 5], "up")]
)
def test_an_outcome_is_compared_with_itself(scores: list[int], course: str | None) -> None:
    assert plans.course_of(scores) == course


def test_an_outcome_is_read_between_its_days() -> None:
    plans.check_reading(AGREED, AGREED, AGREED)

    with pytest.raises(plans.OutcomeNotBegun):
        plans.check_reading(AGREED, None, AGREED - timedelta(days=1))
    with pytest.raises(plans.OutcomeOver):
        plans.check_reading(AGREED, AGREED, AGREED + timedelta(days=1))
