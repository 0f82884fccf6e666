# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sickness goes on, is moved, has its papers, and gives back the holiday that somebody was ill in."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from franchise_kit.time.actions import absence as actions
from franchise_kit.time.actions.by_hand import NotEmployedThen
from franchise_kit.time.actions.giving_back import NoHolidayIllIn, SicknessNotSeen, give_leave_back
from franchise_kit.time.actions.sickness import (
    FitNoteThereAlready,
    NewFitNote,
    add_fit_note,
    keep_certificate,
    set_sickness_days,
    take_fit_note_away,
)
from franchise_kit.time.queries import absence as queries
from franchise_kit.time.queries.absence import AwaySpan
from franchise_kit.time.rules.absence import (
    FitNoteDaysNotPossible,
    FitNoteSeenThenNotPossible,
    LastDayNeeded,
    PaperDue,
    SickDays,
)
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import reading, upkeep
from tests.support.absence import NOW, TODAY, absences, agree, ask, balance, decider, make_contract
from tests.support.time import make_carer, make_visit

DAY = timedelta(days=1)
MONDAY, FRIDAY = date(2026, 11, 9), date(2026, 11, 13)


def test_who_is_not_back_after_all_says_so_and_the_first_day_is_for_others_once_seen(aber: Coop) -> None:
    mari, worker_id = make_carer(aber)
    nest = decider(aber)
    absence_id = ask(aber, mari, TODAY, TODAY + DAY, kind="sickness")
    change = partial(set_sickness_days, coop=aber, absence_id=absence_id, now=NOW)

    change(days=SickDays(TODAY - DAY, TODAY + DAY), version=1, by=mari)
    agree(aber, absence_id, nest, version=2)
    change(days=SickDays(TODAY - DAY, None), version=3, by=mari)
    with reading(aber) as session:
        away = queries.away_on(session, TODAY + 30 * DAY, TODAY + 31 * DAY)
    before = absences(aber)
    with pytest.raises(actions.AbsenceUnderWay):
        change(days=SickDays(TODAY, None), version=4, by=mari)
    with pytest.raises(NotEmployedThen):
        change(
            days=SickDays(date(2025, 12, 31), TODAY), version=4, by=nest, now=datetime(2026, 1, 5, tzinfo=UTC)
        )
    ask(aber, mari, TODAY - 3 * DAY, TODAY - 3 * DAY, kind="sickness")
    with pytest.raises(actions.AbsenceThereAlready):
        change(days=SickDays(TODAY - 4 * DAY, TODAY), version=4, by=nest)
    change(days=SickDays(TODAY, TODAY), version=4, by=nest)

    assert away == {worker_id: [AwaySpan(TODAY - DAY, None)]}
    assert [(row["from_on"], row["last_on"], row["version"]) for row in before] == [(TODAY - DAY, None, 4)]
    assert [(row["from_on"], row["last_on"]) for row in absences(aber)][1:] == [(TODAY, TODAY)]
    with reading(aber) as session:
        changes = queries.list_absence_changes(session, absence_id, by=mari)
    kept = [sorted(one.before.keys() & {"from_on", "last_on"}) for one in changes]
    assert [names for names in kept if names] == [["from_on", "last_on"], ["last_on"], ["from_on"]]


def test_each_fit_note_has_its_days_and_the_day_on_which_it_was_seen(aber: Coop) -> None:
    mari, _worker_id = make_carer(aber)
    nest = decider(aber)
    absence_id = ask(aber, mari, TODAY - 20 * DAY, None, kind="sickness")
    add = partial(add_fit_note, coop=aber, absence_id=absence_id, by=nest, now=NOW)
    first = NewFitNote(TODAY - 13 * DAY, TODAY - 10 * DAY, TODAY - 12 * DAY)
    second = NewFitNote(TODAY - 6 * DAY, TODAY - 2 * DAY, TODAY)

    keep_certificate(coop=aber, absence_id=absence_id, certificate="self", version=1, by=mari, now=NOW)
    add(fit_note=second, version=2)
    add(fit_note=first, version=3)
    for fit_note, refusal in (
        (first, FitNoteThereAlready),
        (replace(first, last_on=TODAY - 14 * DAY), FitNoteDaysNotPossible),
        (replace(first, seen_on=TODAY + DAY), FitNoteSeenThenNotPossible),
    ):
        with pytest.raises(refusal):
            add(fit_note=fit_note, version=4)
    with pytest.raises(actions.AbsenceChangedMeanwhile):
        add(fit_note=replace(first, last_on=TODAY), version=3)
    with pytest.raises(actions.OwnAbsenceRefused):
        add(fit_note=replace(first, last_on=TODAY), version=4, by=mari)

    with reading(aber) as session:
        found = queries.get_absence(session, absence_id, by=mari)
    assert [(one.days, one.seen_on) for one in found.fit_notes] == [
        (SickDays(TODAY - 13 * DAY, TODAY - 10 * DAY), TODAY - 12 * DAY),
        (SickDays(TODAY - 6 * DAY, TODAY - 2 * DAY), TODAY),
    ]
    assert found.days_without_note(TODAY) == (
        SickDays(TODAY - 9 * DAY, TODAY - 7 * DAY),
        SickDays(TODAY - DAY, TODAY),
    )
    assert found.paper_due(TODAY) == PaperDue("fit_note", TODAY - 9 * DAY)
    assert (found.certificate, found.version) == ("self", 4)


