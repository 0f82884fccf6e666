"""Who is signed in: from a session's token to an actor with permissions, in one short look."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, bindparam, exists, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute, Session

from franchise_kit.access.models import Account, AccountRole, Passkey, SignInSession
from franchise_kit.access.permissions import Permission
from franchise_kit.access.queries.signed_in import SignedIn, is_entry_in_force
from franchise_kit.access.rules import roles as role_rules
from franchise_kit.access.rules import sessions as session_rules
from tenants.actor import Actor, Side
from tenants.office import Hub


def token_hash(token: str) -> bytes:
    """Return what is stored of a token of full entropy."""
    return hashlib.sha256(token.encode()).digest()


def _roles_given(account_id: UUID | InstrumentedAttribute[UUID]) -> Select[str]:
    held = select(AccountRole.role).where(AccountRole.account_id == account_id, AccountRole.state == "given")
    return held.order_by(AccountRole.role)


def _has_passkey(account_id: UUID | InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    return exists().where(Passkey.account_id == account_id)


# Every page asks this first, so it is one statement, and put together once.
_BY_TOKEN: Final = (
    select(
        SignInSession,
        Account,
        func.array(_roles_given(Account.id).scalar_subquery(), type_=ARRAY(Text)),
        _has_passkey(Account.id),
    )
    .outerjoin(Account, Account.id == SignInSession.account_id)
    .where(SignInSession.token_hash == bindparam("token_hash"))
)


def find_signed_in(session: Session, token: str, *, now: datetime) -> SignedIn | None:
    """Return the living session with this token and its actor; ``None`` if there is none."""
    found = session.execute(_BY_TOKEN, {"token_hash": token_hash(token)}).first()
    if found is None:
        return None
    row, outer, role_ids, has_key = found
    account: Account | None = outer
    if row.ended_at is not None or now >= row.expires_at:
        return None
    if row.entry_id is not None:
        return _visitor(session, row, now=now)
    if account is None or account.status != "active" or account.session_epoch != row.epoch:
        return None
    if not session_rules.is_alive(_times(row), role_ids=role_ids, now=now):
        return None
    return _holder(session, account, row, role_ids=tuple(role_ids), has_key=has_key)


def find_end(session: Session, token: str) -> Literal["roles", "visit"] | None:
    """Return what whoever brought this dead session's token may be told of its end.

    Its roles were changed, or it was a hub person's visit; ``None`` for every other end, and for a stranger.
    """
    row = session.scalars(select(SignInSession).where(SignInSession.token_hash == token_hash(token))).first()
    if row is None:
        return None
    if row.entry_id is not None:
        return "visit"
    return "roles" if row.ended_for == "roles" else None


def given_roles(session: Session, account_id: UUID) -> tuple[str, ...]:
    """Return the roles that an account holds now, without those that wait for a second person."""
    return tuple(session.scalars(_roles_given(account_id)))


def has_passkey(session: Session, account_id: UUID) -> bool:
    """Say whether an account has a passkey."""
    return bool(session.scalar(select(_has_passkey(account_id))))


def actor_for(
    session: Session, account: Account, row: SignInSession | None, role_ids: Sequence[str] | None = None
) -> Actor:
    """Return the actor that an account is in the bound office."""
    held = given_roles(session, account.id) if role_ids is None else tuple(role_ids)
    return Actor(
        account_id=account.id,
        person_id=account.person_id,
        side=side_of(session),
        # One's own account is one's own, also while every role still waits for a second person.
        permissions={Permission.OWN_ACCOUNT_USE.value: "own", **role_rules.permissions_of(held)},
        roles=frozenset(held),
        session_id=row.id if row is not None else None,
    )


def side_of(session: Session) -> Side:
    """Return on which side of the wall the bound office's own people are."""
    return "hub" if isinstance(session.info["office"], Hub) else "coop"


def _holder(
    session: Session, account: Account, row: SignInSession, *, role_ids: tuple[str, ...], has_key: bool
) -> SignedIn:
    has_factor = account.totp_secret is not None or has_key
    return SignedIn(
        actor=actor_for(session, account, row, role_ids),
        session_id=row.id,
        stage=row.stage,
        first_name=account.first_name,
        full_name=account.full_name,
        language=account.language,
        device=row.device,
        last_seen_at=row.last_seen_at,
        proved_at=row.proved_at,
        has_second_factor=has_factor,
        must_enrol=not has_factor and role_rules.need_second_factor(role_ids),
        version=account.version,
    )


def _visitor(session: Session, row: SignInSession, *, now: datetime) -> SignedIn | None:
    """Return a hub person who is inside, as long as what let them in is in force."""
    is_idle = now - row.last_seen_at >= role_rules.SHORT_IDLE
    if is_idle or row.entry_id is None or row.visitor_name is None:
        return None
    if not is_entry_in_force(session, row.entry_id, now):
        return None
    return SignedIn(
        actor=_visiting_actor(row),
        session_id=row.id,
        stage=row.stage,
        first_name=row.visitor_name,
        full_name=row.visitor_name,
        language=row.visitor_language or "en",
        device=row.device,
        last_seen_at=row.last_seen_at,
        proved_at=row.proved_at,
        has_second_factor=True,
        must_enrol=False,
        version=0,
        is_visitor=True,
        entry_kind=row.entry_kind,
        hub_epoch=row.epoch,
    )


def _visiting_actor(row: SignInSession) -> Actor:
    never = role_rules.never_grantable()
    held = {name: str(scope) for name, scope in row.permissions.items() if name not in never}
    return Actor(
        account_id=row.hub_account_id,
        person_id=row.person_id,
        side="hub",
        permissions=MappingProxyType(held),
        entry_id=row.entry_id,
        session_id=row.id,
    )


def _times(row: SignInSession) -> session_rules.Times:
    return session_rules.Times(
        last_seen_at=row.last_seen_at,
        expires_at=row.expires_at,
        ended_at=row.ended_at,
        proved_at=row.proved_at,
    )
