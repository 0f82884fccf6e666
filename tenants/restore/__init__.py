"""Returning: an archive becomes a co-op again, here or in another installation, under its name or another.

Everything is verified before anything is written. Killed anywhere, the next run undoes what was begun
and begins anew; a co-op appears only when all of it is there.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

import psycopg
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from migrations import FOLDER
from tenants import files, journal, keys, registry
from tenants.actor import Actor
from tenants.archive.refusals import ArchiveForeign
from tenants.archive.sealing import Unlock
from tenants.migrating.revisions import Revision, compile_line
from tenants.names import checked_slug, new_schema_name
from tenants.office import HUB, Coop, CoopState
from tenants.provisioning import tear_down
from tenants.provisioning.installation import Owner
from tenants.refusal import Refusal
from tenants.registry import CoopMigration, CoopRow, CoopSlug, SlugTaken
from tenants.restore.checking import Checked, examine
from tenants.restore.filling import Place, fill
from tenants.restore.models import CoopRestore
from tenants.transaction import reading, transaction, upkeep

__all__ = ["CoopRestore", "RestoreIsRunning", "Restored", "is_unfinished", "restore_coop"]


class RestoreIsRunning(Refusal):
    """Another process restores a co-op of this name just now."""

    code = "restore_is_running"


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back."""

    coop: Coop
    archive_id: UUID
    made_at: datetime
    rows: dict[str, int]
    files: int
    missing_files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """An archive, what opens it, and the short name that the co-op shall have; its own where none is said."""

    source: BinaryIO
    unlock: Unlock
    slug: str | None = None


def restore_coop(
    *, owner: Owner, request: Request, by: Actor, now: datetime, line: Sequence[Revision] | None = None
) -> Restored:
    """Restore one co-op, or refuse and leave nothing behind."""
    line = compile_line(FOLDER / "coop") if line is None else line
    checked = examine(request.source, request.unlock, line)
    slug = checked_slug(request.slug or checked.cover.coop.slug)
    with _alone(owner, slug):
        _undo_unfinished(owner, slug)
        coop = _enter(checked, slug, by=by, now=now)
        try:
            is_copy = str(coop.id) != checked.cover.coop.id
            fill(Place(owner, coop.schema, is_copy), request.source, request.unlock, checked, line)
            _verify_journal(coop)
        except (Refusal, psycopg.Error, OSError):
            _undo(owner, coop.id)
            raise
        _write_line(coop, checked, by=by)
        _open_door(coop, line, by=by, now=now)
    keys.forget()
    registry.forget()
    facts = checked.file_hashes()
    return Restored(
        registry.get(slug),
        checked.cover.archive_id,
        checked.cover.made_at,
        checked.manifest.rows(),
        len(facts),
        tuple(checked.manifest.missing_files),
    )


@contextmanager
def _alone(owner: Owner, slug: str) -> Iterator[None]:
    """Hold the slug: what is unfinished while nobody holds it was killed."""
    number = int.from_bytes(hashlib.sha256(f"restore {slug}".encode()).digest()[:8], "big", signed=True)
    with owner.connect(autocommit=True) as connection:
        found = connection.execute("SELECT pg_try_advisory_lock(%s)", [number]).fetchone()
        if not found or not found[0]:
            raise RestoreIsRunning
        yield


def is_unfinished(session: Session, coop_id: UUID) -> bool:
    """Say whether a co-op waits for its archive; the session is the hub's."""
    wanted = select(CoopRestore.id).where(CoopRestore.coop_id == coop_id, CoopRestore.done_at.is_(None))
    return session.scalars(wanted).first() is not None


