# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the hub may ask, how it reaches one co-op, and what a co-op refuses by itself."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from franchise_kit.access import PermissionLacking
from franchise_kit.visiting.actions.asking import Ask, OnlyTheHubAsks, ask_for_grant
from franchise_kit.visiting.hub_models import GrantRequest
from franchise_kit.visiting.models import AccessGrant
from franchise_kit.visiting.queries import list_grants
from franchise_kit.visiting.queries.asked import AskedEntry, list_asked
from franchise_kit.visiting.rules import grants as rules
from franchise_kit.visiting.rules.facts import GrantAnswered, GrantRequested
from franchise_kit.visiting.rules.kinds import NeverGrantable, UnknownKind
from tenants import bells, clock
from tenants.actor import Actor
from tenants.office import HUB, Coop, Hub
from tenants.openings.queries import DisclosureFilter, list_disclosed
from tenants.refusal import Refusal
from tenants.transaction import reading
from tests.support.openings import carry_all, count, send, tell
from tests.support.people import actor_of, make_person
from tests.support.visiting import (
    ask_of,
    grant_of,
    terms,
)


def at_hub(grant_id: UUID) -> AskedEntry:
    by = actor_of(HUB, make_person(HUB, "network_director"))
    with reading(HUB) as session:
        found = list_asked(session, by=by, now=clock.now())
    return next(entry for entry in found if entry.id == grant_id)


def decider_seen(_aber: Coop) -> Actor:
    return Actor(uuid4(), uuid4(), "coop", permissions={"access_grant.read": "coop"})


def test_a_request_reaches_its_co_op_and_no_other(hub: Hub, aber: Coop, bryn: Coop) -> None:
    asked = ask_of(aber)
    carry_all(aber, bryn)

    grant = grant_of(asked)

    assert (grant.state, grant.purpose, grant.asked_by_name, grant.hub_role) == (
        "asked",
        "To see how six incidents were dealt with",
        "Elin Prys",
        "quality_lead",
    )
    assert grant.asked == terms()
    assert count(bryn, AccessGrant) == 0
    assert at_hub(asked.id).state == "asked"


def test_a_request_rings_for_those_who_decide(hub: Hub, aber: Coop) -> None:
    manager = make_person(aber, "registered_manager")
    worker = make_person(aber, "care_worker", name="Dai")

    asked = ask_of(aber)

    with reading(aber) as session:
        rung = [(bell.kind, bell.path) for bell in bells.list_latest(session, manager.id)]
        others = bells.list_latest(session, worker.id)
    assert rung == [("grant_requested", f"/visitors/requests/{asked.id}")]
    assert others == []


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"record_kinds": frozenset({"member_register.read_full"})}, NeverGrantable),
        ({"record_kinds": frozenset({"ballot.read_secret"})}, NeverGrantable),
        ({"record_kinds": frozenset({"employment"})}, UnknownKind),
        ({"record_kinds": frozenset()}, rules.NothingLeft),
        ({"hours": 14 * 24 + 1}, rules.GrantTooLong),
        ({"basis": "curiosity"}, UnknownKind),
    ],
)
def test_the_hub_does_not_ask_for_what_no_co_op_could_give(
    hub: Hub, aber: Coop, changes: dict[str, object], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        ask_of(aber, **changes)

    assert (count(HUB, GrantRequest), count(aber, AccessGrant)) == (0, 0)


def test_only_hub_people_with_the_permission_ask(hub: Hub, aber: Coop) -> None:
    ask = Ask(aber.id, "Dai", "To look", "consent", frozenset({"incident"}))
    coop_person = Actor(uuid4(), uuid4(), "coop", permissions={"access_grant.request": "coop"})

    with pytest.raises(OnlyTheHubAsks):
        ask_for_grant(by=coop_person, ask=ask, now=clock.now())
    with pytest.raises(PermissionLacking):
        ask_for_grant(by=actor_of(HUB, make_person(HUB, "training_editor")), ask=ask, now=clock.now())


@pytest.mark.parametrize(
    "changes", [{"record_kinds": ("ballot.read_secret",)}, {"hours": 9999}, {"record_kinds": ("diary",)}]
)
def test_a_co_op_refuses_by_itself_what_a_hub_gone_wrong_asks(
    hub: Hub, aber: Coop, changes: dict[str, object]
) -> None:
    asked = ask_of(aber)
    forged_id = uuid4()
    with reading(aber) as session:
        real = session.get_one(AccessGrant, asked.id)
    facts: dict[str, object] = {
        "grant_id": forged_id,
        "asked_by_account": real.asked_by_account,
        "asked_by_person": real.asked_by_person,
        "asked_by_name": "Elin Prys",
        "hub_role": "quality_lead",
        "purpose": "To look",
        "basis": "consent",
        "record_kinds": ("incident",),
        "record_ids": (),
        "fields_hidden": (),
        "hours": 72,
        "asked_at": clock.now(),
    }
    send(aber, GrantRequested(**(facts | changes)))  # type: ignore[arg-type] # the tests name the right fields

    carry_all(aber)

    with reading(aber) as session:
        forged = session.get_one(AccessGrant, forged_id)
        told = list_disclosed(session, DisclosureFilter(kind="grant_answered", most=1))
    assert (forged.state, forged.reason) == ("refused", "never_allowed")
    assert (told[0].fact.grant_id, told[0].fact.answer) == (forged_id, "refused")


def test_a_co_op_cannot_answer_for_another(hub: Hub, aber: Coop, bryn: Coop) -> None:
    asked = ask_of(aber)

    tell(bryn, GrantAnswered(asked.id, "accepted", ("incident",), 6, 6, clock.now() + timedelta(days=1)))
    carry_all(aber, bryn)

    assert at_hub(asked.id).state == "asked"


def test_the_list_of_requests_is_for_those_who_may_read_it(hub: Hub, aber: Coop) -> None:
    ask_of(aber)

    with reading(aber) as session:
        assert len(list_grants(session, by=decider_seen(aber), now=clock.now())) == 1
        with pytest.raises(PermissionLacking):
            list_grants(session, by=Actor(uuid4(), uuid4(), "coop"), now=clock.now())
