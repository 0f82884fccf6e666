"""Requests and grants as the co-op sees them, with what was read under each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.visiting.models import AccessGrant, GrantDecision
from franchise_kit.visiting.rules.grants import State, Terms, grant_state, needs_both_keys
from tenants.actor import Actor
from tenants.journal.models import JournalLine
from tenants.refusal import NotFound

READ = "visit.read"


@dataclass(frozen=True, slots=True)
class Decision:
    """One person's word on a request."""

    account_id: UUID
    person_id: UUID
    decision: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GrantFacts:
    """A request, what was given, and how often it was used."""

    id: UUID
    asked_by_name: str
    asked_by_person: UUID
    hub_role: str
    purpose: str
    basis: str
    asked: Terms
    given: Terms | None
    asked_at: datetime
    state: State
    reason: str | None
    decided_at: datetime | None
    starts_at: datetime | None
    ends_at: datetime | None
    revoked_at: datetime | None
    decisions: tuple[Decision, ...]
    reads_count: int

    @property
    def needs_both_keys(self) -> bool:
        """Whether two people decide on it."""
        return needs_both_keys(self.asked.record_kinds)

    @property
    def is_narrowed(self) -> bool:
        """Whether less was given than was asked."""
        return self.given is not None and (
            self.given.record_kinds != self.asked.record_kinds
            or self.given.record_ids != self.asked.record_ids
        )


@dataclass(frozen=True, slots=True)
class Read:
    """One page that a guest opened, from the co-op's own journal."""

    seq: int
    at: datetime
    page: str
    record_id: UUID | None


def asked_terms(row: AccessGrant) -> Terms:
    """Return what a request asked for."""
    return terms_of(row.record_kinds, row.record_ids, row.fields_hidden, row.hours)


def terms_of(kinds: Iterable[str], ids: Iterable[str], hidden: Iterable[str], hours: int) -> Terms:
    """Return terms from what is stored."""
    return Terms(frozenset(kinds), frozenset(UUID(one) for one in ids), frozenset(hidden), hours)


def list_grants(session: Session, *, by: Actor, now: datetime, most: int = 200) -> list[GrantFacts]:
    """Return all requests that ever came, the newest first."""
    within(by, Permission.ACCESS_GRANT_READ)
    rows = session.scalars(select(AccessGrant).order_by(AccessGrant.asked_at.desc()).limit(most)).all()
    ids = [row.id for row in rows]
    decisions, reads = _decisions(session, ids), count_reads(session, ids)
    return [_facts(row, decisions.get(row.id, []), reads.get(row.id, 0), now) for row in rows]


def get_grant(session: Session, grant_id: UUID, *, by: Actor, now: datetime) -> GrantFacts:
    """Return one request or raise ``NotFound``."""
    within(by, Permission.ACCESS_GRANT_READ)
    row = session.get(AccessGrant, grant_id)
    if row is None:
        raise NotFound(record_kind="grant")
    decisions, reads = _decisions(session, [row.id]), count_reads(session, [row.id])
    return _facts(row, decisions.get(row.id, []), reads.get(row.id, 0), now)


def list_reads(session: Session, entry_id: UUID, *, by: Actor, most: int = 100) -> list[Read]:
    """Return what was opened under an agreement or a grant, the newest first."""
    within(by, Permission.ACCESS_GRANT_READ)
    lines = (
        select(JournalLine)
        .where(JournalLine.entry_id == entry_id, JournalLine.doing == READ, JournalLine.outcome == "done")
        .order_by(JournalLine.seq.desc())
        .limit(most)
    )
    return [
        Read(line.seq, line.at, str(line.codes.get("page", "")), line.record_id)
        for line in session.scalars(lines)
    ]


def count_reads(session: Session, entry_ids: list[UUID]) -> dict[UUID, int]:
    """Return how many pages were opened under each agreement or grant."""
    counts = (
        select(JournalLine.entry_id, func.count())
        .where(JournalLine.entry_id.in_(entry_ids), JournalLine.doing == READ, JournalLine.outcome == "done")
        .group_by(JournalLine.entry_id)
    )
    return {entry: count for entry, count in session.execute(counts) if entry is not None}


def _decisions(session: Session, ids: list[UUID]) -> dict[UUID, list[Decision]]:
    found: dict[UUID, list[Decision]] = {}
    rows = select(GrantDecision).where(GrantDecision.grant_id.in_(ids)).order_by(GrantDecision.at)
    for row in session.scalars(rows):
        made = Decision(row.account_id, row.person_id, row.decision, row.at)
        found.setdefault(row.grant_id, []).append(made)
    return found


def _facts(row: AccessGrant, decisions: list[Decision], reads: int, now: datetime) -> GrantFacts:
    given: Terms | None = None
    if row.starts_at is not None and row.ends_at is not None:
        hours = round((row.ends_at - row.starts_at).total_seconds() / 3600)
        given = terms_of(row.given_kinds, row.given_ids, row.given_fields_hidden, hours)
    columns: dict[str, Any] = {
        name: getattr(row, name)
        for name in (
            *("id", "asked_by_name", "asked_by_person", "hub_role", "purpose", "basis", "asked_at", "reason"),
            *("decided_at", "starts_at", "ends_at", "revoked_at"),
        )
    }
    return GrantFacts(
        **columns,
        asked=asked_terms(row),
        given=given,
        state=grant_state(row.state, ends_at=row.ends_at, now=now),
        decisions=tuple(decisions),
        reads_count=reads,
    )
