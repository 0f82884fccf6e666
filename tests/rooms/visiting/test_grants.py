# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a request at the hub to the co-op's answer, and the hub's knowledge of it."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from franchise_kit.access import PermissionLacking
from franchise_kit.visiting.actions.deciding import accept_grant, refuse_grant, revoke_grant
from franchise_kit.visiting.models import AccessGrant, GrantDecision
from franchise_kit.visiting.queries.asked import AskedEntry, list_asked
from franchise_kit.visiting.rules import grants as rules
from tenants import clock
from tenants.actor import SYSTEM, Actor
from tenants.office import HUB, Coop, Hub
from tenants.openings.queries import DisclosureFilter, list_disclosed
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading, upkeep
from tests.support.openings import carry_all, count
from tests.support.people import actor_of, make_person
from tests.support.visiting import (
    DATA_PROTECTION_LEAD,
    RESPONSIBLE_INDIVIDUAL,
    SIX_IDS,
    ask_of,
    decider,
    grant_of,
    terms,
)


def at_hub(grant_id: UUID) -> AskedEntry:
    by = actor_of(HUB, make_person(HUB, "network_director"))
    with reading(HUB) as session:
        found = list_asked(session, by=by, now=clock.now())
    return next(entry for entry in found if entry.id == grant_id)


def test_the_story_of_the_six_incidents_narrowed_to_four(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)
    four = SIX_IDS[:4]

    is_given = accept_grant(
        coop=aber, grant_id=asked.id, by=decider(aber), terms=terms(ids=four), now=clock.now()
    )
    carry_all(aber)

    grant = grant_of(asked)
    assert is_given
    assert grant.given is not None
    assert (grant.state, grant.given.record_ids, grant.is_narrowed) == ("accepted", set(four), True)
    assert grant.ends_at is not None
    assert grant.starts_at is not None
    assert grant.ends_at - grant.starts_at == timedelta(hours=72)
    heard = at_hub(asked.id)
    assert (heard.state, heard.records_asked, heard.records_given) == ("accepted", 6, 4)
    assert (heard.given_codes, heard.ends_at) == (("incident",), grant.ends_at)


def test_the_answer_says_how_many_records_and_never_which(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)
    accept_grant(
        coop=aber, grant_id=asked.id, by=decider(aber), terms=terms(ids=SIX_IDS[:4]), now=clock.now()
    )

    with reading(aber) as session:
        told = list_disclosed(session, DisclosureFilter(kind="grant_answered"))

    assert [set(one.payload) for one in told] == [
        {"grant_id", "answer", "record_kinds", "records_asked", "records_given", "ends_at", "reason"}
    ]


def test_a_refusal_goes_back_with_its_reason_as_a_code(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)

    refuse_grant(coop=aber, grant_id=asked.id, by=decider(aber), reason="too_wide", now=clock.now())
    carry_all(aber)

    assert (grant_of(asked).state, at_hub(asked.id).state, at_hub(asked.id).reason) == (
        "refused",
        "refused",
        "too_wide",
    )


def test_a_grant_is_taken_back_at_once(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)
    accept_grant(coop=aber, grant_id=asked.id, by=decider(aber), terms=terms(), now=clock.now())

    revoke_grant(coop=aber, grant_id=asked.id, by=decider(aber), now=clock.now())
    carry_all(aber)

    assert (grant_of(asked).state, at_hub(asked.id).state) == ("revoked", "revoked")


def test_a_grant_expires_by_itself_on_both_sides(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber, hours=1)
    accept_grant(coop=aber, grant_id=asked.id, by=decider(aber), terms=terms(hours=1), now=clock.now())
    carry_all(aber)

    clock.set_fixed(clock.now() + timedelta(hours=1))

    assert (grant_of(asked).state, at_hub(asked.id).state) == ("expired", "expired")


def test_an_expired_grant_is_not_taken_back_and_not_given_again(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber, hours=1)
    by = decider(aber)
    accept_grant(coop=aber, grant_id=asked.id, by=by, terms=terms(hours=1), now=clock.now())
    later = clock.now() + timedelta(hours=2)

    with pytest.raises(rules.AlreadyDecided):
        revoke_grant(coop=aber, grant_id=asked.id, by=by, now=later)
    with pytest.raises(rules.AlreadyDecided):
        accept_grant(coop=aber, grant_id=asked.id, by=decider(aber), terms=terms(hours=1), now=later)


def test_safeguarding_waits_for_the_second_person(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber, record_kinds=frozenset({"incident", "safeguarding"}))
    both = terms("incident", "safeguarding")
    first = decider(aber, RESPONSIBLE_INDIVIDUAL)
    second = decider(aber, DATA_PROTECTION_LEAD)

    waits = accept_grant(coop=aber, grant_id=asked.id, by=first, terms=both, now=clock.now())
    between = grant_of(asked).state
    given = accept_grant(coop=aber, grant_id=asked.id, by=second, terms=both, now=clock.now())

    assert (waits, between, given, grant_of(asked).state) == (False, "asked", True, "accepted")


@pytest.mark.parametrize("roles", [(RESPONSIBLE_INDIVIDUAL,), (RESPONSIBLE_INDIVIDUAL, DATA_PROTECTION_LEAD)])
def test_one_person_is_never_both(hub: Hub, aber: Coop, roles: tuple[str, ...]) -> None:
    asked = ask_of(aber, record_kinds=frozenset({"safeguarding"}))
    one = decider(aber, *roles)
    other_account = decider(aber, DATA_PROTECTION_LEAD, person_id=one.person_id)
    accept_grant(coop=aber, grant_id=asked.id, by=one, terms=terms("safeguarding"), now=clock.now())

    for again in (one, other_account):
        with pytest.raises(rules.AlreadyDecided):
            accept_grant(coop=aber, grant_id=asked.id, by=again, terms=terms("safeguarding"), now=clock.now())

    assert grant_of(asked).state == "asked"
    assert count(aber, GrantDecision) == 1


def test_whoever_holds_neither_key_does_not_say_yes_to_safeguarding(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber, record_kinds=frozenset({"safeguarding"}))

    with pytest.raises(rules.KeyNeeded):
        accept_grant(
            coop=aber, grant_id=asked.id, by=decider(aber), terms=terms("safeguarding"), now=clock.now()
        )

    assert count(aber, GrantDecision) == 0


def test_without_safeguarding_one_person_is_enough(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber, record_kinds=frozenset({"incident", "safeguarding"}))

    assert accept_grant(
        coop=aber, grant_id=asked.id, by=decider(aber), terms=terms("incident"), now=clock.now()
    )


def test_one_no_is_enough_also_after_a_yes(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber, record_kinds=frozenset({"safeguarding"}))
    yes, no = decider(aber, RESPONSIBLE_INDIVIDUAL), decider(aber, DATA_PROTECTION_LEAD)
    accept_grant(coop=aber, grant_id=asked.id, by=yes, terms=terms("safeguarding"), now=clock.now())

    refuse_grant(coop=aber, grant_id=asked.id, by=no, reason="people_said_no", now=clock.now())

    assert grant_of(asked).state == "refused"


def nobody(aber: Coop) -> Actor:
    return actor_of(aber, make_person(aber, "coop_admin"))


def guest(aber: Coop) -> Actor:
    return Actor(uuid4(), uuid4(), "hub", permissions={"access_grant.decide": "coop"}, entry_id=uuid4())


def hub_side(_aber: Coop) -> Actor:
    return Actor(uuid4(), uuid4(), "hub", permissions={"access_grant.decide": "coop"})


@pytest.mark.parametrize(
    ("who", "refusal"),
    [(nobody, PermissionLacking), (guest, rules.NotTheirsToDecide), (hub_side, rules.NotTheirsToDecide)],
)
def test_others_decide_nothing(
    hub: Hub, aber: Coop, who: Callable[[Coop], Actor], refusal: type[Refusal]
) -> None:
    asked = ask_of(aber)

    with pytest.raises(refusal):
        accept_grant(coop=aber, grant_id=asked.id, by=who(aber), terms=terms(), now=clock.now())
    with pytest.raises(refusal):
        refuse_grant(coop=aber, grant_id=asked.id, by=who(aber), reason="other", now=clock.now())

    assert grant_of(asked).state == "asked"


def test_nobody_decides_on_their_own_request_under_another_hat(hub: Hub, aber: Coop) -> None:
    person_id = uuid4()
    asker = make_person(HUB, "quality_lead", person_id=person_id)
    asked = ask_of(aber, asker=asker)
    same_person = decider(aber, RESPONSIBLE_INDIVIDUAL, person_id=person_id)

    with pytest.raises(rules.NotTheirsToDecide):
        accept_grant(coop=aber, grant_id=asked.id, by=same_person, terms=terms(), now=clock.now())

    assert grant_of(asked).state == "asked"


def test_a_request_of_another_co_op_is_not_found(hub: Hub, aber: Coop, bryn: Coop) -> None:
    asked = ask_of(aber)

    with pytest.raises(NotFound):
        accept_grant(coop=bryn, grant_id=asked.id, by=decider(bryn), terms=terms(), now=clock.now())

    assert grant_of(asked).state == "asked"


def test_a_grant_is_never_widened(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)

    for wider in (terms("incident", "care_plan"), terms(hours=73), terms(ids=(*SIX_IDS, uuid4()))):
        with pytest.raises(rules.WiderThanAsked):
            accept_grant(coop=aber, grant_id=asked.id, by=decider(aber), terms=wider, now=clock.now())

    assert grant_of(asked).state == "asked"


def test_the_decision_is_in_the_co_ops_journal_in_ids_and_codes(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)
    by = decider(aber)
    accept_grant(coop=aber, grant_id=asked.id, by=by, terms=terms(ids=SIX_IDS[:4]), now=clock.now())

    with reading(aber) as session:
        line = session.execute(
            text("SELECT account_id, record_id, codes FROM journal_line WHERE doing = 'grant.accept'")
        ).one()
    assert (line.account_id, line.record_id) == (by.account_id, asked.id)
    assert line.codes == {"given": True, "kinds": ["incident"], "records": 4}


def test_a_refused_decision_is_in_the_journal_too(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)

    with pytest.raises(rules.WiderThanAsked):
        accept_grant(coop=aber, grant_id=asked.id, by=decider(aber), terms=terms(hours=99), now=clock.now())

    with reading(aber) as session:
        lines = session.execute(
            text("SELECT outcome, refusal_code FROM journal_line WHERE doing = 'grant.accept'")
        ).all()
    assert [tuple(line) for line in lines] == [("refused", "grant_wider_than_asked")]


def test_the_database_itself_holds_fourteen_days(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)
    accept_grant(coop=aber, grant_id=asked.id, by=decider(aber), terms=terms(), now=clock.now())

    longer = update(AccessGrant).values(ends_at=AccessGrant.starts_at + timedelta(hours=337))
    with upkeep(aber) as session, pytest.raises(IntegrityError, match="fourteen_days"):
        session.execute(longer)


def test_the_system_decides_nothing(hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)

    with pytest.raises(rules.NotTheirsToDecide):
        accept_grant(coop=aber, grant_id=asked.id, by=SYSTEM, terms=terms(), now=clock.now())
