"""Changing the profile, and adding papers to it."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.profile.models import CoopProfile, ProfilePaper
from franchise_kit.profile.queries import first_profile, profile_of
from franchise_kit.profile.rules import SHOWN_NAMES, ProfileFacts, changed_fields, public_names
from tenants import files, journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.openings.disclosures import disclose
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came."""

    name: str
    content: bytes = field(repr=False)


class ProfileChangedMeanwhile(Refusal):
    """Somebody else saved since the page was opened."""

    code = "profile_changed_meanwhile"


class NamesNotKnown(Refusal):
    """It is the full name, the first name, or nobody's."""

    code = "names_not_known"


class PaperReplacedAlready(Refusal):
    """A newer paper stands in this one's place already."""

    code = "paper_replaced_already"


def save_profile(
    *, coop: Coop, by: Actor, facts: ProfileFacts, version: int, now: datetime
) -> tuple[str, ...]:
    """Save what the co-op says of itself, and return the names of the facts that changed."""
    with transaction(coop, by=by, doing="profile.save_profile") as session:
        within(by, Permission.SETTINGS_MANAGE)
        row = _held(session, coop, now)
        kept = profile_of(row) if row.version else first_profile(coop)
        if kept.version != version:
            raise ProfileChangedMeanwhile(version=kept.version)
        changed = changed_fields(kept.facts, facts)
        for name, value in asdict(facts).items():
            setattr(row, name, value)
        row.version, row.changed_at, row.changed_by = version + 1, now, by.account_id
        if public_names(facts) != public_names(kept.facts):
            disclose(session, public_names(facts))
        journal.note(session, record_kind="profile", fields=list(changed), version=row.version)
    return changed


def set_shown_names(*, coop: Coop, by: Actor, shown: str, now: datetime) -> None:
    """Say which names of those who visit them supported members see; raise ``NamesNotKnown``."""
    with transaction(coop, by=by, doing="profile.set_shown_names") as session:
        within(by, Permission.SETTINGS_MANAGE)
        if shown not in SHOWN_NAMES:
            raise NamesNotKnown
        _held(session, coop, now).shown_names = shown
        journal.note(session, record_kind="profile", shown=shown)


def add_paper(
    *, coop: Coop, by: Actor, kind: str, upload: Upload, replaces_id: UUID | None, now: datetime
) -> UUID:
    """Add a paper, in the place of another if it replaces one; return its id."""
    with transaction(coop, by=by, doing="profile.add_paper") as session:
        within(by, Permission.SETTINGS_MANAGE)
        if replaces_id is not None:
            _check_replaceable(session, replaces_id)
        paper_id = uuid4()
        file_id = files.put(
            session,
            name=upload.name,
            content=upload.content,
            record_kind="profile_paper",
            record_id=paper_id,
            by=by.account_id,
        )
        session.add(
            ProfilePaper(
                id=paper_id,
                kind=kind,
                file_id=file_id,
                replaces_id=replaces_id,
                added_by=by.account_id,
                added_at=now,
            )
        )
        journal.note(
            session, record_kind="profile_paper", record_id=paper_id, kind=kind, replaces=replaces_id
        )
    return paper_id


def _held(session: Session, coop: Coop, now: datetime) -> CoopProfile:
    """Return the profile, locked; the first of two who come at once makes its row, and nobody's is lost."""
    facts = asdict(first_profile(coop).facts)
    made = insert(CoopProfile).values(id=1, version=0, changed_at=now, **facts)
    session.execute(made.on_conflict_do_nothing())
    return session.get_one(CoopProfile, 1, with_for_update=True)


def _check_replaceable(session: Session, paper_id: UUID) -> None:
    paper = session.get(ProfilePaper, paper_id)
    if paper is None:
        raise NotFound
    if session.scalar(select(exists().where(ProfilePaper.replaces_id == paper_id))):
        raise PaperReplacedAlready(paper_id=paper_id)
