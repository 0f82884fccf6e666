"""What an archive holds: the cover, which tables travel and which stay, and the manifest."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from tenants.archive.parts import PartFacts
from tenants.archive.reading_json import read_json
from tenants.archive.refusals import ArchiveForeign

COVER: Final = "cover"
KEYS: Final = "keys"
PUBLICATIONS: Final = "publications"
MANIFEST: Final = "manifest"
TABLE: Final = "table/"
FILE: Final = "file/"
KIND: Final = "cydofal co-op"
NAME_PATTERN: Final = re.compile(r"[a-z_][a-z0-9_]{0,62}")

# What belongs to this place and this moment, and would mean nothing or do harm elsewhere.
STAYS: Final[Mapping[str, str]] = {
    "sign_in_session": "a browser is signed in at one host",
    "passkey": "a passkey is tied to one host and is enrolled anew",
    "passkey_challenge": "an answer is awaited for minutes",
    "one_time_link": "a link leads to one host",
    "sign_in_throttle": "counted against addresses of the moment",
    "address_try": "counted against addresses of the moment",
    "known_address": "hashed with this installation's key",
    "api_token": "a token opens one host",
    "done_once": "a request is repeated within a day",
    "outbox": "work that was asked for here is done here",
    "progress": "says how far work is that is done here",
    "mail": "a letter leaves from here",
    "export_request": "was asked for here, and its archive is fetched here",
    # Not as a table: the keys are wrapped for the archive and again for the place where they arrive.
    "data_key": "travels as a part of its own",
}


@dataclass(frozen=True, slots=True)
class CoopFacts:
    """What the registry knew of the co-op."""

    id: str
    slug: str
    name_en: str
    name_cy: str
    town_en: str
    town_cy: str
    language: str
    stage: str


@dataclass(frozen=True, slots=True)
class Cover:
    """The first part: what this is, and of what shape."""

    archive_id: UUID
    made_at: datetime
    program: str
    revision: str
    coop: CoopFacts
    tables: Mapping[str, Sequence[str]]

    def as_json(self) -> bytes:
        """Return the part's bytes."""
        said = {
            "kind": KIND,
            "archive_id": str(self.archive_id),
            "made_at": self.made_at.isoformat(),
            "program": self.program,
            "revision": self.revision,
            "coop": asdict(self.coop),
            "tables": {name: list(columns) for name, columns in self.tables.items()},
        }
        return json.dumps(said, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Cover":
        """Read the part, or refuse it."""
        try:
            said = read_json(data)
            if said["kind"] != KIND:
                raise ArchiveForeign
            cover = cls(
                archive_id=UUID(said["archive_id"]),
                made_at=datetime.fromisoformat(said["made_at"]),
                program=_short(said["program"]),
                revision=_short(said["revision"]),
                coop=_coop(said["coop"]),
                tables={
                    _name(name): [_name(one) for one in columns] for name, columns in said["tables"].items()
                },
            )
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise ArchiveForeign from fault
        if cover.made_at.tzinfo is None:
            raise ArchiveForeign
        return cover


@dataclass(frozen=True, slots=True)
class Manifest:
    """The last part: every other part with its size, its rows and its hash."""

    parts: Sequence[PartFacts]
    # Files that the co-op's rows name and whose bytes the store could not give whole.
    missing_files: Sequence[str] = ()

    def as_json(self) -> bytes:
        """Return the part's bytes."""
        said = {"parts": [asdict(part) for part in self.parts], "missing_files": list(self.missing_files)}
        return json.dumps(said).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Manifest":
        """Read the part, or refuse it."""
        try:
            said = read_json(data)
            return cls(
                tuple(PartFacts(**part) for part in said["parts"]),
                tuple(str(UUID(one)) for one in said["missing_files"]),
            )
        except (ValueError, KeyError, TypeError) as fault:
            raise ArchiveForeign from fault

    def rows(self) -> dict[str, int]:
        """Return how many rows each table has."""
        return {
            part.name.removeprefix(TABLE): part.rows for part in self.parts if part.name.startswith(TABLE)
        }


def travelling_tables() -> dict[str, list[str]]:
    """Return the tables that travel with their columns, parents first; known from the models at the head."""
    from migrations.models import tables_of  # noqa: PLC0415 - declares every table, which a page does not need

    return {
        table.name: [column.name for column in table.columns]
        for table in tables_of("coop")
        if table.name not in STAYS and table.schema is None
    }


def _name(said: object) -> str:
    if not isinstance(said, str) or not NAME_PATTERN.fullmatch(said):
        raise ArchiveForeign
    return said


def _short(said: object) -> str:
    if not isinstance(said, str) or len(said) > 32:  # noqa: PLR2004 - the registry's own column is as long
        raise ArchiveForeign
    return said


def _coop(said: dict[str, Any]) -> CoopFacts:
    if not all(isinstance(value, str) and len(value) <= 120 for value in said.values()):  # noqa: PLR2004 - as above
        raise ArchiveForeign
    if not all(value.isprintable() for value in said.values()):
        raise ArchiveForeign
    facts = CoopFacts(**said)
    if facts.language not in {"en", "cy"} or len(facts.stage) > 2:  # noqa: PLR2004 - as above
        raise ArchiveForeign
    UUID(facts.id)
    return facts
