"""Doing a thing once, however often it is asked for: the key is written by the act's own transaction.

So a retry after a lost answer, or two at the same instant, can never act twice.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import LargeBinary, SmallInteger, delete, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants import clock
from tenants.bases import OfficeBase
from tenants.refusal import Refusal

__all__ = ["AlreadyDone", "DoneOnce", "OnceKey", "bind", "claim", "find", "keep_answer"]

KEPT_FOR: Final = timedelta(days=1)


class DoneOnce(OfficeBase):
    """An act that was done under a key, and what was answered."""

    __tablename__ = "done_once"

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    request_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    status: Mapped[int | None] = mapped_column(SmallInteger)
    body: Mapped[Any | None] = mapped_column(JSONB)
    made_at: Mapped[datetime]


class AlreadyDone(Refusal):
    """The act under this key is done; nothing was done again."""

    code = "already_done"


@dataclass(frozen=True, slots=True)
class OnceKey:
    """Whose key it is, and for which request. Hashes are SHA-256."""

    account_id: UUID
    key_hash: bytes
    request_hash: bytes


_key: ContextVar[OnceKey | None] = ContextVar("once", default=None)


@contextmanager
def bind(key: OnceKey) -> Iterator[None]:
    """Let the next transaction be the one that this key stands for."""
    token = _key.set(key)
    try:
        yield
    finally:
        _key.reset(token)


def claim(session: Session) -> None:
    """Write the bound key into the act's transaction; raise ``AlreadyDone`` if another act has it."""
    key = _key.get()
    if key is None:
        return
    # What was answered is somebody's data, and is no use when nobody repeats a request any more.
    session.execute(
        delete(DoneOnce).where(
            DoneOnce.account_id == key.account_id, DoneOnce.made_at < clock.now() - KEPT_FOR
        )
    )
    try:
        session.execute(
            insert(DoneOnce).values(
                account_id=key.account_id,
                key_hash=key.key_hash,
                request_hash=key.request_hash,
                made_at=clock.now(),
            )
        )
    except IntegrityError as taken:
        raise AlreadyDone from taken
    # The key stands for one transaction: a later one of the same request is another act.
    _key.set(None)


def find(session: Session, key: OnceKey) -> DoneOnce | None:
    """Return what was done under a key, if anything was."""
    return session.scalars(
        select(DoneOnce).where(DoneOnce.account_id == key.account_id, DoneOnce.key_hash == key.key_hash)
    ).one_or_none()


def keep_answer(session: Session, key: OnceKey, *, status: int, body: object) -> None:
    """Keep the answer beside the key, so that a retry is told the same."""
    session.execute(
        update(DoneOnce)
        .where(DoneOnce.account_id == key.account_id, DoneOnce.key_hash == key.key_hash)
        .values(status=status, body=body)
    )
