# SPDX-License-Identifier: AGPL-3.0-or-later
"""A person's record, those around them, their outcomes, and what whoever stands at the door is told."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from franchise_kit.access.queries.actors import find_actor
from franchise_kit.care import actions, queries
from franchise_kit.care.queries import Around, OutcomeFacts
from tenants import clock
from tenants.actor import SYSTEM, Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading
from tests.support.supported import make_contact, make_outcome, make_representative
from tests.support.thread import make_supported, make_visit, make_worker, make_worker_with_account

NOON = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 10)


@pytest.fixture(autouse=True)
def _at_noon() -> None:
    clock.set_fixed(NOON)


def around(coop: Coop, person_id: UUID, by: Actor = SYSTEM) -> Around:
    with reading(coop) as session:
        return queries.list_around(session, person_id, by=by, today=clock.today())


def worker_in(coop: Coop) -> tuple[UUID, Actor]:
    worker_id, account_id = make_worker_with_account(coop)
    with reading(coop) as session:
        actor = find_actor(session, account_id)
    assert actor is not None
    return worker_id, actor


def change(coop: Coop, person_id: UUID, version: int, **changes: object) -> tuple[str, ...]:
    return actions.change_person(
        coop=coop, person_supported_id=person_id, changes=changes, version=version, by=SYSTEM, now=NOON
    )


def test_a_record_keeps_what_it_said_before(aber: Coop) -> None:
    person_id = make_supported(aber)

    changed = change(aber, person_id, 1, born_on=date(1941, 2, 3), place="52.0831, -4.6609", known_as="")
    again = change(aber, person_id, 2, born_on=date(1941, 2, 3))

    with reading(aber) as session:
        kept = queries.get_person(session, person_id, by=SYSTEM, today=clock.today())
        lines = queries.list_person_changes(session, person_id, by=SYSTEM, today=clock.today())
    assert (sorted(changed), again) == (["born_on", "place"], ())
    assert (kept.born_on, kept.place, kept.version) == (date(1941, 2, 3), "52.08310,-4.66090", 2)
    assert [(line.version, line.before) for line in lines] == [(2, {"born_on": None, "place": None})]


@pytest.mark.parametrize(
    ("version", "changes", "code"),
    [
        (7, {"phone": "1"}, "changed_meanwhile"),
        (1, {"born_on": date(2026, 1, 6)}, "born_after_start"),
        (1, {"place": "SA43 1AB"}, "place_not_readable"),
    ],
)
def test_a_change_that_cannot_be_changes_nothing(
    aber: Coop, version: int, changes: dict[str, object], code: str
) -> None:
    person_id = make_supported(aber)

    with pytest.raises(Refusal) as refused:
        change(aber, person_id, version, **changes)

    with reading(aber) as session:
        kept = queries.get_person(session, person_id, by=SYSTEM, today=clock.today())
    assert (refused.value.code, kept.version, kept.phone, kept.place) == (code, 1, "", "")


def test_one_contact_is_rung_first(aber: Coop) -> None:
    person_id = make_supported(aber)
    first = make_contact(aber, person_id, is_first_to_ring=True)
    make_contact(aber, person_id, "Dafydd Fôn", is_first_to_ring=True, may_come="yes")

    found = around(aber, person_id).contacts

    assert [(one.name, one.is_first_to_ring) for one in found] == [("Dafydd Fôn", True), ("Gwen Fôn", False)]
    actions.change_contact(
        coop=aber, contact_id=first, changes={"ended_on": TODAY}, version=2, by=SYSTEM, now=NOON
    )
    assert around(aber, person_id).contacts[-1].ended_on == TODAY
    with pytest.raises(Refusal) as refused:
        actions.change_contact(
            coop=aber, contact_id=first, changes={"name": "x"}, version=2, by=SYSTEM, now=NOON
        )
    assert refused.value.code == "changed_meanwhile"


def test_an_authority_ends_on_its_last_day(aber: Coop) -> None:
    person_id = make_supported(aber)
    speaker = make_representative(aber, person_id)

    with pytest.raises(Refusal) as refused:
        actions.end_representative(
            coop=aber, representative_id=speaker, until_on=date(2025, 12, 31), version=1, by=SYSTEM, now=NOON
        )
    actions.end_representative(
        coop=aber, representative_id=speaker, until_on=TODAY, version=1, by=SYSTEM, now=NOON
    )

    kept = around(aber, person_id).representatives[0]
    assert refused.value.code == "ends_before_it_began"
    assert (kept.holds(TODAY), kept.holds(date(2026, 11, 11)), kept.agrees_care) == (True, False, True)


def test_a_consent_is_given_and_taken_back(aber: Coop) -> None:
    person_id = make_supported(aber)
    consent = actions.NewConsent("doctor", "Sut mae hi'n bwyta", "in_person", date(2026, 11, 1))
    consent_id = actions.give_consent(
        coop=aber, person_supported_id=person_id, consent=consent, by=SYSTEM, now=NOON
    )
    refused = []
    for on, version in ((date(2026, 10, 31), 1), (date(2026, 11, 11), 1), (TODAY, 2)):
        with pytest.raises(Refusal) as no:
            actions.take_back_consent(
                coop=aber, consent_id=consent_id, taken_back_on=on, version=version, by=SYSTEM, now=NOON
            )
        refused.append(no.value.code)

    assert refused == ["ends_before_it_began", "day_still_to_come", "changed_meanwhile"]
    assert around(aber, person_id).consents[0].taken_back_on is None
    actions.take_back_consent(
        coop=aber, consent_id=consent_id, taken_back_on=TODAY, version=1, by=SYSTEM, now=NOON
    )
    assert around(aber, person_id).consents[0].taken_back_on == TODAY


def test_wishes_are_for_the_rota_and_not_for_the_worker(aber: Coop) -> None:
    person_id, silent = make_supported(aber), make_supported(aber, "Ann Arall")
    nia, worker = worker_in(aber)
    other = make_worker(aber, "Siôn Gŵyn")
    make_visit(aber, person_id, TODAY, "09:00", worker_id=nia)

    def wish(worker_id: UUID, said: str | None) -> None:
        actions.set_wish(
            coop=aber, person_supported_id=person_id, worker_id=worker_id, wish=said, by=SYSTEM, now=NOON
        )

    wish(nia, "prefers")
    wish(nia, "not_this_one")
    wish(other, "prefers")
    with reading(aber) as session:
        found = queries.wishes_of(session, [person_id, silent])
        none = queries.wishes_of(session, [])

    assert found == {person_id: queries.Wishes(frozenset({other}), frozenset({nia}))}
    assert none == {}
    assert around(aber, person_id, worker).wishes == ()
    assert [one.worker_name for one in around(aber, person_id).wishes] == ["Siôn Gŵyn", "Nia Prys"]
    wish(nia, None)
    assert [one.wish for one in around(aber, person_id).wishes] == ["prefers"]
    with pytest.raises(NotFound):
        wish(person_id, "prefers")


@pytest.mark.parametrize(
    ("today", "at", "is_told"),
    [
        (date(2026, 11, 8), "09:00", False),
        (date(2026, 11, 9), "09:00", True),
        (TODAY, "09:00", True),
        (date(2026, 11, 11), "09:00", False),
        (date(2026, 11, 11), "23:30", True),
        (date(2026, 11, 12), "23:30", False),
    ],
)
def test_the_door_opens_the_day_before_and_closes_after(
    aber: Coop, today: date, at: str, is_told: bool
) -> None:
    person_id, (worker_id, worker) = make_supported(aber), worker_in(aber)
    change(aber, person_id, 1, getting_in="Allwedd yn y sied", key_facts="Y ci")
    make_contact(aber, person_id, is_first_to_ring=True)
    make_contact(aber, person_id, "Huw Dieithr", may_come="no")
    make_visit(aber, person_id, TODAY, at, worker_id=worker_id)

    with reading(aber) as session:
        if not is_told:
            with pytest.raises(NotFound):
                queries.at_the_door(session, person_id, by=worker, today=today)
            return
        door = queries.at_the_door(session, person_id, by=worker, today=today)

    assert (door.name, door.getting_in, door.key_facts) == ("Elsi Fôn", "Allwedd yn y sied", "Y ci")
    assert [one.name for one in door.not_to_let_in] == ["Huw Dieithr"]
    assert door.first_to_ring is not None
    assert door.first_to_ring.name == "Gwen Fôn"


def outcomes(coop: Coop, person_id: UUID, by: Actor = SYSTEM) -> list[OutcomeFacts]:
    with reading(coop) as session:
        return queries.list_outcomes(session, person_id, by=by, today=clock.today())


def test_an_outcome_is_read_over_time_and_ends(aber: Coop, bryn: Coop) -> None:
    person_id = make_supported(aber)
    outcome_id = make_outcome(aber, person_id, 2, 4)
    ending = actions.Ending("reached", TODAY)

    actions.end_outcome(coop=aber, outcome_id=outcome_id, ending=ending, version=1, by=SYSTEM, now=NOON)
    with pytest.raises(Refusal) as over:
        actions.end_outcome(coop=aber, outcome_id=outcome_id, ending=ending, version=2, by=SYSTEM, now=NOON)

    kept = outcomes(aber, person_id)[0]
    assert [(one.on_day, one.score) for one in kept.readings] == [
        (date(2026, 2, 2), 2),
        (date(2026, 2, 3), 4),
    ]
    assert (kept.course, kept.ending, over.value.code) == ("up", "reached", "outcome_over")
    with reading(bryn) as session, pytest.raises(NotFound):
        queries.get_outcome(session, outcome_id, by=SYSTEM, today=clock.today())


@pytest.mark.parametrize(
    ("on", "code"),
    [(date(2026, 11, 11), "day_still_to_come"), (date(2026, 2, 1), "outcome_not_begun")],
)
def test_a_reading_of_a_day_that_cannot_be_is_refused(aber: Coop, on: date, code: str) -> None:
    person_id = make_supported(aber)
    outcome_id = make_outcome(aber, person_id)
    said = actions.NewReading(on, 3, "person")

    with pytest.raises(Refusal) as refused:
        actions.read_outcome(coop=aber, outcome_id=outcome_id, reading=said, by=SYSTEM, now=NOON)

    assert refused.value.code == code
    assert outcomes(aber, person_id)[0].readings == ()


def test_a_worker_says_how_far_it_is_where_they_visit(aber: Coop) -> None:
    person_id, other = make_supported(aber), make_supported(aber, "Ann Arall")
    worker_id, worker = worker_in(aber)
    make_visit(aber, person_id, TODAY, "09:00", worker_id=worker_id)
    here, there = make_outcome(aber, person_id), make_outcome(aber, other)
    said = actions.NewReading(TODAY, 3, "together")

    actions.read_outcome(coop=aber, outcome_id=here, reading=said, by=worker, now=NOON)
    with pytest.raises(NotFound):
        actions.read_outcome(coop=aber, outcome_id=there, reading=said, by=worker, now=NOON)

    assert [one.score for one in outcomes(aber, person_id, worker)[0].readings] == [3]
    assert outcomes(aber, other)[0].readings == ()
