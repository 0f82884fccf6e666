# SPDX-License-Identifier: AGPL-3.0-or-later
"""Links that come by mail: an invitation, a reset, a new address. Each works once, for a while."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from franchise_kit.access.actions import accounts, invitations, passwords, sign_in
from franchise_kit.access.actions.invitations import EmailTaken, Invitation
from franchise_kit.access.actions.passwords import PasswordTooWeak
from franchise_kit.access.actions.posting import LinkIsSpent
from franchise_kit.access.actions.sign_in import SignInRefused
from franchise_kit.access.models import Account
from franchise_kit.access.queries.accounts import list_accounts
from tenants.actor import SYSTEM
from tenants.mail import UnsafeHeader, write
from tenants.office import HUB, Coop
from tenants.refusal import Refusal
from tenants.transaction import reading, upkeep
from tests.support.access import HOME, address_of, enter, lines_of, link_token, living, look, mails_of
from tests.support.people import PASSWORD, actor_of, make_person

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
NEW = "pont dros afon lydan"


def invitation(email: str = "tomos@example.invalid", *roles: str) -> Invitation:
    return Invitation(
        email=email,
        full_name="Tomos Wyn",
        first_name="Tomos",
        language="cy",
        roles=roles or ("board_member",),
    )


def invite(office: Coop, *, now: datetime = NOW) -> str:
    by = actor_of(office, make_person(office, "coop_admin", name="Gwen Parri"))
    invitations.invite(office=office, invitation=invitation(), by=by, address=address_of(office), now=now)
    return link_token(office, "invitation")


def accept(office: Coop, token: str, *, now: datetime = NOW, password: str = NEW) -> None:
    passwords.accept_invitation(office=office, token=token, password=password, language="cy", now=now)


def ask_for_reset(office: Coop, email: str, *, now: datetime = NOW) -> str:
    passwords.ask_for_reset(office=office, email=email, address=address_of(office), now=now)
    return link_token(office, "reset")


def reset(office: Coop, token: str, *, now: datetime = NOW, password: str = NEW) -> None:
    passwords.reset(office=office, token=token, password=password, visitor=HOME, now=now)


def test_an_invitation_carries_no_password_and_nobody_gets_in_before(aber: Coop) -> None:
    invite(aber)

    with pytest.raises(SignInRefused):
        sign_in.sign_in(office=aber, email="tomos@example.invalid", password=PASSWORD, visitor=HOME, now=NOW)


def test_an_invitation_works_once(aber: Coop) -> None:
    token = invite(aber)
    accept(aber, token)

    with pytest.raises(LinkIsSpent):
        accept(aber, token, password="another good one here")

    begun = sign_in.sign_in(office=aber, email="tomos@example.invalid", password=NEW, visitor=HOME, now=NOW)
    assert living(aber, begun.token, now=NOW).actor.roles == {"board_member"}


@pytest.mark.parametrize(("age", "works"), [(timedelta(days=6, hours=23), True), (timedelta(days=7), False)])
def test_an_invitation_lasts_seven_days(aber: Coop, age: timedelta, works: bool) -> None:
    token = invite(aber)

    if works:
        accept(aber, token, now=NOW + age)
    else:
        with pytest.raises(LinkIsSpent):
            accept(aber, token, now=NOW + age)

    with reading(aber) as session:
        states = [line.status for line in list_accounts(session, by=SYSTEM) if line.first_name == "Tomos"]
    assert states == ["active" if works else "invited"]


def test_an_account_has_the_held_days_date_and_a_link_that_ends(aber: Coop) -> None:
    """As a command makes it in the demo: the day is held, the link's seven days pass."""
    held = NOW - timedelta(days=30)
    invitations.invite(
        office=aber,
        invitation=invitation(),
        by=SYSTEM,
        address=address_of(aber),
        now=NOW,
        made_at=held,
    )

    accept(aber, link_token(aber, "invitation"), now=NOW + timedelta(days=6))

    with reading(aber) as session:
        account = session.scalars(select(Account).where(Account.email == "tomos@example.invalid")).one()
    assert (account.created_at, account.status) == (held, "active")


def test_a_weak_password_does_not_spend_the_link(aber: Coop) -> None:
    token = invite(aber)
    with pytest.raises(PasswordTooWeak):
        accept(aber, token, password="tomos wyn tomos wyn")

    accept(aber, token)

    assert [line.outcome for line in lines_of(aber) if line.doing == "access.accept_invitation"] == [
        "refused",
        "done",
    ]


