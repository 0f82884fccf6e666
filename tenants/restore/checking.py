"""Reading an archive to its end before anything is written: locks, hashes, counts, shape, versions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Final
from uuid import UUID

from tenants.archive.contents import (
    COVER,
    FILE,
    KEYS,
    MANIFEST,
    PUBLICATIONS,
    STAYS,
    TABLE,
    Cover,
    Manifest,
    travelling_tables,
)
from tenants.archive.parts import ArchiveReader, PartFacts, PartReader
from tenants.archive.reading_json import read_json
from tenants.archive.refusals import ArchiveDamaged, ArchiveForeign, ArchiveTooNew
from tenants.archive.sealing import SealedReader, Unlock
from tenants.credentials import InstallationKey
from tenants.export import ARCHIVE_OFFICE
from tenants.keys import KEY_BYTES, KeyDoesNotFit, unwrap
from tenants.migrating.revisions import Revision

MOST_JSON_BYTES: Final = 64 * 1024 * 1024
# Twice what a file may have here: another installation may allow more.
MOST_FILE_BYTES: Final = 20 * 1024 * 1024
MADE_TABLE: Final = re.compile(r"CREATE TABLE (\w+)")


@dataclass(frozen=True, slots=True)
class DataKeyFacts:
    """One data key, open, on its way from the archive's wrapping to this installation's."""

    id: int
    key: bytes
    made_at: datetime

    def __repr__(self) -> str:
        return f"DataKeyFacts({self.id})"


@dataclass(frozen=True, slots=True)
class Checked:
    """An archive that is whole and known, and may be restored."""

    cover: Cover
    keys: tuple[DataKeyFacts, ...]
    manifest: Manifest
    parts: tuple[PartFacts, ...]
    sealed: SealedReader

    def file_hashes(self) -> dict[str, str]:
        """Return each file's hash by its id."""
        return {
            part.name.removeprefix(FILE): part.sha256 for part in self.parts if part.name.startswith(FILE)
        }


def open_archive(source: BinaryIO, unlock: Unlock, before: SealedReader | None = None) -> SealedReader:
    """Open the envelope from its beginning."""
    source.seek(0)
    return SealedReader(source, unlock, before)


def examine(source: BinaryIO, unlock: Unlock, line: Sequence[Revision]) -> Checked:
    """Read the whole archive and write nothing; refuse one that is not whole, not ours, or too new."""
    sealed = open_archive(source, unlock)
    archive = ArchiveReader(sealed)
    parts = archive.parts()
    cover = Cover.from_json(_expect(parts, COVER).whole(MOST_JSON_BYTES))
    _check_revision(cover, line)
    keys = _read_keys(_expect(parts, KEYS), archive.key_for_keys)
    manifest = None
    for part in parts:
        if manifest is not None:
            raise ArchiveForeign(part="after the manifest")
        manifest = _look_at(part)
    if manifest is None:
        raise ArchiveForeign(part=MANIFEST)
    read = tuple(archive.read)
    if tuple(manifest.parts) != read[:-1] or len({part.name for part in read}) != len(read):
        raise ArchiveDamaged
    _check_tables(cover, manifest, line)
    return Checked(cover, keys, manifest, read, sealed)


def _expect(parts: Iterator[PartReader], name: str) -> PartReader:
    part = next(parts, None)
    if part is None or part.name != name:
        raise ArchiveForeign(part=name)
    return part


def _look_at(part: PartReader) -> Manifest | None:
    """Read a part whose place is free; return the manifest when it is that."""
    if part.name == MANIFEST:
        return Manifest.from_json(part.whole(MOST_JSON_BYTES))
    if part.name.startswith(FILE):
        try:
            UUID(part.name.removeprefix(FILE))
        except ValueError as fault:
            raise ArchiveForeign(part="file") from fault
        part.whole(MOST_FILE_BYTES)
    elif part.name != PUBLICATIONS and not part.name.startswith(TABLE):
        raise ArchiveForeign(part="unknown")
    return None


def _check_revision(cover: Cover, line: Sequence[Revision]) -> None:
    if cover.revision not in {revision.id for revision in line}:
        raise ArchiveTooNew(revision=cover.revision)


def _read_keys(part: PartReader, archive_key: bytes) -> tuple[DataKeyFacts, ...]:
    wrapper = InstallationKey(archive_key)
    try:
        said = read_json(part.whole(MOST_JSON_BYTES))
        keys = tuple(
            DataKeyFacts(
                int(one["id"]),
                unwrap(wrapper, bytes.fromhex(one["wrapped"]), ARCHIVE_OFFICE),
                datetime.fromisoformat(one["made_at"]),
            )
            for one in said
        )
    except (ValueError, KeyError, TypeError, KeyDoesNotFit) as fault:
        raise ArchiveForeign(part=KEYS) from fault
    if not keys or any(len(one.key) != KEY_BYTES or one.id < 1 for one in keys):
        raise ArchiveForeign(part=KEYS)
    return keys


def _check_tables(cover: Cover, manifest: Manifest, line: Sequence[Revision]) -> None:
    """Take the tables that the archive's revision has, and no other."""
    if set(manifest.rows()) != set(cover.tables):
        raise ArchiveForeign(part="tables")
    from migrations import known_revisions  # noqa: PLC0415 - read when an archive is looked at

    if cover.revision == known_revisions("coop")[-1]:
        expected = {name: sorted(columns) for name, columns in travelling_tables().items()}
        if {name: sorted(columns) for name, columns in cover.tables.items()} != expected:
            raise ArchiveForeign(part="tables")
        return
    made = {
        name
        for revision in line[: [one.id for one in line].index(cover.revision) + 1]
        for statement in revision.statements
        for name in MADE_TABLE.findall(statement)
    }
    # What stays at home, such as work that waits, is no more welcome from an older archive.
    if not set(cover.tables) <= made - set(STAYS):
        raise ArchiveForeign(part="tables")
