# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guessing at the door is slow for everybody, and locks nobody out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from franchise_kit.access.actions import passwords, sign_in
from franchise_kit.access.actions.sign_in import SignInRefused, Visitor
from franchise_kit.access.actions.throttling import TriesHeld
from franchise_kit.access.models import Throttle
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.access import ELSEWHERE, HOME, address_of, enter, lines_of, link_token, mails_of
from tests.support.people import make_person
from tests.support.world import World

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def knock(office: Coop, email: str, *, times: int, visitor: Visitor = ELSEWHERE, now: datetime = NOW) -> None:
    """Try so often as guesses count, without the time that a hash costs."""
    for _ in range(times):
        try:
            sign_in.count_knock(office, email, visitor, now=now)
        except TriesHeld:
            continue


def guess(office: Coop, email: str, *, visitor: Visitor = ELSEWHERE, now: datetime = NOW) -> str:
    try:
        sign_in.sign_in(office=office, email=email, password="a wrong password", visitor=visitor, now=now)
    except (SignInRefused, TriesHeld) as refusal:
        return refusal.code
    return "in"


def test_after_ten_failures_further_tries_are_held_and_the_owner_is_told_once(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")

    knock(aber, carer.email, times=8)
    codes = [guess(aber, carer.email) for _ in range(4)]

    assert codes == ["sign_in_refused"] * 2 + ["tries_held"] * 2
    assert mails_of(aber) == [("account_held", carer.email)]
    assert [line.doing for line in lines_of(aber)] == [*["access.sign_in"] * 2, "access.hold_account"]


def test_even_the_right_password_is_held(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    knock(aber, carer.email, times=11)

    with pytest.raises(TriesHeld) as held:
        enter(aber, carer, now=NOW, visitor=ELSEWHERE)

    assert held.value.facts == {"wait_minutes": 15}


def test_an_address_that_nobody_has_is_held_just_the_same(aber: Coop) -> None:
    knock(aber, "nobody@example.invalid", times=9)

    codes = [guess(aber, "nobody@example.invalid") for _ in range(3)]

    assert codes == ["sign_in_refused", "tries_held", "tries_held"]
    assert mails_of(aber) == []
    assert lines_of(aber) == []


def test_a_hold_spares_where_the_owner_signed_in_before(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    enter(aber, carer, now=NOW, visitor=HOME)
    knock(aber, carer.email, times=20, visitor=ELSEWHERE)

    begun = enter(aber, carer, now=NOW, visitor=HOME)

    assert begun.token


def test_a_reset_from_another_address_gets_past_a_hold(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    knock(aber, carer.email, times=20)
    passwords.ask_for_reset(office=aber, email=carer.email, address=address_of(aber), now=NOW)
    new = "pont dros afon lydan"
    passwords.reset(office=aber, token=link_token(aber, "reset"), password=new, visitor=HOME, now=NOW)
    knock(aber, carer.email, times=20)

    begun = sign_in.sign_in(office=aber, email=carer.email, password=new, visitor=HOME, now=NOW)

    assert begun.token


def test_a_hold_ends_by_itself(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    knock(aber, carer.email, times=11)

    assert enter(aber, carer, now=NOW + timedelta(minutes=15), visitor=ELSEWHERE).token


def test_a_success_forgets_the_failures(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    knock(aber, carer.email, times=9)
    enter(aber, carer, now=NOW, visitor=ELSEWHERE)
    knock(aber, carer.email, times=9)

    assert guess(aber, carer.email) == "sign_in_refused"


def test_one_co_op_s_tries_do_not_count_in_another(aber: Coop, bryn: Coop) -> None:
    make_person(aber, "care_worker", email="same@example.invalid")
    other = make_person(bryn, "care_worker", email="same@example.invalid")
    knock(aber, "same@example.invalid", times=11)

    assert enter(bryn, other, now=NOW, visitor=ELSEWHERE).token


def test_an_address_that_tries_fifty_accounts_is_slowed(aber: Coop) -> None:
    for number in range(49):
        knock(aber, f"nobody{number}@example.invalid", times=1)

    codes = [guess(aber, f"nobody{number}@example.invalid") for number in (49, 50, 51)]

    assert codes == ["sign_in_refused", "tries_held", "tries_held"]
    assert guess(aber, "nobody99@example.invalid", visitor=HOME) == "sign_in_refused"


def test_after_an_hour_the_address_may_try_again(aber: Coop) -> None:
    for number in range(51):
        knock(aber, f"nobody{number}@example.invalid", times=1)

    later = NOW + timedelta(hours=1, seconds=1)
    assert guess(aber, "nobody60@example.invalid", now=later) == "sign_in_refused"


def test_tries_at_the_same_moment_are_all_counted(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")

    knock(aber, carer.email, times=6)
    with ThreadPoolExecutor(8) as crowd:
        codes = list(crowd.map(lambda _: guess(aber, carer.email), range(8)))

    assert sorted(codes) == ["sign_in_refused"] * 4 + ["tries_held"] * 4


def test_no_address_and_no_e_mail_can_be_read_from_the_counters(world: World, aber: Coop) -> None:
    guess(aber, "nobody@example.invalid")

    with world.as_login_of(aber) as connection:
        rows = connection.execute(
            "SELECT encode(key, 'escape') FROM sign_in_throttle UNION ALL "
            "SELECT encode(address, 'escape') || encode(account, 'escape') FROM address_try"
        ).fetchall()
    text = " ".join(row[0] for row in rows)
    assert len(rows) == 2
    assert "nobody" not in text
    assert "198.51" not in text


def test_reset_mails_are_few(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")

    for _ in range(6):
        passwords.ask_for_reset(office=aber, email=carer.email, address=address_of(aber), now=NOW)

    assert mails_of(aber) == [("reset", carer.email)] * 3


def test_made_up_addresses_do_not_fill_the_counters(aber: Coop, bryn: Coop) -> None:
    for number in range(400):
        passwords.ask_for_reset(
            office=aber, email=f"nobody{number}@example.invalid", address=address_of(aber), now=NOW
        )

    with reading(aber) as session:
        assert (session.scalar(select(func.count()).select_from(Throttle)) or 0) <= 256
    with reading(bryn) as session:
        assert session.scalar(select(func.count()).select_from(Throttle)) == 0
