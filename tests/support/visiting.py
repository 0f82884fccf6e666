"""Two hub people, a co-op's deciders, and the steps from a request to an open door."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import franchise_kit.visiting.jobs  # noqa: F401 - declares what is done with requests and answers
from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.visiting.actions.asking import Ask, ask_for_grant, offer_agreement
from franchise_kit.visiting.actions.deciding import accept_grant
from franchise_kit.visiting.actions.entering import Guest, Times
from franchise_kit.visiting.queries import GrantFacts, get_grant
from franchise_kit.visiting.rules.grants import Terms
from tenants import clock
from tenants.actor import Actor
from tenants.office import HUB, Coop
from tenants.transaction import reading
from tests.support.openings import carry_all
from tests.support.people import actor_of, make_person

SIX_IDS = tuple(uuid4() for _ in range(6))
PAYROLL = ("employment.read", "payrun.prepare", "payslip.read", "worker.read")
REGISTERED_MANAGER = "registered_manager"
RESPONSIBLE_INDIVIDUAL = "responsible_individual"
DATA_PROTECTION_LEAD = "data_protection_lead"


@dataclass(frozen=True)
class Asked:
    """A request that has reached its co-op."""

    id: UUID
    asker: SeedAccount
    coop: Coop

    @property
    def by(self) -> Actor:
        """The hub person who asked."""
        return actor_of(HUB, self.asker)


def ask_of(coop: Coop, *, asker: SeedAccount | None = None, **changes: object) -> Asked:
    """Let the hub's quality lead ask a co-op to read six incidents, and carry the request there."""
    person = asker or make_person(HUB, "quality_lead", name="Elin Prys")
    facts: dict[str, object] = {
        "coop_id": coop.id,
        "name": person.full_name,
        "purpose": "To see how six incidents were dealt with",
        "basis": "legitimate_interests",
        "record_kinds": frozenset({"incident"}),
        "record_ids": SIX_IDS,
    }
    ask = Ask(**(facts | changes))  # type: ignore[arg-type] # the tests name the right fields
    grant_id = ask_for_grant(by=actor_of(HUB, person), ask=ask, now=clock.now())
    carry_all(coop)
    return Asked(grant_id, person, coop)


def offer_to(coop: Coop, *, person: SeedAccount | None = None) -> tuple[UUID, SeedAccount]:
    """Let the hub's payroll officer offer the payroll bureau to a co-op, and carry the offer there."""
    officer = person or make_person(HUB, "payroll_bureau", name="Gwen Pugh")
    agreement_id = offer_agreement(
        by=actor_of(HUB, officer),
        coop_id=coop.id,
        kind="payroll_bureau",
        permissions=PAYROLL,
        name=officer.full_name,
        now=clock.now(),
    )
    carry_all(coop)
    return agreement_id, officer


def decider(coop: Coop, *roles: str, person_id: UUID | None = None) -> Actor:
    """Return somebody of a co-op who decides."""
    held = roles or (REGISTERED_MANAGER,)
    return actor_of(coop, make_person(coop, *held, name="Rhian Huws", person_id=person_id))


def terms(
    *kinds: str, ids: tuple[UUID, ...] = SIX_IDS, hidden: tuple[str, ...] = (), hours: int = 72
) -> Terms:
    """Return terms, by default those that were asked."""
    return Terms(frozenset(kinds or ("incident",)), frozenset(ids), frozenset(hidden), hours)


def grant_of(asked: Asked, *, now: datetime | None = None) -> GrantFacts:
    """Return a request as the co-op sees it."""
    by = decider(asked.coop)
    with reading(asked.coop) as session:
        return get_grant(session, asked.id, by=by, now=now or clock.now())


def give(asked: Asked, given: Terms | None = None) -> None:
    """Let the co-op's registered manager say yes, and carry the answer to the hub."""
    by = decider(asked.coop)
    accept_grant(coop=asked.coop, grant_id=asked.id, by=by, terms=given or terms(), now=clock.now())
    carry_all(asked.coop)


def guest_of(asked: Asked) -> Guest:
    """Return the asker as the hub vouches for them at the co-op's door."""
    return Guest(
        hub_account_id=asked.asker.id,
        hub_epoch=1,
        person_id=asked.asker.person_id,
        name=asked.asker.full_name,
        language="en",
        roles=frozenset(asked.asker.roles),
        entry_kind="grant",
        entry_id=asked.id,
    )


def times(*, later: timedelta = timedelta(0)) -> Times:
    """Return this moment, or a later one, in both of its readings."""
    return Times(now=clock.now() + later, ticking=clock.ticking() + later)
