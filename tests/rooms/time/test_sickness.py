# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sickness goes on, is moved, has its papers, and gives back the holiday that somebody was ill in."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from franchise_kit.time.actions import absence as actions
from franchise_kit.time.actions.by_hand import NotEmployedThen
from franchise_kit.time.actions.giving_back import NoHolidayIllIn, SicknessNotSeen, give_leave_back
from franchise_kit.time.actions.sickness import Paper, keep_paper, set_sickness_days
from franchise_kit.time.queries import absence as queries
from franchise_kit.time.queries.absence import AwaySpan
from franchise_kit.time.rules.absence import (
    FitNoteDaysNotPossible,
    LastDayNeeded,
    PaperDue,
    SickDays,
)
from tenants.office import Coop
from tenants.transaction import reading
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


def test_a_fit_note_has_its_days_and_another_paper_has_none(aber: Coop) -> None:
    mari, _worker_id = make_carer(aber)
    nest = decider(aber)
    absence_id = ask(aber, mari, TODAY - 10 * DAY, None, kind="sickness")
    keep = partial(keep_paper, coop=aber, absence_id=absence_id, by=nest, now=NOW)

    with pytest.raises(FitNoteDaysNotPossible):
        keep(paper=Paper("fit_note"), version=1)
    keep(paper=Paper("fit_note", TODAY - 3 * DAY, TODAY + 3 * DAY), version=1)
    with reading(aber) as session:
        noted = queries.get_absence(session, absence_id, by=mari)
    for paper in (Paper("self"), Paper("none")):
        with pytest.raises(actions.OwnAbsenceRefused):
            keep(paper=paper, version=2, by=mari)
    keep(paper=Paper("none", TODAY, TODAY), version=2)

    assert noted.fit_days == SickDays(TODAY - 3 * DAY, TODAY + 3 * DAY)
    assert noted.paper_due(TODAY + 4 * DAY) == PaperDue("fit_note", TODAY + 4 * DAY)
    assert [(row["certificate"], row["fit_from_on"]) for row in absences(aber)] == [("none", None)]


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
