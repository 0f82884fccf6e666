# SPDX-License-Identifier: AGPL-3.0-or-later
"""The record of somebody supported in a real browser: axe finds nothing, and nothing is too wide."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from franchise_kit.care import actions as care
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tests.support.people import make_person
from tests.support.supported import make_agreed, make_contact, make_draft, make_outcome, make_representative
from tests.support.thread import make_supported, make_worker
from tests.support.walking import Company

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NOON = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)
KNOWN = {
    "what_matters": "Radio Cymru am saith.\nPaned cyn popeth arall.",
    "key_facts": "Mae Mot y ci yn cyfarth, ond nid yw'n brathu.",
    "communication": "Siarad yn araf, wyneb yn wyneb.",
    "getting_in": "Blwch allweddi wrth y drws cefn.",
    "place": "52.0831, -4.6609",
    "phone": "01239 000000",
    "born_on": date(1941, 2, 3),
}


def make_record(coop: Coop) -> dict[str, str]:
    """Fill somebody's record, and return the pages of it."""
    person_id, bare = make_supported(coop), make_supported(coop, "Huw Newydd")
    care.change_person(
        coop=coop, person_supported_id=person_id, changes=KNOWN, version=1, by=SYSTEM, now=NOON
    )
    make_agreed(coop, person_id, date(2026, 6, 1), due_on=date(2026, 7, 1))
    plan = make_agreed(coop, person_id, date(2026, 8, 1))
    review = care.NewReview(date(2026, 8, 20), "Elsi a Gwen", "Mae'n cerdded yn well.", "stays")
    care.review_plan(coop=coop, plan_id=plan.id, review=review, by=SYSTEM, now=NOON)
    draft = make_draft(coop, person_id, support="Mwy o gerdded.")
    outcome_id = make_outcome(coop, person_id, 2, 1, 3, 4)
    make_outcome(coop, person_id)
    contact_id = make_contact(coop, person_id, is_first_to_ring=True)
    make_contact(coop, person_id, "Huw Dieithr-Llewelyn", may_come="no")
    speaker = make_representative(coop, person_id)
    make_representative(coop, person_id, "appointee", date(2026, 9, 1))
    consent = care.NewConsent("health_board", "Sut mae'n bwyta ac yn cysgu", "in_person", date(2026, 11, 1))
    consent_id = care.give_consent(
        coop=coop, person_supported_id=person_id, consent=consent, by=SYSTEM, now=NOON
    )
    care.set_wish(
        coop=coop,
        person_supported_id=person_id,
        worker_id=make_worker(coop),
        wish="prefers",
        by=SYSTEM,
        now=NOON,
    )
    return pages_of(
        {
            "person": person_id,
            "bare": bare,
            "plan": plan.id,
            "draft": draft.id,
            "outcome": outcome_id,
            "contact": contact_id,
            "speaker": speaker,
            "consent": consent_id,
        }
    )


def pages_of(ids: dict[str, UUID]) -> dict[str, str]:
    """Return the pages of a record by name."""
    all_of = "/people-supported"
    home, bare_home = f"{all_of}/{ids['person']}", f"{all_of}/{ids['bare']}"
    return {
        "show": home,
        "show-bare": bare_home,
        "edit": f"{home}/edit",
        "plan": f"{home}/plan",
        "plan-bare": f"{bare_home}/plan",
        "version": f"{all_of}/plans/{ids['draft']}",
        "paper": f"{all_of}/plans/{ids['plan']}/paper",
        "write": f"{all_of}/plans/{ids['draft']}/edit",
        "agree": f"{all_of}/plans/{ids['draft']}/agree",
        "review": f"{all_of}/plans/{ids['plan']}/review",
        "plans": f"{all_of}/plans",
        "outcomes": f"{home}/outcomes",
        "outcomes-bare": f"{bare_home}/outcomes",
        "outcome-new": f"{home}/outcomes/new",
        "reading": f"{all_of}/outcomes/{ids['outcome']}/reading",
        "ending": f"{all_of}/outcomes/{ids['outcome']}/end",
        "account": f"{home}/account",
        "around": f"{home}/around",
        "around-bare": f"{bare_home}/around",
        "contact-new": f"{home}/contacts/new",
        "contact": f"{all_of}/contacts/{ids['contact']}/edit",
        "representative-new": f"{home}/representatives/new",
        "representative-end": f"{all_of}/representatives/{ids['speaker']}/end",
        "consent-new": f"{home}/consents/new",
        "consent-back": f"{all_of}/consents/{ids['consent']}/take-back",
        "wish": f"{home}/workers",
    }


def test_axe_finds_nothing_on_a_persons_record(company: Company, aber: Coop) -> None:
    clock.set_fixed(NOON)
    pages = make_record(aber)
    make_person(aber, "supported_member", name="Elsi Fôn")
    roles = ("care_coordinator", "registered_manager")
    desk = company.at(aber, make_person(aber, *roles, name="Mair Desg", language=company.language))

    paper = {"paper": pages.pop("paper")}
    desk.look_at(pages)
    desk.send_wrong(pages, "outcome-new", "contact-new", "representative-new", "agree")
    # It is in the language that the plan was agreed in, whoever reads it.
    desk.language = "cy"
    desk.look_at(paper)

    assert company.faults == {}
