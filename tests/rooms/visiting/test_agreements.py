# SPDX-License-Identifier: AGPL-3.0-or-later
"""Service agreements: offered by the hub, taken up, narrowed, refused and ended by the co-op."""

from uuid import UUID, uuid4

import pytest

from franchise_kit.access import PermissionLacking
from franchise_kit.visiting.actions.agreeing import accept_agreement, end_agreement, refuse_agreement
from franchise_kit.visiting.actions.asking import offer_agreement
from franchise_kit.visiting.hub_models import AgreementOffer
from franchise_kit.visiting.models import ServiceAgreement
from franchise_kit.visiting.queries import AgreementFacts, entry_in_force, get_agreement
from franchise_kit.visiting.rules.facts import AgreementAnswered, AgreementOffered
from franchise_kit.visiting.rules.grants import AlreadyDecided, NotTheirsToDecide, WiderThanAsked
from franchise_kit.visiting.rules.kinds import NeverGrantable, UnknownKind
from tenants import clock
from tenants.actor import Actor
from tenants.office import HUB, Coop, Hub
from tenants.refusal import NotFound
from tenants.transaction import reading
from tests.support.openings import carry_all, count, send, tell
from tests.support.people import actor_of, make_person
from tests.support.visiting import PAYROLL, RESPONSIBLE_INDIVIDUAL, decider, offer_to


def chair(coop: Coop) -> Actor:
    return decider(coop, "chair")


def facts_of(coop: Coop, agreement_id: UUID) -> AgreementFacts:
    by = decider(coop, RESPONSIBLE_INDIVIDUAL)
    with reading(coop) as session:
        return get_agreement(session, agreement_id, by=by)


def at_hub(agreement_id: UUID) -> AgreementOffer:
    with reading(HUB) as session:
        return session.get_one(AgreementOffer, agreement_id)


def test_an_offer_is_taken_up_and_the_hub_hears_of_it(hub: Hub, aber: Coop, bryn: Coop) -> None:
    agreement_id, _officer = offer_to(aber)

    accept_agreement(
        coop=aber, agreement_id=agreement_id, by=chair(aber), permissions=PAYROLL, now=clock.now()
    )
    carry_all(aber, bryn)

    assert (facts_of(aber, agreement_id).state, facts_of(aber, agreement_id).given) == ("accepted", PAYROLL)
    assert (at_hub(agreement_id).state, count(bryn, ServiceAgreement)) == ("accepted", 0)


def test_an_offer_may_be_taken_up_for_less(hub: Hub, aber: Coop) -> None:
    agreement_id, _officer = offer_to(aber)

    accept_agreement(
        coop=aber, agreement_id=agreement_id, by=chair(aber), permissions=["payslip.read"], now=clock.now()
    )

    with reading(aber) as session:
        entry = entry_in_force(session, agreement_id, clock.now())
    assert entry is not None
    assert dict(entry.permissions) == {"payslip.read": "svc"}


def test_an_offer_is_never_taken_up_for_more(hub: Hub, aber: Coop) -> None:
    agreement_id, _officer = offer_to(aber)

    with pytest.raises(WiderThanAsked):
        accept_agreement(
            coop=aber, agreement_id=agreement_id, by=chair(aber), permissions=["visit.read"], now=clock.now()
        )
    with pytest.raises(NeverGrantable):
        accept_agreement(
            coop=aber,
            agreement_id=agreement_id,
            by=chair(aber),
            permissions=["payrun.approve"],
            now=clock.now(),
        )

    assert facts_of(aber, agreement_id).state == "offered"


def test_an_offer_is_refused_with_a_reason(hub: Hub, aber: Coop) -> None:
    agreement_id, _officer = offer_to(aber)

    refuse_agreement(coop=aber, agreement_id=agreement_id, by=chair(aber), reason="not_now", now=clock.now())
    carry_all(aber)

    assert (at_hub(agreement_id).state, at_hub(agreement_id).reason) == ("refused", "not_now")


