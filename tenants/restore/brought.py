"""Publications that come with a co-op: word for word what it adopted, or refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from tenants.archive.contents import PUBLICATIONS
from tenants.archive.reading_json import read_json
from tenants.archive.refusals import ArchiveForeign
from tenants.openings.publications import body_hash


@dataclass(frozen=True, slots=True)
class Brought:
    """One version of a publication."""

    kind: str
    key: str
    version: int
    hash: bytes
    title_en: str
    title_cy: str
    body: dict[str, Any]
    published_at: datetime


def read_publications(data: bytes) -> list[Brought]:
    """Read the part; a body that is not what its hash says is refused."""
    try:
        brought = [_read(read_json(line)) for line in data.splitlines()]
    except (ValueError, KeyError, TypeError) as fault:
        raise ArchiveForeign(part=PUBLICATIONS) from fault
    if any(one.hash != body_hash(one.kind, one.key, one.version, one.body) for one in brought):
        raise ArchiveForeign(part=PUBLICATIONS)
    return brought


def _read(said: dict[str, Any]) -> Brought:
    published_at = datetime.fromisoformat(said.pop("published_at"))
    one = Brought(**said | {"hash": bytes.fromhex(said["hash"]), "published_at": published_at})
    texts = (one.kind, one.key, one.title_en, one.title_cy)
    if not all(isinstance(text, str) for text in texts) or not isinstance(one.body, dict):
        raise TypeError
    return one


def put_publications(
    connection: psycopg.Connection[Any], table: sql.Identifier, brought: Sequence[Brought]
) -> None:
    """Keep behind the co-op's wall what the library here does not have word for word."""
    insert = sql.SQL(
        """
        INSERT INTO {} (kind, key, version, hash, title_en, title_cy, body, published_at)
        VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
        """
    ).format(table)
    for one in brought:
        found = connection.execute(
            "SELECT 1 FROM library.publication WHERE kind = %s AND key = %s AND version = %s AND hash = %s",
            [one.kind, one.key, one.version, one.hash],
        ).fetchone()
        if found is None:
            said = (one.title_en, one.title_cy, Jsonb(one.body), one.published_at)
            connection.execute(insert, [one.kind, one.key, one.version, one.hash, *said])
