# SPDX-License-Identifier: AGPL-3.0-or-later
"""Passwords at the door, sessions behind it, and what the journal says of both."""

from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher, extract_parameters

from franchise_kit.access.actions import accounts, hashing, passwords, sessions, sign_in
from franchise_kit.access.actions.passwords import PasswordTooWeak, WrongPassword
from franchise_kit.access.actions.sign_in import SignInRefused
from franchise_kit.access.queries.accounts import list_devices
from tenants.office import HUB, Coop
from tenants.refusal import NotFound
from tenants.transaction import reading
from tests.support.access import ELSEWHERE, HOME, enter, lines_of, living, look, mails_of
from tests.support.people import PASSWORD, actor_of, make_person
from tests.support.world import World

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_passwords_are_stored_with_argon2id_at_the_documented_cost(world: World, aber: Coop) -> None:
    make_person(aber, "care_worker")

    with world.as_login_of(aber) as connection:
        row = connection.execute("SELECT password_hash FROM account").fetchone()

    assert row is not None
    assert row[0].startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_an_unknown_address_costs_as_much_as_a_known_one() -> None:
    stored = hashing.hash_password(PASSWORD)

    assert extract_parameters(hashing.NOBODYS_HASH) == extract_parameters(stored)
    assert hashing.is_password(None, PASSWORD) is False
    assert hashing.is_password(stored, PASSWORD) is True


def test_nothing_of_a_long_password_is_cut() -> None:
    stored = hashing.hash_password("ŵ" * 127 + "a")

    assert hashing.is_password(stored, "ŵ" * 127 + "a")
    assert not hashing.is_password(stored, "ŵ" * 127 + "b")


