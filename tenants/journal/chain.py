"""How a line's hash is made: each line holds the hash of the one before, so a change anywhere shows."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

FIRST_HASH = bytes(32)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a line says and that its hash covers."""

    seq: int
    at: datetime
    side: str
    account_id: UUID | None
    person_id: UUID | None
    entry_id: UUID | None
    doing: str
    outcome: str
    refusal_code: str | None
    record_kind: str | None
    record_id: UUID | None
    codes: dict[str, Any]
    request_id: str | None


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value)


def line_hash(before: bytes, facts: Facts) -> bytes:
    """Return the SHA-256 of the line before and this line's facts, as canonical JSON."""
    text = json.dumps(
        asdict(facts), sort_keys=True, separators=(",", ":"), default=_plain, ensure_ascii=False
    )
    return hashlib.sha256(before + text.encode()).digest()
