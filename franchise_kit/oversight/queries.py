"""What the hub may read of all co-ops: the registry, the ledger of migrations, its own jobs that failed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.oversight.rules import Standing
from tenants import registry
from tenants.actor import Actor
from tenants.jobs import OutboxRow
from tenants.openings import queries as openings
from tenants.openings.kinds import DISCLOSURES
from tenants.refusal import NotFound
from tenants.registry import CoopMigration, CoopRow


@dataclass(frozen=True, slots=True)
class MigrationTry:
    """One revision of a co-op's tables: whether it was reached, and what stood in the way."""

    revision: str
    is_done: bool
    fault: str | None
    tries: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """The last thing of a kind that a co-op told the network."""

    kind: str
    fact: Any
    made_at: datetime
    received_at: datetime


def list_standings(session: Session, *, by: Actor) -> list[Standing]:
    """Return how every co-op stands."""
    within(by, Permission.NETWORK_REPORT_READ)
    coops = {coop.id: coop for coop in registry.list_coops(session)}
    failed = _failed(session)
    rows = session.scalars(select(CoopRow)).all()
    return [_standing(row, coops, failed) for row in rows if row.erased_at is None]


def get_standing(session: Session, coop_id: UUID, *, by: Actor) -> Standing:
    """Return how one co-op stands or raise ``NotFound``."""
    within(by, Permission.NETWORK_REPORT_READ)
    row = session.get(CoopRow, coop_id)
    if row is None or row.erased_at is not None:
        raise NotFound(record_kind="coop")
    return _standing(row, {coop_id: registry.get_by_id(session, coop_id)}, _failed(session))


def list_migrations(session: Session, coop_id: UUID, *, by: Actor) -> list[MigrationTry]:
    """Return what the ledger says of one co-op, newest first."""
    within(by, Permission.NETWORK_REPORT_READ)
    rows = session.scalars(
        select(CoopMigration).where(CoopMigration.coop_id == coop_id).order_by(CoopMigration.at.desc())
    )
    return [MigrationTry(row.revision, row.state == "done", row.fault, row.tries, row.at) for row in rows]


def list_told(session: Session, coop_id: UUID, *, by: Actor) -> list[Told]:
    """Return the last thing of each kind that a co-op told, newest first."""
    within(by, Permission.DISCLOSURE_READ)
    last = [
        openings.find_latest_received(session, kind=kind, coop_id=coop_id) for kind in DISCLOSURES.names()
    ]
    told = [Told(one.kind, one.fact, one.made_at, one.received_at) for one in last if one is not None]
    return sorted(told, key=lambda one: one.received_at, reverse=True)


def count_given_up_jobs(session: Session, *, by: Actor) -> int:
    """Return how many of the hub's own jobs were given up."""
    within(by, Permission.NETWORK_REPORT_READ)
    given_up = select(func.count()).select_from(OutboxRow).where(OutboxRow.state == "given_up")
    return session.scalar(given_up) or 0


def _failed(session: Session) -> Sequence[UUID]:
    return session.scalars(
        select(CoopMigration.coop_id).where(CoopMigration.state == "failed").distinct()
    ).all()


def _standing(row: CoopRow, coops: dict[UUID, Any], failed: Sequence[UUID]) -> Standing:
    return Standing(
        coop=coops[row.id],
        state_since=row.state_since,
        made_at=row.made_at,
        last_disclosure_at=row.last_disclosure_at,
        keep_until=row.keep_until,
        has_failed_migration=row.id in failed,
    )
