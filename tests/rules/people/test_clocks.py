# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is due of a worker, and when."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.people.rules import clocks
from franchise_kit.people.rules.clocks import Due, Kept, Standing

BEGAN = date(2026, 1, 5)
JULY = date(2026, 7, 5)
DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))


def kept(**more: Any) -> Kept:  # noqa: ANN401 (each field has a type of its own)
    """Return a care worker of whom all is in order but what is said."""
    said: dict[str, Any] = {
        "arrangement": "employed",
        "staff_category": "other_social_care",
        "started_on": BEGAN,
        "check_ends": dict.fromkeys(clocks.CHECKS),
        "registration": Standing("registered", BEGAN, None),
        "next_talks": {"supervision": JULY, "appraisal": JULY},
    }
    return Kept(**(said | more))


def due(said: Kept, *kinds: str) -> list[Due]:
    return [one for one in clocks.list_due(said) if one.kind in kinds]


@pytest.mark.parametrize(
    ("case", "said", "expected"),
    [
        ("nothing is there yet", {"registration": None}, [Due("registration", JULY, is_first=True)]),
        (
            "an application stops no clock",
            {"registration": Standing("applied", BEGAN, None)},
            [Due("registration", JULY)],
        ),
        ("who is registered is due nothing", {}, []),
        (
            "a registration is renewed",
            {"registration": Standing("registered", BEGAN, date(2029, 1, 4))},
            [Due("registration", date(2029, 1, 4))],
        ),
        (
            "one that lapsed is due at once",
            {"registration": Standing("lapsed", date(2026, 9, 1), None)},
            [Due("registration", date(2026, 9, 1))],
        ),
        ("somebody decided that there is no need", {"registration": Standing("not_needed", BEGAN, None)}, []),
        ("office staff need none", {"registration": None, "staff_category": "other"}, []),
        ("nurses have their own register", {"registration": None, "staff_category": "registered_nurse"}, []),
        ("volunteers need none", {"registration": None, "arrangement": "volunteer"}, []),
        (
            "agency workers give care too",
            {"registration": None, "arrangement": "agency"},
            [Due("registration", JULY, is_first=True)],
        ),
    ],
)
def test_registration_has_six_months(case: str, said: dict[str, object], expected: list[Due]) -> None:
    assert due(kept(**said), "registration") == expected, case


@pytest.mark.parametrize(
    ("arrangement", "expected"),
    [
        ("employed", ["dbs", "right_to_work", "references"]),
        ("volunteer", ["dbs", "references"]),
        ("agency", ["dbs", "references"]),
    ],
)
def test_checks_are_due_from_the_first_day(arrangement: str, expected: list[str]) -> None:
    found = due(kept(arrangement=arrangement, check_ends={}), *clocks.CHECKS)

    assert [one.kind for one in found] == expected
    assert {(one.due_on, one.is_first) for one in found} == {(BEGAN, True)}


def test_a_check_that_ends_is_due_on_its_last_day() -> None:
    ends = dict.fromkeys(clocks.CHECKS) | {"driving_licence": JULY}

    assert due(kept(check_ends=ends), *clocks.CHECKS) == [Due("driving_licence", JULY)]


def test_talks_are_due_by_rule_until_one_was_held() -> None:
    found = due(kept(next_talks={"appraisal": JULY}), "supervision", "appraisal")

    assert found == [Due("supervision", date(2026, 4, 5), is_first=True), Due("appraisal", JULY)]
    assert due(kept(next_talks={}, arrangement="agency"), "supervision", "appraisal") == []


@pytest.mark.parametrize(
    ("category", "expected"),
    [("other_social_care", [Due("hours_offer", date(2026, 4, 5), is_first=True)]), ("catering", [])],
)
def test_hours_are_offered_to_care_workers_after_three_months(category: str, expected: list[Due]) -> None:
    assert due(kept(unoffered_from=BEGAN, staff_category=category), "hours_offer") == expected


@pytest.mark.parametrize(
    ("days", "state"),
    [(-1, "overdue"), (0, "soon"), (56, "soon"), (57, "later")],
)
def test_what_is_due_today_is_not_overdue(days: int, state: str) -> None:
    assert Due("dbs", JULY + timedelta(days=days)).state(JULY) == state


@pytest.mark.parametrize(
    ("minutes", "days", "expected"), [(0, 90, 0), (7, 7, 7), (1, 14, 1), (1, 15, 0), (5400, 90, 420)]
)
def test_average_weekly_minutes(minutes: int, days: int, expected: int) -> None:
    assert clocks.average_weekly_minutes(minutes, BEGAN, BEGAN + timedelta(days=days)) == expected


@given(st.integers(0, 200_000), st.integers(1, 400))
def test_an_average_is_within_half_a_minute_of_what_was_worked(minutes: int, days: int) -> None:
    average = clocks.average_weekly_minutes(minutes, BEGAN, BEGAN + timedelta(days=days))

    assert abs(average * days - minutes * 7) * 2 <= days
