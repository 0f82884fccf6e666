"""Who holds a permission, and how many hold each role: for notices and for what the co-op tells the hub."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.access.models import Account, AccountRole
from franchise_kit.access.permissions import Permission
from franchise_kit.access.rules.roles import catalogue


def list_holder_ids(session: Session, permission: Permission) -> list[UUID]:
    """Return the accounts that may sign in and hold a permission, in any scope."""
    roles = [role.id for role in catalogue().values() if permission in role.permissions]
    holding = select(AccountRole.account_id).where(AccountRole.state == "given", AccountRole.role.in_(roles))
    rows = select(Account.id).where(Account.status == "active", Account.id.in_(holding))
    return list(session.scalars(rows.order_by(Account.id)))


def count_role_holders(session: Session) -> dict[str, int]:
    """Return how many active accounts hold each role that anybody holds."""
    counts = (
        select(AccountRole.role, func.count())
        .join(Account, Account.id == AccountRole.account_id)
        .where(AccountRole.state == "given", Account.status == "active")
        .group_by(AccountRole.role)
        .order_by(AccountRole.role)
    )
    return dict(session.execute(counts).all())


def count_active_accounts(session: Session) -> int:
    """Return how many accounts may sign in here."""
    return session.scalar(select(func.count()).where(Account.status == "active")) or 0
