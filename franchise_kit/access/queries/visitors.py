"""Hub people who are or were inside, by the name under which they came in."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access.models import SignInSession


def visitor_names(session: Session, hub_account_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the last name that each hub account came in under."""
    if not hub_account_ids:
        return {}
    rows = session.execute(
        select(SignInSession.hub_account_id, SignInSession.visitor_name)
        .where(SignInSession.hub_account_id.in_(hub_account_ids))
        .order_by(SignInSession.started_at)
    )
    return {account_id: name for account_id, name in rows if account_id is not None and name is not None}
