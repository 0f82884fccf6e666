"""Accounts of a demo, all at once. They belong to nobody, and exist only in an installation that says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.access.models import Account, AccountRole
from tenants import journal
from tenants.actor import SYSTEM
from tenants.office import HUB, Office
from tenants.transaction import transaction

FINISHED: Final = "access.finish_seeding"


@dataclass(frozen=True, slots=True)
class SeedAccount:
    """One made-up person. ``id`` and ``person_id`` come from their name, so that two loads are alike."""

    id: UUID
    person_id: UUID
    email: str
    first_name: str
    full_name: str
    language: str
    roles: tuple[str, ...]
    totp_secret: str | None


def seed_accounts(
    *, office: Office, people: Sequence[SeedAccount], password_hash: str, now: datetime
) -> None:
    """Make accounts that can sign in at once; those that are there already are left alone."""
    with transaction(office, by=SYSTEM, doing="access.seed_accounts") as session:
        made = [person for person in people if session.get(Account, person.id) is None]
        for person in made:
            session.add(_account(person, password_hash, now))
        session.flush()
        for person in made:
            session.add_all(_role(person.id, role, now) for role in person.roles)
        journal.note(session, record_kind="account", count=len(made))


def finish_seeding(*, coops: int) -> None:
    """Say in the hub's journal that a demo of so many co-ops is whole."""
    with transaction(HUB, by=SYSTEM, doing="access.finish_seeding") as session:
        journal.note(session, record_kind="coop", count=coops)


def is_seeded(session: Session) -> bool:
    """Say whether a demo was finished here; the session is the hub's."""
    return journal.has_line(session, FINISHED)


def _account(person: SeedAccount, password_hash: str, now: datetime) -> Account:
    return Account(
        id=person.id,
        person_id=person.person_id,
        email=person.email,
        first_name=person.first_name,
        full_name=person.full_name,
        language=person.language,
        status="active",
        password_hash=password_hash,
        totp_secret=person.totp_secret,
        created_at=now,
        password_set_at=now,
    )


def _role(account_id: UUID, role: str, now: datetime) -> AccountRole:
    return AccountRole(account_id=account_id, role=role, state="given", proposed_at=now, given_at=now)
