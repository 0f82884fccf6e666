"""The bell: notices for one account. A notice is a kind and codes; its words are found when it is read."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tenants import clock
from tenants.jobs.models import Bell


def ring_for(session: Session, account_id: UUID, *, kind: str, path: str = "/", **facts: object) -> None:
    """Leave a notice for an account of the bound office, in the caller's transaction."""
    session.add(Bell(account_id=account_id, kind=kind, path=path, facts=facts, made_at=clock.now()))


def count_unread(session: Session, account_id: UUID) -> int:
    """Return how many notices wait."""
    waiting = (
        select(func.count()).select_from(Bell).where(Bell.account_id == account_id, Bell.read_at.is_(None))
    )
    return session.scalar(waiting) or 0


def list_latest(session: Session, account_id: UUID, *, most: int = 50) -> list[Bell]:
    """Return the newest notices first."""
    return list(
        session.scalars(
            select(Bell).where(Bell.account_id == account_id).order_by(Bell.made_at.desc()).limit(most)
        )
    )


def mark_read(session: Session, account_id: UUID, *, now: datetime) -> None:
    """Take all of an account's notices as read."""
    session.execute(
        update(Bell).where(Bell.account_id == account_id, Bell.read_at.is_(None)).values(read_at=now)
    )
