"""Whose token it is, and which tokens there are."""

import hashlib
import hmac
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access.queries.actors import find_actor, language_of
from franchise_kit.tokens.models import ApiToken
from tenants.actor import Actor

PATTERN: Final = re.compile(r"cydofal_([0-9a-f]{32})_([A-Za-z0-9_-]{43})")
USE_IS_NOTED_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """A token as it is listed; its secret is not known any more."""

    id: UUID
    account_id: UUID
    name: str
    permissions: tuple[str, ...]
    made_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None

    def is_alive(self, now: datetime) -> bool:
        """Say whether it opens anything."""
        return self.revoked_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whoever a living token acts for."""

    actor: Actor
    language: str
    is_use_to_be_noted: bool


def secret_hash(secret: str) -> bytes:
    """Return what is stored of a secret of full entropy."""
    return hashlib.sha256(secret.encode()).digest()


def find_bearer(session: Session, text: str, *, now: datetime) -> Bearer | None:
    """Return whom a token acts for in the bound office; ``None`` for any token that opens nothing."""
    match = PATTERN.fullmatch(text)
    if match is None:
        return None
    row = session.get(ApiToken, UUID(match.group(1)))
    if row is None or not hmac.compare_digest(row.secret_hash, secret_hash(match.group(2))):
        return None
    if not _facts(row).is_alive(now):
        return None
    actor = find_actor(session, row.account_id)
    if actor is None:
        return None
    # Every token may ask whom it acts for; a person's own pages are no part of the API.
    wanted = {*row.permissions, "own_account.use"}
    held = {name: scope for name, scope in actor.permissions.items() if name in wanted}
    is_stale = row.last_used_at is None or now - row.last_used_at >= USE_IS_NOTED_EVERY
    # The token stands in the session's place: that is what acts here and what can be ended.
    narrowed = replace(actor, permissions=MappingProxyType(held), session_id=row.id)
    return Bearer(narrowed, language_of(session, row.account_id), is_stale)


def list_tokens(session: Session, *, by: Actor) -> list[TokenFacts]:
    """Return all tokens of the office, newest first; ``by`` holds ``token.manage``."""
    if not by.may("token.manage"):
        return []
    return [_facts(row) for row in session.scalars(select(ApiToken).order_by(ApiToken.made_at.desc()))]


def _facts(row: ApiToken) -> TokenFacts:
    return TokenFacts(
        id=row.id,
        account_id=row.account_id,
        name=row.name,
        permissions=tuple(row.permissions),
        made_at=row.made_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )
