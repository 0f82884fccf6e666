"""The accounts that hold one role, with who gave it: for rooms that say what a holder stands for."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access.models import Account, AccountRole


@dataclass(frozen=True, slots=True)
class RoleHolder:
    """An account that may act and holds a role; ``proposed_by_person`` first said that it should."""

    account_id: UUID
    person_id: UUID
    full_name: str = field(repr=False)
    proposed_by_person: UUID | None


def list_role_holders(session: Session, role: str) -> list[RoleHolder]:
    """Return the active accounts that hold a role, by name. It asks nobody: the room that calls has asked."""
    rows = session.execute(
        select(Account.id, Account.person_id, Account.full_name, AccountRole.proposed_by_person)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(AccountRole.role == role, AccountRole.state == "given", Account.status == "active")
        .order_by(Account.full_name, Account.id)
    )
    return [RoleHolder(*row) for row in rows]
