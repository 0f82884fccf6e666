"""What would come of rows about workers, before anything is kept."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.kernel.sheets import NEW, UNCHANGED, Key, NamedRow, Verdict, by_key, compared, refused
from franchise_kit.people.models import Contract, Worker
from franchise_kit.people.queries.profile import WORKER
from franchise_kit.people.rules.contracts import ContractStillRuns, check_arrangement
from tenants.actor import Actor
from tenants.refusal import NotFound

SEALED: Final = frozenset({"phone", "email", "address", "emergency_contact"})


class SheetWorker(NamedRow):
    """A row about a worker; fields are those of the table."""

    __slots__ = ()


def weigh_workers(session: Session, rows: Sequence[SheetWorker], *, by: Actor, today: date) -> list[Verdict]:
    """Return what would come of each row; raise ``NotFound`` for who takes nobody on."""
    if not within(by, Permission.WORKER_ENGAGE).is_whole:
        raise NotFound(record_kind=WORKER)
    kept, employed = workers_by_key(session), _with_contract(session, today)
    return [_weighed(row, kept.get(row.key, []), employed) for row in rows]


def workers_by_key(session: Session) -> dict[Key, list[Worker]]:
    """Return all workers by what a row knows them by. It asks nobody: whoever calls has asked."""
    return by_key(session.scalars(select(Worker)))


def _weighed(row: SheetWorker, kept: Sequence[Worker], employed: frozenset[UUID]) -> Verdict:
    verdict = compared(row.said, [_fields(one) for one in kept])
    if verdict.outcome in {NEW, UNCHANGED} or "arrangement" not in verdict.fields:
        return verdict
    try:
        check_arrangement(row.said["arrangement"], has_contract=kept[0].id in employed)
    except ContractStillRuns as refusal:
        return refused(refusal, "arrangement")
    return verdict


def _fields(row: Worker) -> dict[str, Any]:
    names = ("known_as", "language", "arrangement", "staff_category")
    sealed = {name: getattr(row, name) or "" for name in SEALED}
    return {name: getattr(row, name) for name in names} | sealed | {"speaks": sorted(row.speaks)}


def _with_contract(session: Session, today: date) -> frozenset[UUID]:
    """Return who has a contract that runs, or is yet to."""
    ended = Contract.valid_until.is_not(None) & (Contract.valid_until <= today)
    return frozenset(session.scalars(select(Contract.worker_id).where(~ended)))
