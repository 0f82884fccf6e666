"""What a record said before it was changed: kept beside the change, read by the record's own history."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.kernel.models import RecordChange
from tenants.actor import Actor

__all__ = ["ChangeFacts", "apply_changes", "list_changes"]


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """One change: ``before`` has the fields that changed, as text (days as YYYY-MM-DD), None for nothing."""

    version: int
    changed_by_person: UUID | None
    changed_at: datetime
    before: Mapping[str, Any] = field(repr=False)


def apply_changes(
    session: Session,
    row: Any,  # noqa: ANN401 - any record that has an id and a version
    changes: Mapping[str, Any],
    *,
    record_kind: str,
    by: Actor,
    now: datetime,
) -> tuple[str, ...]:
    """Set fields of a record, count its version up and keep what they were; return the fields that changed.

    Where nothing changes, nothing is written. The caller has locked the row and compared its version.
    """
    before = {name: getattr(row, name) for name, value in changes.items() if getattr(row, name) != value}
    if not before:
        return ()
    for name in before:
        setattr(row, name, changes[name])
    row.version += 1
    session.add(
        RecordChange(
            record_kind=record_kind,
            record_id=row.id,
            version=row.version,
            before=json.dumps(before, default=str, ensure_ascii=False),
            changed_by_person=by.person_id,
            changed_at=now,
        )
    )
    return tuple(before)


def list_changes(session: Session, record_kind: str, record_id: UUID) -> list[ChangeFacts]:
    """Return a record's changes, the newest first. It asks nobody: who reads the record reads them."""
    rows = session.scalars(
        select(RecordChange)
        .where(RecordChange.record_kind == record_kind, RecordChange.record_id == record_id)
        .order_by(RecordChange.version.desc())
    )
    return [
        ChangeFacts(row.version, row.changed_by_person, row.changed_at, json.loads(row.before))
        for row in rows
    ]
