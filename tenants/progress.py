"""How far a long piece of work is, told in small transactions of its own so that a page can show it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from tenants import clock
from tenants.jobs.models import Progress
from tenants.office import Office
from tenants.refusal import NotFound
from tenants.transaction import upkeep


def begin(session: Session, *, job: str, account_id: UUID | None, now: datetime) -> UUID:
    """Make a progress row in the caller's transaction and return its id."""
    row = Progress(job=job, account_id=account_id, made_at=now, changed_at=now)
    session.add(row)
    session.flush()
    return row.id


def tell(office: Office, progress_id: UUID, **columns: object) -> None:
    """Set some of ``state``, ``step``, ``done``, ``total``, ``result`` and ``refusal_code``."""
    with upkeep(office) as session:
        session.execute(
            update(Progress).where(Progress.id == progress_id).values(changed_at=clock.now(), **columns)
        )


def get(session: Session, progress_id: UUID, *, account_id: UUID | None) -> Progress:
    """Return somebody's own progress row or raise ``NotFound``."""
    row = session.get(Progress, progress_id)
    if row is None or row.account_id != account_id:
        raise NotFound
    return row
