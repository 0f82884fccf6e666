"""Making and revoking tokens."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from franchise_kit.tokens.models import ApiToken
from franchise_kit.tokens.queries import secret_hash
from franchise_kit.tokens.rules import checked_expiry, checked_permissions
from tenants import journal
from tenants.actor import Actor
from tenants.office import Office
from tenants.refusal import NotFound
from tenants.transaction import transaction, upkeep


@dataclass(frozen=True, slots=True)
class NewToken:
    """A fresh token; its text is shown this once."""

    id: UUID
    text: str


def make_token(
    *, office: Office, by: Actor, name: str, permissions: frozenset[str], expires_at: datetime, now: datetime
) -> NewToken:
    """Make a token that acts for its maker; raise ``TokenTooWide`` or ``TokenTooLong``."""
    secret = secrets.token_urlsafe(32)
    with transaction(office, by=by, doing="tokens.make_token") as session:
        if by.account_id is None or by.side != ("hub" if office.key == "hub" else "coop"):
            raise NotFound
        row = ApiToken(
            account_id=by.account_id,
            name=name,
            secret_hash=secret_hash(secret),
            permissions=checked_permissions(permissions, frozenset(by.permissions)),
            made_at=now,
            expires_at=checked_expiry(now, expires_at),
        )
        session.add(row)
        session.flush()
        journal.note(session, record_kind="token", record_id=row.id, permissions=row.permissions)
        return NewToken(row.id, f"cydofal_{row.id.hex}_{secret}")


def revoke_token(*, office: Office, by: Actor, token_id: UUID, now: datetime) -> None:
    """Make a token open nothing from now on."""
    with transaction(office, by=by, doing="tokens.revoke_token") as session:
        row = session.get(ApiToken, token_id, with_for_update=True)
        if row is None or row.revoked_at is not None:
            raise NotFound
        row.revoked_at = now
        journal.note(session, record_kind="token", record_id=row.id)


def note_use(*, office: Office, token_id: UUID, now: datetime) -> None:
    """Keep when a token was last used, to the minute."""
    with upkeep(office) as session:
        session.execute(update(ApiToken).where(ApiToken.id == token_id).values(last_used_at=now))
