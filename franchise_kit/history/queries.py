"""The lines of the journal, newest first, in pages that stay put while new lines come in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, Scope, within
from tenants.actor import Actor
from tenants.journal.models import JournalLine

CHUNK: Final = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are asked for. ``room`` is the first part of what was done; ``until`` is exclusive."""

    account_id: UUID | None = None
    room: str | None = None
    outcome: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One act as the journal keeps it."""

    seq: int
    at: datetime
    side: str
    account_id: UUID | None
    entry_id: UUID | None
    doing: str
    outcome: str
    refusal_code: str | None
    record_kind: str | None
    record_id: UUID | None
    codes: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, newest first, and whether there are more on either side."""

    lines: tuple[Line, ...]
    has_newer: bool
    has_older: bool


def list_lines(
    session: Session,
    *,
    by: Actor,
    wanted: Wanted,
    before: int | None = None,
    after: int | None = None,
    most: int = 50,
) -> Page:
    """Return the newest lines that are wanted, or those just before or just after a line's number."""
    asked = _asked(by, wanted)
    if after is not None:
        rows = _read(session, asked.where(JournalLine.seq > after).order_by(JournalLine.seq), most + 1)
        found = tuple(reversed(rows[:most]))
        return Page(found, has_newer=len(rows) > most, has_older=True)
    if before is not None:
        asked = asked.where(JournalLine.seq < before)
    rows = _read(session, asked.order_by(JournalLine.seq.desc()), most + 1)
    return Page(tuple(rows[:most]), has_newer=before is not None, has_older=len(rows) > most)


def count_lines(session: Session, *, by: Actor, wanted: Wanted) -> int:
    """Return how many lines are wanted."""
    counted = select(func.count()).select_from(_asked(by, wanted).subquery())
    return session.scalar(counted) or 0


def every_line(session: Session, *, by: Actor, wanted: Wanted, most: int) -> Iterator[Line]:
    """Give the wanted lines, newest first, a chunk at a time."""
    before: int | None = None
    given = 0
    while given < most:
        page = list_lines(session, by=by, wanted=wanted, before=before, most=min(CHUNK, most - given))
        yield from page.lines
        given += len(page.lines)
        session.expunge_all()
        if not page.has_older:
            return
        before = page.lines[-1].seq


def list_doers(session: Session, *, by: Actor) -> list[UUID]:
    """Return the accounts that did something here, hub people's among them."""
    scope = _readable(by)
    doers = select(JournalLine.account_id).where(JournalLine.account_id.is_not(None), *scope).distinct()
    return [one for one in session.scalars(doers) if one is not None]


def list_rooms(session: Session, *, by: Actor) -> list[str]:
    """Return the first parts of what was ever done here."""
    done = select(JournalLine.doing).where(*_readable(by)).distinct()
    return sorted({doing.partition(".")[0] for doing in session.scalars(done)})


def newest_visits(session: Session, *, by: Actor, most: int) -> list[Line]:
    """Return the last time that each hub person came in through each agreement or grant, newest first."""
    within(by, Permission.JOURNAL_READ)
    last = (
        select(func.max(JournalLine.seq))
        .where(JournalLine.side == "hub", JournalLine.entry_id.is_not(None), JournalLine.outcome == "done")
        .group_by(JournalLine.account_id, JournalLine.entry_id)
    )
    asked = select(JournalLine).where(JournalLine.seq.in_(last)).order_by(JournalLine.seq.desc())
    return _read(session, asked, most)


def _readable(by: Actor) -> list[ColumnElement[bool]]:
    scope: Scope = within(by, Permission.JOURNAL_READ)
    # Anything less than the whole journal is one's own lines, whatever it is called.
    return [] if scope.is_whole else [JournalLine.person_id == by.person_id]


def _asked(by: Actor, wanted: Wanted) -> Select[JournalLine]:
    conditions = _readable(by)
    if wanted.account_id is not None:
        conditions.append(JournalLine.account_id == wanted.account_id)
    if wanted.room is not None:
        conditions.append(JournalLine.doing.startswith(f"{wanted.room}.", autoescape=True))
    if wanted.outcome is not None:
        conditions.append(JournalLine.outcome == wanted.outcome)
    if wanted.since is not None:
        conditions.append(JournalLine.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(JournalLine.at < wanted.until)
    return select(JournalLine).where(*conditions)


def _read(session: Session, asked: Select[JournalLine], most: int) -> list[Line]:
    return [_line(row) for row in session.scalars(asked.limit(most))]


def _line(row: JournalLine) -> Line:
    return Line(**{name: getattr(row, name) for name in Line.__dataclass_fields__})
