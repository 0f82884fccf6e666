"""Tokens: never wider than their maker, dated, shown once and kept as a hash."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from franchise_kit.access.actions import roles
from franchise_kit.tokens import actions, queries
from franchise_kit.tokens.rules import LONGEST, NEVER, TokenTooLong, TokenTooWide
from tenants import clock
from tenants.actor import SYSTEM, Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import reading
from tests.support.people import actor_of, make_person

ADMIN = "coop_admin"


def make(coop: Coop, by: Actor, *permissions: str, lasts: timedelta = timedelta(days=30)) -> actions.NewToken:
    now = clock.now()
    return actions.make_token(
        office=coop,
        by=by,
        name="Rota",
        permissions=frozenset(permissions),
        expires_at=now + lasts,
        now=now,
    )


def count(coop: Coop) -> int:
    with reading(coop) as session:
        return int(session.scalar(text("SELECT count(*) FROM api_token")) or 0)


def held_by(coop: Coop, secret: str) -> dict[str, str] | None:
    with reading(coop) as session:
        found = queries.find_bearer(session, secret, now=clock.now())
    return dict(found.actor.permissions) if found is not None else None


def test_a_tokens_secret_is_nowhere_in_the_database(aber: Coop) -> None:
    made = make(aber, actor_of(aber, make_person(aber, ADMIN)), "journal.read")

    with reading(aber) as session:
        rows = session.execute(text("SELECT api_token::text FROM api_token")).scalars().all()
        lines = session.execute(text("SELECT journal_line::text FROM journal_line")).scalars().all()

    assert held_by(aber, made.text) == {"journal.read": "coop", "own_account.use": "own"}
    assert [row for row in [*rows, *lines] if made.text.rpartition("_")[2] in row] == []


@pytest.mark.parametrize(
    "wanted", [(), ("payrun.prepare",), ("journal.read", "care_plan.read"), ("nothing",)]
)
def test_a_token_is_never_wider_than_its_maker(aber: Coop, wanted: tuple[str, ...]) -> None:
    by = actor_of(aber, make_person(aber, ADMIN))

    with pytest.raises(TokenTooWide):
        make(aber, by, *wanted)

    assert count(aber) == 0


@pytest.mark.parametrize("never", sorted(NEVER))
def test_some_things_no_program_may_do(aber: Coop, never: str) -> None:
    person = actor_of(aber, make_person(aber, ADMIN))
    by = Actor(
        person.account_id, person.person_id, "coop", permissions={never: "coop", "journal.read": "coop"}
    )

    with pytest.raises(TokenTooWide):
        make(aber, by, never, "journal.read")

    assert count(aber) == 0


@pytest.mark.parametrize(
    ("lasts", "is_taken"),
    [
        (timedelta(0), False),
        (timedelta(seconds=-1), False),
        (timedelta(seconds=1), True),
        (LONGEST, True),
        (LONGEST + timedelta(seconds=1), False),
    ],
)
def test_a_token_ends_within_a_year_and_a_day(aber: Coop, lasts: timedelta, is_taken: bool) -> None:
    clock.set_fixed(clock.now())
    by = actor_of(aber, make_person(aber, ADMIN))

    if is_taken:
        make(aber, by, "journal.read", lasts=lasts)
    else:
        with pytest.raises(TokenTooLong):
            make(aber, by, "journal.read", lasts=lasts)

    assert count(aber) == int(is_taken)


def test_a_token_loses_what_its_maker_loses(aber: Coop) -> None:
    other, person = make_person(aber, ADMIN), make_person(aber, ADMIN)
    made = make(aber, actor_of(aber, person), "user.manage", "disclosure.read")

    roles.change(
        office=aber,
        account_id=person.id,
        wanted=["board_member"],
        by=actor_of(aber, other),
        now=clock.now(),
    )

    assert held_by(aber, made.text) == {"disclosure.read": "coop", "own_account.use": "own"}


def test_nobody_from_outside_and_no_system_makes_a_token(aber: Coop) -> None:
    guest = Actor(make_person(aber, ADMIN).id, None, "hub", permissions={"journal.read": "grant"})

    for by in (SYSTEM, guest):
        with pytest.raises(NotFound):
            make(aber, by, "journal.read")

    assert count(aber) == 0


def test_a_token_is_taken_back_once(aber: Coop) -> None:
    by = actor_of(aber, make_person(aber, ADMIN))
    made = make(aber, by, "journal.read")

    actions.revoke_token(office=aber, by=by, token_id=made.id, now=clock.now())

    assert held_by(aber, made.text) is None
    with pytest.raises(NotFound):
        actions.revoke_token(office=aber, by=by, token_id=made.id, now=clock.now())


def test_a_token_of_one_coop_is_unknown_in_another(aber: Coop, bryn: Coop) -> None:
    made = make(aber, actor_of(aber, make_person(aber, ADMIN)), "journal.read")

    assert held_by(bryn, made.text) is None


def test_the_list_is_for_whoever_manages_tokens(aber: Coop) -> None:
    by = actor_of(aber, make_person(aber, ADMIN))
    made = make(aber, by, "journal.read")
    carer = actor_of(aber, make_person(aber, "care_worker"))

    with reading(aber) as session:
        assert [one.id for one in queries.list_tokens(session, by=by)] == [made.id]
        assert queries.list_tokens(session, by=carer) == []
