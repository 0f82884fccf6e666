"""The registry: which co-ops there are, and by which short name a visitor finds each."""

import threading
import time
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from tenants import scope
from tenants.names import checked_slug, new_schema_name
from tenants.office import HUB, Coop, CoopState
from tenants.refusal import NotFound, Refusal
from tenants.registry.models import CoopMigration, CoopRow, CoopSlug
from tenants.registry.naming import HubName, get_hub_name
from tenants.taken import refused_if_taken
from tenants.transaction import reading

__all__ = [
    "CoopMigration",
    "CoopRow",
    "CoopSlug",
    "SlugTaken",
    "add",
    "change_slug",
    "find",
    "find_now",
    "forget",
    "get",
    "get_by_id",
    "hub_name_seen",
    "list_coops",
    "note_disclosure",
    "rename",
    "set_state",
]

# A suspended co-op is shut in every process within this time (SECURITY_CHECKLIST 12 asks for a minute).
MEMORY_SECONDS: Final = 5.0
LONGEST_ASK_SECONDS: Final = 1.0


class SlugTaken(Refusal):
    """Another co-op has this short name, or once had it."""

    code = "slug_taken"


class _Memory:
    """What the registry said lately, so that a page costs no look-up. Bounded by the number of slugs."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._coops: dict[str, Coop] = {}
        self.hub_name: HubName | None = None
        self._read_at = -MEMORY_SECONDS

    def coops(self) -> dict[str, Coop]:
        if time.monotonic() - self._read_at < MEMORY_SECONDS:
            return self._coops
        # One thread asks; the others go on with what is a moment too old, unless there is nothing yet.
        if self._lock.acquire(blocking=not self._coops):
            try:
                self._refresh()
            finally:
                self._lock.release()
        return self._coops

    def coops_now(self) -> dict[str, Coop]:
        asked_at = time.monotonic()
        # Of many who ask at once one reads, and nobody queues behind a database that is away.
        if self._lock.acquire(timeout=LONGEST_ASK_SECONDS):
            try:
                if self._read_at < asked_at:
                    self._read()
            finally:
                self._lock.release()
        return self._coops

    def _refresh(self) -> None:
        if time.monotonic() - self._read_at >= MEMORY_SECONDS:
            self._read()

    def _read(self) -> None:
        with reading(HUB) as session:
            self._coops = _read_all(session)
            self.hub_name = get_hub_name(session).name
        self._read_at = time.monotonic()

    def forget(self) -> None:
        self._coops = {}
        self._read_at = -MEMORY_SECONDS


_memory = _Memory()


def _read_all(session: Session) -> dict[str, Coop]:
    names = session.execute(select(CoopSlug.coop_id, CoopSlug.slug, CoopSlug.is_current)).all()
    current = {name.coop_id: name.slug for name in names if name.is_current}
    # Columns and not entities: among 1,000 co-ops that is a fifth of the time.
    rows = session.execute(select(*CoopRow.__table__.columns)).all()
    # One that was entered between the two looks is met at the next.
    coops = {row.id: _facts(row, current[row.id]) for row in rows if row.id in current}
    return {name.slug: coops[name.coop_id] for name in names if name.coop_id in coops}


def _facts(row: CoopRow | Row[Any], slug: str) -> Coop:
    return Coop(
        id=row.id,
        slug=slug,
        schema=row.schema,
        name_en=row.name_en,
        name_cy=row.name_cy,
        language=row.language,
        stage=row.stage,
        state=CoopState(row.state),
        revision=row.revision,
        is_synthetic=row.is_synthetic,
        town_en=row.town_en,
        town_cy=row.town_cy,
    )


def forget() -> None:
    """Ask the database again at the next look-up."""
    _memory.forget()


def hub_name_seen() -> HubName | None:
    """Return what the hub was called at the last look-up of a co-op; this asks nobody."""
    return _memory.hub_name


def find(slug: str) -> Coop | None:
    """Return the co-op that has, or once had, this short name; its ``slug`` is the present one."""
    if scope.bound() is not None:
        raise scope.NestedScope
    return _memory.coops().get(slug)


def find_now(slug: str) -> Coop | None:
    """Return the co-op as it stands this moment: for whoever was just turned away at its wall."""
    if scope.bound() is not None:
        raise scope.NestedScope
    return _memory.coops_now().get(slug)


def get(slug: str) -> Coop:
    """Return the co-op with this short name or raise ``NotFound``."""
    coop = find(slug)
    if coop is None:
        raise NotFound
    return coop


def list_coops(session: Session, *, with_synthetic: bool = True) -> list[Coop]:
    """Return every co-op in the order of its slug; the session is the hub's."""
    found = {coop.id: coop for coop in _read_all(session).values() if with_synthetic or not coop.is_synthetic}
    return sorted(found.values(), key=lambda coop: coop.slug)


