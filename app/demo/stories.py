"""What has happened in the demo's co-ops, told through the product's own actions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid5

from app.demo.loading import Loading, coop_id_of
from app.demo.people import (
    HUB_SLUG,
    NAMESPACE,
    DemoCoop,
    coops,
    guide_facts,
    synthetic_coops,
)
from app.demo.services import run_services
from app.demo.telling import actor_at, carry, person_of
from franchise_kit.access.actions import telling
from franchise_kit.access.actions.seeding import SeedAccount, finish_seeding
from franchise_kit.access.rules.disclosed import MembershipCounts
from franchise_kit.publishing import actions as publishing
from franchise_kit.visiting.actions import agreeing, asking, deciding
from franchise_kit.visiting.queries.asked import list_asked
from franchise_kit.visiting.rules.grants import Terms
from franchise_kit.visiting.rules.kinds import AGREEMENT_KINDS
from tenants import registry
from tenants.actor import SYSTEM
from tenants.office import HUB, Coop
from tenants.openings import publications
from tenants.openings.publications import LOCAL, Draft
from tenants.openings.queries import find_latest_received
from tenants.transaction import reading

BUREAU: Final = "payroll_bureau"
# This co-op has the bureau's offer before it and has not answered yet.
UNDECIDED: Final = "bro-moelwyn"
SLIPPING: Final = "bryn-eithin"
ASKED: Final = "glannau-teifi"
INCIDENTS_ASKED: Final = 6
INCIDENTS_GIVEN: Final = 4


@dataclass(frozen=True, slots=True)
class _Story:
    """One telling: the demo's co-ops that trade, the hub's people, and the day."""

    loading: Loading
    now: datetime


def tell(loading: Loading) -> None:
    """Tell every story; one that was told already is left as it is."""
    loading.say("  their stories")
    story = _Story(loading, loading.now)
    trading = [coop for coop in coops() if coop.is_trading]
    _members()
    _synthetic_members(story)
    for coop in trading:
        _bureau(story, coop)
    _six_incidents(story)
    _a_request_waits(story)
    _a_guide(story)
    run_services(loading)
    finish_seeding(coops=len(trading))


def _office(slug: str) -> Coop:
    return registry.get(slug)


def _counts(facts: Mapping[str, Any]) -> MembershipCounts:
    members = facts.get("members") or {}
    employees, supported = int(facts["employees"]), int(facts["people_supported"])
    return MembershipCounts(
        supported=int(members.get("supported", supported * 2 // 3)),
        carers=int(members.get("carer", supported // 2)),
        workers=int(members.get("worker", employees * 4 // 5)),
        supporters=int(members.get("supporter", supported * 3 // 4)),
        people_supported=supported,
        employees=employees,
    )


def _has_asked(story: _Story, person: SeedAccount, slug: str, kind: str) -> bool:
    by = actor_at(HUB, person)
    with reading(HUB) as session:
        asked = list_asked(session, by=by, now=story.now)
    return any(entry.coop_id == coop_id_of(slug) and entry.kind == kind for entry in asked)


def _has_told(slug: str) -> bool:
    with reading(HUB) as session:
        found = find_latest_received(session, kind="membership_counts", coop_id=coop_id_of(slug))
    return found is not None


def _members() -> None:
    for coop in coops():
        if _has_told(coop.slug):
            continue
        telling.tell_membership(coop=_office(coop.slug), by=SYSTEM, counts=_counts(coop.facts))
        carry(coop.slug)


def _synthetic_members(story: _Story) -> None:
    for number, facts in enumerate(synthetic_coops()):
        if _has_told(str(facts["slug"])):
            continue
        # Their last words are of different days, so that the hub's list shows who has fallen silent.
        made_at = story.now - timedelta(days=3 + 7 * number)
        telling.tell_membership_of_synthetic(
            coop_id=coop_id_of(str(facts["slug"])), by=SYSTEM, counts=_counts(facts), made_at=made_at
        )


def _bureau(story: _Story, coop: DemoCoop) -> None:
    """Offer the payroll bureau; all but one co-op have taken it up."""
    officer = person_of(story.loading, HUB_SLUG, BUREAU)
    if _has_asked(story, officer, coop.slug, "agreement"):
        return
    agreement_id = asking.offer_agreement(
        by=actor_at(HUB, officer),
        coop_id=coop_id_of(coop.slug),
        kind=BUREAU,
        permissions=[str(permission) for permission in AGREEMENT_KINDS[BUREAU].permissions],
        name=officer.full_name,
        now=story.now - timedelta(days=20),
    )
    carry(coop.slug)
    if coop.slug == UNDECIDED:
        return
    office = _office(coop.slug)
    agreeing.accept_agreement(
        coop=office,
        agreement_id=agreement_id,
        by=actor_at(office, person_of(story.loading, coop.slug, "responsible_individual")),
        permissions=[str(permission) for permission in AGREEMENT_KINDS[BUREAU].permissions],
        now=story.now - timedelta(days=19),
    )
    carry(coop.slug)


def _six_incidents(story: _Story) -> None:
    """Ask a co-op whose figures slip for six incidents; it gave four of them, for 72 hours."""
    lead = person_of(story.loading, HUB_SLUG, "quality_lead")
    if _has_asked(story, lead, SLIPPING, "grant"):
        return
    incidents = tuple(uuid5(NAMESPACE, f"incident {SLIPPING} {number}") for number in range(INCIDENTS_ASKED))
    ask = asking.Ask(
        coop_id=coop_id_of(SLIPPING),
        name=lead.full_name,
        purpose="Learn from six incidents of this autumn, together with the registered manager",
        basis="legitimate_interests",
        record_kinds=frozenset({"incident"}),
        record_ids=incidents,
        fields_hidden=frozenset({"name", "address", "phone"}),
    )
    grant_id = asking.ask_for_grant(by=actor_at(HUB, lead), ask=ask, now=story.now - timedelta(hours=8))
    carry(SLIPPING)
    terms = Terms(ask.record_kinds, frozenset(incidents[:INCIDENTS_GIVEN]), ask.fields_hidden, ask.hours)
    office = _office(SLIPPING)
    decider = person_of(story.loading, SLIPPING, "data_protection_lead")
    deciding.accept_grant(
        coop=office, grant_id=grant_id, by=actor_at(office, decider), terms=terms, now=story.now
    )
    carry(SLIPPING)


def _a_request_waits(story: _Story) -> None:
    """Leave one request for a co-op to decide on."""
    lead = person_of(story.loading, HUB_SLUG, "quality_lead")
    if _has_asked(story, lead, ASKED, "grant"):
        return
    ask = asking.Ask(
        coop_id=coop_id_of(ASKED),
        name=lead.full_name,
        purpose="Gweld sut mae'r cynnig rhagweithiol yn gweithio / See how the active offer of Welsh works",
        basis="legitimate_interests",
        record_kinds=frozenset({"visit", "training_record"}),
        fields_hidden=frozenset({"name", "health"}),
    )
    asking.ask_for_grant(by=actor_at(HUB, lead), ask=ask, now=story.now - timedelta(hours=3))
    carry(ASKED)


def _a_guide(story: _Story) -> None:
    """Publish a guide for all co-ops; one follows it and says how it is done there."""
    with reading(HUB) as session:
        if publications.list_latest(session, kind="guide"):
            return
    facts = guide_facts()
    editor = actor_at(HUB, person_of(story.loading, HUB_SLUG, "training_editor"))
    body = {"text": facts["text"], "own_words": {LOCAL: facts["place"]}}
    draft = Draft("guide", facts["key"], facts["title"]["en"], facts["title"]["cy"], body)
    publishing.save_draft(by=editor, draft=draft, now=story.now)
    published = publishing.publish(by=editor, kind=draft.kind, key=draft.key, now=story.now)
    office = _office(ASKED)
    admin = actor_at(office, person_of(story.loading, ASKED, "coop_admin"))
    publishing.adopt(
        coop=office, by=admin, kind=draft.kind, key=draft.key, version=published.version, now=story.now
    )
    publishing.put_own_part(
        coop=office, by=admin, kind=draft.kind, key=draft.key, place=facts["place"], text=facts["own_words"]
    )
