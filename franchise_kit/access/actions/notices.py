"""Letters that other rooms send to somebody who can sign in: a first name and a link, and nothing else."""

from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.access.actions.posting import tell
from franchise_kit.access.models import Account


def tell_holder(session: Session, account_id: UUID, kind: str, *, link: str) -> bool:
    """Write to an account's holder in the caller's transaction; say whether they can sign in and are told.

    ``kind`` has its words in ``app.mail``; they may name the first name and the link alone.
    """
    account = session.get(Account, account_id)
    if account is None or account.status != "active":
        return False
    tell(session, account, kind, link=link)
    return True
