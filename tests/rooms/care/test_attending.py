# SPDX-License-Identifier: AGPL-3.0-or-later
"""Workers act on what was told to them, at one visit at a time; essential tasks are answered first."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from franchise_kit.care.actions.concerns import (
    ConcernChangedMeanwhile,
    ConcernSeenAlready,
    OwnConcern,
    add_words,
    raise_concern,
    see_concern,
)
from franchise_kit.care.actions.tasks import write_down
from franchise_kit.care.models import Visit
from franchise_kit.care.queries import attending, concerns
from franchise_kit.care.rules.attending import OtherVisitOpen, TasksUnanswered
from franchise_kit.care.rules.visits import CheckedOutAlready, NotCheckedIn, NotTheDay
from franchise_kit.time.actions import check_in, check_out, end_visit
from franchise_kit.time.actions.visiting import Phone
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading, upkeep
from tests.support.attending import give_tasks
from tests.support.people import actor_of, make_person
from tests.support.rows import rows
from tests.support.time import NINE, make_carer, make_visit

MINUTE = timedelta(minutes=1)


def plan_otherwise(coop: Coop, visit_id: UUID, **changes: object) -> None:
    with upkeep(coop) as session:
        row = session.get_one(Visit, visit_id)
        for name, value in changes.items():
            setattr(row, name, value)


def test_a_draft_is_nobodys_yet(aber: Coop) -> None:
    by, worker_id = make_carer(aber)
    visit_id = make_visit(aber, worker_id)
    plan_otherwise(
        aber,
        visit_id,
        told_at=None,
        told_from=None,
        told_until=None,
        told_worker_id=None,
        worker_number=None,
    )

    with pytest.raises(NotFound):
        check_in(coop=aber, visit_id=visit_id, by=by, now=NINE)
    with reading(aber) as session:
        assert (
            attending.list_told(session, by=by, from_=NINE.date(), until=NINE.date() + timedelta(days=1))
            == []
        )

    assert rows(aber, "visit")[0]["checked_in_at"] is None


def test_a_visit_happens_as_it_was_told(aber: Coop) -> None:
    by, worker_id = make_carer(aber)
    visit_id = make_visit(aber, worker_id)
    plan_otherwise(
        aber, visit_id, worker_id=None, planned_from=NINE + 60 * MINUTE, planned_until=NINE + 90 * MINUTE
    )

    check_in(coop=aber, visit_id=visit_id, by=by, now=NINE)

    (row,) = rows(aber, "visit")
    assert (row["worker_id"], row["planned_from"], row["checked_in_at"]) == (worker_id, NINE, NINE)


def test_nobody_is_at_two_visits(aber: Coop) -> None:
    by, worker_id = make_carer(aber)
    first = make_visit(aber, worker_id)
    second = make_visit(aber, worker_id, planned_from=NINE + 60 * MINUTE)
    check_in(coop=aber, visit_id=first, by=by, now=NINE)

    with pytest.raises(OtherVisitOpen) as refused:
        check_in(coop=aber, visit_id=second, by=by, now=NINE + 60 * MINUTE)
    assert refused.value.facts["open_visit_id"] == first
    assert {row["id"]: row["checked_in_at"] for row in rows(aber, "visit")} == {first: NINE, second: None}

    check_out(coop=aber, visit_id=first, note=None, by=by, now=NINE + 61 * MINUTE)
    check_in(coop=aber, visit_id=second, by=by, now=NINE + 62 * MINUTE)


def test_a_visit_forgotten_for_a_day_keeps_nobody_from_the_next(aber: Coop) -> None:
    by, worker_id = make_carer(aber)
    check_in(coop=aber, visit_id=make_visit(aber, worker_id), by=by, now=NINE)
    tomorrow = NINE + timedelta(days=1, minutes=1)
    visit_id = make_visit(aber, worker_id, planned_from=tomorrow)

    assert check_in(coop=aber, visit_id=visit_id, by=by, now=tomorrow).id == visit_id


def test_a_late_tap_holds_where_the_worker_says_so(aber: Coop) -> None:
    by, worker_id = make_carer(aber)
    visit_id = make_visit(aber, worker_id)
    sent_at = NINE + 120 * MINUTE

    check_in(coop=aber, visit_id=visit_id, by=by, now=sent_at, phone=Phone(NINE, holds=True))
    minutes = check_out(
        coop=aber,
        visit_id=visit_id,
        note="Well",
        by=by,
        now=sent_at + MINUTE,
        phone=Phone(NINE + 29 * MINUTE, holds=True),
    )

    (row,) = rows(aber, "visit")
    assert minutes == 29
    assert (row["checked_in_at"], row["device_in_at"], row["received_in_at"]) == (NINE, NINE, sent_at)
    assert row["received_out_at"] == sent_at + MINUTE
    desk = actor_of(aber, make_person(aber, "care_coordinator"))
    with reading(aber) as session:
        doubts = attending.get_record(session, visit_id, by=desk).doubts
    assert (doubts.at_in, doubts.at_out, doubts.is_any) == ("late", "late", True)


def test_a_clock_that_is_wrong_stands_beside_the_servers(aber: Coop) -> None:
    by, worker_id = make_carer(aber)
    visit_id = make_visit(aber, worker_id)

    check_in(coop=aber, visit_id=visit_id, by=by, now=NINE, phone=Phone(NINE - 60 * MINUTE))

    (row,) = rows(aber, "visit")
    assert (row["checked_in_at"], row["device_in_at"], row["received_in_at"]) == (
        NINE,
        NINE - 60 * MINUTE,
        None,
    )


def test_a_late_tap_of_another_day_is_refused(aber: Coop) -> None:
    by, worker_id = make_carer(aber)
    visit_id = make_visit(aber, worker_id)

    with pytest.raises(NotTheDay):
        check_in(
            coop=aber,
            visit_id=visit_id,
            by=by,
            now=NINE + timedelta(hours=20),
            phone=Phone(NINE + timedelta(hours=18), holds=True),
        )

    assert rows(aber, "visit")[0]["checked_in_at"] is None


def test_essential_tasks_are_answered_before_anybody_leaves(aber: Coop) -> None:
    by, worker_id = make_carer(aber)
    visit_id = make_visit(aber, worker_id)
    essential, other = give_tasks(aber, visit_id, True, False)
    with pytest.raises(NotCheckedIn):
        write_down(coop=aber, visit_id=visit_id, answers={other: "done"}, note="", by=by, now=NINE)
    check_in(coop=aber, visit_id=visit_id, by=by, now=NINE)

    with pytest.raises(TasksUnanswered):
        check_out(coop=aber, visit_id=visit_id, note="x", by=by, now=NINE + MINUTE)
    assert (rows(aber, "visit")[0]["checked_out_at"], rows(aber, "time_entry")) == (None, [])
    write_down(coop=aber, visit_id=visit_id, answers={other: "done"}, note="Ate", by=by, now=NINE + MINUTE)
    write_down(coop=aber, visit_id=visit_id, answers={other: "declined"}, note=None, by=by, now=NINE + MINUTE)
    check_out(
        coop=aber,
        visit_id=visit_id,
        note=None,
        by=by,
        now=NINE + 2 * MINUTE,
        phone=Phone(answers={essential: "done"}),
    )

    with reading(aber) as session:
        tasks = attending.list_tasks(session, [visit_id], by=by)[visit_id]
        visit = attending.get_told(session, visit_id, by=by)
    assert [task.said for task in tasks] == ["done", "declined"]
    assert visit.note == "Ate"
    with pytest.raises(CheckedOutAlready):
        write_down(coop=aber, visit_id=visit_id, answers={}, note="More", by=by, now=NINE + 3 * MINUTE)


def test_a_task_of_another_visit_is_not_there(aber: Coop) -> None:
    by, worker_id = make_carer(aber)
    visit_id = make_visit(aber, worker_id)
    check_in(coop=aber, visit_id=visit_id, by=by, now=NINE)

    with pytest.raises(NotFound):
        write_down(coop=aber, visit_id=visit_id, answers={uuid4(): "done"}, note="x", by=by, now=NINE)

    assert (rows(aber, "task_outcome"), rows(aber, "visit")[0]["note"]) == ([], None)


def test_the_desk_ends_a_visit_whatever_was_answered(aber: Coop) -> None:
    by, worker_id = make_carer(aber)
    desk = actor_of(aber, make_person(aber, "care_coordinator"))
    visit_id = make_visit(aber, worker_id)
    give_tasks(aber, visit_id, True, pays_as="sleep_in")
    check_in(coop=aber, visit_id=visit_id, by=by, now=NINE)
    write_down(coop=aber, visit_id=visit_id, answers={}, note="Slept", by=by, now=NINE)

    end_visit(coop=aber, visit_id=visit_id, minutes=30, reason="no_signal", by=desk, now=NINE + 60 * MINUTE)

    with reading(aber) as session:
        assert attending.get_told(session, visit_id, by=by).note == "Slept"
    assert [row["kind"] for row in rows(aber, "time_entry")] == ["sleep_in"]


def test_a_concern_is_raised_seen_and_answered_by_another(aber: Coop, bryn: Coop) -> None:
    by, worker_id = make_carer(aber)
    visit_id = make_visit(aber, worker_id)
    manager = make_person(aber, "registered_manager")
    coordinator = make_person(aber, "care_coordinator")
    make_person(aber, "board_member")
    desk = actor_of(aber, manager)

    concern_id = raise_concern(coop=aber, visit_id=visit_id, words="", by=by, now=NINE)
    rung = rows(aber, "bell")
    assert {row["account_id"] for row in rung} == {manager.id, coordinator.id}
    assert {(row["kind"], row["path"]) for row in rung} == {("concern_raised", f"/concerns/{concern_id}")}
    add_words(coop=aber, concern_id=concern_id, words="A bruise on her arm", by=by)
    with pytest.raises(ConcernChangedMeanwhile):
        see_concern(coop=aber, concern_id=concern_id, answer="Rang", version=1, by=desk, now=NINE)
    see_concern(coop=aber, concern_id=concern_id, answer="Rang the GP", version=2, by=desk, now=NINE)
    with pytest.raises(ConcernSeenAlready):
        add_words(coop=aber, concern_id=concern_id, words="", by=by)

    with reading(aber) as session:
        found = concerns.get_concern(session, concern_id, by=by)
        assert concerns.list_concerns(session, by=desk, are_seen=False) == []
    assert (found.words, found.answer, found.is_own) == ("A bruise on her arm", "Rang the GP", True)
    with reading(bryn) as session, pytest.raises(NotFound):
        concerns.get_concern(session, concern_id, by=desk)


def test_nobody_looks_at_their_own_concern(aber: Coop) -> None:
    by, worker_id = make_carer(aber, "care_worker", "registered_manager")
    visit_id = make_visit(aber, worker_id)
    concern_id = raise_concern(coop=aber, visit_id=visit_id, words="x", by=by, now=NINE)
    given: dict[str, Any] = {"coop": aber, "concern_id": concern_id, "answer": "y", "now": NINE}

    for who, refusal in (
        (by, OwnConcern),
        (actor_of(aber, make_person(aber, "care_coordinator")), Refusal),
    ):
        with pytest.raises(refusal):
            see_concern(by=who, version=1, **given)

    assert rows(aber, "concern")[0]["seen_at"] is None


def test_a_concern_is_raised_at_ones_own_visit_alone(aber: Coop) -> None:
    by, _ = make_carer(aber)
    _, other = make_carer(aber)

    with pytest.raises(NotFound):
        raise_concern(coop=aber, visit_id=make_visit(aber, other), words="", by=by, now=NINE)

    assert (rows(aber, "concern"), rows(aber, "bell")) == ([], [])