def get_by_id(session: Session, coop_id: UUID) -> Coop:
    """Return one co-op or raise ``NotFound``; the session is the hub's."""
    row = session.get(CoopRow, coop_id)
    if row is None:
        raise NotFound
    slug = session.scalars(
        select(CoopSlug.slug).where(CoopSlug.coop_id == coop_id, CoopSlug.is_current)
    ).one()
    return _facts(row, slug)


def add(
    session: Session, *, slug: str, now: datetime, coop_id: UUID | None = None, **facts: object
) -> CoopRow:
    """Enter a co-op into the registry, still without a wall; raise ``SlugRefused`` or ``SlugTaken``.

    ``facts`` are columns of the registry row: names, towns, language, stage. A co-op that comes from
    elsewhere keeps its ``coop_id``.
    """
    checked_slug(slug)
    if session.get(CoopSlug, slug) is not None:
        raise SlugTaken
    row = CoopRow(
        id=coop_id or uuid4(),
        schema=new_schema_name(),
        state=CoopState.PREPARING,
        state_since=now,
        made_at=now,
        **facts,
    )
    session.add(row)
    session.flush()
    _give(session, slug=slug, coop_id=row.id, now=now)
    return row


def _give(session: Session, *, slug: str, coop_id: UUID, now: datetime) -> None:
    """Write a short name that nobody had a moment ago; of two who want it now, one is told."""
    session.add(CoopSlug(slug=slug, coop_id=coop_id, is_current=True, given_at=now))
    with refused_if_taken("pk_coop_slug", SlugTaken):
        session.flush()


def change_slug(session: Session, *, coop_id: UUID, slug: str, now: datetime) -> None:
    """Give a co-op a new short name; the old one goes on leading to it."""
    checked_slug(slug)
    known = session.get(CoopSlug, slug)
    if known is not None and known.coop_id != coop_id:
        raise SlugTaken
    session.execute(update(CoopSlug).where(CoopSlug.coop_id == coop_id).values(is_current=False))
    if known is None:
        _give(session, slug=slug, coop_id=coop_id, now=now)
    else:
        session.execute(update(CoopSlug).where(CoopSlug.slug == slug).values(is_current=True))


def set_state(session: Session, *, coop_id: UUID, state: CoopState, now: datetime) -> None:
    """Open, suspend or close a co-op."""
    session.execute(
        update(CoopRow)
        .where(CoopRow.id == coop_id)
        .values(state=state, state_since=now, version=CoopRow.version + 1)
    )


def note_disclosure(session: Session, *, coop_id: UUID, at: datetime) -> None:
    """Keep when a co-op last disclosed something."""
    session.execute(update(CoopRow).where(CoopRow.id == coop_id).values(last_disclosure_at=at))


def rename(session: Session, *, coop_id: UUID, **names: str) -> None:
    """Give a co-op other public names, towns or another first language; the session is the hub's."""
    session.execute(update(CoopRow).where(CoopRow.id == coop_id).values(**names, version=CoopRow.version + 1))