def test_a_fit_note_that_was_entered_wrongly_is_taken_away_and_known(aber: Coop, bryn: Coop) -> None:
    mari, _worker_id = make_carer(aber)
    nest = decider(aber)
    sick, other = (ask(aber, mari, TODAY - day * DAY, TODAY - day * DAY, kind="sickness") for day in (9, 5))
    fit_note = NewFitNote(TODAY - 9 * DAY, TODAY, TODAY)
    note_id = add_fit_note(coop=aber, absence_id=sick, fit_note=fit_note, version=1, by=nest, now=NOW)
    take = partial(take_fit_note_away, coop=aber, fit_note_id=note_id, by=nest, now=NOW)

    with pytest.raises(actions.OwnAbsenceRefused):
        take(absence_id=sick, version=2, by=mari)
    for coop, by, of, version in ((aber, nest, other, 1), (bryn, decider(bryn), sick, 2)):
        with pytest.raises(NotFound):
            take(coop=coop, by=by, absence_id=of, version=version)
    take(absence_id=sick, version=2)
    with pytest.raises(NotFound):
        take(absence_id=sick, version=3)
    add_fit_note(coop=aber, absence_id=sick, fit_note=fit_note, version=3, by=nest, now=NOW)

    with reading(aber) as session:
        stands = queries.get_absence(session, sick, by=mari).fit_notes
        gone = queries.list_notes_taken_away(session, sick, by=mari)
        said = session.scalars(text("SELECT doing FROM journal_line WHERE outcome = 'done' ORDER BY seq"))
        acts = [one for one in said if "fit_note" in one]
    assert ([one.id for one in gone], len(stands)) == ([note_id], 1)
    assert acts == ["time.add_fit_note", "time.take_fit_note_away", "time.add_fit_note"]


@pytest.mark.parametrize(
    ("set_to", "constraint"),
    [
        ("entered_by_person = worker_person", "ck_fit_note_not_ones_own"),
        ("seen_on = seen_on + 1", "ck_fit_note_seen_by_then"),
        # Half past midnight in London on the day on which it was seen, and the minute before that day.
        ("seen_on = '2026-06-02', entered_at = '2026-06-01T23:30Z'", None),
        ("seen_on = '2026-06-02', entered_at = '2026-06-01T22:59Z'", "ck_fit_note_seen_by_then"),
    ],
)
def test_the_table_too_takes_no_note_of_ones_own_nor_one_seen_on_a_day_to_come(
    aber: Coop, set_to: str, constraint: str | None
) -> None:
    mari, _worker_id = make_carer(aber)
    sick = ask(aber, mari, TODAY - 9 * DAY, TODAY, kind="sickness")
    fit_note = NewFitNote(TODAY - 9 * DAY, TODAY, TODAY)
    add_fit_note(coop=aber, absence_id=sick, fit_note=fit_note, version=1, by=decider(aber), now=NOW)
    is_refused = pytest.raises(IntegrityError, match=constraint) if constraint else nullcontext()

    with is_refused, upkeep(aber) as session:
        session.execute(text(f"UPDATE fit_note SET {set_to}"))

    with reading(aber) as session:
        kept = session.execute(text("SELECT entered_by_person = worker_person, seen_on FROM fit_note")).one()
    assert tuple(kept) == (False, TODAY if constraint else date(2026, 6, 2))


def test_nothing_lacks_for_sickness_that_was_withdrawn_or_refused(aber: Coop) -> None:
    mari, _worker_id = make_carer(aber)
    sick = ask(aber, mari, TODAY - 9 * DAY, TODAY, kind="sickness")
    with reading(aber) as session:
        found = queries.get_absence(session, sick, by=mari)

    lacks = {
        state: replace(found, state=state).days_without_note(TODAY)
        for state in ("asked", "agreed", "refused", "withdrawn")
    }

    days = (SickDays(TODAY - 2 * DAY, TODAY),)
    assert lacks == {"asked": days, "agreed": days, "refused": (), "withdrawn": ()}


