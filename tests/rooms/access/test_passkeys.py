# SPDX-License-Identifier: AGPL-3.0-or-later
"""Passkeys: of one host, asked once, and always unlocked by their holder."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from franchise_kit.access.actions import passkeys
from franchise_kit.access.actions.factors import Enrolled, FactorNeeded
from franchise_kit.access.actions.passkey_protocol import Party
from franchise_kit.access.actions.passkeys import Answered, PasskeyRefused, Question
from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.access.actions.sign_in import SignInRefused, Visitor
from franchise_kit.access.actions.throttling import TriesHeld
from franchise_kit.access.models import PasskeyChallenge
from franchise_kit.access.queries.accounts import get_security
from tenants.office import Coop
from tenants.transaction import reading, upkeep
from tests.support.access import ELSEWHERE, HOME, enter, lines_of, living
from tests.support.authenticator import Authenticator
from tests.support.people import actor_of, make_person
from tests.support.world import World

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ABER = Party(rp_id="aber.localhost", origin="http://aber.localhost:8000", name="Aber")
BRYN = Party(rp_id="bryn.localhost", origin="http://bryn.localhost:8000", name="Bryn")


def enrol(
    office: Coop, person: SeedAccount, *, party: Party = ABER, device: Authenticator | None = None
) -> tuple[Authenticator, Enrolled]:
    facts = living(office, enter(office, person, now=NOW).token, now=NOW)
    device = device or Authenticator(party.rp_id, party.origin)
    question = passkeys.ask_to_enrol(office=office, by=facts.actor, party=party, now=NOW)
    answered = Answered(question.id, party, device.make(question.options))
    return device, passkeys.put_on(
        office=office, signed_in=facts, answered=answered, name="My phone", now=NOW
    )


def ask(
    office: Coop, *, party: Party = ABER, visitor: Visitor = HOME, now: datetime = NOW, of: UUID | None = None
) -> Question:
    return passkeys.ask(office=office, account_id=of, party=party, visitor=visitor, now=now)


def questions_of(office: Coop, account_id: UUID | None = None) -> list[UUID]:
    with reading(office) as session:
        whose = PasskeyChallenge.account_id.is_not_distinct_from(account_id)
        return list(session.scalars(select(PasskeyChallenge.id).where(whose)))


def leave_open(office: Coop, *, count: int, expires_at: datetime) -> None:
    """Leave so many strangers' questions without an answer, as many addresses could."""
    with upkeep(office) as session:
        for _ in range(count):
            facts = {"challenge": bytes(32), "purpose": "sign_in", "expires_at": expires_at}
            session.add(PasskeyChallenge(**facts))


def sign_in(office: Coop, answered: Answered, *, now: datetime = NOW) -> str:
    return passkeys.sign_in_with_passkey(office=office, answered=answered, visitor=HOME, now=now).token


