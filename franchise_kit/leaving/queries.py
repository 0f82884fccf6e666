"""What may be read of requests to take the data out: one's own."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.leaving.models import ExportRequest
from tenants.actor import Actor
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class Request:
    """One request, without its passphrase."""

    id: UUID
    progress_id: UUID
    state: str
    size_bytes: int | None
    row_count: int | None
    file_count: int | None
    asked_at: datetime
    keep_until: datetime | None


def list_requests(session: Session, *, by: Actor) -> list[Request]:
    """Return one's own requests, newest first."""
    within(by, Permission.EXPORT_COOP)
    rows = session.scalars(
        select(ExportRequest)
        .where(ExportRequest.account_id == by.account_id)
        .order_by(ExportRequest.asked_at.desc())
        .limit(20)
    )
    return [_request(row) for row in rows]


def get_ready(session: Session, request_id: UUID, *, by: Actor, now: datetime) -> Request:
    """Return one's own request whose archive is still kept, or raise ``NotFound``."""
    within(by, Permission.EXPORT_COOP)
    row = session.get(ExportRequest, request_id)
    is_own = row is not None and row.account_id == by.account_id
    if row is None or not is_own or row.state != "ready" or row.keep_until is None or row.keep_until <= now:
        raise NotFound
    return _request(row)


def _request(row: ExportRequest) -> Request:
    return Request(
        id=row.id,
        progress_id=row.progress_id,
        state=row.state,
        size_bytes=row.size_bytes,
        row_count=row.row_count,
        file_count=row.file_count,
        asked_at=row.asked_at,
        keep_until=row.keep_until,
    )
