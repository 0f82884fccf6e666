# SPDX-License-Identifier: AGPL-3.0-or-later
"""A supported member's account is tied to somebody by a second person, and reads their own visits alone."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from franchise_kit.access import PermissionLacking
from franchise_kit.access.rules.separation import OwnRoleRefused
from franchise_kit.care import queries
from franchise_kit.care.actions.tying import AccountIsOfSomebody, PersonHasAccount, tie_account, untie_account
from franchise_kit.care.queries.tied import find_tied, list_untied
from franchise_kit.profile.actions import NamesNotKnown, set_shown_names
from franchise_kit.profile.queries import get_profile, has_profile, shown_names
from tenants import clock
from tenants.actor import SYSTEM, Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import reading, upkeep
from tests.support.people import actor_of, make_person
from tests.support.thread import make_supported, make_visit, make_worker

MONDAY = date(2026, 11, 2)
DAYS = {"from_": MONDAY, "until": MONDAY + timedelta(days=7)}


@pytest.fixture(autouse=True)
def _before_the_visits() -> None:
    clock.set_fixed(datetime(2026, 11, 1, 9, tzinfo=UTC))


def manager(coop: Coop) -> Actor:
    return actor_of(coop, make_person(coop, "registered_manager", name="Nest Roberts"))


def member(coop: Coop) -> tuple[UUID, Actor]:
    person = make_person(coop, "supported_member", name="Elsi Fôn")
    return person.id, actor_of(coop, person)


def person_ids(coop: Coop) -> list[UUID]:
    with reading(coop) as session:
        return list(session.scalars(text("SELECT person_id FROM person_supported ORDER BY entered_at, id")))


def test_whoever_is_tied_reads_their_own_visits_as_they_were_told(aber: Coop) -> None:
    elsi, other = make_supported(aber), make_supported(aber, "Tom Rees")
    nia = make_worker(aber)
    visit_id = make_visit(aber, elsi, MONDAY, "09:00", worker_id=nia)
    make_visit(aber, other, MONDAY, "11:00", worker_id=nia)
    account_id, by = member(aber)
    with reading(aber) as session:
        before = queries.list_visits(session, by=by, **DAYS)

    tie_account(coop=aber, person_supported_id=elsi, account_id=account_id, by=manager(aber))
    with upkeep(aber) as session:
        session.execute(text("UPDATE visit SET planned_from = planned_from + interval '5 minutes'"))

    with reading(aber) as session:
        (mine,) = queries.list_visits(session, by=by, **DAYS)
        (again,) = queries.list_visits_of(session, elsi, by=by, **DAYS)
        one = queries.get_visit(session, visit_id, by=by)
        plan = queries.get_person(session, elsi, by=by, today=MONDAY)
        with pytest.raises(NotFound):
            queries.get_person(session, other, by=by, today=MONDAY)
        assert queries.list_visits_of(session, other, by=by, **DAYS) == []
    assert before == []
    assert (mine.id, mine.planned_from, mine.worker_name) == (
        visit_id,
        datetime(2026, 11, 2, 9, tzinfo=UTC),
        "Nia",
    )
    assert (again, one, plan.id) == (mine, mine, elsi)


def test_whoever_gave_the_role_and_whoever_holds_it_do_not_tie(aber: Coop) -> None:
    elsi = make_supported(aber)
    account_id, by = member(aber)
    giver = manager(aber)
    with upkeep(aber) as session:
        session.execute(
            text("UPDATE account_role SET proposed_by_person = :giver WHERE role = 'supported_member'"),
            {"giver": giver.person_id},
        )
    before = person_ids(aber)

    with pytest.raises(OwnRoleRefused):
        tie_account(coop=aber, person_supported_id=elsi, account_id=account_id, by=giver)
    with pytest.raises(PermissionLacking):
        tie_account(coop=aber, person_supported_id=elsi, account_id=account_id, by=by)
    second = manager(aber)
    with reading(aber) as session:
        assert list_untied(session, by=giver) == []
        assert [one.account_id for one in list_untied(session, by=second)] == [account_id]
    assert person_ids(aber) == before


def test_one_account_is_of_one_person_until_it_is_taken_away(aber: Coop, bryn: Coop) -> None:
    elsi, tom = make_supported(aber), make_supported(aber, "Tom Rees")
    (account_id, by), (second_id, _) = member(aber), member(aber)
    nest = manager(aber)
    worker = make_person(aber, "care_worker")
    tie_account(coop=aber, person_supported_id=elsi, account_id=account_id, by=nest)
    tied = person_ids(aber)

    with pytest.raises(AccountIsOfSomebody):
        tie_account(coop=aber, person_supported_id=tom, account_id=account_id, by=nest)
    with pytest.raises(PersonHasAccount):
        tie_account(coop=aber, person_supported_id=elsi, account_id=second_id, by=nest)
    for nobody in (worker.id, uuid4(), member(bryn)[0]):
        with pytest.raises(NotFound):
            tie_account(coop=aber, person_supported_id=tom, account_id=nobody, by=nest)
    assert person_ids(aber) == tied
    with reading(aber) as session:
        holder = find_tied(session, elsi, by=nest)
    assert holder is not None
    assert holder.account_id == account_id

    untie_account(coop=aber, person_supported_id=elsi, by=nest)
    with reading(aber) as session:
        assert find_tied(session, elsi, by=nest) is None
        with pytest.raises(NotFound):
            queries.get_person(session, elsi, by=by, today=MONDAY)
    assert by.person_id not in person_ids(aber)


@pytest.mark.parametrize(("shown", "name"), [("full", "Nia Prys"), ("first", "Nia"), ("nobody", "")])
def test_the_co_op_chooses_which_name_of_a_worker_whoever_is_visited_sees(
    aber: Coop, bryn: Coop, shown: str, name: str
) -> None:
    elsi = make_supported(aber)
    visit_id = make_visit(aber, elsi, MONDAY, "09:00", worker_id=make_worker(aber))
    account_id, by = member(aber)
    tie_account(coop=aber, person_supported_id=elsi, account_id=account_id, by=manager(aber))
    admin = actor_of(aber, make_person(aber, "coop_admin"))

    set_shown_names(coop=aber, by=admin, shown=shown, now=clock.now())
    with pytest.raises(NamesNotKnown):
        set_shown_names(coop=aber, by=admin, shown="everybody", now=clock.now())
    with pytest.raises(PermissionLacking):
        set_shown_names(coop=aber, by=by, shown="full", now=clock.now())

    with reading(aber) as session:
        (listed,) = queries.list_visits(session, by=by, **DAYS)
        whole = queries.get_visit(session, visit_id, by=SYSTEM)
        kept = shown_names(session), has_profile(session), get_profile(session, aber, by=admin).version
    with reading(bryn) as session:
        other = shown_names(session)
    assert (listed.worker_name, listed.worker_id, whole.worker_name) == (name, whole.worker_id, "Nia Prys")
    assert (kept, other) == ((shown, False, 0), "first")
