"""Leaving: everything of one co-op in one sealed file, while the co-op works.

One repeatable-read transaction, table by table by COPY. The co-op's own login reads, so another
co-op's row cannot be in it even by a fault of ours. Tables and columns come from the models.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import psycopg
from psycopg import IsolationLevel, sql
from psycopg.rows import dict_row

from migrations import known_revisions
from tenants import files, journal
from tenants.actor import Actor
from tenants.archive.contents import (
    COVER,
    FILE,
    KEYS,
    MANIFEST,
    PUBLICATIONS,
    TABLE,
    CoopFacts,
    Cover,
    Manifest,
    travelling_tables,
)
from tenants.archive.parts import ArchiveWriter
from tenants.archive.sealing import Lock, SealedWriter
from tenants.credentials import InstallationKey
from tenants.database import Place
from tenants.export.target import whole_or_nothing
from tenants.keys import unwrap, wrap
from tenants.office import Coop, CoopState
from tenants.provisioning.installation import Owner
from tenants.refusal import Refusal
from tenants.transaction import transaction

__all__ = ["CoopIsBehind", "Exported", "NothingToExport", "Way", "export_coop", "way_of"]

FETCH_ROWS: Final = 1000
# An office of the archive's own, for which data keys are wrapped on the way.
ARCHIVE_OFFICE: Final = "archive"


class NothingToExport(Refusal):
    """The co-op has no wall: it is being made, it was erased, or it only sends disclosures."""

    code = "nothing_to_export"


class CoopIsBehind(Refusal):
    """The co-op's tables are not those that this program knows; migrate first."""

    code = "coop_is_behind"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    archive_id: UUID
    size_bytes: int
    rows: dict[str, int]
    files: int
    missing_files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """How the export reaches the co-op: the key that its data keys are wrapped with, and a connection."""

    key: InstallationKey
    connect: Callable[[], psycopg.Connection[Any]]


def way_of(place: Place, coop: Coop, owner: Owner | None = None) -> Way:
    """Return the co-op's own login, or the owner's where that login is shut because the co-op is."""
    if owner is not None and coop.state in {CoopState.SUSPENDED, CoopState.CLOSED}:
        return Way(place.key, owner.connect)
    return Way(place.key, lambda: place.connect(place.login_of(coop)))


def export_coop(*, way: Way, coop: Coop, target: Path, lock: Lock, by: Actor, now: datetime) -> Exported:
    """Write a co-op's archive to ``target``, whole or not at all."""
    if coop.is_synthetic or coop.state is CoopState.PREPARING:
        raise NothingToExport
    if coop.revision != known_revisions("coop")[-1]:
        raise CoopIsBehind(revision=coop.revision)
    archive_id = uuid4()
    if coop.state is CoopState.ACTIVE:
        # Before the copy, so that the copy holds the line too.
        with transaction(coop, by=by, doing="coop.export") as session:
            journal.note(session, record_kind="archive", record_id=archive_id)
    with whole_or_nothing(target) as stream:
        archive = ArchiveWriter(SealedWriter(stream, lock))
        with way.connect() as connection:
            _begin(connection)
            missing = _write(archive, _Reader(connection, way.key, coop), _cover(archive_id, coop, now))
        archive.close()
    written = archive.written
    return Exported(
        archive_id,
        target.stat().st_size,
        Manifest(written).rows(),
        sum(part.name.startswith(FILE) for part in written),
        missing,
    )


def _begin(connection: psycopg.Connection[Any]) -> None:
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    # A big co-op takes longer than a page may, and between two parts a file may be read for long.
    connection.execute("SET LOCAL statement_timeout TO 0")
    connection.execute("SET LOCAL idle_in_transaction_session_timeout TO 0")
    # What the text of a value looks like must not hang on a server's settings.
    connection.execute("SET LOCAL timezone TO 'UTC'")
    connection.execute("SET LOCAL datestyle TO 'ISO, YMD'")


