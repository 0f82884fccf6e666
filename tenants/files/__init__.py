"""Files: under the office's own prefix, behind one small interface.

The name that was typed is kept as a fact and never becomes a path; what a file says it is must agree
with what it holds. Pictures are made anew, so that nothing but the picture is kept.
"""

import hashlib
import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, LargeBinary, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants import clock, scope
from tenants.bases import OfficeBase, UuidKey
from tenants.refusal import NotFound, Refusal

__all__ = [
    "FileKindRefused",
    "FileTooLarge",
    "FolderStore",
    "Store",
    "StoredFile",
    "find_of_record",
    "get",
    "put",
    "read",
    "set_store",
    "store",
]

MOST_BYTES: Final = 10 * 1024 * 1024
# The first bytes that each kind must have; the ending alone proves nothing.
KINDS: Final[dict[str, tuple[str, bytes]]] = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".webp": ("image/webp", b"RIFF"),
}
# Kinds that are made anew, by the name that the codec has for them.
PICTURES: Final = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}


class FileKindRefused(Refusal):
    """The file's ending is not one we take, or its content is something else."""

    code = "file_kind_refused"


class FileTooLarge(Refusal):
    """The file is empty or has too many bytes."""

    code = "file_too_large"


class StoredFile(OfficeBase):
    """What is known of a file: the bytes lie in the store under its id."""

    __tablename__ = "stored_file"
    __table_args__ = (CheckConstraint("size_bytes > 0", name="size_bytes_positive"),)

    id: Mapped[UuidKey]
    record_kind: Mapped[str] = mapped_column(String(60), index=True)
    record_id: Mapped[UUID | None]
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(80))
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    added_by: Mapped[UUID | None]
    added_at: Mapped[datetime]


class Store(Protocol):
    """Keeps bytes under an office's prefix and an id."""

    def write(self, office_key: str, file_id: UUID, content: bytes) -> None:
        """Keep the bytes, whole or not at all; raise ``OSError`` when that fails."""

    def read(self, office_key: str, file_id: UUID) -> bytes:
        """Return the bytes or raise ``FileNotFoundError``."""

    def delete(self, office_key: str, file_id: UUID) -> None:
        """Forget the bytes; nothing happens if they are gone already."""

    def delete_all(self, office_key: str) -> None:
        """Forget everything of one office, when it is erased."""


@dataclass(frozen=True, slots=True)
class FolderStore:
    """A folder on this machine."""

    root: Path

    def _path(self, office_key: str, file_id: UUID) -> Path:
        # Both parts are ours: an opaque schema name and a UUID. Nothing typed reaches a path.
        return self.root / office_key / f"{file_id}"

    def write(self, office_key: str, file_id: UUID, content: bytes) -> None:
        """Write beside and move into place, after the bytes are on the disk."""
        path = self._path(office_key, file_id)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_suffix(".part")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(path)
        except OSError:
            part.unlink(missing_ok=True)
            raise

    def read(self, office_key: str, file_id: UUID) -> bytes:
        """Return the bytes or raise ``FileNotFoundError``."""
        return self._path(office_key, file_id).read_bytes()

    def delete(self, office_key: str, file_id: UUID) -> None:
        """Forget the bytes."""
        self._path(office_key, file_id).unlink(missing_ok=True)

    def delete_all(self, office_key: str) -> None:
        """Forget everything of one office."""
        shutil.rmtree(self.root / office_key, ignore_errors=True)


class _Shelf:
    store: Store | None = None


def set_store(store: Store) -> None:
    """Say where this process keeps files."""
    _Shelf.store = store


def store() -> Store:
    """Return the place where this process keeps files, or raise when none was given."""
    if _Shelf.store is None:
        msg = "This process was given no place for files."
        raise RuntimeError(msg)
    return _Shelf.store


def put(
    session: Session, *, name: str, content: bytes, record_kind: str, record_id: UUID | None, by: UUID | None
) -> UUID:
    """Check and keep a file in the caller's transaction; return its id.

    The bytes are written first: after a rollback they are an orphan that nobody can reach, while a row
    without bytes would be a broken promise.
    """
    ending = Path(name).suffix.lower()
    if ending not in KINDS:
        raise FileKindRefused
    media_type, first_bytes = KINDS[ending]
    if not 0 < len(content) <= MOST_BYTES:
        raise FileTooLarge(most_bytes=MOST_BYTES)
    if not content.startswith(first_bytes):
        raise FileKindRefused
    content = _as_kept(content, media_type)
    file_id = uuid4()
    store().write(scope.required().key, file_id, content)
    session.add(
        StoredFile(
            id=file_id,
            record_kind=record_kind,
            record_id=record_id,
            name=_shown_name(name, ending),
            media_type=media_type,
            size_bytes=len(content),
            sha256=hashlib.sha256(content).digest(),
            added_by=by,
            added_at=clock.now(),
        )
    )
    session.flush()
    return file_id


def _as_kept(content: bytes, media_type: str) -> bytes:
    """Return the bytes that are kept: of a picture the pixels alone, of a paper what came, looked at."""
    from tenants.files import papers  # noqa: PLC0415 - it refuses with our refusals, so we come first

    if media_type not in PICTURES:
        papers.check(content)
        return content
    from tenants.files import pictures  # noqa: PLC0415 - Pillow takes 100 ms, and few requests bring a picture

    kept = pictures.made_anew(content, PICTURES[media_type])
    if len(kept) > MOST_BYTES:
        raise FileTooLarge(most_bytes=MOST_BYTES)
    return kept


def _shown_name(name: str, ending: str) -> str:
    """Return the typed name without folders and control marks, short enough to show."""
    stem = Path(name.replace("\\", "/")).stem
    return "".join(letter for letter in stem if letter.isprintable())[:100].strip() + ending


def get(session: Session, file_id: UUID) -> StoredFile:
    """Return a file's facts or raise ``NotFound``."""
    row = session.get(StoredFile, file_id)
    if row is None:
        raise NotFound
    return row


def find_of_record(session: Session, record_kind: str, record_id: UUID | None = None) -> list[StoredFile]:
    """Return the files that belong to a record, newest first."""
    wanted = select(StoredFile).where(StoredFile.record_kind == record_kind)
    if record_id is not None:
        wanted = wanted.where(StoredFile.record_id == record_id)
    return list(session.scalars(wanted.order_by(StoredFile.added_at.desc())))


def read(session: Session, file_id: UUID) -> tuple[StoredFile, bytes]:
    """Return a file of the bound office with its bytes, checked against its hash."""
    row = get(session, file_id)
    content = store().read(scope.required().key, file_id)
    if hashlib.sha256(content).digest() != row.sha256:
        msg = "A stored file is not what was stored."
        raise OSError(msg)
    return row, content
