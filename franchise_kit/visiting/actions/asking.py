"""The hub asks a co-op to let somebody read records, or offers to do a piece of its work."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.access.rules.roles import catalogue
from franchise_kit.visiting.hub_models import AgreementOffer, GrantRequest
from franchise_kit.visiting.rules import grants as rules
from franchise_kit.visiting.rules.facts import AgreementOffered, GrantRequested
from franchise_kit.visiting.rules.kinds import (
    AGREEMENT_KINDS,
    UnknownKind,
    askable_kinds,
    check_kinds,
    check_offer,
)
from tenants import journal, registry
from tenants.actor import Actor
from tenants.office import HUB, CoopState
from tenants.openings.deliveries import deliver
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction


class OnlyTheHubAsks(Refusal):
    """A request comes from the hub's own people, from nobody else."""

    code = "only_the_hub_asks"


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody asks to read, why and for how long."""

    coop_id: UUID
    name: str
    purpose: str
    basis: str
    record_kinds: frozenset[str]
    record_ids: tuple[UUID, ...] = ()
    fields_hidden: frozenset[str] = field(default_factory=frozenset)
    hours: int = rules.DEFAULT_HOURS


def ask_for_grant(*, by: Actor, ask: Ask, now: datetime) -> UUID:
    """Ask a co-op for a grant; return its id, which is the same on both sides."""
    with transaction(HUB, by=by, doing="grant.ask") as session:
        account_id, person_id = _check_asker(session, by, ask.coop_id, Permission.ACCESS_GRANT_REQUEST)
        terms = rules.Terms(ask.record_kinds, frozenset(ask.record_ids), ask.fields_hidden, ask.hours)
        check_kinds(ask.record_kinds)
        others = sorted(ask.record_kinds - set(askable_kinds(by.permissions.keys())))
        if others:
            raise UnknownKind(kind=others[0])
        rules.check_terms(terms, basis=ask.basis)
        row = _request(
            ask, account_id, person_id, role=_role_for(by, Permission.ACCESS_GRANT_REQUEST), now=now
        )
        session.add(row)
        session.flush()
        deliver(session, ask.coop_id, _grant_requested(row))
        journal.note(session, record_kind="grant", record_id=row.id, coop_id=ask.coop_id)
        return row.id


def offer_agreement(
    *, by: Actor, coop_id: UUID, kind: str, permissions: Collection[str], name: str, now: datetime
) -> UUID:
    """Offer a co-op to do a piece of its work; return the agreement's id, the same on both sides."""
    with transaction(HUB, by=by, doing="agreement.offer") as session:
        account_id, person_id = _check_asker(session, by, coop_id, Permission.SERVICE_AGREEMENT_OFFER)
        known = AGREEMENT_KINDS.get(kind)
        check_offer(kind, known.hub_role if known else "", permissions)
        row = AgreementOffer(
            coop_id=coop_id,
            kind=kind,
            hub_role=AGREEMENT_KINDS[kind].hub_role,
            permissions=sorted(set(permissions)),
            offered_by_account=account_id,
            offered_by_person=person_id,
            offered_by_name=name,
            offered_at=now,
            state="offered",
        )
        session.add(row)
        session.flush()
        deliver(session, coop_id, _agreement_offered(row))
        journal.note(session, record_kind="agreement", record_id=row.id, coop_id=coop_id)
        return row.id


def _check_asker(session: Session, by: Actor, coop_id: UUID, permission: Permission) -> tuple[UUID, UUID]:
    within(by, permission)
    if by.side != "hub" or by.account_id is None or by.person_id is None:
        raise OnlyTheHubAsks
    coop = registry.get_by_id(session, coop_id)
    if coop.is_synthetic or coop.state is CoopState.CLOSED:
        raise NotFound(record_kind="coop")
    return by.account_id, by.person_id


def _role_for(by: Actor, permission: Permission) -> str:
    """Return the role under which somebody asks, the same each time."""
    return min(role for role in by.roles if permission in catalogue()[role].permissions)


def _request(ask: Ask, account_id: UUID, person_id: UUID, *, role: str, now: datetime) -> GrantRequest:
    return GrantRequest(
        coop_id=ask.coop_id,
        asked_by_account=account_id,
        asked_by_person=person_id,
        asked_by_name=ask.name,
        hub_role=role,
        purpose=ask.purpose,
        basis=ask.basis,
        record_kinds=sorted(ask.record_kinds),
        record_ids=sorted(str(one) for one in set(ask.record_ids)),
        fields_hidden=sorted(ask.fields_hidden),
        hours=ask.hours,
        asked_at=now,
        state="asked",
    )


def _grant_requested(row: GrantRequest) -> GrantRequested:
    return GrantRequested(
        grant_id=row.id,
        asked_by_account=row.asked_by_account,
        asked_by_person=row.asked_by_person,
        asked_by_name=row.asked_by_name,
        hub_role=row.hub_role,
        purpose=row.purpose,
        basis=row.basis,
        record_kinds=tuple(row.record_kinds),
        record_ids=tuple(UUID(one) for one in row.record_ids),
        fields_hidden=tuple(row.fields_hidden),
        hours=row.hours,
        asked_at=row.asked_at,
    )


def _agreement_offered(row: AgreementOffer) -> AgreementOffered:
    return AgreementOffered(
        agreement_id=row.id,
        kind=row.kind,
        hub_role=row.hub_role,
        permissions=tuple(row.permissions),
        offered_by_account=row.offered_by_account,
        offered_by_person=row.offered_by_person,
        offered_by_name=row.offered_by_name,
        offered_at=row.offered_at,
    )
