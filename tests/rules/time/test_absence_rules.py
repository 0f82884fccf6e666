# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which days of being away can be, spells of sickness and how they are linked, and the paper that is due."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.time.rules.absence import (
    AbsenceDaysNotPossible,
    AbsenceTooFar,
    FitNoteDaysNotPossible,
    FitNoteSeenThenNotPossible,
    LastDayNeeded,
    PaperDue,
    SickDays,
    SicknessStillToCome,
    Spell,
    check_days,
    check_fit_note,
    check_fit_note_seen,
    check_sick_days,
    days_grow,
    days_without_note,
    is_own_to_withdraw,
    overlap_days,
    paper_due,
    spells,
    was_seen,
)
from tenants.refusal import Refusal

TODAY = date(2026, 11, 26)
DAY = timedelta(days=1)
DATES = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("case", "kind", "first", "last", "refusal"),
    [
        ("a holiday has a last day", "holiday", TODAY, None, LastDayNeeded),
        ("which is not before the first", "holiday", TODAY, TODAY - DAY, AbsenceDaysNotPossible),
        ("nor a year and a day later", "unpaid", TODAY, TODAY + 366 * DAY, AbsenceDaysNotPossible),
        ("long ago", "holiday", TODAY - 93 * DAY, TODAY, AbsenceTooFar),
        ("in three years", "holiday", TODAY + 900 * DAY, TODAY + 901 * DAY, AbsenceTooFar),
        ("sickness to come", "sickness", TODAY + 2 * DAY, None, SicknessStillToCome),
    ],
)
def test_days_that_cannot_be(
    case: str, kind: str, first: date, last: date | None, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        check_days(kind, first, last, today=TODAY)


@pytest.mark.parametrize(
    ("case", "before", "after", "grows"),
    [
        ("a later end", (TODAY, TODAY), (TODAY, TODAY + DAY), True),
        ("an earlier one", (TODAY - DAY, TODAY), (TODAY - DAY, TODAY - DAY), False),
        ("not back after all", (TODAY, TODAY), (TODAY, None), True),
        ("an earlier first day", (TODAY, TODAY), (TODAY - DAY, TODAY), True),
        ("back from open sickness", (TODAY - DAY, None), (TODAY - DAY, TODAY), False),
        ("an end to come of open sickness", (TODAY, None), (TODAY, TODAY + DAY), True),
        ("nothing new", (TODAY, None), (TODAY, None), False),
    ],
)
def test_days_that_nobody_has_seen(
    case: str, before: tuple[date, date | None], after: tuple[date, date | None], *, grows: bool
) -> None:
    assert days_grow(SickDays(*before), SickDays(*after), today=TODAY) is grows, case


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        ("holiday", TODAY, TODAY),
        ("sickness", TODAY, None),
        ("sickness", TODAY + DAY, None),
        ("family", TODAY + DAY, TODAY + 300 * DAY),
    ],
)
def test_days_that_can_be(kind: str, first: date, last: date | None) -> None:
    check_days(kind, first, last, today=TODAY)


