"""What is kept of a sheet that somebody sent, sealed in the co-op's own store and gone after a day.

An import is three papers under one id: the sheet as it came, what was found in it, and what came of it.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tenants import clock, files, scope
from tenants.files import StoredFile
from tenants.keys import Encrypted
from tenants.refusal import NotFound

SHEET, LOOK, BEGUN, DONE = "import_sheet", "import_look", "import_begun", "import_done"
PAPERS: Final = (SHEET, LOOK, BEGUN, DONE)
_SEAL: Final = Encrypted("import.paper")


@dataclass(frozen=True, slots=True)
class Sent:
    """A sheet that was sent: of which table, by which account, and the work of looking at it."""

    id: UUID
    table: str
    account_id: UUID
    name: str
    progress_id: UUID
    content: bytes


def put_sheet(session: Session, sent: Sent) -> None:
    """Keep a sheet in the caller's transaction."""
    said = {
        "table": sent.table,
        "progress_id": str(sent.progress_id),
        "content": base64.b64encode(sent.content).decode(),
    }
    put(session, SHEET, sent.id, said, name=sent.name, account_id=sent.account_id)


def find_sheet(session: Session, import_id: UUID) -> Sent | None:
    """Return a sheet that is still kept, for the jobs that read it."""
    row = _row(session, SHEET, import_id)
    if row is None:
        return None
    said = _opened(session, row)
    account_id = row.added_by
    if account_id is None:
        return None
    content = base64.b64decode(said["content"])
    return Sent(import_id, said["table"], account_id, row.name, UUID(said["progress_id"]), content)


def get_own(session: Session, import_id: UUID, *, account_id: UUID | None) -> StoredFile:
    """Return what is known of one's own import, or raise ``NotFound``: nobody else's sheet is to be seen."""
    rows = session.scalars(
        select(StoredFile).where(StoredFile.record_kind.in_(PAPERS), StoredFile.record_id == import_id)
    ).all()
    own = [row for row in rows if row.added_by == account_id]
    if account_id is None or not own or len(own) != len(rows):
        raise NotFound
    return own[0]


def put(
    session: Session, kind: str, import_id: UUID, said: dict[str, Any], *, name: str, account_id: UUID
) -> None:
    """Keep a paper, sealed, in the caller's transaction; bytes first, as ``tenants.files`` does."""
    text = json.dumps(said, ensure_ascii=False)
    sealed = _SEAL.process_bind_param(text, session.get_bind().dialect) or b""
    file_id = uuid4()
    files.store().write(scope.required().key, file_id, sealed)
    session.add(
        StoredFile(
            id=file_id,
            record_kind=kind,
            record_id=import_id,
            name=name,
            media_type="application/octet-stream",
            size_bytes=len(sealed),
            sha256=hashlib.sha256(sealed).digest(),
            added_by=account_id,
            added_at=clock.now(),
        )
    )
    session.flush()


def find(session: Session, kind: str, import_id: UUID) -> dict[str, Any] | None:
    """Return what a paper says, or None where there is none."""
    row = _row(session, kind, import_id)
    return _opened(session, row) if row is not None else None


def remove(session: Session, import_id: UUID, *kinds: str) -> list[UUID]:
    """Forget papers in the caller's transaction; return the ids of the bytes that ``sweep`` must delete."""
    gone = delete(StoredFile).where(StoredFile.record_kind.in_(kinds), StoredFile.record_id == import_id)
    return list(session.scalars(gone.returning(StoredFile.id)))


def sweep(office_key: str, file_ids: list[UUID]) -> None:
    """Delete bytes whose rows are gone."""
    for file_id in file_ids:
        files.store().delete(office_key, file_id)


def shown_name(name: str) -> str:
    """Return a file's name as it may be shown: no folders, no signs that cannot be seen."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[:100].strip() or "csv"


def _row(session: Session, kind: str, import_id: UUID) -> StoredFile | None:
    wanted = select(StoredFile).where(StoredFile.record_kind == kind, StoredFile.record_id == import_id)
    return session.scalars(wanted).first()


def _opened(session: Session, row: StoredFile) -> dict[str, Any]:
    _facts, sealed = files.read(session, row.id)
    text = _SEAL.process_result_value(sealed, session.get_bind().dialect) or "{}"
    said: dict[str, Any] = json.loads(text)
    return said