def test_days_ill_in_a_holiday_are_given_back_once(aber: Coop) -> None:
    mari, worker_id = make_carer(aber)
    make_contract(aber, worker_id, valid_from=date(2025, 1, 1))
    nest = decider(aber)
    agree(aber, ask(aber, mari, TODAY, TODAY + 4 * DAY, minutes=None), nest)
    sick = ask(aber, mari, TODAY + DAY, None, kind="sickness")
    give = partial(give_leave_back, coop=aber, absence_id=sick, now=NOW)

    with pytest.raises(LastDayNeeded):
        give(version=1, by=nest)
    set_sickness_days(
        coop=aber, absence_id=sick, days=SickDays(TODAY + DAY, TODAY + 2 * DAY), version=1, by=mari, now=NOW
    )
    with pytest.raises(SicknessNotSeen):
        give(version=2, by=mari)
    agree(aber, sick, nest, version=2)
    before = balance(aber, worker_id, mari).agreed_minutes
    minutes = give(version=3, by=mari)
    after = absences(aber)
    with pytest.raises(NoHolidayIllIn):
        give(version=3, by=nest)

    assert (before, minutes, balance(aber, worker_id, mari).agreed_minutes) == (1800, 720, 1080)
    assert [
        (row["kind"], (row["from_on"] - TODAY).days, (row["last_on"] - TODAY).days, row["leave_minutes"])
        for row in after
    ] == [("holiday", 0, 0, 360), ("sickness", 1, 2, 0), ("holiday", 3, 4, 720)]
    assert absences(aber) == after


def test_days_that_sickness_grows_by_are_seen_before_they_give_leave_back(aber: Coop) -> None:
    mari, worker_id = make_carer(aber)
    make_contract(aber, worker_id)
    nest = decider(aber)
    agree(aber, ask(aber, mari, TODAY, TODAY + 11 * DAY, minutes=3600), nest)
    sick = ask(aber, mari, TODAY, TODAY, kind="sickness")
    agree(aber, sick, nest)
    change = partial(set_sickness_days, coop=aber, absence_id=sick, by=mari, now=NOW)

    change(days=SickDays(TODAY, TODAY + 11 * DAY), version=2)
    with pytest.raises(SicknessNotSeen):
        give_leave_back(coop=aber, absence_id=sick, version=3, by=mari, now=NOW)
    with pytest.raises(actions.AbsenceUnderWay):
        actions.withdraw_absence(coop=aber, absence_id=sick, version=3, by=mari, now=NOW)
    agree(aber, sick, nest, version=3)
    change(days=SickDays(TODAY, TODAY), version=4)

    # What is shorter than somebody has seen stays agreed.
    assert give_leave_back(coop=aber, absence_id=sick, version=5, by=mari, now=NOW) == 360


def test_a_holiday_ill_in_from_first_to_last_is_withdrawn(aber: Coop) -> None:
    mari, worker_id = make_carer(aber)
    make_contract(aber, worker_id)
    nest = decider(aber)
    agree(aber, ask(aber, mari, TODAY, TODAY, minutes=90), nest)
    sick = ask(aber, mari, TODAY, TODAY, kind="sickness")

    minutes = give_leave_back(coop=aber, absence_id=sick, version=1, by=nest, now=NOW)

    assert minutes == 90
    assert {row["kind"]: row["state"] for row in absences(aber)} == {
        "holiday": "withdrawn",
        "sickness": "asked",
    }


def test_a_holiday_is_given_back_by_the_week_that_was_usual_when_it_was_entered(aber: Coop) -> None:
    mari, worker_id = make_carer(aber)
    nest = decider(aber)
    for day in (3, 10, 17, 24):
        make_visit(aber, worker_id, planned_from=datetime(2026, 10, day, 9, tzinfo=UTC), minutes=480)
    agree(aber, ask(aber, mari, TODAY - 3 * DAY, TODAY, minutes=480), nest)
    sick = ask(aber, mari, TODAY - 2 * DAY, TODAY - DAY, kind="sickness")

    minutes = give_leave_back(coop=aber, absence_id=sick, version=1, by=nest, now=NOW)

    # Friday and Monday take no leave, so nothing of the holiday is left.
    assert minutes == 480
    assert [(row["kind"], row["state"]) for row in absences(aber)] == [
        ("holiday", "withdrawn"),
        ("sickness", "asked"),
    ]