EIGHTH = date(2026, 11, 9)
NOTE = SickDays(EIGHTH, date(2026, 11, 22))
AFTER_NOTE = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("case", "last", "notes", "has_self", "today", "expected"),
    [
        ("seven days", date(2026, 11, 8), (), False, TODAY, PaperDue("self", EIGHTH)),
        ("seven days, certified", date(2026, 11, 8), (), True, TODAY, PaperDue("none", EIGHTH)),
        ("the eighth", EIGHTH, (), True, TODAY, PaperDue("fit_note", EIGHTH)),
        ("open, on its first day", None, (), False, date(2026, 11, 2), PaperDue("self", EIGHTH)),
        ("open, a week later", None, (), True, EIGHTH, PaperDue("fit_note", EIGHTH)),
        ("its days are noted", None, (NOTE,), True, date(2026, 11, 22), PaperDue("none", AFTER_NOTE)),
        (
            "the note has run out",
            None,
            (NOTE,),
            True,
            date(2026, 11, 23),
            PaperDue("fit_note", date(2026, 11, 23)),
        ),
        (
            "one note takes on from another",
            None,
            (SickDays(date(2026, 11, 23), date(2026, 11, 25)), NOTE),
            True,
            date(2026, 11, 25),
            PaperDue("none", date(2026, 11, 26)),
        ),
        (
            "a day between two notes",
            None,
            (NOTE, SickDays(date(2026, 11, 24), date(2026, 11, 30))),
            True,
            TODAY,
            PaperDue("fit_note", AFTER_NOTE),
        ),
        (
            "a note from the tenth day on",
            date(2026, 11, 20),
            (SickDays(date(2026, 11, 11), date(2026, 11, 20)),),
            True,
            TODAY,
            PaperDue("fit_note", EIGHTH),
        ),
        (
            "a note from the first day on",
            date(2026, 11, 6),
            (SickDays(date(2026, 11, 2), date(2026, 11, 6)),),
            False,
            TODAY,
            PaperDue("none", EIGHTH),
        ),
    ],
)
def test_which_paper_is_due(
    case: str, last: date | None, notes: tuple[SickDays, ...], has_self: bool, today: date, expected: PaperDue
) -> None:
    sick = SickDays(date(2026, 11, 2), last)

    assert paper_due(sick, notes, has_self=has_self, today=today) == expected, case


@pytest.mark.parametrize(
    ("case", "last", "notes", "today", "gaps"),
    [
        ("a week", 8, (), 30, ()),
        ("longer, without any", 20, (), 30, ((9, 20),)),
        ("open, to today", None, (), 12, ((9, 12),)),
        ("open, in its first week", None, ((20, 25),), 5, ()),
        ("before, between and after", 30, ((24, 26), (11, 15), (13, 20)), 30, ((9, 10), (21, 23), (27, 30))),
        ("all of them", 20, ((2, 12), (13, 28)), 30, ()),
        ("a note of the first week alone", 10, ((2, 8),), 30, ((9, 10),)),
        ("one day", 10, ((9, 9),), 30, ((10, 10),)),
    ],
)
def test_which_days_no_fit_note_is_for(
    case: str,
    last: int | None,
    notes: tuple[tuple[int, int], ...],
    today: int,
    gaps: tuple[tuple[int, int], ...],
) -> None:
    def of(day: int) -> date:
        return date(2026, 11, day)

    sick = SickDays(of(2), of(last) if last is not None else None)

    found = days_without_note(sick, [SickDays(of(a), of(b)) for a, b in notes], today=of(today))

    assert found == tuple(SickDays(of(a), of(b)) for a, b in gaps), case


@given(
    length=st.integers(0, 60),
    notes=st.lists(st.tuples(st.integers(-5, 70), st.integers(0, 30)), max_size=6),
)
def test_each_day_from_the_eighth_on_is_noted_or_lacking_and_never_both(
    length: int, notes: list[tuple[int, int]]
) -> None:
    sick = SickDays(TODAY, TODAY + length * DAY)
    noted = [SickDays(TODAY + first * DAY, TODAY + (first + days) * DAY) for first, days in notes]

    gaps = days_without_note(sick, noted, today=TODAY)
    due = paper_due(sick, noted, has_self=True, today=TODAY)

    for number in range(7, length + 1):
        day = TODAY + number * DAY
        lacks = sum(gap.first <= day <= (gap.last or day) for gap in gaps)
        assert lacks == (not any(note.first <= day <= (note.last or day) for note in noted))
    assert due.kind == ("fit_note" if gaps else "none")
    assert not gaps or gaps[0].first == due.from_on


@pytest.mark.parametrize("seen_on", [date(2026, 11, 1), TODAY + DAY])
def test_a_fit_note_is_seen_once_it_is_there(seen_on: date) -> None:
    sick = SickDays(date(2026, 11, 2), None)

    with pytest.raises(FitNoteSeenThenNotPossible):
        check_fit_note_seen(sick, seen_on, today=TODAY)
    check_fit_note_seen(sick, TODAY, today=TODAY)


