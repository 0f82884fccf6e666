# SPDX-License-Identifier: AGPL-3.0-or-later
"""Visits: planned with somebody, given to a worker, attended or missed."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from franchise_kit.care import actions, queries
from franchise_kit.care.queries import facts
from franchise_kit.care.rules import visits as rules
from tenants import clock
from tenants.actor import SYSTEM, Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading, transaction
from tests.support.people import actor_of, make_person
from tests.support.thread import make_supported, make_visit, make_worker

MONDAY = date(2026, 11, 2)
TUESDAY = date(2026, 11, 3)
NINE = datetime(2026, 11, 2, 9, 2, tzinfo=UTC)


def count(coop: Coop) -> int:
    with reading(coop) as session:
        return int(session.scalar(text("SELECT count(*) FROM visit")) or 0)


def counts(coop: Coop, now: datetime | None = None) -> facts.VisitCounts:
    with reading(coop) as session:
        return facts.visit_counts(session, MONDAY, TUESDAY, now=now)


def check_in(coop: Coop, visit_id: UUID, worker_id: UUID, at: datetime = NINE) -> facts.VisitFacts:
    with transaction(coop, by=SYSTEM, doing="time.check_in") as session:
        return actions.check_in(session, visit_id, worker_id=worker_id, at=at)


def check_out(coop: Coop, visit_id: UUID, worker_id: UUID, at: datetime) -> facts.VisitFacts:
    with transaction(coop, by=SYSTEM, doing="time.check_out") as session:
        return actions.check_out(session, visit_id, worker_id=worker_id, at=at, note=" Paned a sgwrs ")


def test_a_visit_is_attended_by_its_worker(aber: Coop, bryn: Coop) -> None:
    worker_id = make_worker(aber)
    visit_id = make_visit(aber, make_supported(aber), MONDAY, "09:00", worker_id=worker_id)

    came = check_in(aber, visit_id, worker_id)
    left = check_out(aber, visit_id, worker_id, NINE.replace(hour=10))

    assert came.checked_in_at == NINE
    assert (left.checked_out_at, left.note, left.version) == (NINE.replace(hour=10), "Paned a sgwrs", 3)
    assert (left.person_name, left.worker_name, left.planned_minutes) == ("Elsi Fôn", "Nia Prys", 45)
    assert count(bryn) == 0


def test_nobody_checks_into_anothers_visit(aber: Coop) -> None:
    visit_id = make_visit(aber, make_supported(aber), MONDAY, "09:00", worker_id=make_worker(aber))

    with pytest.raises(NotFound):
        check_in(aber, visit_id, make_worker(aber, "Ann Arall"))

    assert counts(aber).missed == 1


def test_one_checks_in_once_and_on_the_day(aber: Coop) -> None:
    worker_id = make_worker(aber)
    visit_id = make_visit(aber, make_supported(aber), MONDAY, "09:00", worker_id=worker_id)

    with pytest.raises(rules.NotTheDay):
        check_in(aber, visit_id, worker_id, NINE.replace(day=3))
    with pytest.raises(rules.NotCheckedIn):
        check_out(aber, visit_id, worker_id, NINE)
    check_in(aber, visit_id, worker_id)
    with pytest.raises(rules.CheckedInAlready):
        check_in(aber, visit_id, worker_id)
    check_out(aber, visit_id, worker_id, NINE.replace(hour=10))
    with pytest.raises(rules.CheckedOutAlready):
        check_out(aber, visit_id, worker_id, NINE.replace(hour=11))


def test_what_was_missed_follows_from_what_happened(aber: Coop) -> None:
    worker_id, person_id = make_worker(aber), make_supported(aber)
    attended = make_visit(aber, person_id, MONDAY, "09:00", worker_id=worker_id)
    by_person, by_co_op, _missed = (
        make_visit(aber, person_id, MONDAY, at, worker_id=worker_id) for at in ("11:00", "13:00", "15:00")
    )
    make_visit(aber, person_id, TUESDAY, "00:00")
    check_in(aber, attended, worker_id)
    for visit_id, who in ((by_person, "person"), (by_co_op, "co_op")):
        actions.cancel_visit(coop=aber, visit_id=visit_id, cancelled_by=who, by=SYSTEM, now=clock.now())

    assert counts(aber) == facts.VisitCounts(planned=3, missed=2)
    assert counts(aber, now=NINE) == facts.VisitCounts(planned=3, missed=1)


def test_a_day_is_londons(aber: Coop) -> None:
    person_id = make_supported(aber)
    make_visit(aber, person_id, date(2026, 6, 2), "00:30", minutes=60)

    with reading(aber) as session:
        first = facts.visit_counts(session, date(2026, 6, 1), date(2026, 6, 2))
        second = facts.visit_counts(session, date(2026, 6, 2), date(2026, 6, 3))

    assert (first.planned, second.planned) == (0, 1)


@pytest.mark.parametrize(
    ("case", "day", "at", "minutes", "refusal"),
    [
        ("too short", MONDAY, "14:00", 14, rules.VisitTooShort),
        ("ends before it starts", MONDAY, "14:00", -5, rules.VisitEndsBeforeStart),
        ("not supported yet", date(2025, 12, 1), "14:00", 30, rules.PersonNotSupportedThen),
        ("overlaps at its end", MONDAY, "08:30", 31, rules.WorkerElsewhere),
        ("lies within", MONDAY, "09:10", 20, rules.WorkerElsewhere),
    ],
)
def test_a_visit_that_cannot_be_is_not_planned(
    aber: Coop, case: str, day: date, at: str, minutes: int, refusal: type[Refusal]
) -> None:
    worker_id, person_id = make_worker(aber), make_supported(aber)
    make_visit(aber, person_id, MONDAY, "09:00", worker_id=worker_id)

    with pytest.raises(refusal):
        make_visit(aber, person_id, day, at, minutes=minutes, worker_id=worker_id)

    assert count(aber) == 1, case


def test_one_visit_may_begin_as_another_ends(aber: Coop) -> None:
    worker_id, person_id = make_worker(aber), make_supported(aber)

    for at in ("09:00", "09:45"):
        make_visit(aber, person_id, MONDAY, at, worker_id=worker_id)

    assert count(aber) == 2


def test_a_visit_is_given_and_taken_until_it_begins(aber: Coop) -> None:
    first, second = make_worker(aber), make_worker(aber, "Ann Arall")
    visit_id = make_visit(aber, make_supported(aber), MONDAY, "09:00")

    actions.assign_visit(coop=aber, visit_id=visit_id, worker_id=first, by=SYSTEM, now=NINE)
    actions.assign_visit(coop=aber, visit_id=visit_id, worker_id=second, by=SYSTEM, now=NINE)
    check_in(aber, visit_id, second)

    with pytest.raises(rules.CheckedInAlready):
        actions.assign_visit(coop=aber, visit_id=visit_id, worker_id=first, by=SYSTEM, now=NINE)
    with reading(aber) as session:
        assert queries.get_visit(session, visit_id, by=SYSTEM).worker_id == second


def test_a_worker_reads_their_own_visits_and_whom_they_visit(aber: Coop) -> None:
    account = make_person(aber, "care_worker", name="Nia Prys")
    worker_id = make_worker(aber, account_id=account.id)
    mine, other = make_supported(aber), make_supported(aber, "Gwen Morys")
    own = make_visit(aber, mine, MONDAY, "09:00", worker_id=worker_id)
    foreign = make_visit(aber, other, MONDAY, "09:00")
    by: Actor = actor_of(aber, account)

    with reading(aber) as session:
        listed = queries.list_visits(session, by=by, from_=MONDAY, until=TUESDAY)
        people = queries.list_people(session, by=by, today=MONDAY)
        with pytest.raises(NotFound):
            queries.get_visit(session, foreign, by=by)
        with pytest.raises(NotFound):
            queries.get_person(session, other, by=by, today=MONDAY)

    assert [visit.id for visit in listed] == [own]
    assert [person.id for person in people] == [mine]


@pytest.mark.parametrize(("days", "is_reached"), [(-8, False), (-7, True), (0, True), (7, True), (8, False)])
def test_a_visit_opens_a_record_for_a_week_on_each_side(aber: Coop, days: int, is_reached: bool) -> None:
    account = make_person(aber, "care_worker", name="Nia Prys")
    worker_id, person_id = make_worker(aber, account_id=account.id), make_supported(aber)
    make_visit(aber, person_id, MONDAY, "23:00", minutes=60, worker_id=worker_id)
    by, today = actor_of(aber, account), MONDAY + timedelta(days=days)

    with reading(aber) as session:
        listed = queries.list_people(session, by=by, today=today)
        if not is_reached:
            with pytest.raises(NotFound):
                queries.get_person(session, person_id, by=by, today=today)
            with pytest.raises(NotFound):
                queries.list_outcomes(session, person_id, by=by, today=today)
        all_of_them = queries.list_people(session, by=SYSTEM, today=today)

    assert [one.id for one in listed] == ([person_id] if is_reached else [])
    assert [one.id for one in all_of_them] == [person_id]


def test_a_night_opens_a_record_from_its_second_day_as_well(aber: Coop) -> None:
    account = make_person(aber, "care_worker", name="Nia Prys")
    worker_id, person_id = make_worker(aber, account_id=account.id), make_supported(aber)
    make_visit(aber, person_id, MONDAY, "23:00", minutes=61, worker_id=worker_id)
    by = actor_of(aber, account)

    with reading(aber) as session:
        last = queries.list_people(session, by=by, today=TUESDAY + timedelta(days=7))
        after = queries.list_people(session, by=by, today=TUESDAY + timedelta(days=8))

    assert ([one.id for one in last], after) == ([person_id], [])


@pytest.mark.parametrize("role", ["care_worker", "board_member", "payroll_contact", "responsible_individual"])
def test_only_who_keeps_the_rota_plans(aber: Coop, role: str) -> None:
    by = actor_of(aber, make_person(aber, role))
    visit = actions.NewVisit(make_supported(aber), NINE, NINE.replace(hour=10))

    with pytest.raises(NotFound):
        actions.plan_visit(coop=aber, visit=visit, by=by, now=clock.now())

    assert count(aber) == 0


def test_what_matters_to_somebody_is_sealed(aber: Coop) -> None:
    person = actions.NewPerson("Elsi", "Fôn", "cy", MONDAY, what_matters="Radio Cymru am saith")
    actions.enter_person(coop=aber, person=person, by=SYSTEM, now=clock.now())

    with reading(aber) as session:
        rows = session.scalars(text("SELECT p::text FROM person_supported p")).all()
        lines = session.scalars(text("SELECT l::text FROM journal_line l")).all()

    assert [row for row in [*rows, *lines] if "Radio" in row] == []


def test_somebody_reads_the_visits_to_them_that_were_told(aber: Coop) -> None:
    person_id, other_id = make_supported(aber), make_supported(aber, "Gwen Arall")
    told = make_visit(aber, person_id, MONDAY, "09:00", worker_id=make_worker(aber))
    make_visit(aber, other_id, MONDAY, "11:00")
    with transaction(aber, by=SYSTEM, doing="care.test") as session:
        session.execute(
            text("UPDATE visit SET told_at = NULL, told_from = NULL, told_until = NULL WHERE id <> :id"),
            {"id": told},
        )
        theirs = session.scalar(
            text("SELECT person_id FROM person_supported WHERE id = :id"), {"id": person_id}
        )
    by = Actor(UUID(int=1), theirs, "coop", permissions={"visit.read": "own"})
    stranger = Actor(UUID(int=2), UUID(int=3), "coop", permissions={"visit.read": "own"})

    def read(of: UUID, by: Actor) -> list[UUID]:
        with reading(aber) as session:
            found = queries.list_visits_of(session, of, by=by, from_=MONDAY, until=TUESDAY)
        return [one.id for one in found]

    assert [read(person_id, by), read(other_id, by), read(person_id, stranger)] == [[told], [], []]
    assert len(read(other_id, SYSTEM)) == 1