def test_a_sign_in_upgrades_an_old_hash(world: World, aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with world.as_login_of(aber) as connection:
        connection.execute("UPDATE account SET password_hash = %s", [old])

    enter(aber, carer, now=NOW)

    with world.as_login_of(aber) as connection:
        row = connection.execute("SELECT password_hash FROM account").fetchone()
    assert row is not None
    assert row[0].startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_good_and_a_bad_sign_in_each_leave_a_line(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")

    with pytest.raises(SignInRefused):
        sign_in.sign_in(office=aber, email=carer.email, password="wrong", visitor=HOME, now=NOW)
    enter(aber, carer, now=NOW)

    assert [(line.doing, line.outcome, line.code, line.account_id) for line in lines_of(aber)] == [
        ("access.sign_in", "refused", "sign_in_refused", carer.id),
        ("access.sign_in", "done", None, carer.id),
    ]


def test_a_stranger_leaves_no_line(aber: Coop) -> None:
    with pytest.raises(SignInRefused):
        sign_in.sign_in(office=aber, email="no@example.invalid", password="x", visitor=HOME, now=NOW)

    assert lines_of(aber) == []


def test_the_session_s_token_is_stored_hashed(world: World, aber: Coop) -> None:
    begun = enter(aber, make_person(aber, "care_worker"), now=NOW)

    assert len(begun.token) == 43
    with world.as_login_of(aber) as connection:
        row = connection.execute("SELECT token_hash, to_jsonb(s)::text FROM sign_in_session s").fetchone()
    assert row is not None
    assert len(row[0]) == 32
    assert begun.token not in row[1]


def test_an_account_of_one_co_op_opens_nothing_in_another(aber: Coop, bryn: Coop) -> None:
    begun = enter(aber, make_person(aber, "care_worker"), now=NOW)

    assert look(bryn, begun.token, now=NOW) is None
    assert look(HUB, begun.token, now=NOW) is None


def test_a_suspended_account_s_sessions_end_at_once_and_it_gets_in_no_more(aber: Coop) -> None:
    carer, admin = make_person(aber, "care_worker"), make_person(aber, "coop_admin")
    begun = enter(aber, carer, now=NOW)

    accounts.suspend(office=aber, account_id=carer.id, by=actor_of(aber, admin), now=NOW)

    assert look(aber, begun.token, now=NOW) is None
    with pytest.raises(SignInRefused):
        enter(aber, carer, now=NOW)
    accounts.resume(office=aber, account_id=carer.id, by=actor_of(aber, admin))
    assert enter(aber, carer, now=NOW).token


def test_a_changed_password_ends_all_other_sessions(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    here, there = enter(aber, carer, now=NOW).token, enter(aber, carer, now=NOW).token

    token = passwords.change(
        office=aber,
        signed_in=living(aber, here, now=NOW),
        present=PASSWORD,
        password="pont dros afon lydan",
        now=NOW,
    )

    assert look(aber, here, now=NOW) is None
    assert look(aber, there, now=NOW) is None
    assert look(aber, token, now=NOW) is not None
    assert mails_of(aber) == [("password_changed", carer.email)]


@pytest.mark.parametrize(
    ("present", "password", "refusal"),
    [
        ("not the password", "pont dros afon lydan", WrongPassword),
        (PASSWORD, "too short", PasswordTooWeak),
        (PASSWORD, "password1234", PasswordTooWeak),
        (PASSWORD, "gofal aber gofal aber", PasswordTooWeak),
    ],
)
def test_a_refused_change_of_password_changes_nothing(
    aber: Coop, present: str, password: str, refusal: type[Exception]
) -> None:
    carer = make_person(aber, "care_worker")
    token = enter(aber, carer, now=NOW).token

    with pytest.raises(refusal):
        passwords.change(
            office=aber,
            signed_in=living(aber, token, now=NOW),
            present=present,
            password=password,
            now=NOW,
        )

    assert look(aber, token, now=NOW) is not None
    assert enter(aber, carer, now=NOW).token
    assert mails_of(aber) == []


def test_sign_out_everywhere_ends_every_session(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    tokens = [enter(aber, carer, now=NOW).token for _ in range(3)]
    by = living(aber, tokens[0], now=NOW).actor

    sessions.end_everywhere(office=aber, by=by, now=NOW)

    assert [look(aber, token, now=NOW) for token in tokens] == [None, None, None]


def test_one_sees_own_devices_and_ends_one(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    here = enter(aber, carer, now=NOW, visitor=HOME).token
    there = enter(aber, carer, now=NOW + timedelta(minutes=1), visitor=ELSEWHERE).token
    by = living(aber, here, now=NOW).actor
    with reading(aber) as session:
        found = list_devices(session, by=by, now=NOW)
    assert [(one.device, one.is_this) for one in found] == [
        ("chrome/android", False),
        ("firefox/linux", True),
    ]

    sessions.end_one(office=aber, by=by, session_id=found[0].id, now=NOW)

    assert look(aber, there, now=NOW) is None
    assert look(aber, here, now=NOW) is not None


def test_nobody_ends_a_session_of_somebody_else(aber: Coop) -> None:
    mine, other = make_person(aber, "care_worker"), make_person(aber, "care_worker", name="Non Rees")
    by = living(aber, enter(aber, mine, now=NOW).token, now=NOW).actor
    token = enter(aber, other, now=NOW).token
    theirs = living(aber, token, now=NOW).session_id

    with pytest.raises(NotFound):
        sessions.end_one(office=aber, by=by, session_id=theirs, now=NOW)

    assert look(aber, token, now=NOW) is not None


def test_a_new_place_on_a_new_device_is_told(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    enter(aber, carer, now=NOW, visitor=HOME)
    assert mails_of(aber) == []

    enter(aber, carer, now=NOW, visitor=ELSEWHERE)

    assert mails_of(aber) == [("new_device", carer.email)]


def test_a_half_session_ends_after_ten_minutes(aber: Coop) -> None:
    begun = enter(aber, make_person(aber, "coop_admin"), now=NOW)

    assert begun.is_half
    assert living(aber, begun.token, now=NOW + timedelta(minutes=9)).is_open is False
    assert look(aber, begun.token, now=NOW + timedelta(minutes=10)) is None
