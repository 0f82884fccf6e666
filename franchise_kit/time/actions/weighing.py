"""What would come of rows about time that no visit makes, before anything is kept."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.kernel.days import london_day
from franchise_kit.kernel.sheets import NEW, Verdict, judged, kept_or_new
from franchise_kit.people.queries.facts import WorkerFacts, workers_from
from franchise_kit.people.rules.contracts import is_employed
from franchise_kit.time.actions.by_hand import NewTime, NotEmployedThen
from franchise_kit.time.models import TimeEntry
from franchise_kit.time.rules.entries import check_by_hand, check_words
from tenants.actor import Actor
from tenants.refusal import NotFound

Key = tuple[UUID, str, datetime]


@dataclass(frozen=True, slots=True)
class SheetTime:
    """A row about time: whose, and what was done from when to when."""

    worker_id: UUID
    new: NewTime = field(repr=False)

    @property
    def key(self) -> Key:
        """What time is known by."""
        return self.worker_id, self.new.kind, self.new.starts_at


def weigh_time(session: Session, rows: Sequence[SheetTime], *, by: Actor, now: datetime) -> list[Verdict]:
    """Return what would come of each row; raise ``NotFound`` for who approves nobody's hours."""
    if not within(by, Permission.TIMESHEET_APPROVE).is_whole:
        raise NotFound(record_kind="time_entry")
    if not rows:
        return []
    workers = {
        one.id: one for one in workers_from(session, london_day(min(row.new.starts_at for row in rows)))
    }
    kept = _kept(session, min(row.new.starts_at for row in rows))
    return [_weighed(row, kept.get(row.key), workers.get(row.worker_id), now) for row in rows]


def _kept(session: Session, since: datetime) -> dict[Key, datetime]:
    """Return when each time by hand ends; what was corrected since goes by its own beginning still."""
    rows = session.execute(
        select(TimeEntry.worker_id, TimeEntry.kind, TimeEntry.starts_at, TimeEntry.ends_at).where(
            TimeEntry.source == "hand", TimeEntry.corrects_entry_id.is_(None), TimeEntry.starts_at >= since
        )
    )
    return {(worker_id, kind, begins): ends for worker_id, kind, begins, ends in rows}


def _weighed(row: SheetTime, ends_at: datetime | None, worker: WorkerFacts | None, now: datetime) -> Verdict:
    kept = {"ends_at": ends_at} if ends_at is not None else None
    verdict = kept_or_new({"ends_at": row.new.ends_at}, kept)
    return judged(verdict, _checks(row, worker, now)) if verdict.outcome == NEW else verdict


def _checks(
    row: SheetTime, worker: WorkerFacts | None, now: datetime
) -> Iterable[tuple[str | None, Callable[[], None]]]:
    new = row.new
    yield "note", lambda: check_words(new.kind, new.reason, new.note)
    yield "day", lambda: _check_span(new, now)
    yield "day", lambda: _check_works_here(row, worker)


def _check_span(new: NewTime, now: datetime) -> None:
    check_by_hand(new.starts_at, new.ends_at, now=now)


def _check_works_here(row: SheetTime, worker: WorkerFacts | None) -> None:
    day = london_day(row.new.starts_at)
    if worker is None or not is_employed(worker.started_on, worker.ended_on, day):
        raise NotEmployedThen(worker_id=row.worker_id)
