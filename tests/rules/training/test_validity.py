# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long a completion holds: exact days, leap days, and what holds for every day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.kernel.days import months_after
from franchise_kit.training.rules.validity import (
    Anchor,
    RenewalRule,
    RenewalRuleRefused,
    valid_until,
)

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31))
YEARLY = RenewalRule(12)
PREVIOUS = RenewalRule(12, "previous_due")
JANUARY = RenewalRule(12, "fixed_month", 1)


@pytest.mark.parametrize("anchor", ["completion", "previous_due"])
def test_what_is_learnt_once_never_lapses(anchor: Anchor) -> None:
    assert valid_until(date(2026, 1, 15), RenewalRule(None, anchor)) is None


@pytest.mark.parametrize(
    ("completed_on", "months", "expected"),
    [
        (date(2026, 11, 22), 36, date(2029, 11, 22)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
    ],
)
def test_from_completion(completed_on: date, months: int, expected: date) -> None:
    assert valid_until(completed_on, RenewalRule(months)) == expected
    assert valid_until(completed_on, RenewalRule(months), previous_valid_until=date(2026, 12, 1)) == expected


@pytest.mark.parametrize(
    ("case", "completed_on", "expected"),
    [
        ("61 days before: from completion", date(2026, 12, 1), date(2027, 12, 1)),
        ("60 days before: nothing is lost", date(2026, 12, 2), date(2028, 1, 31)),
        ("the last day in date", date(2027, 1, 30), date(2028, 1, 31)),
        ("the first day out of date", date(2027, 1, 31), date(2028, 1, 31)),
        ("late: from completion", date(2027, 2, 1), date(2028, 2, 1)),
    ],
)
def test_from_the_previous_due_date(case: str, completed_on: date, expected: date) -> None:
    assert valid_until(completed_on, PREVIOUS, previous_valid_until=date(2027, 1, 31)) == expected, case


def test_the_first_completion_has_no_previous_due_date() -> None:
    assert valid_until(date(2026, 12, 2), PREVIOUS) == date(2027, 12, 2)


@given(completed_on=DAYS, months=st.integers(min_value=3, max_value=60), days_before=st.integers(0, 400))
def test_the_early_lose_nothing(completed_on: date, months: int, days_before: int) -> None:
    previous = completed_on + timedelta(days=days_before)

    until = valid_until(completed_on, RenewalRule(months, "previous_due"), previous_valid_until=previous)

    expected = months_after(previous if days_before <= 60 else completed_on, months)
    assert until == expected


@pytest.mark.parametrize(
    ("case", "completed_on", "rule", "expected"),
    [
        ("a starter in November is due with everyone", date(2026, 11, 15), JANUARY, date(2027, 2, 1)),
        ("renewed in the month", date(2027, 1, 20), JANUARY, date(2028, 2, 1)),
        ("renewed early in December", date(2026, 12, 20), JANUARY, date(2028, 2, 1)),
        ("60 days before its end", date(2026, 12, 3), JANUARY, date(2028, 2, 1)),
        ("61 days before its end", date(2026, 12, 2), JANUARY, date(2027, 2, 1)),
        ("renewed late", date(2027, 3, 5), JANUARY, date(2028, 2, 1)),
        (
            "December ends with the year",
            date(2026, 6, 1),
            RenewalRule(12, "fixed_month", 12),
            date(2027, 1, 1),
        ),
        ("February of a leap year", date(2027, 3, 1), RenewalRule(12, "fixed_month", 2), date(2028, 3, 1)),
        ("every third January", date(2026, 11, 15), RenewalRule(36, "fixed_month", 1), date(2029, 2, 1)),
    ],
)
def test_in_a_fixed_month(case: str, completed_on: date, rule: RenewalRule, expected: date) -> None:
    assert valid_until(completed_on, rule) == expected, case


@given(completed_on=DAYS, months=st.integers(12, 60), month=st.integers(1, 12))
def test_a_fixed_month_ends_within_the_months_and_sixty_days(
    completed_on: date, months: int, month: int
) -> None:
    until = valid_until(completed_on, RenewalRule(months, "fixed_month", month))

    assert until is not None
    last_day = until - timedelta(days=1)
    assert (until.day, last_day.month) == (1, month)
    assert until <= months_after(completed_on + timedelta(days=60), months)
    assert until >= months_after(completed_on, months - 12) + timedelta(days=59)


@given(completed_on=DAYS, rule=st.sampled_from([YEARLY, PREVIOUS, JANUARY]))
def test_what_was_just_learnt_holds_for_eight_weeks_at_least(completed_on: date, rule: RenewalRule) -> None:
    until = valid_until(completed_on, rule, previous_valid_until=completed_on + timedelta(days=30))

    assert until is not None
    assert until >= completed_on + timedelta(days=56)


@pytest.mark.parametrize(
    ("months", "anchor", "month"),
    [
        (0, "completion", None),
        (-1, "completion", None),
        (12, "completion", 1),
        (12, "previous_due", 1),
        (12, "fixed_month", None),
        (12, "fixed_month", 0),
        (12, "fixed_month", 13),
        (11, "fixed_month", 1),
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused(months: int, anchor: Anchor, month: int | None) -> None:
    with pytest.raises(RenewalRuleRefused):
        RenewalRule(months, anchor, month)
