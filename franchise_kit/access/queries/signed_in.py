"""Who is signed in, as every page knows it. No tables here: a page that nobody signed in for loads none."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.actor import Actor

OPEN: Final = "open"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A living session and whoever holds it."""

    actor: Actor
    session_id: UUID
    stage: str
    first_name: str
    full_name: str
    language: str
    device: str
    last_seen_at: datetime
    proved_at: datetime
    has_second_factor: bool
    must_enrol: bool
    version: int
    is_visitor: bool = False
    entry_kind: str | None = None
    # Of a hub person who is inside: the epoch of their account at the hub when they came in.
    hub_epoch: int = 0

    @property
    def is_open(self) -> bool:
        """Whether the second factor, where there is one, was given too."""
        return self.stage == OPEN


class EntryCheck(Protocol):
    """Says whether the agreement or grant through which a hub person came in is still in force."""

    def __call__(self, session: Session, entry_id: UUID, now: datetime) -> object | None:
        """Return its facts, or ``None`` when it has ended."""


class _Entries:
    check: EntryCheck | None = None


def set_entry_check(check: EntryCheck | None) -> EntryCheck | None:
    """Say who knows of agreements and grants, and return who knew before; with none nobody is a guest."""
    before, _Entries.check = _Entries.check, check
    return before


def is_entry_in_force(session: Session, entry_id: UUID, now: datetime) -> bool:
    """Say whether what let a hub person in still does."""
    return _Entries.check is not None and _Entries.check(session, entry_id, now) is not None
