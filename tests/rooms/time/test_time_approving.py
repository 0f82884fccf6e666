# SPDX-License-Identifier: AGPL-3.0-or-later
"""Time is approved by somebody else, put right before it is paid, and paid once."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from franchise_kit.time import queries
from franchise_kit.time.actions import (
    ApprovedMinutes,
    Put,
    approve_entries,
    approving,
    correct_entry,
    gather,
    mark_paid,
    release,
)
from tenants import clock
from tenants.actor import SYSTEM, Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading, upkeep
from tests.support.people import actor_of, make_person
from tests.support.rows import rows
from tests.support.time import NINE, make_entry

NOVEMBER = (date(2026, 11, 1), date(2026, 12, 1))
APPROVER = Actor(uuid4(), uuid4(), "coop", permissions={"timesheet.approve": "coop"})


def approver(coop: Coop) -> Actor:
    return actor_of(coop, make_person(coop, "care_coordinator"))


def approve(coop: Coop, by: Actor, *entry_ids: UUID) -> int:
    return approve_entries(coop=coop, entry_ids=entry_ids, by=by, now=clock.now())


def gathered(
    coop: Coop,
    *,
    run: UUID | None = None,
    worker_ids: list[UUID] | None = None,
    until: date = NOVEMBER[1],
) -> list[ApprovedMinutes]:
    with upkeep(coop) as session:
        return gather(session, pay_run_id=run or uuid4(), worker_ids=worker_ids, until=until)


def test_other_peoples_time_is_approved(aber: Coop, bryn: Coop) -> None:
    by = approver(aber)
    wanted = [make_entry(aber), make_entry(aber)]
    make_entry(bryn)

    assert approve(aber, by, *wanted) == 2

    assert [(row["state"], row["approved_by_person"], row["version"]) for row in rows(aber)] == [
        ("approved", by.person_id, 2)
    ] * 2
    assert [row["state"] for row in rows(bryn)] == ["recorded"]


def test_nobody_approves_their_own_time(aber: Coop) -> None:
    by = approver(aber)
    own, other = make_entry(aber, person_id=by.person_id), make_entry(aber)
    before = rows(aber)

    with pytest.raises(approving.OwnTimeRefused):
        approve(aber, by, other, own)

    assert rows(aber) == before


@pytest.mark.parametrize(
    ("state", "refusal"),
    [("approved", approving.TimeApprovedAlready), ("paid", approving.TimePaidAlready)],
)
def test_time_is_approved_once(aber: Coop, state: str, refusal: type[Refusal]) -> None:
    by = approver(aber)
    entry, other = make_entry(aber, state=state), make_entry(aber)
    before = rows(aber)

    with pytest.raises(refusal):
        approve(aber, by, other, entry)

    assert rows(aber) == before


def test_time_of_another_coop_is_not_there(aber: Coop, bryn: Coop) -> None:
    foreign = make_entry(bryn)

    with pytest.raises(NotFound):
        approve(aber, approver(aber), foreign)

    assert [row["state"] for row in rows(bryn)] == ["recorded"]


def test_nothing_ticked_is_refused(aber: Coop) -> None:
    with pytest.raises(approving.NoTimeChosen):
        approve(aber, approver(aber))


@pytest.mark.parametrize("role", ["care_worker", "board_member"])
def test_who_may_not_approve_finds_nothing(aber: Coop, role: str) -> None:
    entry = make_entry(aber)

    with pytest.raises(NotFound):
        approve(aber, actor_of(aber, make_person(aber, role)), entry)

    assert rows(aber)[0]["state"] == "recorded"


def test_the_system_approves_nothing(aber: Coop) -> None:
    entry = make_entry(aber)

    with pytest.raises(approving.OwnTimeRefused):
        approve(aber, SYSTEM, entry)


def test_the_table_itself_refuses_ones_own(aber: Coop) -> None:
    entry = make_entry(aber)

    with pytest.raises(Exception, match="ck_time_entry_not_ones_own"), upkeep(aber) as session:
        session.execute(
            text(
                "UPDATE time_entry SET state = 'approved', approved_at = now(),"
                " approved_by_person = worker_person WHERE id = :id"
            ),
            {"id": entry},
        )


def correct(
    coop: Coop, by: Actor, entry: UUID, *, minutes: int = 45, reason: str = "no_signal", version: int = 1
) -> None:
    put = Put(minutes, reason)
    correct_entry(coop=coop, entry_id=entry, put=put, version=version, by=by, now=clock.now())


@pytest.mark.parametrize("state", ["recorded", "approved"])
def test_a_corrected_time_waits_for_a_yes_again(aber: Coop, state: str) -> None:
    entry = make_entry(aber, state=state)

    correct(aber, approver(aber), entry)

    (row,) = rows(aber)
    assert (row["minutes"], row["state"], row["approved_by_person"]) == (45, "recorded", None)
    assert row["ends_at"] - row["starts_at"] == timedelta(minutes=45)
    with reading(aber) as session:
        line = session.execute(
            text("SELECT record_id, codes FROM journal_line WHERE doing = 'time.correct_entry'")
        ).one()
    assert line.record_id == entry
    assert line.codes == {"minutes_before": 30, "minutes": 45, "reason": "no_signal"}


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"minutes": 0}, approving.TimeNotPossible),
        ({"minutes": 1441}, approving.TimeNotPossible),
        ({"reason": "because"}, approving.TimeNotPossible),
        ({"version": 2}, approving.TimeChangedMeanwhile),
    ],
)
def test_a_wrong_correction_changes_nothing(
    aber: Coop, change: dict[str, Any], refusal: type[Refusal]
) -> None:
    entry = make_entry(aber)
    before = rows(aber)

    with pytest.raises(refusal):
        correct(aber, approver(aber), entry, **change)

    assert rows(aber) == before


def test_nobody_corrects_their_own_or_paid_time(aber: Coop) -> None:
    by = approver(aber)
    own, paid = make_entry(aber, person_id=by.person_id), make_entry(aber, state="paid")
    before = rows(aber)

    with pytest.raises(approving.OwnTimeRefused):
        correct(aber, by, own)
    with pytest.raises(approving.TimePaidAlready):
        correct(aber, by, paid)

    assert rows(aber) == before


def test_a_pay_run_takes_approved_time_by_worker_once(aber: Coop) -> None:
    worker, run = uuid4(), uuid4()
    mine = [make_entry(aber, worker_id=worker, state="approved", minutes=minutes) for minutes in (30, 45)]
    make_entry(aber, worker_id=worker)

    (found,) = gathered(aber, run=run)

    assert found == (worker, NINE.date(), "visit", 75, 2)
    assert {row["id"] for row in rows(aber) if row["pay_run_id"] == run} == set(mine)
    assert gathered(aber) == []
    with pytest.raises(approving.TimePaidAlready):
        correct(aber, approver(aber), mine[0], version=2)


def test_a_pay_run_takes_the_workers_it_asks_for(aber: Coop) -> None:
    worker = uuid4()
    make_entry(aber, worker_id=worker, state="approved")
    make_entry(aber, state="approved")

    assert [found.worker_id for found in gathered(aber, worker_ids=[worker])] == [worker]
    assert gathered(aber, worker_ids=[]) == []


@pytest.mark.parametrize(
    ("case", "starts_at", "is_in"),
    [
        ("long before", datetime(2026, 1, 5, 9, 0, tzinfo=UTC), True),
        ("October's last minute", datetime(2026, 10, 31, 23, 59, tzinfo=UTC), True),
        ("November begins", datetime(2026, 11, 1, 0, 0, tzinfo=UTC), False),
    ],
)
def test_pay_takes_all_time_up_to_a_day_in_london(
    aber: Coop, case: str, starts_at: datetime, is_in: bool
) -> None:
    make_entry(aber, starts_at=starts_at, state="approved")

    assert bool(gathered(aber, until=date(2026, 11, 1))) is is_in, case


def test_what_is_paid_is_locked_until_the_run_is_rolled_back(aber: Coop) -> None:
    run = uuid4()
    make_entry(aber, state="approved")
    gathered(aber, run=run)

    with upkeep(aber) as session:
        mark_paid(session, run)
    assert [row["state"] for row in rows(aber)] == ["paid"]

    with upkeep(aber) as session:
        release(session, run)
    assert [(row["state"], row["pay_run_id"]) for row in rows(aber)] == [("approved", None)]
    assert [found.minutes for found in gathered(aber)] == [30]


def test_everybody_reads_their_own_time_and_approvers_all(aber: Coop) -> None:
    worker = actor_of(aber, make_person(aber, "care_worker"))
    own, other = make_entry(aber, person_id=worker.person_id), make_entry(aber, state="paid")
    make_entry(aber, starts_at=NINE - timedelta(days=30))

    with reading(aber) as session:
        mine = queries.list_own_entries(session, by=worker, from_=NOVEMBER[0], until=NOVEMBER[1])
        everybodys = queries.list_entries(session, by=APPROVER, from_=NOVEMBER[0], until=NOVEMBER[1])
        count = queries.count_unapproved(session, *NOVEMBER)
        with pytest.raises(NotFound):
            queries.list_entries(session, by=worker, from_=NOVEMBER[0], until=NOVEMBER[1])
        with pytest.raises(NotFound):
            queries.get_entry(session, other, by=worker)

    assert [(entry.id, entry.state, entry.is_own) for entry in mine] == [(own, "recorded", True)]
    assert {(entry.id, entry.state) for entry in everybodys} == {(own, "recorded"), (other, "paid")}
    assert count == 1
