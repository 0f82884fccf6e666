# SPDX-License-Identifier: AGPL-3.0-or-later
"""Profiles, checks, talks and offers of hours: who reads and writes them, what is kept, and what is due."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from franchise_kit.people import actions, queries
from franchise_kit.people.queries import facts
from franchise_kit.people.rules import contracts
from franchise_kit.people.rules import keeping as rules
from tenants import clock
from tenants.actor import SYSTEM, Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading
from tests.support.people import actor_of, make_person
from tests.support.thread import BEGAN, make_worker

SUMMER, AUTUMN = date(2026, 6, 1), date(2026, 11, 26)
TOMORROW = clock.today() + timedelta(days=1)
PROFILE = actions.WorkerProfile(
    "Nia", "Prys", "Nanw", "cy", ("cy", "en"), "employed", "other_social_care", phone="01239 000000"
)


def actor(coop: Coop, role: str = "care_coordinator") -> Actor:
    return actor_of(coop, make_person(coop, role))


def change(coop: Coop, worker_id: UUID, profile: actions.WorkerProfile, by: Actor, version: int = 1) -> None:
    actions.change_worker(
        coop=coop, worker_id=worker_id, profile=profile, version=version, by=by, now=clock.now()
    )


def count(coop: Coop, table: str) -> int:
    with reading(coop) as session:
        return int(session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


def test_a_profile_keeps_what_it_said_before(aber: Coop) -> None:
    worker_id, by = make_worker(aber), actor(aber)

    change(aber, worker_id, PROFILE, by)
    change(aber, worker_id, PROFILE, by, version=2)

    with reading(aber) as session:
        worker = queries.get_worker(session, worker_id, by=by)
        contact = queries.get_contact(session, worker_id, by=by)
        changes = queries.list_worker_changes(session, worker_id, by=by)
    assert (worker.known_as, worker.speaks, worker.version) == ("Nanw", ("cy", "en"), 2)
    assert (contact.phone, contact.email) == ("01239 000000", "")
    assert [(one.version, dict(one.before)) for one in changes] == [
        (2, {"known_as": "", "speaks": [], "phone": None})
    ]
    assert changes[0].changed_by_person == by.person_id


def test_a_change_of_what_somebody_else_changed_is_refused(aber: Coop) -> None:
    worker_id, by = make_worker(aber), actor(aber)
    change(aber, worker_id, PROFILE, by)

    with pytest.raises(actions.WorkerChangedMeanwhile):
        change(aber, worker_id, PROFILE, by)

    assert count(aber, "record_change") == 1


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        ("care_coordinator", True),
        ("registered_manager", True),
        ("payroll_contact", True),
        ("training_lead", False),
        ("care_worker", False),
    ],
)
def test_who_reads_how_to_reach_somebody(aber: Coop, role: str, reads: bool) -> None:
    worker_id, by = make_worker(aber), actor(aber, role)

    found = True
    with reading(aber) as session:
        try:
            queries.get_contact(session, worker_id, by=by)
        except NotFound:
            found = False

    assert found is reads


def test_a_worker_reads_their_own_contact_and_checks(aber: Coop) -> None:
    person = make_person(aber, "care_worker")
    worker_id, by = make_worker(aber, account_id=person.id), actor_of(aber, person)

    with reading(aber) as session:
        assert queries.get_contact(session, worker_id, by=by).phone == ""
        assert queries.list_checks(session, worker_id, by=by) == []
    with pytest.raises(NotFound):
        change(aber, worker_id, PROFILE, by)


def test_who_has_a_contract_is_employed(aber: Coop) -> None:
    employed, volunteer = make_worker(aber, pence_per_hour=1345), make_worker(aber, "Ann Wir")
    by = actor(aber)
    as_volunteer = actions.WorkerProfile("Ann", "Wir", "", "cy", (), "volunteer", "other")
    change(aber, volunteer, as_volunteer, by)

    with pytest.raises(contracts.ContractStillRuns):
        change(aber, employed, as_volunteer, by)
    with pytest.raises(contracts.NotEmployed):
        actions.make_contract(
            coop=aber,
            worker_id=volunteer,
            contract=actions.NewContract("non_guaranteed_hours", 0, BEGAN, 1345),
            by=by,
            now=clock.now(),
        )

    assert count(aber, "contract") == 1


def test_rates_are_by_kind_and_go_on_in_the_next_contract(aber: Coop) -> None:
    worker_id, by = make_worker(aber, pence_per_hour=1345), actor(aber, "payroll_contact")
    for rate in (actions.NewRate(5000, SUMMER, "sleep_in"), actions.NewRate(1500, SUMMER, "weekend")):
        actions.set_rate(coop=aber, worker_id=worker_id, rate=rate, paid_through=None, by=by, now=clock.now())
    actions.make_contract(
        coop=aber,
        worker_id=worker_id,
        contract=actions.NewContract("guaranteed_hours", 600, date(2026, 7, 1), 1400, "Carer", "Teifi"),
        by=by,
        now=clock.now(),
    )

    with reading(aber) as session:
        days = (date(2026, 5, 31), SUMMER, date(2026, 7, 1))
        found = [facts.rates_by_kind(session, [worker_id], day)[worker_id] for day in days]
        (newest, _first) = queries.list_contracts(session, worker_id, by=by)
    assert [{kind: (one.pence, one.unit) for kind, one in rates.items()} for rates in found] == [
        {"ordinary": (1345, "hour")},
        {"ordinary": (1345, "hour"), "weekend": (1500, "hour"), "sleep_in": (5000, "night")},
        {"ordinary": (1400, "hour"), "weekend": (1500, "hour"), "sleep_in": (5000, "night")},
    ]
    assert (newest.job_title, newest.place) == ("Carer", "Teifi")


def test_workers_are_counted_by_category(aber: Coop) -> None:
    make_worker(aber)
    make_worker(aber, "Ann Arall")

    with reading(aber) as session:
        assert facts.categories_on(session, SUMMER) == {"other_social_care": 2}
        assert facts.categories_on(session, date(2026, 1, 4)) == {}


def note(coop: Coop, worker_id: UUID, check: actions.NewCheck, by: Actor) -> None:
    actions.note_check(coop=coop, worker_id=worker_id, check=check, by=by, now=clock.now())


def test_what_is_due_of_all_has_what_is_overdue_first(aber: Coop) -> None:
    nia, by = make_worker(aber), actor(aber)
    note(aber, nia, actions.NewCheck("dbs", BEGAN, date(2026, 12, 6), "00123"), by)
    note(aber, nia, actions.NewCheck("references", BEGAN), by)
    note(aber, nia, actions.NewCheck("right_to_work", BEGAN), by)
    actions.note_registration(
        coop=aber,
        worker_id=nia,
        registration=actions.NewRegistration("registered", BEGAN, None, "W/1"),
        by=by,
        now=clock.now(),
    )
    actions.note_talk(
        coop=aber,
        worker_id=nia,
        talk=actions.NewTalk("supervision", BEGAN, note="Da iawn"),
        by=by,
        now=clock.now(),
    )

    with reading(aber) as session:
        found = queries.list_due_of_all(session, by=by, on=AUTUMN)
        talks = queries.list_talks(session, nia, by=by)
        checks = queries.list_checks(session, nia, by=by)

    assert [(one.due.kind, one.due.state(AUTUMN)) for one in found] == [
        ("supervision", "overdue"),
        ("dbs", "soon"),
        ("appraisal", "soon"),
    ]
    assert [(one.next_due_on, one.note) for one in talks] == [(date(2026, 4, 5), "Da iawn")]
    assert {(one.kind, one.reference) for one in checks} >= {("dbs", "00123"), ("references", "")}


@pytest.mark.parametrize("role", ["training_lead", "care_worker", "board_member"])
def test_others_neither_note_a_check_nor_read_what_is_due(aber: Coop, role: str) -> None:
    worker_id, by = make_worker(aber), actor(aber, role)

    with pytest.raises(NotFound):
        note(aber, worker_id, actions.NewCheck("dbs", BEGAN), by)
    with reading(aber) as session, pytest.raises(NotFound):
        queries.list_due_of_all(session, by=by, on=SUMMER)

    assert count(aber, "check_seen") == 0


@pytest.mark.parametrize(
    ("check", "refusal"),
    [
        (actions.NewCheck("dbs", TOMORROW), rules.NotYet),
        (actions.NewCheck("dbs", SUMMER, BEGAN), rules.ExpiresBeforeChecked),
    ],
)
def test_a_check_that_cannot_be_is_refused(
    aber: Coop, check: actions.NewCheck, refusal: type[Refusal]
) -> None:
    worker_id = make_worker(aber)

    with pytest.raises(refusal):
        note(aber, worker_id, check, actor(aber))

    assert count(aber, "check_seen") == 0


def without_hours(coop: Coop) -> UUID:
    worker_id = make_worker(coop)
    actions.make_contract(
        coop=coop,
        worker_id=worker_id,
        contract=actions.NewContract("non_guaranteed_hours", 0, BEGAN, 1345),
        by=SYSTEM,
        now=clock.now(),
    )
    return worker_id


def offer(coop: Coop, worker_id: UUID, weekly_minutes: int, by: Actor, worked: int = 5400) -> UUID:
    said = actions.NewOffer(SUMMER, weekly_minutes, date(2026, 3, 3), SUMMER, worked)
    return actions.offer_hours(coop=coop, worker_id=worker_id, offer=said, by=by, now=clock.now())


def test_an_offer_ends_the_clock_and_is_answered_once(aber: Coop) -> None:
    worker_id, by = without_hours(aber), actor(aber)
    with reading(aber) as session:
        before = [one.kind for one in queries.list_due_of_one(session, worker_id, by=by, on=SUMMER)]

    offer_id = offer(aber, worker_id, 420, by)
    answer = actions.NewAnswer("fewer_hours", SUMMER, 1)
    actions.answer_offer(coop=aber, offer_id=offer_id, answer=answer, by=by, now=clock.now())

    with reading(aber) as session:
        after = [one.kind for one in queries.list_due_of_one(session, worker_id, by=by, on=SUMMER)]
        (made,) = queries.list_offers(session, worker_id, by=by)
    assert ("hours_offer" in before, "hours_offer" in after) == (True, False)
    assert (made.average_weekly_minutes, made.answer, made.version) == (420, "fewer_hours", 2)
    with pytest.raises(rules.OfferAnswered):
        actions.answer_offer(coop=aber, offer_id=offer_id, answer=answer, by=by, now=clock.now())


def test_an_offer_that_cannot_be_is_refused(aber: Coop) -> None:
    without, guaranteed, by = (
        without_hours(aber),
        make_worker(aber, "Ann Oriau", pence_per_hour=1345),
        actor(aber),
    )

    with pytest.raises(rules.OfferBelowAverage):
        offer(aber, without, 419, by)
    with pytest.raises(contracts.NoContractThen):
        offer(aber, guaranteed, 420, by)
    offer(aber, without, 420, by)
    with pytest.raises(rules.OfferedAlready):
        offer(aber, without, 500, by)

    assert count(aber, "hours_offer") == 1
