"""How far a long piece of work is, told in small transactions of its own so that a page can show it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tenants import clock
from tenants.jobs.models import OutboxRow, Progress
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


def fail(office: Office, progress_id: UUID, *, refusal_code: str | None = None) -> None:
    """End a piece of work that is not tried again; one that has ended already stays as it is."""
    with upkeep(office) as session:
        session.execute(
            update(Progress)
            .where(Progress.id == progress_id, Progress.state.in_(("waiting", "running")))
            .values(state="failed", refusal_code=refusal_code, changed_at=clock.now())
        )


def get(session: Session, progress_id: UUID, *, account_id: UUID | None) -> Progress:
    """Return somebody's own progress row or raise ``NotFound``."""
    row = session.get(Progress, progress_id)
    if row is None or row.account_id != account_id:
        raise NotFound
    return row


def find_next_try(session: Session, progress_id: UUID) -> datetime | None:
    """Return when work that failed is tried again; ``None`` if it has not failed, or is being tried now."""
    failed = select(OutboxRow.next_at).where(
        OutboxRow.state == "waiting",
        OutboxRow.fault.is_not(None),
        OutboxRow.arguments["progress_id"].as_string() == str(progress_id),
    )
    return session.scalars(failed.limit(1)).first()


def find_latest(session: Session, job: str, *, state: str = "done") -> Progress | None:
    """Return the newest piece of work of one kind that stands so, whoever began it."""
    found = select(Progress).where(Progress.job == job, Progress.state == state)
    return session.scalars(found.order_by(Progress.changed_at.desc()).limit(1)).first()


def account_of(session: Session, progress_id: UUID) -> UUID | None:
    """Return who began a piece of work, for the job that does it."""
    return session.get_one(Progress, progress_id).account_id