def test_of_two_who_follow_one_link_at_the_same_moment_one_gets_it(aber: Coop) -> None:
    token = invite(aber)

    def follow(_: int) -> str:
        try:
            accept(aber, token)
        except Refusal as refusal:
            return refusal.code
        return "in"

    with ThreadPoolExecutor(2) as two:
        assert sorted(two.map(follow, range(2))) == ["in", "link_is_spent"]


def test_a_fresh_invitation_lets_the_earlier_one_die(aber: Coop) -> None:
    first = invite(aber)
    admin = actor_of(aber, make_person(aber, "coop_admin"))
    with reading(aber) as session:
        tomos = next(one for one in list_accounts(session, by=admin) if one.first_name == "Tomos")
    invitations.invite_again(
        office=aber,
        account_id=tomos.id,
        by=admin,
        address=address_of(aber),
        now=NOW + timedelta(minutes=1),
    )

    with pytest.raises(LinkIsSpent):
        accept(aber, first)


def test_a_link_of_one_co_op_opens_nothing_in_another(aber: Coop, bryn: Coop) -> None:
    token = invite(aber)

    for office in (bryn, HUB):
        with pytest.raises(LinkIsSpent):
            passwords.accept_invitation(office=office, token=token, password=NEW, language="cy", now=NOW)


def test_nobody_is_invited_twice(aber: Coop) -> None:
    invite(aber)
    by = actor_of(aber, make_person(aber, "coop_admin"))

    with pytest.raises(EmailTaken):
        invitations.invite(
            office=aber,
            invitation=invitation("TOMOS@example.invalid"),
            by=by,
            address=address_of(aber),
            now=NOW,
        )

    assert [kind for kind, _ in mails_of(aber)] == ["invitation"]


def test_a_reset_works_once_and_signs_nobody_in(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    before = enter(aber, carer, now=NOW).token
    token = ask_for_reset(aber, carer.email)

    reset(aber, token)

    assert look(aber, before, now=NOW) is None
    with pytest.raises(LinkIsSpent):
        reset(aber, token, password="yet another good one")
    assert sign_in.sign_in(office=aber, email=carer.email, password=NEW, visitor=HOME, now=NOW).token


@pytest.mark.parametrize(("age", "works"), [(timedelta(minutes=29), True), (timedelta(minutes=30), False)])
def test_a_reset_lasts_thirty_minutes(aber: Coop, age: timedelta, works: bool) -> None:
    token = ask_for_reset(aber, make_person(aber, "care_worker").email)

    if works:
        reset(aber, token, now=NOW + age)
    else:
        with pytest.raises(LinkIsSpent):
            reset(aber, token, now=NOW + age)


def test_a_reset_dies_with_any_change_of_password(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    token = ask_for_reset(aber, carer.email)
    here = living(aber, enter(aber, carer, now=NOW).token, now=NOW)
    passwords.change(office=aber, signed_in=here, present=PASSWORD, password=NEW, now=NOW)

    with pytest.raises(LinkIsSpent):
        reset(aber, token, password="another good one here")


def test_a_reset_does_not_skip_the_second_factor(aber: Coop) -> None:
    admin = make_person(aber, "coop_admin")
    reset(aber, ask_for_reset(aber, admin.email))

    begun = sign_in.sign_in(office=aber, email=admin.email, password=NEW, visitor=HOME, now=NOW)

    assert begun.is_half


def test_asking_for_a_reset_looks_the_same_for_an_address_that_nobody_has(aber: Coop) -> None:
    passwords.ask_for_reset(office=aber, email="nobody@example.invalid", address=address_of(aber), now=NOW)

    assert mails_of(aber) == []
    assert lines_of(aber) == []


def test_a_new_address_counts_when_its_link_was_followed(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    accounts.ask_to_change_email(
        office=aber, by=actor_of(aber, carer), email="New@Example.invalid", address=address_of(aber), now=NOW
    )
    assert mails_of(aber) == [("new_email", "new@example.invalid")]

    accounts.change_email(office=aber, token=link_token(aber, "new_email"), now=NOW)

    with pytest.raises(SignInRefused):
        enter(aber, carer, now=NOW)
    assert sign_in.sign_in(
        office=aber, email="new@example.invalid", password=PASSWORD, visitor=HOME, now=NOW
    ).token
    assert ("email_changed", carer.email) in mails_of(aber)


@pytest.mark.parametrize(
    "address", ["a@example.org\nBcc: b@example.org", "a@example.org\r\nX: y", "a\x00@b.test"]
)
def test_a_header_cannot_be_forged_through_an_address(aber: Coop, address: str) -> None:
    with pytest.raises(UnsafeHeader), upkeep(aber) as session:
        write(session, to=address, kind="reset", language="en", facts={})

    assert mails_of(aber) == []