@pytest.mark.parametrize(
    ("case", "fit"),
    [
        ("no last day", SickDays(EIGHTH, None)),
        ("the last day first", SickDays(EIGHTH, date(2026, 11, 8))),
        ("over before the sickness", SickDays(date(2026, 10, 1), date(2026, 11, 1))),
        ("after it", SickDays(date(2026, 11, 21), date(2026, 11, 22))),
        ("longer than a year", SickDays(EIGHTH, date(2027, 11, 10))),
    ],
)
def test_a_fit_note_is_of_the_sickness(case: str, fit: SickDays) -> None:
    sick = SickDays(date(2026, 11, 2), date(2026, 11, 20))

    with pytest.raises(FitNoteDaysNotPossible):
        check_fit_note(sick, fit)
    check_fit_note(sick, NOTE)


def test_a_first_day_of_long_ago_may_stay_and_not_be_chosen() -> None:
    old = SickDays(date(2026, 6, 1), None)

    check_sick_days(old, SickDays(old.first, TODAY), today=TODAY)
    with pytest.raises(AbsenceDaysNotPossible):
        check_sick_days(old, SickDays(old.first, date(2026, 5, 31)), today=TODAY)
    with pytest.raises(AbsenceTooFar):
        check_sick_days(old, SickDays(date(2026, 6, 2), None), today=TODAY)


def test_days_that_touch_are_one_spell_and_56_days_link() -> None:
    first = SickDays(date(2026, 1, 5), date(2026, 1, 7))
    next_day = SickDays(date(2026, 1, 8), date(2026, 1, 9))
    linked = SickDays(date(2026, 3, 7), date(2026, 3, 8))
    apart = SickDays(date(2026, 5, 5), None)

    assert spells([apart, linked, next_day, first]) == (
        Spell(date(2026, 1, 5), date(2026, 1, 9), 1, date(2026, 1, 5)),
        Spell(date(2026, 3, 7), date(2026, 3, 8), 2, date(2026, 1, 5)),
        Spell(date(2026, 5, 5), None, 1, date(2026, 5, 5)),
    )


def test_an_open_spell_counts_by_the_day() -> None:
    (spell,) = spells([SickDays(date(2026, 11, 24), None)])

    assert spell.days_by(TODAY) == 3
    assert spells([]) == ()


@given(st.lists(st.tuples(DATES, st.integers(0, 20)), max_size=12))
def test_each_sick_day_is_in_just_one_spell(days: list[tuple[date, int]]) -> None:
    sick = [SickDays(first, first + length * DAY) for first, length in days]

    found = spells(sick)

    said = {
        one.first + n * DAY for one in sick for n in range(((one.last or one.first) - one.first).days + 1)
    }
    counted = [
        one.first + n * DAY for one in found for n in range(((one.last or one.first) - one.first).days + 1)
    ]
    assert sorted(counted) == sorted(said)
    assert all(one.chain <= one.first for one in found)


@pytest.mark.parametrize(
    ("case", "last", "days"),
    [("inside", date(2026, 11, 4), 3), ("over the end", date(2026, 12, 24), 29), ("open", None, 29)],
)
def test_days_that_overlap(case: str, last: date | None, days: int) -> None:
    found = overlap_days(date(2026, 11, 2), last, date(2026, 11, 1), date(2026, 12, 1))

    assert found == days, case


@pytest.mark.parametrize(
    ("case", "state", "earlier", "from_on", "expected"),
    [
        ("waits and was never seen", "asked", [], TODAY, True),
        ("asked again after it was seen", "asked", [None, "asked", "agreed"], TODAY, False),
        ("seen, and begun", "agreed", [], TODAY, False),
        ("seen, and still to begin", "agreed", ["asked"], TODAY + DAY, True),
    ],
)
def test_what_somebody_saw_is_no_more_ones_own_to_withdraw_once_it_begins(
    case: str, state: str, earlier: list[str | None], from_on: date, *, expected: bool
) -> None:
    is_seen = was_seen(state, earlier)

    assert is_own_to_withdraw(from_on, is_seen=is_seen, today=TODAY) is expected, case
