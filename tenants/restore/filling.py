"""Behind the new wall: the tables of the archive's revision, the rows, the files, then the way to the head.

All rows come in one transaction of the owner's, so a killed or refused restore leaves no row.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO
from uuid import UUID

import psycopg
from psycopg import sql

from tenants import files
from tenants.archive.contents import FILE, KEYS, PUBLICATIONS, TABLE
from tenants.archive.parts import ArchiveReader, PartReader
from tenants.archive.refusals import ArchiveDamaged, ArchiveForeign
from tenants.archive.sealing import Unlock
from tenants.keys import wrap
from tenants.migrating.revisions import Revision, for_login
from tenants.names import checked_schema
from tenants.provisioning import build_wall
from tenants.provisioning.installation import Owner
from tenants.restore.brought import Brought, put_publications, read_publications
from tenants.restore.checking import MOST_FILE_BYTES, MOST_JSON_BYTES, Checked, open_archive

# What the database says of rows that no co-op of ours could have written.
BAD_ROWS = (psycopg.DataError, psycopg.IntegrityError, psycopg.errors.UndefinedColumn)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the archive goes."""

    owner: Owner
    schema: str
    # Under another id: the co-op that the archive is of goes on living, or has lived, beside it.
    is_copy: bool = False

    @property
    def login(self) -> str:
        """The co-op's login."""
        return self.owner.place.installation.coop(self.schema)

    def table(self, name: str) -> sql.Identifier:
        """Return a table's full name."""
        return sql.Identifier(checked_schema(self.schema), name)


def fill(place: Place, source: BinaryIO, unlock: Unlock, checked: Checked, line: Sequence[Revision]) -> None:
    """Build the wall and bring everything in."""
    reached = [revision.id for revision in line].index(checked.cover.revision) + 1
    with place.owner.connect(autocommit=True) as connection:
        build_wall(connection, place.owner, place.schema)
        with connection.transaction():
            _settings(connection, place)
            _run(connection, place, line[:reached])
            archive = ArchiveReader(open_archive(source, unlock, checked.sealed))
            brought = _bring_in(connection, place, archive, checked)
            _check_files(connection, place, checked)
            _run(connection, place, line[reached:])
            with _rows_of_ours(part=PUBLICATIONS):
                put_publications(connection, place.table("brought_publication"), brought)
            if place.is_copy:
                # What the hub has not got yet comes from the original; a copy would say it a second time.
                pending = place.table("disclosure_pending")
                connection.execute(sql.SQL("DELETE FROM {}").format(pending))


@contextmanager
def _rows_of_ours(**facts: str) -> Iterator[None]:
    """Refuse the archive when the database takes none of its rows."""
    try:
        yield
    except BAD_ROWS as fault:
        raise ArchiveForeign(**facts) from fault


def _settings(connection: psycopg.Connection[Any], place: Place) -> None:
    connection.execute(
        sql.SQL("SET LOCAL search_path TO {}, library").format(sql.Identifier(checked_schema(place.schema)))
    )
    connection.execute("SET LOCAL timezone TO 'UTC'")
    connection.execute("SET LOCAL datestyle TO 'ISO, YMD'")


def _run(connection: psycopg.Connection[Any], place: Place, revisions: Sequence[Revision]) -> None:
    with connection.pipeline():
        for revision in revisions:
            for statement in revision.statements:
                connection.execute(for_login(statement, place.login).encode())


def _bring_in(
    connection: psycopg.Connection[Any], place: Place, archive: ArchiveReader, checked: Checked
) -> list[Brought]:
    brought: list[Brought] = []
    _put_keys(connection, place, checked)
    for part in archive.parts():
        if part.name.startswith(TABLE):
            _put_table(connection, place, part, checked)
        elif part.name.startswith(FILE):
            content = part.whole(MOST_FILE_BYTES)
            files.store().write(place.schema, UUID(part.name.removeprefix(FILE)), content)
        elif part.name == PUBLICATIONS:
            brought = read_publications(part.whole(MOST_JSON_BYTES))
    # The file could have been changed between the two readings.
    if tuple(archive.read) != checked.parts:
        raise ArchiveDamaged
    return brought


def _put_keys(connection: psycopg.Connection[Any], place: Place, checked: Checked) -> None:
    insert = sql.SQL("INSERT INTO {} (id, wrapped, made_at) VALUES (%s, %s, %s)").format(
        place.table("data_key")
    )
    with _rows_of_ours(part=KEYS):
        for one in checked.keys:
            wrapped = wrap(place.owner.place.key, one.key, place.schema)
            connection.execute(insert, [one.id, wrapped, one.made_at])


def _put_table(connection: psycopg.Connection[Any], place: Place, part: PartReader, checked: Checked) -> None:
    name = part.name.removeprefix(TABLE)
    columns = checked.cover.tables[name]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        place.table(name), sql.SQL(", ").join(sql.Identifier(column) for column in columns)
    )
    with _rows_of_ours(table=name), connection.cursor() as cursor:
        with cursor.copy(statement) as rows:
            for block in part.blocks():
                rows.write(block)
        written = cursor.rowcount
    # A mark of COPY's own can end the rows early: then the hashes were right and the table is not.
    if written != checked.manifest.rows()[name]:
        raise ArchiveForeign(table=name)
    _continue_numbers(connection, place, name, columns)


def _continue_numbers(
    connection: psycopg.Connection[Any], place: Place, name: str, columns: Sequence[str]
) -> None:
    """Let a table that numbers its own rows go on after the highest number that came."""
    found = connection.execute(
        """
        SELECT attname FROM pg_catalog.pg_attribute
        WHERE attrelid = to_regclass(%s) AND attidentity <> '' AND attname = ANY(%s)
        """,
        [place.table(name).as_string(connection), list(columns)],
    ).fetchall()
    for (column,) in found:
        highest = connection.execute(
            sql.SQL("SELECT coalesce(max({}), 0) FROM {}").format(sql.Identifier(column), place.table(name))
        ).fetchone()
        connection.execute(
            sql.SQL("ALTER TABLE {} ALTER COLUMN {} RESTART WITH {}").format(
                place.table(name), sql.Identifier(column), sql.Literal((highest[0] if highest else 0) + 1)
            )
        )


def _check_files(connection: psycopg.Connection[Any], place: Place, checked: Checked) -> None:
    """Every file that the rows name is there with the hash that they name, or is known to be missing."""
    brought = checked.file_hashes()
    known_missing = set(checked.manifest.missing_files)
    rows = connection.execute(sql.SQL("SELECT id, sha256 FROM {}").format(place.table("stored_file")))
    for file_id, sha256 in rows:
        is_right = brought.get(str(file_id)) == bytes(sha256).hex()
        if not is_right and str(file_id) not in known_missing:
            raise ArchiveForeign(table="stored_file")
