"""The actor that an account is, without a session: for tokens and for jobs done in somebody's name."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access.models import Account
from franchise_kit.access.queries.sign_in import actor_for
from tenants.actor import Actor


@dataclass(frozen=True, slots=True)
class Standing:
    """An account that may act now; its epoch is another whenever all its sessions were ended."""

    actor: Actor
    epoch: int


def find_standing(session: Session, account_id: UUID) -> Standing | None:
    """Return how an account stands, or ``None`` if it may not act now."""
    actor = find_actor(session, account_id)
    if actor is None:
        return None
    return Standing(actor, session.get_one(Account, account_id).session_epoch)


def find_actor(session: Session, account_id: UUID) -> Actor | None:
    """Return the actor of an account that may act now, or ``None``."""
    account = session.get(Account, account_id)
    if account is None or account.status != "active":
        return None
    return actor_for(session, account, None)


def find_actor_by_email(session: Session, email: str) -> Actor | None:
    """Return the actor of the account with an address, for a command; ``None`` if it may not act now."""
    wanted = select(Account.id).where(Account.email == email.strip().lower())
    account_id = session.scalars(wanted).first()
    return find_actor(session, account_id) if account_id is not None else None


def language_of(session: Session, account_id: UUID) -> str:
    """Return the language that an account's holder reads."""
    return session.get_one(Account, account_id).language