def test_a_passkey_signs_in_alone_and_is_both_factors(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    device, enrolled = enrol(aber, carer)
    question = ask(aber)

    token = sign_in(aber, Answered(question.id, ABER, device.answer(question.options)))

    facts = living(aber, token, now=NOW)
    assert facts.is_open
    assert facts.actor.account_id == carer.id
    assert len(enrolled.recovery_codes) == 10
    assert lines_of(aber)[-1].doing == "access.sign_in_with_passkey"


def test_a_passkey_is_a_second_factor_after_the_password(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    device, _ = enrol(aber, carer)
    begun = enter(aber, carer, now=NOW)
    half = living(aber, begun.token, now=NOW)
    question = ask(aber, of=carer.id)

    token = passkeys.prove(
        office=aber,
        signed_in=half,
        answered=Answered(question.id, ABER, device.answer(question.options)),
        visitor=HOME,
        now=NOW,
    )

    assert begun.is_half
    assert living(aber, token, now=NOW).is_open


def test_a_question_is_answered_once(aber: Coop) -> None:
    device, _ = enrol(aber, make_person(aber, "care_worker"))
    question = ask(aber)
    answered = Answered(question.id, ABER, device.answer(question.options))
    sign_in(aber, answered)

    with pytest.raises(PasskeyRefused):
        sign_in(aber, replace(answered, answer=device.answer(question.options)))


@pytest.mark.parametrize(
    ("age", "works"), [(timedelta(minutes=4, seconds=59), True), (timedelta(minutes=5), False)]
)
def test_a_question_lasts_five_minutes(aber: Coop, age: timedelta, works: bool) -> None:
    device, _ = enrol(aber, make_person(aber, "care_worker"))
    question = ask(aber)
    answered = Answered(question.id, ABER, device.answer(question.options))

    if works:
        assert sign_in(aber, answered, now=NOW + age)
    else:
        with pytest.raises(PasskeyRefused):
            sign_in(aber, answered, now=NOW + age)


def test_a_passkey_of_one_co_op_opens_nothing_in_another(aber: Coop, bryn: Coop) -> None:
    device, _ = enrol(aber, make_person(aber, "care_worker"))
    question = ask(bryn, party=BRYN)

    with pytest.raises(PasskeyRefused):
        sign_in(bryn, Answered(question.id, BRYN, device.answer(question.options)))


def test_an_answer_made_for_another_host_is_refused(aber: Coop) -> None:
    device, _ = enrol(aber, make_person(aber, "care_worker"))
    device.origin = "http://aber.localhost.evil.example"
    question = ask(aber)

    with pytest.raises(PasskeyRefused):
        sign_in(aber, Answered(question.id, ABER, device.answer(question.options)))


def test_a_key_made_for_another_host_cannot_be_put_on(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")

    with pytest.raises(PasskeyRefused):
        enrol(aber, carer, device=Authenticator(BRYN.rp_id, BRYN.origin))

    by = actor_of(aber, carer)
    with reading(aber) as session:
        assert get_security(session, by=by).passkeys == ()


def test_a_device_that_nobody_unlocked_is_refused(aber: Coop) -> None:
    device, _ = enrol(aber, make_person(aber, "care_worker"))
    question = ask(aber)

    with pytest.raises(PasskeyRefused):
        sign_in(aber, Answered(question.id, ABER, device.answer(question.options, verifies=False)))


def test_a_copied_key_whose_count_runs_behind_is_refused(aber: Coop) -> None:
    device, _ = enrol(aber, make_person(aber, "care_worker"))
    for _ in range(2):
        question = ask(aber)
        sign_in(aber, Answered(question.id, ABER, device.answer(question.options)))
    device.count = 0
    question = ask(aber)

    with pytest.raises(PasskeyRefused):
        sign_in(aber, Answered(question.id, ABER, device.answer(question.options)))


def test_somebody_else_s_passkey_proves_nothing(aber: Coop) -> None:
    mine, other = make_person(aber, "care_worker"), make_person(aber, "care_worker", name="Non Rees")
    enrol(aber, mine)
    device, _ = enrol(aber, other)
    half = living(aber, enter(aber, mine, now=NOW).token, now=NOW)
    question = ask(aber, of=mine.id)

    with pytest.raises(PasskeyRefused):
        passkeys.prove(
            office=aber,
            signed_in=half,
            answered=Answered(question.id, ABER, device.answer(question.options)),
            visitor=HOME,
            now=NOW,
        )


def test_a_suspended_account_s_passkey_opens_nothing(world: World, aber: Coop) -> None:
    device, _ = enrol(aber, make_person(aber, "care_worker"))
    with world.as_login_of(aber) as connection:
        connection.execute("UPDATE account SET status = 'suspended'")
    question = ask(aber)

    with pytest.raises(SignInRefused):
        sign_in(aber, Answered(question.id, ABER, device.answer(question.options)))


@pytest.mark.parametrize(
    "answer",
    [{}, {"rawId": "AAAA"}, {"rawId": 7}, {"rawId": "!!!"}, {"rawId": "AAAA", "response": "no"}],
)
def test_rubbish_is_refused(aber: Coop, answer: dict[str, object]) -> None:
    question = ask(aber)

    with pytest.raises(PasskeyRefused):
        sign_in(aber, Answered(question.id, ABER, answer))


def test_the_last_factor_of_somebody_who_needs_one_stays(aber: Coop) -> None:
    admin = make_person(aber, "coop_admin", has_factor=False)
    enrol(aber, admin)
    by = actor_of(aber, admin)
    with reading(aber) as session:
        key = get_security(session, by=by).passkeys[0]

    with pytest.raises(FactorNeeded):
        passkeys.take_off(office=aber, by=by, passkey_id=key.id, now=NOW)

    with reading(aber) as session:
        assert len(get_security(session, by=by).passkeys) == 1


def test_a_stranger_who_never_answers_is_held_after_thirty_questions(aber: Coop) -> None:
    for _ in range(30):
        ask(aber)

    with pytest.raises(TriesHeld) as held:
        ask(aber)

    assert held.value.facts == {"wait_minutes": 15}
    assert len(questions_of(aber)) == 30
    assert ask(aber, visitor=ELSEWHERE).id in questions_of(aber)
    assert ask(aber, now=NOW + timedelta(minutes=15)).id in questions_of(aber)


def test_strangers_held_at_one_co_op_are_not_held_at_another(aber: Coop, bryn: Coop) -> None:
    for _ in range(30):
        ask(aber)

    assert ask(bryn, party=BRYN).id in questions_of(bryn)


def test_whoever_gets_in_begins_the_count_of_their_address_anew(aber: Coop) -> None:
    device, _ = enrol(aber, make_person(aber, "care_worker"))
    for _ in range(29):
        ask(aber)
    question = ask(aber)
    sign_in(aber, Answered(question.id, ABER, device.answer(question.options)))

    assert ask(aber).id in questions_of(aber)


def test_whoever_is_half_way_in_is_asked_though_their_address_is_held(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    for _ in range(30):
        ask(aber)

    assert ask(aber, of=carer.id).id in questions_of(aber, carer.id)


def test_two_hundred_questions_of_strangers_are_kept_and_the_oldest_make_room(aber: Coop) -> None:
    leave_open(aber, count=1, expires_at=NOW + timedelta(minutes=1))
    (oldest,) = questions_of(aber)
    leave_open(aber, count=198, expires_at=NOW + timedelta(minutes=2))

    second = ask(aber)
    assert len(questions_of(aber)) == 200
    assert oldest in questions_of(aber)
    third = ask(aber)

    left = questions_of(aber)
    assert len(left) == 200
    assert oldest not in left
    assert {second.id, third.id} < set(left)


def test_questions_that_have_run_out_go_when_one_more_is_asked(aber: Coop) -> None:
    leave_open(aber, count=7, expires_at=NOW - timedelta(seconds=1))

    question = ask(aber)

    assert questions_of(aber) == [question.id]


def test_of_an_account_five_questions_are_kept_and_strangers_crowd_out_none(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    asked = [ask(aber, of=carer.id, now=NOW + timedelta(seconds=second)).id for second in range(7)]
    leave_open(aber, count=250, expires_at=NOW + timedelta(minutes=9))

    ask(aber)

    assert sorted(questions_of(aber, carer.id)) == sorted(asked[2:])
    assert len(questions_of(aber)) == 200
