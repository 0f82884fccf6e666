# SPDX-License-Identifier: AGPL-3.0-or-later
"""Time and miles by hand, paid time put right by a difference, and minutes without an owner."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from franchise_kit.time import queries
from franchise_kit.time.actions import (
    NewMiles,
    NewTime,
    Put,
    approve_entries,
    approving,
    claim_own_miles,
    correct_paid,
    correcting,
    decide_miles,
    driving,
    enter_own_time,
    enter_time,
    gather,
)
from franchise_kit.time.actions.by_hand import KindNotByHand, NotEmployedThen
from franchise_kit.time.rules import entries as rules
from tenants import clock
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading, upkeep
from tests.support.people import actor_of, make_person
from tests.support.rows import rows
from tests.support.thread import make_worker as make_paid_worker
from tests.support.time import NINE, make_carer, make_entry


@pytest.fixture(autouse=True)
def _in_the_evening() -> None:
    clock.set_fixed(NINE + timedelta(hours=10))


def approver(coop: Coop) -> Actor:
    return actor_of(coop, make_person(coop, "care_coordinator"))


def training(starts_at: datetime = NINE, minutes: int = 60, **changes: str) -> NewTime:
    facts = {"kind": "training", "reason": "agreed_before", "note": ""} | changes
    return NewTime(
        facts["kind"],
        starts_at,
        starts_at + timedelta(minutes=minutes),
        facts["reason"],
        facts["note"],
    )


def test_time_by_hand_keeps_its_reason_and_waits(aber: Coop, bryn: Coop) -> None:
    by, worker_id = make_carer(aber)

    entry_id = enter_own_time(
        coop=aber, new=training(kind="other", note="Moved the office"), by=by, now=clock.now()
    )

    (row,) = rows(aber)
    assert (row["id"], row["worker_id"], row["state"], row["minutes"]) == (
        entry_id,
        worker_id,
        "recorded",
        60,
    )
    with reading(aber) as session:
        (change,) = queries.list_time_changes(session, entry_id, by=by)
    assert (change.minutes_before, change.minutes_after, change.note) == (None, 60, "Moved the office")
    assert rows(bryn) == []


@pytest.mark.parametrize(
    ("case", "new", "refusal"),
    [
        ("a visit", training(kind="visit"), KindNotByHand),
        ("no such reason", training(reason="because"), KindNotByHand),
        ("still to come", training(minutes=601), rules.TimeStillToCome),
        ("before the first day", training(datetime(2025, 12, 31, 9, tzinfo=UTC)), rules.TimeTooOld),
        ("no words for other work", training(kind="other"), rules.NoteNeeded),
    ],
)
def test_wrong_time_by_hand_changes_nothing(
    aber: Coop, case: str, new: NewTime, refusal: type[Refusal]
) -> None:
    by, _ = make_carer(aber)

    with pytest.raises(refusal):
        enter_own_time(coop=aber, new=new, by=by, now=clock.now())

    assert rows(aber) == [], case


def test_nobody_works_before_their_first_day(aber: Coop) -> None:
    clock.set_fixed(datetime(2026, 1, 2, 12, tzinfo=UTC))
    by, _ = make_carer(aber)

    with pytest.raises(NotEmployedThen):
        enter_own_time(coop=aber, new=training(datetime(2025, 12, 31, 9, tzinfo=UTC)), by=by, now=clock.now())


def test_only_workers_enter_their_own_and_only_approvers_that_of_others(aber: Coop, bryn: Coop) -> None:
    carer, worker_id = make_carer(aber)
    _, elsewhere = make_carer(bryn)
    desk = approver(aber)

    with pytest.raises(NotFound):
        enter_own_time(coop=aber, new=training(), by=desk, now=clock.now())
    for by, whose in ((carer, worker_id), (desk, elsewhere)):
        with pytest.raises(NotFound):
            enter_time(coop=aber, worker_id=whose, new=training(), by=by, now=clock.now())

    assert rows(aber) + rows(bryn) == []


def test_who_wrote_time_down_does_not_approve_it(aber: Coop) -> None:
    _, worker_id = make_carer(aber)
    writer = approver(aber)
    entry_id = enter_time(coop=aber, worker_id=worker_id, new=training(), by=writer, now=clock.now())

    with pytest.raises(approving.OwnCorrectionRefused):
        approve_entries(coop=aber, entry_ids=[entry_id], by=writer, now=clock.now())
    assert [row["state"] for row in rows(aber)] == ["recorded"]

    assert approve_entries(coop=aber, entry_ids=[entry_id], by=approver(aber), now=clock.now()) == 1


def test_an_entry_that_was_seen_in_another_version_is_refused(aber: Coop) -> None:
    entry, other = make_entry(aber), make_entry(aber)

    with pytest.raises(approving.TimeChangedMeanwhile):
        approve_entries(
            coop=aber,
            entry_ids=[entry, other],
            seen={entry: 1, other: 2},
            by=approver(aber),
            now=clock.now(),
        )

    assert [row["state"] for row in rows(aber)] == ["recorded"] * 2


def put_right(coop: Coop, entry: UUID, minutes: int, version: int = 1) -> UUID:
    return correct_paid(
        coop=coop,
        entry_id=entry,
        put=Put(minutes, "agreed_with_worker"),
        version=version,
        by=approver(coop),
        now=clock.now(),
    )


def test_paid_time_stays_and_the_difference_is_paid_by_the_next_run(aber: Coop) -> None:
    entry = make_entry(aber, state="paid", minutes=60)

    fewer = put_right(aber, entry, 45)
    more = put_right(aber, entry, 50, version=2)

    by_id = {row["id"]: row for row in rows(aber)}
    assert (by_id[entry]["minutes"], by_id[entry]["state"]) == (60, "paid")
    assert [by_id[one]["minutes"] for one in (fewer, more)] == [-15, 5]
    assert {by_id[one]["state"] for one in (fewer, more)} == {"recorded"}
    assert {by_id[one]["corrects_entry_id"] for one in (fewer, more)} == {entry}
    approve_entries(coop=aber, entry_ids=[fewer, more], by=approver(aber), now=clock.now())
    with upkeep(aber) as session:
        (found,) = gather(session, pay_run_id=uuid4(), until=date(2026, 12, 1))
    assert (found.minutes, found.kind, found.day) == (-10, "visit", NINE.date())


@pytest.mark.parametrize(
    ("case", "state", "minutes", "version", "refusal"),
    [
        ("not paid", "approved", 45, 1, correcting.TimeNotPaidYet),
        ("the same", "paid", 30, 1, rules.NothingToCorrect),
        ("below nought", "paid", -1, 1, approving.TimeNotPossible),
        ("another version", "paid", 45, 2, approving.TimeChangedMeanwhile),
    ],
)
def test_what_is_no_correction_of_paid_time(
    aber: Coop, case: str, state: str, minutes: int, version: int, refusal: type[Refusal]
) -> None:
    entry = make_entry(aber, state=state)
    before = rows(aber)

    with pytest.raises(refusal):
        put_right(aber, entry, minutes, version)

    assert rows(aber) == before, case


def test_a_difference_is_not_put_right_itself(aber: Coop) -> None:
    difference = put_right(aber, make_entry(aber, state="paid"), 10)

    with pytest.raises(correcting.TimeNotPaidYet):
        put_right(aber, difference, 5)


def test_miles_are_decided_by_somebody_else(aber: Coop) -> None:
    by, _ = make_carer(aber)
    miles = NewMiles(NINE.date(), "errand", 5000, "The chemist")
    claim = claim_own_miles(coop=aber, new=miles, by=by, now=clock.now())
    both = actor_of(aber, make_person(aber, "care_coordinator", person_id=by.person_id))

    with pytest.raises(driving.OwnMilesRefused):
        decide_miles(coop=aber, seen={claim: 1}, is_approved=True, by=both, now=clock.now())
    with pytest.raises(driving.MilesDecidedAlready):
        decide_miles(coop=aber, seen={claim: 2}, is_approved=True, by=approver(aber), now=clock.now())
    decide_miles(coop=aber, seen={claim: 1}, is_approved=False, by=approver(aber), now=clock.now())

    assert [row["state"] for row in rows(aber, "mileage_claim")] == ["refused"]


@pytest.mark.parametrize(
    ("case", "new", "refusal"),
    [
        ("no metres", NewMiles(NINE.date(), "errand", 0), driving.MilesNotPossible),
        ("too many", NewMiles(NINE.date(), "errand", 1_000_001), driving.MilesNotPossible),
        ("of visits", NewMiles(NINE.date(), "visits", 10), driving.MilesNotPossible),
        ("tomorrow", NewMiles(NINE.date() + timedelta(days=1), "errand", 10), rules.TimeStillToCome),
    ],
)
def test_wrong_miles_change_nothing(aber: Coop, case: str, new: NewMiles, refusal: type[Refusal]) -> None:
    by, _ = make_carer(aber)

    with pytest.raises(refusal):
        claim_own_miles(coop=aber, new=new, by=by, now=clock.now())

    assert rows(aber, "mileage_claim") == [], case


def test_minutes_without_an_owner_are_named(aber: Coop) -> None:
    paid, unpaid = make_paid_worker(aber, pence_per_hour=1345), make_paid_worker(aber)
    make_entry(aber, worker_id=paid, state="approved", minutes=10)
    make_entry(aber, worker_id=unpaid, state="approved", minutes=20)
    make_entry(aber, worker_id=paid, minutes=30)
    make_entry(aber, worker_id=paid, state="paid", minutes=40)
    make_entry(aber, worker_id=paid, starts_at=NINE + timedelta(days=30))

    with reading(aber) as session:
        found = queries.orphans(session, date(2026, 11, 3))

    assert sorted((one.why, one.worker_id, one.minutes) for one in found) == [
        ("in_no_run", paid, 10),
        ("no_contract", unpaid, 20),
        ("not_approved", paid, 30),
    ]
