"""Asking for the archive, writing how it went, and that a list was taken along."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.leaving.models import ExportRequest
from tenants import bells, jobs, journal, progress
from tenants.actor import SYSTEM, Actor
from tenants.office import Coop
from tenants.transaction import transaction, upkeep

EXPORT: Final = "leaving.export"
FORGET: Final = "leaving.forget"
# An archive waits this long for whoever asked; a request that never came to an end, this long for its end.
KEPT: Final = timedelta(days=7)
LONGEST_TRY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Made:
    """What was written."""

    size_bytes: int
    row_count: int
    file_count: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that is still to be done, with what locks its archive."""

    account_id: UUID
    progress_id: UUID
    passphrase: str


def ask_for_archive(*, coop: Coop, by: Actor, passphrase: str, now: datetime) -> UUID:
    """Ask for everything of the co-op in one sealed file; return the id of the progress."""
    with transaction(coop, by=by, doing="leaving.ask_for_archive") as session:
        within(by, Permission.EXPORT_COOP)
        progress_id = progress.begin(session, job=EXPORT, account_id=by.account_id, now=now)
        request = ExportRequest(
            account_id=by.account_id,
            progress_id=progress_id,
            passphrase=passphrase,
            state="asked",
            asked_at=now,
        )
        session.add(request)
        session.flush()
        jobs.enqueue(session, EXPORT, request_id=request.id, progress_id=progress_id)
        # Whatever happens, no passphrase outlives this.
        jobs.enqueue(session, FORGET, not_before=now + LONGEST_TRY, request_id=request.id)
        journal.note(session, record_kind="archive", record_id=request.id)
    return progress_id


def find_waiting(session: Session, request_id: UUID) -> Waiting | None:
    """Return a request that is still to be done, for the job that does it."""
    row = session.get(ExportRequest, request_id)
    if row is None or row.state != "asked" or row.passphrase is None:
        return None
    return Waiting(row.account_id, row.progress_id, row.passphrase)


def note_ready(*, coop: Coop, request_id: UUID, made: Made, now: datetime) -> None:
    """Write that the archive is there, drop the passphrase, and tell whoever asked."""
    with upkeep(coop) as session:
        row = session.get_one(ExportRequest, request_id, with_for_update=True)
        if row.state != "asked":
            return
        row.state, row.passphrase, row.ready_at, row.keep_until = "ready", None, now, now + KEPT
        row.size_bytes, row.row_count, row.file_count = made.size_bytes, made.row_count, made.file_count
        jobs.enqueue(session, FORGET, not_before=row.keep_until, request_id=request_id)
        bells.ring_for(session, row.account_id, kind="archive_ready", path="/export")


def note_failed(*, coop: Coop, request_id: UUID) -> None:
    """Write that there will be no archive, drop the passphrase, and tell whoever asked."""
    with upkeep(coop) as session:
        row = session.get_one(ExportRequest, request_id, with_for_update=True)
        if row.state != "asked":
            return
        row.state, row.passphrase = "failed", None
        bells.ring_for(session, row.account_id, kind="archive_failed", path="/export")


def note_fetched(*, coop: Coop, by: Actor, request_id: UUID) -> None:
    """Write that the archive was taken away, before its first byte leaves."""
    with transaction(coop, by=by, doing="leaving.fetch_archive") as session:
        within(by, Permission.EXPORT_COOP)
        journal.note(session, record_kind="archive", record_id=request_id)


def note_list_taken(
    *, coop: Coop, permission: Permission, what: str, page: str, rows: int, by: Actor
) -> None:
    """Write that a list was taken along, before its first byte leaves.

    ``what`` is the list's code, ``page`` names the page on which people know it.
    """
    with transaction(coop, by=by, doing="leaving.take_list") as session:
        within(by, permission)
        journal.note(session, record_kind="list", what=what, page=page, rows=rows)


def note_forgotten(*, coop: Coop, request_id: UUID, now: datetime) -> bool:
    """Write that an archive's time is over; return whether its bytes must go."""
    with upkeep(coop) as session:
        row = session.get(ExportRequest, request_id, with_for_update=True)
        if row is None or row.state != "ready" or row.keep_until is None or row.keep_until > now:
            return False
        row.state = "forgotten"
    with transaction(coop, by=SYSTEM, doing="leaving.forget_archive") as session:
        journal.note(session, record_kind="archive", record_id=request_id)
    return True
