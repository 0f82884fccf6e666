"""Service agreements as the co-op sees them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.visiting.models import ServiceAgreement
from franchise_kit.visiting.queries.requests import count_reads
from tenants.actor import Actor
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """An offer, what was given, and how often it was used."""

    id: UUID
    kind: str
    hub_role: str
    offered: tuple[str, ...]
    given: tuple[str, ...]
    offered_by_name: str
    offered_at: datetime
    state: str
    reason: str | None
    decided_at: datetime | None
    decided_by_account: UUID | None
    ended_at: datetime | None
    reads_count: int


def list_agreements(session: Session, *, by: Actor, most: int = 100) -> list[AgreementFacts]:
    """Return all offers that ever came, the newest first."""
    within(by, Permission.SERVICE_AGREEMENT_READ)
    newest = select(ServiceAgreement).order_by(ServiceAgreement.offered_at.desc()).limit(most)
    rows = session.scalars(newest).all()
    reads = count_reads(session, [row.id for row in rows])
    return [_facts(row, reads.get(row.id, 0)) for row in rows]


def get_agreement(session: Session, agreement_id: UUID, *, by: Actor) -> AgreementFacts:
    """Return one offer or raise ``NotFound``."""
    within(by, Permission.SERVICE_AGREEMENT_READ)
    row = session.get(ServiceAgreement, agreement_id)
    if row is None:
        raise NotFound(record_kind="agreement")
    return _facts(row, count_reads(session, [row.id]).get(row.id, 0))


def is_agreed(session: Session, kind: str) -> bool:
    """Say whether an agreement of a kind is in force. It asks nobody: it says what the co-op signed."""
    accepted = exists().where(ServiceAgreement.kind == kind, ServiceAgreement.state == "accepted")
    return bool(session.scalar(select(accepted)))


def _facts(row: ServiceAgreement, reads: int) -> AgreementFacts:
    return AgreementFacts(
        id=row.id,
        kind=row.kind,
        hub_role=row.hub_role,
        offered=tuple(row.permissions),
        given=tuple(row.given_permissions),
        offered_by_name=row.offered_by_name,
        offered_at=row.offered_at,
        state=row.state,
        reason=row.reason,
        decided_at=row.decided_at,
        decided_by_account=row.decided_by_account,
        ended_at=row.ended_at,
        reads_count=reads,
    )
