# SPDX-License-Identifier: AGPL-3.0-or-later
"""Days away are asked for or told, decided on by somebody else, and take a holiday's hours off the leave."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from franchise_kit.access import PermissionLacking
from franchise_kit.care.actions.taking_off import NoVisitsToTakeOff, take_off
from franchise_kit.care.queries.of_worker import list_visits_of_worker
from franchise_kit.care.rules.visits import VisitChangedMeanwhile
from franchise_kit.time.actions import absence as actions
from franchise_kit.time.actions.absence import Decision, NewAbsence
from franchise_kit.time.actions.by_hand import NotEmployedThen
from franchise_kit.time.actions.leave import (
    Adjustment,
    LeaveAdjustmentNotPossible,
    LeaveYearNotPossible,
    adjust_leave,
    set_leave_year,
)
from franchise_kit.time.actions.sickness import keep_certificate, set_sickness_days
from franchise_kit.time.queries import absence as queries
from franchise_kit.time.queries import leave
from franchise_kit.time.queries.absence import AwaySpan
from franchise_kit.time.rules.absence import (
    AbsenceDaysNotPossible,
    SickDays,
    Spell,
)
from franchise_kit.time.rules.leave import LeaveYear
from franchise_kit.time.rules.leave_days import LeaveDays
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading, upkeep
from tests.support.absence import NOW, TODAY, absences, agree, ask, balance, decider, make_contract
from tests.support.people import actor_of, make_person
from tests.support.time import NINE, make_carer, make_entry, make_visit

DAY = timedelta(days=1)
MONDAY, FRIDAY = date(2026, 11, 9), date(2026, 11, 13)


def test_a_holiday_takes_its_hours_once_somebody_else_agrees(aber: Coop, bryn: Coop) -> None:
    mari, worker_id = make_carer(aber)
    make_contract(aber, worker_id, valid_from=date(2025, 1, 1))
    nest = decider(aber)

    absence_id = ask(aber, mari, MONDAY, FRIDAY, minutes=None, note="Eryri")
    waits = balance(aber, worker_id, mari)
    agree(aber, absence_id, nest)

    agreed = balance(aber, worker_id, nest)
    assert (waits.asked_minutes, waits.agreed_minutes) == (1800, 0)
    assert (agreed.asked_minutes, agreed.agreed_minutes) == (0, 1800)
    assert agreed.year == LeaveYear(date(2026, 4, 1), date(2027, 3, 31))
    # She began on 1 January: her eighth month of this leave year began yesterday.
    assert (agreed.guaranteed.whole_minutes, agreed.guaranteed.months) == (168 * 60, 8)
    assert agreed.left_minutes == agreed.guaranteed.accrued_minutes - 1800
    with reading(aber) as session:
        found = queries.get_absence(session, absence_id, by=mari)
        changes = queries.list_absence_changes(session, absence_id, by=mari)
    assert (found.state, found.note, found.decided_by, found.version) == (
        "agreed",
        "Eryri",
        "Nest Roberts",
        2,
    )
    assert [one.before["state"] for one in changes] == ["asked"]
    assert absences(bryn) == []


def test_nobody_decides_on_their_own(aber: Coop) -> None:
    nest, worker_id = make_carer(aber, "care_worker", "care_coordinator")
    absence_id = ask(aber, nest, MONDAY, FRIDAY)
    before = absences(aber)

    with pytest.raises(actions.OwnAbsenceRefused):
        agree(aber, absence_id, nest)
    with pytest.raises(actions.OwnAbsenceRefused):
        adjust_leave(coop=aber, worker_id=worker_id, new=Adjustment(TODAY, 60, "put_right"), by=nest, now=NOW)

    assert absences(aber) == before


def test_a_no_says_why_and_another_yes_comes_too_late(aber: Coop) -> None:
    mari, _worker_id = make_carer(aber)
    nest = decider(aber)
    absence_id = ask(aber, mari, MONDAY, FRIDAY)
    decide = partial(actions.decide_absence, coop=aber, absence_id=absence_id, by=nest, now=NOW)

    with pytest.raises(actions.AnswerNeeded):
        decide(decision=Decision(False, 1, "  "))
    with pytest.raises(actions.AbsenceChangedMeanwhile):
        decide(decision=Decision(True, 7))
    decide(decision=Decision(False, 1, "Two others are away."))
    with pytest.raises(actions.AbsenceDecidedAlready):
        decide(decision=Decision(True, 2))

    assert [(row["state"], row["version"]) for row in absences(aber)] == [("refused", 2)]


@pytest.mark.parametrize(
    ("case", "new", "refusal"),
    [
        ("the last day first", NewAbsence("holiday", FRIDAY, MONDAY, 60), AbsenceDaysNotPossible),
        ("before the first day of work", NewAbsence("other", date(2025, 12, 31), TODAY), NotEmployedThen),
        ("no hours known", NewAbsence("holiday", MONDAY, FRIDAY), actions.LeaveHoursNeeded),
        (
            "more than the days have",
            NewAbsence("holiday", MONDAY, MONDAY, 1441),
            actions.LeaveHoursNotPossible,
        ),
        ("no such kind", NewAbsence("garden", MONDAY, MONDAY), NotFound),
    ],
)
def test_what_cannot_be_asked_changes_nothing(
    aber: Coop, case: str, new: NewAbsence, refusal: type[Refusal]
) -> None:
    mari, _worker_id = make_carer(aber)
    now = datetime(2026, 1, 20, 9, tzinfo=UTC) if refusal is NotEmployedThen else NOW

    with pytest.raises(refusal):
        actions.enter_own_absence(coop=aber, new=new, by=mari, now=now)

    assert absences(aber) == [], case


def test_days_are_not_asked_twice_and_sickness_in_a_holiday_is_told(aber: Coop) -> None:
    mari, _worker_id = make_carer(aber)
    ask(aber, mari, TODAY, FRIDAY)

    with pytest.raises(actions.AbsenceThereAlready):
        ask(aber, mari, FRIDAY, FRIDAY + DAY)
    ask(aber, mari, TODAY, None, kind="sickness")

    assert [row["kind"] for row in absences(aber)].count("sickness") == 1
    assert len(absences(aber)) == 2


def test_sickness_is_open_until_the_last_day_is_told(aber: Coop) -> None:
    mari, worker_id = make_carer(aber)
    nest = decider(aber)
    absence_id = ask(aber, mari, TODAY, None, kind="sickness", note="Flu")
    with reading(aber) as session:
        told = queries.away_on(session, date(2026, 12, 24), date(2026, 12, 25))
        open_now = queries.list_open_sickness(session, by=nest)
    change = partial(set_sickness_days, coop=aber, absence_id=absence_id, now=NOW)

    with pytest.raises(AbsenceDaysNotPossible):
        change(days=SickDays(TODAY, TODAY - DAY), version=1, by=mari)
    change(days=SickDays(TODAY, TODAY + DAY), version=1, by=mari)
    keep_certificate(coop=aber, absence_id=absence_id, certificate="self", version=2, by=mari, now=NOW)

    assert told == {worker_id: [AwaySpan(TODAY, None)]}
    assert [one.id for one in open_now] == [absence_id]
    with reading(aber) as session:
        assert queries.away_on(session, TODAY + 2 * DAY, TODAY + 3 * DAY) == {}
        assert queries.spells(session, worker_id) == (Spell(TODAY, TODAY + DAY, 1, TODAY),)
    assert [(row["certificate"], row["version"]) for row in absences(aber)] == [("self", 3)]


def test_leave_counts_as_away_only_once_it_is_agreed(aber: Coop) -> None:
    mari, worker_id = make_carer(aber)
    nest = decider(aber)
    absence_id = ask(aber, mari, MONDAY, FRIDAY)
    with reading(aber) as session:
        asked = queries.away_on(session, MONDAY, FRIDAY)
    agree(aber, absence_id, nest)

    with reading(aber) as session:
        agreed = queries.away_on(session, FRIDAY, FRIDAY + DAY)
        after = queries.away_on(session, FRIDAY + DAY, FRIDAY + 9 * DAY)
    assert (asked, agreed, after) == ({}, {worker_id: [AwaySpan(MONDAY, FRIDAY)]}, {})


def test_sickness_is_not_refused_and_what_has_begun_is_not_withdrawn(aber: Coop) -> None:
    mari, _worker_id = make_carer(aber)
    nest = decider(aber)
    sick = ask(aber, mari, TODAY, None, kind="sickness")
    begun = ask(aber, mari, TODAY, FRIDAY)
    ahead = ask(aber, mari, FRIDAY + DAY, FRIDAY + DAY)
    agree(aber, begun, nest)
    agree(aber, ahead, nest)
    withdraw = partial(actions.withdraw_absence, coop=aber, by=mari, now=NOW)

    with pytest.raises(actions.SicknessNotRefused):
        actions.decide_absence(
            coop=aber, absence_id=sick, decision=Decision(False, 1, "No"), by=nest, now=NOW
        )
    with pytest.raises(actions.AbsenceUnderWay):
        withdraw(absence_id=begun, version=2)
    withdraw(absence_id=ahead, version=2)
    with pytest.raises(actions.AbsenceDecidedAlready):
        withdraw(absence_id=ahead, version=3)

    states = {row["id"]: row["state"] for row in absences(aber)}
    assert states == {sick: "asked", begun: "agreed", ahead: "withdrawn"}


def test_a_stranger_finds_nothing(aber: Coop) -> None:
    mari, worker_id = make_carer(aber)
    other, _other_id = make_carer(aber)
    absence_id = ask(aber, mari, MONDAY, FRIDAY)
    board = actor_of(aber, make_person(aber, "board_member"))

    for by in (other, board):
        with reading(aber) as session:
            with pytest.raises(NotFound):
                queries.get_absence(session, absence_id, by=by)
            with pytest.raises(NotFound):
                leave.get_leave_balance(session, worker_id, by=by, on=TODAY, of=TODAY)
        with pytest.raises(Refusal):
            actions.withdraw_absence(coop=aber, absence_id=absence_id, version=1, by=by, now=NOW)

    assert [row["state"] for row in absences(aber)] == ["asked"]


def test_hours_that_are_not_guaranteed_accrue_by_month(aber: Coop) -> None:
    mari, worker_id = make_carer(aber)
    make_contract(aber, worker_id, weekly_minutes=0)
    for day in range(10):
        starts_at = datetime(2026, 9, 1 + day, 8, tzinfo=UTC)
        make_entry(aber, worker_id=worker_id, starts_at=starts_at, minutes=480, state="approved")
    # Of October, which counts, and of November, which is not over; what waits does not count.
    october = datetime(2026, 10, 5, 8, tzinfo=UTC)
    make_entry(aber, worker_id=worker_id, starts_at=october, minutes=500, state="paid")
    make_entry(aber, worker_id=worker_id, starts_at=NINE, minutes=480, state="approved")
    make_entry(aber, worker_id=worker_id, starts_at=october + DAY, minutes=480)

    found = balance(aber, worker_id, mari)

    by_month = {one.first.month: (one.worked_minutes, one.leave_minutes) for one in found.accruals}
    assert by_month == {4: (0, 0), 5: (0, 0), 6: (0, 0), 7: (0, 0), 8: (0, 0), 9: (4800, 600), 10: (500, 60)}
    assert (found.accrued_minutes, found.whole_minutes) == (660, 660)


def test_sickness_accrues_on_the_average(aber: Coop) -> None:
    mari, worker_id = make_carer(aber)
    make_contract(aber, worker_id, weekly_minutes=0)
    for week in range(26):
        starts_at = datetime(2026, 3, 2, 8, tzinfo=UTC) + week * timedelta(weeks=1)
        make_entry(aber, worker_id=worker_id, starts_at=starts_at, minutes=1200, state="approved")
    ask(aber, mari, date(2026, 9, 7), date(2026, 9, 30), kind="sickness")

    (september,) = [one for one in balance(aber, worker_id, mari).accruals if one.first.month == 9]

    # 31,200 minutes in the 249 days since the first day here: 24 days count as 3,007.
    assert (september.worked_minutes, september.average_minutes) == (0, 3007)
    assert september.leave_minutes == 360


def test_leave_is_adjusted_with_a_reason(aber: Coop) -> None:
    mari, worker_id = make_carer(aber)
    nest = decider(aber)
    put = partial(adjust_leave, coop=aber, worker_id=worker_id, by=nest, now=NOW)

    put(new=Adjustment(TODAY, 600, "carried_over"))
    put(new=Adjustment(TODAY, -90, "put_right"))
    for new in (Adjustment(TODAY, 0, "put_right"), Adjustment(TODAY, 60, "a_gift")):
        with pytest.raises(LeaveAdjustmentNotPossible):
            put(new=new)

    found = balance(aber, worker_id, mari)
    assert [(one.minutes, one.reason) for one in found.adjustments] == [
        (600, "carried_over"),
        (-90, "put_right"),
    ]
    assert (found.adjusted_minutes, found.left_minutes) == (510, 510)


def test_the_leave_year_is_the_co_ops_own(aber: Coop, bryn: Coop) -> None:
    mari, worker_id = make_carer(aber)
    admin = actor_of(aber, make_person(aber, "coop_admin"))
    say = partial(set_leave_year, coop=aber, by=admin, now=NOW)

    say(begins_month=1, weeks_hundredths=600, version=0)
    with pytest.raises(actions.AbsenceChangedMeanwhile):
        say(begins_month=2, weeks_hundredths=600, version=0)
    with pytest.raises(LeaveYearNotPossible):
        say(begins_month=1, weeks_hundredths=559, version=1)
    with pytest.raises(NotFound):
        set_leave_year(coop=aber, begins_month=2, weeks_hundredths=560, version=1, by=mari, now=NOW)

    assert balance(aber, worker_id, mari).year == LeaveYear(date(2026, 1, 1), date(2026, 12, 31))
    with reading(aber) as session:
        assert leave.get_leave_rules(session) == leave.LeaveRules(1, 600, 1)
    with reading(bryn) as session:
        assert leave.get_leave_rules(session) == leave.LeaveRules(4, 560, 0)


def test_suggested_hours_are_of_the_contract_or_of_visits(aber: Coop) -> None:
    _mari, with_contract = make_carer(aber)
    make_contract(aber, with_contract)
    mari, with_visits = make_carer(aber)
    make_visit(aber, with_visits, planned_from=datetime(2026, 11, 9, 9, tzinfo=UTC), minutes=45)
    make_visit(aber, with_visits, planned_from=datetime(2026, 11, 14, 9, tzinfo=UTC), minutes=60)
    nest = decider(aber)

    with reading(aber) as session:
        by_contract = leave.suggest_leave(
            session, with_contract, FRIDAY, FRIDAY + 3 * DAY, by=nest, today=TODAY
        )
        by_visits = leave.suggest_leave(session, with_visits, MONDAY, FRIDAY, by=mari, today=TODAY)

    assert by_contract == LeaveDays(720, "five_days")
    assert by_visits == LeaveDays(45, "visits")


def test_a_worker_is_taken_off_the_visits_of_those_days(aber: Coop) -> None:
    _mari, worker_id = make_carer(aber)
    _other, other_id = make_carer(aber)
    nest = decider(aber)
    nine = datetime(2026, 11, 9, 9, tzinfo=UTC)
    visit_id = make_visit(aber, worker_id, planned_from=nine)
    make_visit(aber, other_id, planned_from=nine)
    take = partial(take_off, coop=aber, worker_id=worker_id, by=nest, now=NOW)

    with pytest.raises(VisitChangedMeanwhile):
        take(seen={visit_id: 9})
    with pytest.raises(NoVisitsToTakeOff):
        take(seen={uuid4(): 1})
    assert take(seen={visit_id: 1}) == 1

    with reading(aber) as session:
        (visit,) = list_visits_of_worker(session, worker_id, by=nest, from_=MONDAY, until=FRIDAY)
    assert (visit.worker_id, visit.told_worker_id, visit.is_changed) == (None, worker_id, True)


def test_everybodys_leave_read_together_is_what_each_ones_is(aber: Coop, bryn: Coop) -> None:
    nest = decider(aber)
    (mari, guaranteed), (nia, irregular), (_gwen, none) = make_carer(aber), make_carer(aber), make_carer(aber)
    make_contract(aber, guaranteed)
    make_contract(aber, irregular, weekly_minutes=0)
    make_carer(bryn)
    make_entry(aber, worker_id=irregular, starts_at=NINE - timedelta(days=40), minutes=600, state="approved")
    agree(aber, ask(aber, mari, MONDAY, FRIDAY), nest)
    ask(aber, nia, TODAY - 20 * DAY, TODAY - 18 * DAY, kind="sickness")

    with reading(aber) as session:
        found = {one.id: said for one, said in leave.list_leave_balances(session, by=nest, on=TODAY)}
        with pytest.raises(PermissionLacking):
            leave.list_leave_balances(session, by=mari, on=TODAY)

    assert found == {worker_id: balance(aber, worker_id, nest) for worker_id in (guaranteed, irregular, none)}


@pytest.mark.parametrize("week", ["{-1,0,0,0,0,0,0}", "{NULL,0,0,0,0,0,0}"])
def test_a_week_of_a_holiday_has_minutes_and_no_fewer_than_none(aber: Coop, week: str) -> None:
    mari, worker_id = make_carer(aber)
    make_contract(aber, worker_id)
    ask(aber, mari, TODAY, TODAY + DAY, minutes=600)

    with pytest.raises(IntegrityError, match="ck_absence_week_of_minutes"), upkeep(aber) as session:
        session.execute(text("UPDATE absence SET week_minutes = CAST(:week AS integer[])"), {"week": week})
