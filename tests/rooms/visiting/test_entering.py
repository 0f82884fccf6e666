# SPDX-License-Identifier: AGPL-3.0-or-later
"""A hub person comes in by a hand-over that works for a minute and once, while the co-op lets them."""

import threading
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from franchise_kit.access import Permission, PermissionLacking
from franchise_kit.access.queries.sign_in import find_signed_in
from franchise_kit.access.queries.signed_in import SignedIn, set_entry_check
from franchise_kit.visiting.actions.agreeing import accept_agreement, end_agreement
from franchise_kit.visiting.actions.deciding import revoke_grant
from franchise_kit.visiting.actions.entering import (
    EntryNotInForce,
    Guest,
    HandOverSpent,
    claim_hand_over,
    come_in,
    look_at_hand_over,
    set_out,
)
from franchise_kit.visiting.queries import entry_in_force, reach
from tenants import clock
from tenants.actor import Actor
from tenants.office import HUB, Coop, Hub
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading
from tests.support.openings import carry_all
from tests.support.people import actor_of, make_person
from tests.support.visiting import (
    PAYROLL,
    SIX_IDS,
    Asked,
    ask_of,
    decider,
    give,
    guest_of,
    offer_to,
    terms,
    times,
)


@pytest.fixture(autouse=True)
def entries_are_checked() -> None:
    set_entry_check(lambda session, entry_id, _now: entry_in_force(session, entry_id, clock.now()))


def leave_hub(asked: Asked, *, by: Actor | None = None) -> str:
    _coop, token = set_out(
        by=by or asked.by, entry_id=asked.id, name="Elin Prys", language="cy", times=times()
    )
    return token


def signed_in(coop: Coop, token: str, *, later: timedelta = timedelta(0)) -> SignedIn | None:
    with reading(coop) as session:
        return find_signed_in(session, token, now=clock.ticking() + later)


def test_a_guest_comes_in_with_what_was_given_and_nothing_else(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber, record_kinds=frozenset({"incident", "visit"}))
    give(asked, terms("incident", ids=SIX_IDS[:4]))

    guest = claim_hand_over(coop=aber, token=leave_hub(asked), ticking=clock.ticking())
    token = come_in(coop=aber, guest=guest, device="firefox/linux", times=times())

    inside = signed_in(aber, token)
    assert inside is not None
    assert (inside.is_visitor, inside.full_name, inside.language) == (True, "Elin Prys", "cy")
    assert dict(inside.actor.permissions) == {"incident.read": "grant", "coop.enter": "grant"}
    assert (inside.actor.side, inside.actor.entry_id) == ("hub", asked.id)


def test_the_co_ops_journal_says_who_came_in_before_anything_is_read(
    hub: Hub, aber: Coop, bryn: Coop
) -> None:
    asked = ask_of(aber)
    give(asked)

    come_in(coop=aber, guest=guest_of(asked), device="", times=times())

    query = text("SELECT side, account_id, entry_id, record_id FROM journal_line WHERE doing = 'visit.begin'")
    with reading(aber) as session:
        lines = [tuple(line) for line in session.execute(query)]
    with reading(bryn) as session:
        others = session.execute(query).all()
    assert lines == [("hub", asked.asker.id, asked.id, asked.id)]
    assert others == []


def test_a_hand_over_works_once(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)
    give(asked)
    token = leave_hub(asked)
    claim_hand_over(coop=aber, token=token, ticking=clock.ticking())

    with pytest.raises(HandOverSpent):
        claim_hand_over(coop=aber, token=token, ticking=clock.ticking())
    with pytest.raises(HandOverSpent):
        look_at_hand_over(coop=aber, token=token, ticking=clock.ticking())