def _cover(archive_id: UUID, coop: Coop, now: datetime) -> Cover:
    facts = CoopFacts(
        id=str(coop.id),
        slug=coop.slug,
        name_en=coop.name_en,
        name_cy=coop.name_cy,
        town_en=coop.town_en,
        town_cy=coop.town_cy,
        language=coop.language,
        stage=coop.stage,
    )
    tables = travelling_tables()
    return Cover(archive_id, now, version("cydofal"), coop.revision, facts, tables)


@dataclass(frozen=True, slots=True)
class _Reader:
    """The co-op as the export's transaction sees it."""

    connection: psycopg.Connection[Any]
    key: InstallationKey
    coop: Coop

    def table(self, name: str) -> sql.Identifier:
        # The schema is named: the search path of whoever reads plays no part.
        return sql.Identifier(self.coop.schema, name)


def _write(archive: ArchiveWriter, reader: _Reader, cover: Cover) -> tuple[str, ...]:
    archive.put(COVER, cover.as_json())
    archive.put(KEYS, _keys(reader, archive.key_for_keys))
    for name, columns in cover.tables.items():
        _write_table(archive, reader, name, list(columns))
    _write_publications(archive, reader)
    missing = _write_files(archive, reader)
    archive.put(MANIFEST, Manifest(tuple(archive.written), missing).as_json())
    return missing


def _keys(reader: _Reader, archive_key: bytes) -> bytes:
    wanted = sql.SQL("SELECT id, wrapped, made_at FROM {} ORDER BY id").format(reader.table("data_key"))
    wrapper = InstallationKey(archive_key)
    said = [
        {
            "id": row[0],
            "wrapped": wrap(
                wrapper, unwrap(reader.key, bytes(row[1]), reader.coop.key), ARCHIVE_OFFICE
            ).hex(),
            "made_at": row[2].isoformat(),
        }
        for row in reader.connection.execute(wanted).fetchall()
    ]
    return json.dumps(said).encode()


def _write_table(archive: ArchiveWriter, reader: _Reader, name: str, columns: list[str]) -> None:
    statement = sql.SQL("COPY {} ({}) TO STDOUT").format(
        reader.table(name), sql.SQL(", ").join(sql.Identifier(column) for column in columns)
    )
    with archive.part(TABLE + name) as part, reader.connection.cursor() as cursor:
        with cursor.copy(statement) as rows:
            for row in rows:
                part.write(row)
        part.rows = cursor.rowcount


def _write_publications(archive: ArchiveWriter, reader: _Reader) -> None:
    """Write what the co-op adopted, word for word: its own rows hold only which version that was."""
    wanted = sql.SQL(
        """
        SELECT kind, key, version, encode(publication.hash, 'hex') AS hash, title_en, title_cy, body,
            published_at::text AS published_at
        FROM {} JOIN library.publication USING (kind, key, version)
        ORDER BY kind, key
        """
    ).format(reader.table("adopted_publication"))
    with archive.part(PUBLICATIONS) as part, reader.connection.cursor(row_factory=dict_row) as cursor:
        for row in cursor.execute(wanted):
            part.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")


def _write_files(archive: ArchiveWriter, reader: _Reader) -> tuple[str, ...]:
    """Write each file's bytes; one that the store cannot give is named, and stops nobody from leaving."""
    missing = []
    wanted = sql.SQL("SELECT id, sha256 FROM {} ORDER BY id").format(reader.table("stored_file"))
    with reader.connection.cursor(name="files") as cursor:
        cursor.itersize = FETCH_ROWS
        for file_id, sha256 in cursor.execute(wanted):
            content = _content(reader.coop, file_id)
            if content is None or hashlib.sha256(content).digest() != bytes(sha256):
                missing.append(str(file_id))
            else:
                archive.put(f"{FILE}{file_id}", content)
    return tuple(missing)


def _content(coop: Coop, file_id: UUID) -> bytes | None:
    try:
        return files.store().read(coop.key, file_id)
    except FileNotFoundError:
        return None
