"""What may be read of the profile. Everybody of the co-op may read it; changing it takes a permission."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.profile.models import CoopProfile, ProfilePaper
from franchise_kit.profile.rules import FIRST_NAME, ProfileFacts
from tenants import files
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound

FIELDS = tuple(ProfileFacts.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Profile:
    """The facts, and the version that a change must name. Version 0 was never saved."""

    facts: ProfileFacts
    version: int
    changed_at: datetime | None
    changed_by: UUID | None


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper on the profile."""

    id: UUID
    kind: str
    file_id: UUID
    name: str
    media_type: str
    size_bytes: int
    added_by: UUID | None
    added_at: datetime
    is_replaced: bool


def get_profile(session: Session, coop: Coop, *, by: Actor) -> Profile:
    """Return what the co-op says of itself; before the first save, what the registry knows of it."""
    within(by, Permission.SETTINGS_MANAGE)
    row = session.get(CoopProfile, 1)
    return profile_of(row) if row is not None and row.version else first_profile(coop)


def has_profile(session: Session) -> bool:
    """Say whether the profile was ever saved."""
    row = session.get(CoopProfile, 1)
    return row is not None and row.version > 0


def shown_names(session: Session) -> str:
    """Return which names of those who visit them supported members see, one of ``rules.SHOWN_NAMES``.

    It asks nobody: the room that shows names goes by it.
    """
    row = session.get(CoopProfile, 1)
    return row.shown_names if row is not None else FIRST_NAME


def first_profile(coop: Coop) -> Profile:
    """Return the profile of a co-op that never saved one."""
    facts = ProfileFacts(coop.name_en, coop.name_cy, coop.town_en, coop.town_cy, coop.language)
    return Profile(facts, version=0, changed_at=None, changed_by=None)


def profile_of(row: CoopProfile) -> Profile:
    """Return a row as a plain value."""
    facts = ProfileFacts(**{name: getattr(row, name) for name in FIELDS})
    return Profile(facts, row.version, row.changed_at, row.changed_by)


def list_papers(session: Session, *, by: Actor) -> list[Paper]:
    """Return the papers, newest first; those that were replaced are marked."""
    within(by, Permission.SETTINGS_MANAGE)
    rows = session.execute(
        select(ProfilePaper, files.StoredFile)
        .join(files.StoredFile, files.StoredFile.id == ProfilePaper.file_id)
        .order_by(ProfilePaper.added_at.desc(), ProfilePaper.id)
    ).all()
    replaced = {paper.replaces_id for paper, _ in rows}
    return [_paper(paper, kept, is_replaced=paper.id in replaced) for paper, kept in rows]


def read_paper(session: Session, paper_id: UUID, *, by: Actor) -> tuple[files.StoredFile, bytes]:
    """Return a paper's file with its bytes or raise ``NotFound``."""
    within(by, Permission.SETTINGS_MANAGE)
    paper = session.get(ProfilePaper, paper_id)
    if paper is None:
        raise NotFound
    return files.read(session, paper.file_id)


def _paper(paper: ProfilePaper, kept: files.StoredFile, *, is_replaced: bool) -> Paper:
    return Paper(
        id=paper.id,
        kind=paper.kind,
        file_id=kept.id,
        name=kept.name,
        media_type=kept.media_type,
        size_bytes=kept.size_bytes,
        added_by=paper.added_by,
        added_at=paper.added_at,
        is_replaced=is_replaced,
    )