def test_of_many_at_the_same_instant_one_gets_in(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)
    give(asked)
    token = leave_hub(asked)
    ended: list[str] = []

    def claim() -> None:
        try:
            claim_hand_over(coop=aber, token=token, ticking=clock.ticking())
        except HandOverSpent:
            ended.append("spent")
        else:
            ended.append("in")

    crowd = [threading.Thread(target=claim) for _ in range(6)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join(timeout=30)

    assert sorted(ended) == ["in", "spent", "spent", "spent", "spent", "spent"]


def test_looking_uses_nothing_up(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)
    give(asked)
    token = leave_hub(asked)

    for _look in range(3):
        assert look_at_hand_over(coop=aber, token=token, ticking=clock.ticking()).entry_id == asked.id
    claim_hand_over(coop=aber, token=token, ticking=clock.ticking())


@pytest.mark.parametrize(("seconds", "is_in_time"), [(59, True), (60, False), (3600, False)])
def test_a_hand_over_lasts_a_minute(hub: Hub, aber: Coop, seconds: int, is_in_time: bool) -> None:
    clock.set_fixed(clock.now())
    asked = ask_of(aber)
    give(asked)
    token = leave_hub(asked)
    later = clock.ticking() + timedelta(seconds=seconds)

    if is_in_time:
        claim_hand_over(coop=aber, token=token, ticking=later)
        return
    with pytest.raises(HandOverSpent):
        claim_hand_over(coop=aber, token=token, ticking=later)


def test_a_hand_over_to_one_co_op_opens_no_other(hub: Hub, aber: Coop, bryn: Coop) -> None:
    asked = ask_of(aber)
    give(asked)
    token = leave_hub(asked)

    with pytest.raises(HandOverSpent):
        claim_hand_over(coop=bryn, token=token, ticking=clock.ticking())
    with pytest.raises(EntryNotInForce):
        come_in(coop=bryn, guest=guest_of(asked), device="", times=times())


def test_a_token_that_never_was_opens_nothing(hub: Hub, aber: Coop) -> None:
    with pytest.raises(HandOverSpent):
        claim_hand_over(coop=aber, token="made-up", ticking=clock.ticking())


@pytest.mark.parametrize(
    "change",
    [
        {"person_id": uuid4()},
        {"roles": frozenset({"network_director"})},
        {"entry_kind": "agreement"},
        {"entry_id": uuid4()},
    ],
)
def test_the_co_op_lets_in_only_whom_it_let(hub: Hub, aber: Coop, change: dict[str, object]) -> None:
    asked = ask_of(aber)
    give(asked)
    other: Guest = replace(guest_of(asked), **change)  # type: ignore[arg-type] # the tests name the right fields

    with pytest.raises(EntryNotInForce):
        come_in(coop=aber, guest=other, device="", times=times())


def test_a_colleague_does_not_set_out_by_another_persons_grant(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)
    give(asked)
    colleague = actor_of(HUB, make_person(HUB, "quality_lead", name="Nia Rees"))

    with pytest.raises(NotFound):
        leave_hub(asked, by=colleague)


def test_nobody_sets_out_before_the_co_op_has_answered(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)

    with pytest.raises(EntryNotInForce):
        leave_hub(asked)


def test_a_grant_taken_back_before_the_hub_hears_of_it_opens_nothing(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)
    give(asked)
    token = leave_hub(asked)
    revoke_grant(coop=aber, grant_id=asked.id, by=decider(aber), now=clock.now())
    guest = claim_hand_over(coop=aber, token=token, ticking=clock.ticking())

    with pytest.raises(EntryNotInForce):
        come_in(coop=aber, guest=guest, device="", times=times())


def test_whoever_is_inside_is_outside_once_the_grant_is_taken_back(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)
    give(asked)
    token = come_in(coop=aber, guest=guest_of(asked), device="", times=times())
    before = signed_in(aber, token)

    revoke_grant(coop=aber, grant_id=asked.id, by=decider(aber), now=clock.now())

    assert (before is not None, signed_in(aber, token)) == (True, None)


def test_whoever_is_inside_is_outside_once_the_grant_has_expired(hub: Hub, aber: Coop) -> None:
    clock.set_fixed(clock.now())
    asked = ask_of(aber, hours=1)
    give(asked, terms(hours=1))
    token = come_in(coop=aber, guest=guest_of(asked), device="", times=times())
    before = signed_in(aber, token)

    clock.set_fixed(clock.now() + timedelta(minutes=61))

    assert (before is not None, signed_in(aber, token)) == (True, None)


def test_in_the_demo_the_visits_end_goes_by_the_time_that_passes(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber, hours=1)
    give(asked, terms(hours=1))
    two_readings = times()
    token = come_in(coop=aber, guest=guest_of(asked), device="", times=two_readings)

    with reading(aber) as session:
        ends = session.scalar(text("SELECT expires_at FROM sign_in_session WHERE entry_id IS NOT NULL"))
    assert token
    assert timedelta(minutes=59) < ends - two_readings.ticking <= timedelta(minutes=60)


def sign(coop: Coop) -> UUID:
    agreement_id, _officer = offer_to(coop)
    accept_agreement(
        coop=coop, agreement_id=agreement_id, by=decider(coop, "chair"), permissions=PAYROLL, now=clock.now()
    )
    carry_all(coop)
    return agreement_id


def test_an_agreement_lets_any_holder_of_its_role_in(hub: Hub, aber: Coop) -> None:
    agreement_id = sign(aber)
    colleague = actor_of(HUB, make_person(HUB, "payroll_bureau", name="Ifan"))

    _coop, token = set_out(by=colleague, entry_id=agreement_id, name="Ifan", language="en", times=times())
    guest = claim_hand_over(coop=aber, token=token, ticking=clock.ticking())
    inside = signed_in(aber, come_in(coop=aber, guest=guest, device="", times=times()))

    assert inside is not None
    assert dict(inside.actor.permissions) == {
        **dict.fromkeys(PAYROLL, "svc"),
        "coop.enter": "svc",
    }


@pytest.mark.parametrize(
    ("role", "refusal"), [("quality_lead", NotFound), ("billing_officer", PermissionLacking)]
)
def test_an_agreement_is_for_its_role_alone(hub: Hub, aber: Coop, role: str, refusal: type[Refusal]) -> None:
    agreement_id = sign(aber)
    other = actor_of(HUB, make_person(HUB, role))

    with pytest.raises(refusal):
        set_out(by=other, entry_id=agreement_id, name="Nia", language="en", times=times())


def test_whoever_is_inside_is_outside_once_the_agreement_has_ended(hub: Hub, aber: Coop) -> None:
    agreement_id = sign(aber)
    officer = make_person(HUB, "payroll_bureau", name="Ifan")
    guest = Guest(
        officer.id,
        1,
        officer.person_id,
        "Ifan",
        "en",
        frozenset({"payroll_bureau"}),
        "agreement",
        agreement_id,
    )
    token = come_in(coop=aber, guest=guest, device="", times=times())

    end_agreement(coop=aber, agreement_id=agreement_id, by=decider(aber, "chair"), now=clock.now())

    assert signed_in(aber, token) is None


def test_a_guest_reaches_the_named_records_and_no_other(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)
    give(asked, terms(ids=SIX_IDS[:4], hidden=("pay",)))
    by = guest_of(asked).actor

    with reading(aber) as session:
        found = reach(session, by=by, permission=Permission.INCIDENT_READ, now=clock.now())
        with pytest.raises(PermissionLacking):
            reach(session, by=by, permission=Permission.CARE_PLAN_READ, now=clock.now())

    assert [found.covers(record_id) for record_id in SIX_IDS] == [True] * 4 + [False] * 2
    assert found.fields_hidden == {"pay"}
