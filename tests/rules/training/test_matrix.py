# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a person stands with a requirement on a day, to the day, and the counts of a matrix."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.training.rules.matrix import (
    IN_DATE,
    STATUSES,
    Completion,
    Counts,
    InDate,
    Learner,
    Requirement,
    Standing,
    Status,
    counts,
    is_needed,
    standing,
    training_in_date,
)

SAFEGUARDING = Requirement("SAF-A", frozenset({"everyone"}), due_within_days=7)
MEDICINES = Requirement("MED-1", frozenset({"care-worker", "senior"}), due_within_days=30)
START = date(2026, 11, 1)
MAIR = Learner(frozenset({"care-worker"}), START)
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))
# Completed before the start, and in date until 1 March 2027 exclusive.
HELD = Completion(date(2026, 3, 1), date(2027, 3, 1))


@pytest.mark.parametrize(
    ("case", "completions", "today", "status", "due_on"),
    [
        ("on the first day", [], START, "not_started", date(2026, 11, 8)),
        ("on the last day in time", [], date(2026, 11, 8), "not_started", date(2026, 11, 8)),
        ("a day later", [], date(2026, 11, 9), "overdue", date(2026, 11, 8)),
        ("in date, 61 days before", [HELD], date(2026, 12, 29), "done", date(2027, 2, 28)),
        ("in date, 60 days before", [HELD], date(2026, 12, 30), "due_soon", date(2027, 2, 28)),
        ("the last day in date", [HELD], date(2027, 2, 28), "due_soon", date(2027, 2, 28)),
        ("the first day out of date", [HELD], date(2027, 3, 1), "overdue", date(2027, 2, 28)),
        ("for ever", [Completion(START, None)], date(2040, 1, 1), "done", None),
        ("dated tomorrow", [Completion(date(2026, 11, 3), None)], date(2026, 11, 2), "not_started",
         date(2026, 11, 8)),
        ("dated today", [Completion(date(2026, 11, 3), None)], date(2026, 11, 3), "done", None),
        ("lapsed before the start", [Completion(date(2024, 1, 1), date(2026, 1, 1))], START, "not_started",
         date(2026, 11, 8)),
        ("lapsed before the start, days over", [Completion(date(2024, 1, 1), date(2026, 1, 1))],
         date(2026, 11, 9), "overdue", date(2026, 11, 8)),
        ("lapses in the first days", [Completion(date(2025, 11, 3), date(2026, 11, 3))], date(2026, 11, 2),
         "due_soon", date(2026, 11, 8)),
        ("lapsed in the first days", [Completion(date(2025, 11, 3), date(2026, 11, 3))], date(2026, 11, 3),
         "not_started", date(2026, 11, 8)),
    ],
)  # fmt: skip
def test_where_somebody_stands(
    case: str, completions: list[Completion], today: date, status: Status, due_on: date | None
) -> None:
    found = standing(SAFEGUARDING, MAIR, completions, today=today)

    assert (found.status, found.due_on) == (status, due_on), case


def test_what_is_not_for_somebody_is_not_needed_even_if_they_have_it() -> None:
    member = Learner(frozenset({"board"}), START)

    assert standing(MEDICINES, member, [HELD], today=date(2030, 1, 1)) == Standing("not_needed", None)


def test_a_standing_shows_the_completion_that_counts() -> None:
    assert standing(SAFEGUARDING, MAIR, [HELD], today=START) == Standing(
        "done", date(2027, 2, 28), date(2026, 3, 1), date(2027, 3, 1)
    )


@pytest.mark.parametrize(
    ("audiences", "needs_medicines", "needs_safeguarding"),
    [
        ({"care-worker"}, True, True),
        ({"board", "senior"}, True, True),
        ({"board"}, False, True),
        (set(), False, True),
    ],
)
def test_who_needs_what(audiences: set[str], needs_medicines: bool, needs_safeguarding: bool) -> None:
    learner = Learner(frozenset(audiences), START)

    assert is_needed(MEDICINES, learner) == needs_medicines
    assert is_needed(SAFEGUARDING, learner) == needs_safeguarding


def test_a_correction_that_holds_longer_counts() -> None:
    longer = Completion(date(2026, 2, 1), date(2029, 2, 1))

    for completions in ([HELD, longer], [longer, HELD]):
        assert standing(SAFEGUARDING, MAIR, completions, today=START).valid_until == date(2029, 2, 1)


COMPLETIONS = st.lists(
    st.builds(
        lambda day, months: Completion(day, None if months is None else day + timedelta(days=30 * months)),
        DAYS,
        st.none() | st.integers(1, 60),
    ),
    max_size=4,
)


@given(completions=COMPLETIONS, today=DAYS)
def test_in_date_is_exactly_what_a_completion_covers_today(
    completions: list[Completion], today: date
) -> None:
    found = standing(SAFEGUARDING, MAIR, completions, today=today)

    is_covered = any(
        one.completed_on <= today and (one.valid_until is None or today < one.valid_until)
        for one in completions
    )
    assert (found.status in IN_DATE) == is_covered


@given(completions=COMPLETIONS, today=DAYS)
def test_overdue_is_after_the_due_day_and_nothing_else_is(completions: list[Completion], today: date) -> None:
    found = standing(SAFEGUARDING, MAIR, completions, today=today)

    assert (found.status == "overdue") == (found.due_on is not None and today > found.due_on)
    assert (found.due_on is None) == (found.status == "done" and found.valid_until is None)


@given(completions=COMPLETIONS, today=DAYS)
def test_one_more_completion_never_makes_it_worse(completions: list[Completion], today: date) -> None:
    order: tuple[Status, ...] = ("overdue", "not_started", "due_soon", "done")
    before = standing(SAFEGUARDING, MAIR, completions, today=today)

    after = standing(SAFEGUARDING, MAIR, [*completions, HELD], today=today)

    assert order.index(after.status) >= order.index(before.status)


def make_standings(**numbers: int) -> list[Standing]:
    return [Standing(status, None) for status in STATUSES for _ in range(numbers.get(status, 0))]


def test_counts_stand_in_the_header() -> None:
    standings = make_standings(done=5, due_soon=2, overdue=3, not_needed=7, not_started=4)

    assert counts(standings) == Counts(done=5, due_soon=2, overdue=3, not_needed=7, not_started=4)
    assert counts(iter(standings)) == counts(standings)
    assert counts([]) == Counts(0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("case", "numbers", "expected"),
    [
        ("nothing", {}, InDate(0, 0)),
        ("due soon is in date", {"done": 5, "due_soon": 2, "overdue": 3}, InDate(7, 10)),
        ("what nobody needs does not count", {"done": 1, "not_needed": 9}, InDate(1, 1)),
        ("what is not due yet does not count", {"done": 1, "overdue": 1, "not_started": 8}, InDate(1, 2)),
    ],
)
def test_training_in_date(case: str, numbers: dict[str, int], expected: InDate) -> None:
    assert training_in_date(make_standings(**numbers)) == expected, case
