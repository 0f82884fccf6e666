# SPDX-License-Identifier: AGPL-3.0-or-later
"""Second factors: put on, used, lost and taken off."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from franchise_kit.access.actions import factors, sign_in
from franchise_kit.access.actions.factors import CodeDoesNotFit, Enrolled, FactorNeeded
from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.access.actions.sign_in import ProofRefused
from franchise_kit.access.actions.throttling import TriesHeld
from franchise_kit.access.queries.accounts import find_pending_seed, get_security
from franchise_kit.access.queries.signed_in import SignedIn
from franchise_kit.access.rules.separation import OwnRoleRefused
from tenants.office import Coop
from tenants.refusal import Refusal
from tenants.transaction import reading
from tests.support.access import HOME, enter, living, look, mails_of
from tests.support.people import actor_of, make_person
from tests.support.world import World

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def put_on(office: Coop, facts: SignedIn, *, now: datetime = NOW) -> tuple[str, Enrolled]:
    """Put an authenticator on; return its seed and what that gave."""
    factors.begin_authenticator(office=office, by=facts.actor)
    with reading(office) as session:
        seed = find_pending_seed(session, by=facts.actor)
    assert seed is not None
    code = pyotp.TOTP(seed).at(now)
    return seed, factors.put_authenticator_on(office=office, signed_in=facts, code=code, now=now)


def give(office: Coop, facts: SignedIn, code: str, *, now: datetime = NOW) -> str:
    return sign_in.give_code(office=office, signed_in=facts, code=code, visitor=HOME, now=now)


def half_in(office: Coop, person: SeedAccount, *, now: datetime = NOW) -> SignedIn:
    return living(office, enter(office, person, now=now).token, now=now)


def test_an_authenticator_s_secret_has_160_bits_and_is_stored_encrypted(world: World, aber: Coop) -> None:
    carer = make_person(aber, "care_worker")

    seed, _ = put_on(aber, living(aber, enter(aber, carer, now=NOW).token, now=NOW))

    assert len(seed) * 5 == 160
    with world.as_login_of(aber) as connection:
        row = connection.execute("SELECT totp_secret, totp_pending FROM account").fetchone()
    assert row is not None
    assert seed.encode() not in row[0]
    assert row[1] is None


def test_putting_a_factor_on_ends_other_sessions_and_gives_ten_codes(world: World, aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    other = enter(aber, carer, now=NOW).token
    here = enter(aber, carer, now=NOW).token

    _, enrolled = put_on(aber, living(aber, here, now=NOW))

    assert look(aber, other, now=NOW) is None
    assert look(aber, here, now=NOW) is None
    assert living(aber, enrolled.token, now=NOW).has_second_factor
    assert len(set(enrolled.recovery_codes)) == 10
    with world.as_login_of(aber) as connection:
        text = str(connection.execute("SELECT to_jsonb(r)::text FROM recovery_code r").fetchall())
    assert [code for code in enrolled.recovery_codes if code in text or code.replace("-", "") in text] == []
    assert mails_of(aber) == [("factor_on", carer.email)]


def test_a_wrong_code_puts_nothing_on(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    facts = living(aber, enter(aber, carer, now=NOW).token, now=NOW)
    factors.begin_authenticator(office=aber, by=facts.actor)

    with pytest.raises(CodeDoesNotFit):
        factors.put_authenticator_on(office=aber, signed_in=facts, code="000000", now=NOW)

    with reading(aber) as session:
        assert not get_security(session, by=facts.actor).has_second_factor


def test_the_code_that_put_it_on_does_not_also_sign_in(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    seed, _ = put_on(aber, living(aber, enter(aber, carer, now=NOW).token, now=NOW))

    with pytest.raises(ProofRefused):
        give(aber, half_in(aber, carer), pyotp.TOTP(seed).at(NOW))

    later = NOW + timedelta(seconds=30)
    assert give(aber, half_in(aber, carer, now=later), pyotp.TOTP(seed).at(later), now=later)


def test_of_two_who_give_one_code_at_the_same_moment_one_gets_in(aber: Coop) -> None:
    admin = make_person(aber, "coop_admin")
    assert admin.totp_secret is not None
    code = pyotp.TOTP(admin.totp_secret).at(NOW)
    doors = [half_in(aber, admin), half_in(aber, admin)]

    def knock(facts: SignedIn) -> str:
        try:
            give(aber, facts, code)
        except Refusal as refusal:
            return refusal.code
        return "in"

    with ThreadPoolExecutor(2) as two:
        assert sorted(two.map(knock, doors)) == ["in", "proof_refused"]


def test_a_recovery_code_works_once_and_is_told_by_mail(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    _, enrolled = put_on(aber, living(aber, enter(aber, carer, now=NOW).token, now=NOW))
    code = enrolled.recovery_codes[0]

    assert give(aber, half_in(aber, carer), code.lower().replace("-", " "))
    with pytest.raises(ProofRefused):
        give(aber, half_in(aber, carer), code)

    assert [kind for kind, _ in mails_of(aber)].count("recovery_code_used") == 1
    by = actor_of(aber, carer)
    with reading(aber) as session:
        assert get_security(session, by=by).recovery_codes_left == 9


def test_new_recovery_codes_let_the_old_ones_die(aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    _, enrolled = put_on(aber, living(aber, enter(aber, carer, now=NOW).token, now=NOW))
    made = factors.renew_recovery_codes(office=aber, by=actor_of(aber, carer), now=NOW)

    with pytest.raises(ProofRefused):
        give(aber, half_in(aber, carer), enrolled.recovery_codes[0])

    assert give(aber, half_in(aber, carer), made[0])


def test_guessing_codes_is_held_after_ten_tries(aber: Coop) -> None:
    admin = make_person(aber, "coop_admin")
    facts = half_in(aber, admin)
    for _ in range(10):
        with pytest.raises(ProofRefused):
            give(aber, facts, "000000")

    assert admin.totp_secret is not None
    with pytest.raises(TriesHeld):
        give(aber, facts, pyotp.TOTP(admin.totp_secret).at(NOW))

    assert mails_of(aber) == [("account_held", admin.email)]


def test_whoever_needs_a_factor_cannot_take_the_last_one_off(aber: Coop) -> None:
    admin = make_person(aber, "coop_admin")

    with pytest.raises(FactorNeeded):
        factors.take_authenticator_off(office=aber, by=actor_of(aber, admin), now=NOW)

    assert half_in(aber, admin).has_second_factor


def test_whoever_needs_none_may(aber: Coop) -> None:
    carer = make_person(aber, "care_worker", has_factor=True)

    factors.take_authenticator_off(office=aber, by=actor_of(aber, carer), now=NOW)

    assert not enter(aber, carer, now=NOW).is_half
    assert mails_of(aber) == [("factor_off", carer.email)]


def test_an_administrator_takes_lost_factors_off_but_never_their_own(aber: Coop) -> None:
    admin, lost = make_person(aber, "coop_admin"), make_person(aber, "treasurer")
    by = actor_of(aber, admin)

    factors.take_lost_factors_off(office=aber, account_id=lost.id, by=by, now=NOW)
    with pytest.raises(OwnRoleRefused):
        factors.take_lost_factors_off(office=aber, account_id=admin.id, by=by, now=NOW)

    assert living(aber, enter(aber, lost, now=NOW).token, now=NOW).must_enrol
    assert half_in(aber, admin).has_second_factor