def _enter(checked: Checked, slug: str, *, by: Actor, now: datetime) -> Coop:
    """Enter the co-op into the registry as being prepared, and note the archive."""
    facts = asdict(checked.cover.coop)
    came_from = UUID(facts.pop("id"))
    facts.pop("slug")
    with transaction(HUB, by=by, doing="coop.restore_begin") as session:
        row = _revived(session, slug, came_from, facts) or _added(session, slug, came_from, facts, now=now)
        session.add(CoopRestore(coop_id=row.id, archive_id=checked.cover.archive_id, begun_at=now))
        journal.note(
            session,
            record_kind="coop",
            record_id=row.id,
            archive=checked.cover.archive_id,
            came_from=came_from,
        )
        session.flush()
        return registry.get_by_id(session, row.id)


def _revived(session: Session, slug: str, came_from: UUID, facts: dict[str, object]) -> CoopRow | None:
    """Take the row of a co-op that left and was erased, when it is the one that now returns."""
    named = session.get(CoopSlug, slug)
    if named is None:
        return None
    row = session.get_one(CoopRow, named.coop_id)
    if row.erased_at is None or row.id != came_from:
        raise SlugTaken
    row.schema, row.state = new_schema_name(), CoopState.PREPARING
    for name, value in facts.items():
        setattr(row, name, value)
    return row


def _added(
    session: Session, slug: str, came_from: UUID, facts: dict[str, object], *, now: datetime
) -> CoopRow:
    is_known = session.get(CoopRow, came_from) is not None
    return registry.add(session, slug=slug, now=now, coop_id=None if is_known else came_from, **facts)


def _verify_journal(coop: Coop) -> None:
    with reading(coop) as session:
        broken = journal.verify(session)
    if broken is not None:
        raise ArchiveForeign(table="journal_line", seq=broken.seq, why=broken.why)


def _write_line(coop: Coop, checked: Checked, *, by: Actor) -> None:
    with transaction(coop, by=by, doing="coop.restore") as session:
        journal.note(
            session,
            record_kind="archive",
            record_id=checked.cover.archive_id,
            came_from=checked.cover.coop.id,
            missing_files=len(checked.manifest.missing_files),
        )


def _open_door(coop: Coop, line: Sequence[Revision], *, by: Actor, now: datetime) -> None:
    with transaction(HUB, by=by, doing="coop.restore") as session:
        row = session.get_one(CoopRow, coop.id)
        row.state, row.state_since = CoopState.ACTIVE, now
        row.revision, row.erased_at, row.keep_until = line[-1].id, None, None
        row.version += 1
        session.execute(delete(CoopMigration).where(CoopMigration.coop_id == coop.id))
        session.add_all(
            CoopMigration(coop_id=coop.id, revision=revision.id, state="done", tries=1, at=now)
            for revision in line
        )
        session.execute(
            update(CoopRestore)
            .where(CoopRestore.coop_id == coop.id, CoopRestore.done_at.is_(None))
            .values(done_at=now)
        )
        journal.note(session, record_kind="coop", record_id=coop.id)


def _undo_unfinished(owner: Owner, slug: str) -> None:
    with reading(HUB) as session:
        named = session.get(CoopSlug, slug)
        is_left_over = named is not None and is_unfinished(session, named.coop_id)
    if named is not None and is_left_over:
        _undo(owner, named.coop_id)


def _undo(owner: Owner, coop_id: UUID) -> None:
    """Take away the wall, the files and then the registry's word of a restore that did not end well."""
    with reading(HUB) as session:
        row = session.get_one(CoopRow, coop_id)
    tear_down(owner, row.schema)
    files.store().delete_all(row.schema)
    with upkeep(HUB) as session:
        session.execute(
            delete(CoopRestore).where(CoopRestore.coop_id == coop_id, CoopRestore.done_at.is_(None))
        )
        if row.erased_at is not None:
            blank = {"name_en": "", "name_cy": "", "town_en": "", "town_cy": ""}
            session.execute(
                update(CoopRow).where(CoopRow.id == coop_id).values(state=CoopState.CLOSED, **blank)
            )
        else:
            for table in (CoopMigration, CoopSlug):
                session.execute(delete(table).where(table.coop_id == coop_id))
            session.execute(delete(CoopRow).where(CoopRow.id == coop_id))
    registry.forget()