def test_an_agreement_ends_at_once(hub: Hub, aber: Coop) -> None:
    agreement_id, _officer = offer_to(aber)
    by = chair(aber)
    accept_agreement(coop=aber, agreement_id=agreement_id, by=by, permissions=PAYROLL, now=clock.now())

    end_agreement(coop=aber, agreement_id=agreement_id, by=by, now=clock.now())
    carry_all(aber)

    with reading(aber) as session:
        assert entry_in_force(session, agreement_id, clock.now()) is None
    assert at_hub(agreement_id).state == "ended"
    with pytest.raises(AlreadyDecided):
        end_agreement(coop=aber, agreement_id=agreement_id, by=by, now=clock.now())


def test_one_agreement_of_a_kind_is_in_force(hub: Hub, aber: Coop) -> None:
    first, officer = offer_to(aber)
    second, _officer = offer_to(aber, person=officer)
    for agreement_id in (first, second):
        accept_agreement(
            coop=aber, agreement_id=agreement_id, by=chair(aber), permissions=PAYROLL, now=clock.now()
        )

    assert (facts_of(aber, first).state, facts_of(aber, second).state) == ("ended", "accepted")


def test_who_only_decides_on_grants_signs_no_agreement(hub: Hub, aber: Coop) -> None:
    agreement_id, _officer = offer_to(aber)

    with pytest.raises(PermissionLacking):
        accept_agreement(
            coop=aber, agreement_id=agreement_id, by=decider(aber), permissions=PAYROLL, now=clock.now()
        )


def test_nobody_signs_what_they_offered_themselves(hub: Hub, aber: Coop) -> None:
    agreement_id, officer = offer_to(aber)
    same_person = decider(aber, "chair", person_id=officer.person_id)

    with pytest.raises(NotTheirsToDecide):
        accept_agreement(
            coop=aber, agreement_id=agreement_id, by=same_person, permissions=PAYROLL, now=clock.now()
        )

    assert facts_of(aber, agreement_id).state == "offered"


def test_an_offer_to_another_co_op_is_not_found(hub: Hub, aber: Coop, bryn: Coop) -> None:
    agreement_id, _officer = offer_to(aber)

    with pytest.raises(NotFound):
        accept_agreement(
            coop=bryn, agreement_id=agreement_id, by=chair(bryn), permissions=PAYROLL, now=clock.now()
        )


def test_the_hub_never_offers_to_approve_pay(hub: Hub, aber: Coop) -> None:
    officer = make_person(HUB, "payroll_bureau")
    facts = {"coop_id": aber.id, "kind": "payroll_bureau", "name": "Gwen", "now": clock.now()}
    by = actor_of(HUB, officer)

    with pytest.raises(NeverGrantable):
        offer_agreement(by=by, permissions=["payrun.approve"], **facts)  # type: ignore[arg-type] # as above
    with pytest.raises(UnknownKind):
        offer_agreement(by=by, permissions=["visit.read"], **facts)  # type: ignore[arg-type] # as above

    assert count(HUB, AgreementOffer) == 0


def test_a_co_op_refuses_by_itself_an_offer_to_approve_its_pay(hub: Hub, aber: Coop) -> None:
    forged = AgreementOffered(
        uuid4(),
        "payroll_bureau",
        "payroll_bureau",
        ("payrun.approve",),
        uuid4(),
        uuid4(),
        "Gwen",
        clock.now(),
    )

    send(aber, forged)
    carry_all(aber)

    assert facts_of(aber, forged.agreement_id).state == "refused"
    with reading(aber) as session:
        assert entry_in_force(session, forged.agreement_id, clock.now()) is None


def test_a_co_op_cannot_answer_an_offer_to_another(hub: Hub, aber: Coop, bryn: Coop) -> None:
    agreement_id, _officer = offer_to(aber)

    tell(bryn, AgreementAnswered(agreement_id, "payroll_bureau", "accepted", PAYROLL))
    carry_all(aber, bryn)

    assert at_hub(agreement_id).state == "offered"
