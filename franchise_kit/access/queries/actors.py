"""The actor that an account is, without a session: for tokens and for jobs done in somebody's name."""

from uuid import UUID

from sqlalchemy.orm import Session
from tenants.actor import Actor

from franchise_kit.access.models import Account
from franchise_kit.access.queries.sign_in import actor_for


def find_actor(session: Session, account_id: UUID) -> Actor | None:
    """Return the actor of an account that may act now, or ``None``."""
    account = session.get(Account, account_id)
    if account is None or account.status != "active":
        return None
    return actor_for(session, account, None)
