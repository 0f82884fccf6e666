"""Finding people by name, for whoever may see everybody's account or everybody's contact details."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access.models import Account, AccountRole
from franchise_kit.access.permissions import Permission
from franchise_kit.access.scopes import within
from franchise_kit.kernel.text import folded
from tenants.actor import Actor


@dataclass(frozen=True, slots=True)
class PersonFound:
    """One account that a search found."""

    account_id: UUID
    full_name: str
    status: str
    roles: tuple[str, ...]


def may_find_people(by: Actor) -> bool:
    """Say whether somebody may look for people at all."""
    if by.may(Permission.USER_MANAGE):
        return True
    return by.may(Permission.PROFILE_READ) and within(by, Permission.PROFILE_READ).is_whole


def find_people(session: Session, text: str, *, by: Actor, most: int = 50) -> list[PersonFound]:
    """Return the people whose name has each of the words in it, accents and capitals aside."""
    words = folded(text).split()
    if not words or not may_find_people(by):
        return []
    # A database without an extension does not know accents, and an office has few people.
    names = session.execute(select(Account.id, Account.full_name, Account.status)).all()
    found = [row for row in names if all(word in folded(row.full_name) for word in words)][:most]
    roles = _roles(session, [row.id for row in found])
    return [PersonFound(row.id, row.full_name, row.status, roles.get(row.id, ())) for row in found]


def _roles(session: Session, ids: list[UUID]) -> dict[UUID, tuple[str, ...]]:
    held: dict[UUID, tuple[str, ...]] = {}
    given = select(AccountRole.account_id, AccountRole.role).where(
        AccountRole.account_id.in_(ids), AccountRole.state == "given"
    )
    for account_id, role in session.execute(given.order_by(AccountRole.role)):
        held[account_id] = (*held.get(account_id, ()), role)
    return held
