# SPDX-License-Identifier: AGPL-3.0-or-later
"""A visit's check-in and check-out make the time worked, once, for the worker who was there."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from franchise_kit.care.queries.attending import get_record
from franchise_kit.care.queries.doubts import list_doubtful
from franchise_kit.care.rules.attending import (
    AnotherVisitSince,
    CheckOutTooLongAgo,
    NotCheckedOut,
    OtherVisitOpen,
)
from franchise_kit.care.rules.visits import CheckedInAlready, CheckedOutAlready, NotCheckedIn
from franchise_kit.time import queries
from franchise_kit.time.actions import approve_entries, check_in, check_out, end_visit, take_back_check_out
from franchise_kit.time.actions.approving import OwnTimeRefused, TimeNotPossible
from franchise_kit.time.actions.taking_back import CheckOutStands
from franchise_kit.time.actions.visiting import Phone, VisitNotUnderWay, VisitOpenTooLong
from tenants import clock
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading
from tests.support.people import actor_of, make_person
from tests.support.rows import rows
from tests.support.time import NINE, make_carer, make_visit


def entered(coop: Coop, by: Actor, visit_id: UUID, at: datetime = NINE) -> None:
    check_in(coop=coop, visit_id=visit_id, by=by, now=at)


def left(coop: Coop, by: Actor, visit_id: UUID, at: datetime, note: str = "") -> int:
    return check_out(coop=coop, visit_id=visit_id, note=note, by=by, now=at)


def test_a_visit_becomes_time_worked(aber: Coop, bryn: Coop) -> None:
    by, worker_id = make_carer(aber)
    visit_id = make_visit(aber, worker_id)
    entered(aber, by, visit_id)

    minutes = left(aber, by, visit_id, NINE + timedelta(minutes=31, seconds=40), note="All well")

    (row,) = rows(aber)
    assert minutes == 32
    assert (row["minutes"], row["kind"], row["visit_id"], row["worker_id"]) == (
        32,
        "visit",
        visit_id,
        worker_id,
    )
    assert (row["worker_person"], row["state"]) == (by.person_id, "recorded")
    assert rows(bryn) == []


@pytest.mark.parametrize(
    ("case", "starts_at", "hours", "minutes"),
    [
        ("the night the clocks go back", datetime(2026, 10, 24, 23, 30, tzinfo=UTC), 3, 180),
        ("the night the clocks go forward", datetime(2026, 3, 29, 0, 30, tzinfo=UTC), 2, 120),
    ],
)
def test_a_change_of_the_clocks_changes_no_minutes(
    aber: Coop, case: str, starts_at: datetime, hours: int, minutes: int
) -> None:
    by, worker_id = make_carer(aber)
    visit_id = make_visit(aber, worker_id, planned_from=starts_at)
    entered(aber, by, visit_id, starts_at)

    assert left(aber, by, visit_id, starts_at + timedelta(hours=hours)) == minutes, case


def test_checking_in_or_out_twice_does_nothing_twice(aber: Coop) -> None:
    by, worker_id = make_carer(aber)
    visit_id = make_visit(aber, worker_id)

    with pytest.raises(NotCheckedIn):
        left(aber, by, visit_id, NINE)
    entered(aber, by, visit_id)
    with pytest.raises(CheckedInAlready):
        entered(aber, by, visit_id, NINE + timedelta(minutes=1))
    left(aber, by, visit_id, NINE + timedelta(minutes=30))
    before = rows(aber), rows(aber, "visit")
    with pytest.raises(CheckedOutAlready):
        left(aber, by, visit_id, NINE + timedelta(minutes=40))

    assert (rows(aber), rows(aber, "visit")) == before
    assert before[0][0]["minutes"] == 30


def test_a_tap_in_and_out_at_one_instant_is_a_minute(aber: Coop) -> None:
    by, worker_id = make_carer(aber)
    visit_id = make_visit(aber, worker_id)
    entered(aber, by, visit_id)

    assert left(aber, by, visit_id, NINE) == 1


def test_another_workers_visit_is_not_there(aber: Coop, bryn: Coop) -> None:
    _, worker_id = make_carer(aber)
    other, _ = make_carer(aber)
    visit_id = make_visit(aber, worker_id)
    foreign, _ = make_carer(bryn)

    for coop, by in (
        (aber, other),
        (bryn, foreign),
        (aber, actor_of(aber, make_person(aber, "care_worker"))),
    ):
        with pytest.raises(NotFound):
            entered(coop, by, visit_id)

    assert rows(aber, "visit")[0]["checked_in_at"] is None
    with reading(aber) as session, pytest.raises(NotFound):
        queries.get_own_visit(session, visit_id, by=other)


def test_a_visit_left_open_for_more_than_a_day_is_for_the_desk(aber: Coop) -> None:
    by, worker_id = make_carer(aber)
    desk = actor_of(aber, make_person(aber, "care_coordinator"))
    visit_id = make_visit(aber, worker_id)
    entered(aber, by, visit_id)
    late = NINE + timedelta(hours=24, minutes=1)

    with pytest.raises(VisitOpenTooLong):
        left(aber, by, visit_id, late)
    assert rows(aber) == []
    with reading(aber) as session:
        assert [one.id for one in queries.list_forgotten(session, by=desk, now=late)] == [visit_id]

    end_visit(coop=aber, visit_id=visit_id, minutes=35, reason="checked_out_late", by=desk, now=late)

    assert [(row["minutes"], row["state"]) for row in rows(aber)] == [(35, "recorded")]
    with reading(aber) as session:
        assert queries.list_forgotten(session, by=desk, now=late) == []


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"minutes": 0}, TimeNotPossible),
        ({"minutes": 1441}, TimeNotPossible),
        ({"minutes": 181}, TimeNotPossible),
        ({"reason": "because"}, TimeNotPossible),
    ],
)
def test_a_wrong_end_changes_nothing(aber: Coop, change: dict[str, Any], refusal: type[Refusal]) -> None:
    by, worker_id = make_carer(aber)
    desk = actor_of(aber, make_person(aber, "care_coordinator"))
    visit_id = make_visit(aber, worker_id)
    entered(aber, by, visit_id)
    given: dict[str, Any] = {"minutes": 30, "reason": "no_signal"} | change

    with pytest.raises(refusal):
        end_visit(coop=aber, visit_id=visit_id, by=desk, now=NINE + timedelta(hours=3), **given)

    assert rows(aber) == []


def test_nobody_ends_their_own_visit_or_one_that_is_over(aber: Coop) -> None:
    by, worker_id = make_carer(aber, "care_worker", "care_coordinator")
    desk = actor_of(aber, make_person(aber, "care_coordinator"))
    visit_id = make_visit(aber, worker_id)
    given: dict[str, Any] = {"coop": aber, "visit_id": visit_id, "minutes": 5, "reason": "no_signal"}

    with pytest.raises(VisitNotUnderWay):
        end_visit(by=desk, now=NINE, **given)
    entered(aber, by, visit_id)
    with pytest.raises(OwnTimeRefused):
        end_visit(by=by, now=NINE + timedelta(hours=1), **given)
    left(aber, by, visit_id, NINE + timedelta(minutes=30))
    with pytest.raises(VisitNotUnderWay):
        end_visit(by=desk, now=NINE + timedelta(hours=1), **given)

    assert [row["minutes"] for row in rows(aber)] == [30]


def test_what_was_planned_stands_beside_what_was_worked(aber: Coop) -> None:
    clock.set_fixed(NINE)
    by, worker_id = make_carer(aber)
    visit_id = make_visit(aber, worker_id)
    entered(aber, by, visit_id)
    left(aber, by, visit_id, NINE + timedelta(minutes=20))
    desk = actor_of(aber, make_person(aber, "care_coordinator"))
    payroll = actor_of(aber, make_person(aber, "payroll_contact"))

    with reading(aber) as session:
        (entry,) = queries.list_entries(session, by=desk, from_=date(2026, 11, 2), until=date(2026, 11, 3))
        planned = queries.planned_minutes(session, [entry], by=desk)
        unread = queries.planned_minutes(session, [entry], by=payroll)

    assert (entry.worker_name, entry.minutes) == ("Mari Llwyd", 20)
    assert planned == {visit_id: 30}
    assert unread == {}


def test_a_slip_is_taken_back_and_what_it_said_is_kept(aber: Coop) -> None:
    by, worker_id = make_carer(aber)
    visit_id = make_visit(aber, worker_id)
    entered(aber, by, visit_id)
    left(aber, by, visit_id, NINE + timedelta(minutes=1), note="Tea")

    take_back_check_out(coop=aber, visit_id=visit_id, by=by, now=NINE + timedelta(minutes=11))
    (visit,), between = rows(aber, "visit"), rows(aber)
    with pytest.raises(NotCheckedOut):
        take_back_check_out(coop=aber, visit_id=visit_id, by=by, now=NINE + timedelta(minutes=11))
    minutes = left(aber, by, visit_id, NINE + timedelta(minutes=30), note="Tea")

    assert (visit["checked_in_at"], visit["checked_out_at"], between) == (NINE, None, [])
    (entry,) = rows(aber)
    assert (minutes, entry["minutes"], entry["state"]) == (30, 30, "recorded")
    with reading(aber) as session:
        (change,) = queries.list_time_changes(session, entry["id"], by=by)
        said = session.scalars(
            text("SELECT doing FROM journal_line WHERE outcome = 'done' ORDER BY seq")
        ).all()
    assert (change.minutes_before, change.minutes_after, change.reason) == (1, 30, "taken_back")
    assert [one for one in said if one.startswith("time.")] == [
        "time.check_in",
        "time.check_out",
        "time.take_back_check_out",
        "time.check_out",
    ]


def test_two_slips_are_both_kept(aber: Coop) -> None:
    by, worker_id = make_carer(aber)
    visit_id = make_visit(aber, worker_id)
    entered(aber, by, visit_id)

    for minute in (1, 5):
        left(aber, by, visit_id, NINE + timedelta(minutes=minute))
        take_back_check_out(coop=aber, visit_id=visit_id, by=by, now=NINE + timedelta(minutes=minute))
    left(aber, by, visit_id, NINE + timedelta(minutes=30))

    (entry,) = rows(aber)
    with reading(aber) as session:
        found = queries.list_time_changes(session, entry["id"], by=by)
    assert sorted(one.minutes_before or 0 for one in found) == [1, 5]


def test_a_check_out_stands_when_it_is_late_or_somebody_acted_on_it(aber: Coop) -> None:
    by, worker_id = make_carer(aber)
    other, _ = make_carer(aber)
    nest = actor_of(aber, make_person(aber, "care_coordinator"))
    visit_id, next_id = (
        make_visit(aber, worker_id),
        make_visit(aber, worker_id, planned_from=NINE + timedelta(hours=1)),
    )
    entered(aber, by, visit_id)
    left(aber, by, visit_id, NINE + timedelta(minutes=5))
    before = rows(aber), rows(aber, "visit")

    def refused(refusal: type[Refusal], minute: int, who: Actor = by) -> None:
        at = NINE + timedelta(minutes=minute)
        with pytest.raises(refusal):
            take_back_check_out(coop=aber, visit_id=visit_id, by=who, now=at)

    refused(CheckOutTooLongAgo, 16)
    refused(NotFound, 6, other)
    assert (rows(aber), rows(aber, "visit")) == before
    entered(aber, by, next_id, NINE + timedelta(minutes=7))
    refused(OtherVisitOpen, 8)
    left(aber, by, next_id, NINE + timedelta(minutes=8))
    approve_entries(coop=aber, entry_ids=[before[0][0]["id"]], by=nest, now=NINE + timedelta(minutes=9))
    refused(AnotherVisitSince, 10)
    assert [row["state"] for row in rows(aber) if row["visit_id"] == visit_id] == ["approved"]


def test_a_press_without_signal_counts_from_the_phones_time_and_is_flagged(aber: Coop) -> None:
    by, worker_id = make_carer(aber)
    desk = actor_of(aber, make_person(aber, "care_coordinator"))
    visit_id = make_visit(aber, worker_id)
    entered(aber, by, visit_id)
    out = NINE + timedelta(minutes=5)
    left(aber, by, visit_id, out)
    pressed, came = out + timedelta(minutes=8), out + timedelta(hours=3)
    back = partial(take_back_check_out, coop=aber, visit_id=visit_id, by=by)

    for phone, now in (
        (Phone(out + timedelta(minutes=11), holds=True), came),
        (Phone(pressed), came),
        (Phone(pressed, holds=True), out + timedelta(hours=25)),
    ):
        with pytest.raises(CheckOutTooLongAgo):
            back(phone=phone, now=now)
    assert [row["minutes"] for row in rows(aber)] == [5]
    back(phone=Phone(pressed, holds=True), now=came)

    (visit,) = rows(aber, "visit")
    with reading(aber) as session:
        doubts = get_record(session, visit_id, by=desk).doubts
        (listed,) = list_doubtful(session, by=desk, from_=NINE.date(), until=NINE.date() + timedelta(days=1))
    assert rows(aber) == []
    assert (visit["taken_back_at"], visit["device_back_at"], visit["received_back_at"]) == (
        pressed,
        pressed,
        came,
    )
    assert (doubts.at_in, doubts.at_out, doubts.at_back, listed.id) == (None, None, "late", visit_id)


def test_a_late_press_changes_nothing_once_hours_are_approved_or_another_visit_began(aber: Coop) -> None:
    by, worker_id = make_carer(aber)
    nest = actor_of(aber, make_person(aber, "care_coordinator"))
    first, second = (make_visit(aber, worker_id, planned_from=NINE + timedelta(hours=at)) for at in range(2))
    for hour, visit_id in enumerate((first, second)):
        entered(aber, by, visit_id, NINE + timedelta(hours=hour))
        left(aber, by, visit_id, NINE + timedelta(hours=hour, minutes=5))
    mine = [row["id"] for row in rows(aber) if row["visit_id"] == second]
    approve_entries(coop=aber, entry_ids=mine, by=nest, now=NINE + timedelta(hours=3))
    kept = rows(aber), rows(aber, "visit")

    for hour, visit_id, refusal in ((0, first, AnotherVisitSince), (1, second, CheckOutStands)):
        phone = Phone(NINE + timedelta(hours=hour, minutes=6), holds=True)
        with pytest.raises(refusal):
            take_back_check_out(
                coop=aber, visit_id=visit_id, by=by, now=NINE + timedelta(hours=4), phone=phone
            )

    assert (rows(aber), rows(aber, "visit")) == kept


def test_a_slip_without_signal_is_taken_back_by_the_phones_clock(aber: Coop) -> None:
    by, worker_id = make_carer(aber)
    visit_id = make_visit(aber, worker_id)
    entered(aber, by, visit_id)
    at, sent = NINE + timedelta(minutes=1), NINE + timedelta(hours=3)
    check_out(coop=aber, visit_id=visit_id, note=None, by=by, now=sent, phone=Phone(at, holds=True))

    with pytest.raises(CheckOutTooLongAgo):
        take_back_check_out(coop=aber, visit_id=visit_id, by=by, now=sent)
    tapped = Phone(at + timedelta(minutes=2), holds=True)
    take_back_check_out(coop=aber, visit_id=visit_id, by=by, now=sent, phone=tapped)

    (visit,) = rows(aber, "visit")
    assert (visit["checked_out_at"], visit["device_out_at"], visit["received_out_at"]) == (None, None, None)
    assert rows(aber) == []
