"""What would come of rows about workers, before anything is kept."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.kernel.sheets import NEW, UNCHANGED, Verdict, compared, refused
from franchise_kit.kernel.text import folded
from franchise_kit.people.models import Contract, Worker
from franchise_kit.people.queries.profile import WORKER
from franchise_kit.people.rules.contracts import ContractStillRuns, check_arrangement
from tenants.actor import Actor
from tenants.refusal import NotFound

SEALED: Final = frozenset({"phone", "email", "address", "emergency_contact"})
Key = tuple[str, str, date]


@dataclass(frozen=True, slots=True)
class SheetWorker:
    """A row about a worker: names and first day say who it is, ``said`` what else the row says of them.

    ``usual`` is what is kept of somebody new where the row says nothing. Fields are those of the table.
    """

    given_name: str = field(repr=False)
    family_name: str = field(repr=False)
    started_on: date
    said: Mapping[str, Any] = field(repr=False)
    usual: Mapping[str, Any] = field(repr=False)

    @property
    def key(self) -> Key:
        """What a worker is known by, however it is written."""
        return folded(self.given_name), folded(self.family_name), self.started_on


def weigh_workers(session: Session, rows: Sequence[SheetWorker], *, by: Actor, today: date) -> list[Verdict]:
    """Return what would come of each row; raise ``NotFound`` for who takes nobody on."""
    if not within(by, Permission.WORKER_ENGAGE).is_whole:
        raise NotFound(record_kind=WORKER)
    kept, employed = workers_by_key(session), _with_contract(session, today)
    return [_weighed(row, kept.get(row.key, []), employed) for row in rows]


def workers_by_key(session: Session) -> dict[Key, list[Worker]]:
    """Return all workers by what a row knows them by. It asks nobody: whoever calls has asked."""
    kept: dict[Key, list[Worker]] = defaultdict(list)
    for row in session.scalars(select(Worker)):
        kept[folded(row.given_name), folded(row.family_name), row.started_on].append(row)
    return kept


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
