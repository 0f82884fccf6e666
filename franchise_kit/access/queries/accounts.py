"""Accounts as pages show them: everybody's for administrators, one's own for oneself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.access.models import (
    Account,
    AccountRole,
    OneTimeLink,
    Passkey,
    RecoveryCode,
    SignInSession,
)
from franchise_kit.access.permissions import Permission
from franchise_kit.access.queries.sign_in import token_hash
from franchise_kit.access.scopes import within
from tenants.actor import Actor
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class HeldRole:
    """One role of one account, given or waiting for a second person."""

    id: UUID
    role: str
    state: str
    proposed_at: datetime
    proposed_by_person: UUID | None


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account in the list, or on its own page."""

    id: UUID
    person_id: UUID
    full_name: str
    first_name: str
    email: str
    language: str
    status: str
    version: int
    created_at: datetime
    has_second_factor: bool
    last_seen_at: datetime | None
    roles: tuple[HeldRole, ...]


@dataclass(frozen=True, slots=True)
class WaitingRole:
    """A role that waits for a second person, with whose it is to be and who proposed it."""

    id: UUID
    role: str
    account_id: UUID
    full_name: str
    proposed_by: str
    proposed_at: datetime
    is_mine: bool


@dataclass(frozen=True, slots=True)
class PasskeyLine:
    """One of one's own passkeys."""

    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Security:
    """One's own factors."""

    email: str
    password_set_at: datetime | None
    has_authenticator: bool
    passkeys: tuple[PasskeyLine, ...]
    recovery_codes_left: int

    @property
    def has_second_factor(self) -> bool:
        """Whether there is any."""
        return self.has_authenticator or bool(self.passkeys)


@dataclass(frozen=True, slots=True)
class Device:
    """One browser in which somebody is signed in."""

    id: UUID
    device: str
    started_at: datetime
    last_seen_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class LinkHolder:
    """Whose a link is that may still be used."""

    first_name: str
    language: str
    email: str


def list_accounts(session: Session, *, by: Actor, after: str = "", most: int = 500) -> list[AccountLine]:
    """Return accounts in the order of their addresses; pages sort names by the reader's alphabet."""
    within(by, Permission.USER_MANAGE)
    rows = session.scalars(
        select(Account).where(Account.email > after).order_by(Account.email).limit(most)
    ).all()
    return _lines(session, rows)


def get_account(session: Session, account_id: UUID, *, by: Actor) -> AccountLine:
    """Return one account or raise ``NotFound``."""
    within(by, Permission.USER_MANAGE)
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound(record_kind="account")
    return _lines(session, [account])[0]


def list_waiting_roles(session: Session, *, by: Actor) -> list[WaitingRole]:
    """Return the roles that wait for a second person, oldest first."""
    within(by, Permission.ROLE_APPROVE)
    found = session.execute(
        select(AccountRole, Account)
        .join(Account, Account.id == AccountRole.account_id)
        .where(AccountRole.state == "proposed")
        .order_by(AccountRole.proposed_at)
    ).all()
    names = person_names(session, [row.proposed_by_person for row, _ in found])
    return [
        WaitingRole(
            id=row.id,
            role=row.role,
            account_id=account.id,
            full_name=account.full_name,
            proposed_by=names.get(row.proposed_by_person, "") if row.proposed_by_person else "",
            proposed_at=row.proposed_at,
            is_mine=by.person_id in (row.proposed_by_person, account.person_id),
        )
        for row, account in found
    ]


def list_own_waiting_roles(session: Session, *, by: Actor) -> list[str]:
    """Return which of one's own roles wait for a second person."""
    within(by, Permission.OWN_ACCOUNT_USE)
    mine = select(AccountRole.role).where(
        AccountRole.account_id == by.account_id, AccountRole.state == "proposed"
    )
    return list(session.scalars(mine.order_by(AccountRole.role)))


def person_names(session: Session, person_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the names of the people that this office knows among these."""
    wanted = {one for one in person_ids if one is not None}
    if not wanted:
        return {}
    found = session.execute(
        select(Account.person_id, Account.full_name).where(Account.person_id.in_(wanted))
    ).all()
    return {row.person_id: row.full_name for row in found}


def account_names(session: Session, account_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the names of the accounts that this office knows among these."""
    wanted = {one for one in account_ids if one is not None}
    if not wanted:
        return {}
    found = session.execute(select(Account.id, Account.full_name).where(Account.id.in_(wanted))).all()
    return {row.id: row.full_name for row in found}


def get_security(session: Session, *, by: Actor) -> Security:
    """Return one's own factors."""
    within(by, Permission.OWN_ACCOUNT_USE)
    account = session.get_one(Account, by.account_id)
    keys = session.scalars(
        select(Passkey).where(Passkey.account_id == account.id).order_by(Passkey.created_at)
    )
    left = select(func.count()).where(RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))
    return Security(
        email=account.email,
        password_set_at=account.password_set_at,
        has_authenticator=account.totp_secret is not None,
        passkeys=tuple(PasskeyLine(key.id, key.name, key.created_at, key.last_used_at) for key in keys),
        recovery_codes_left=session.scalar(left) or 0,
    )


def find_pending_seed(session: Session, *, by: Actor) -> str | None:
    """Return the seed of the authenticator that is being put on, to be shown to its holder alone."""
    within(by, Permission.OWN_ACCOUNT_USE)
    return session.get_one(Account, by.account_id).totp_pending


def find_seed_for_demo(session: Session, email: str, *, by: Actor) -> str | None:
    """Return the seed of a made-up person's authenticator; the command that asks refuses elsewhere."""
    if by.side != "system":
        raise NotFound(record_kind="account")
    account = session.scalars(select(Account).where(Account.email == email.strip().lower())).first()
    return account.totp_secret if account is not None else None


def list_devices(session: Session, *, by: Actor, now: datetime) -> list[Device]:
    """Return the browsers in which one is signed in, the latest seen first."""
    within(by, Permission.OWN_ACCOUNT_USE)
    rows = session.scalars(
        select(SignInSession)
        .where(
            SignInSession.account_id == by.account_id,
            SignInSession.ended_at.is_(None),
            SignInSession.expires_at > now,
            SignInSession.stage == "open",
        )
        .order_by(SignInSession.last_seen_at.desc())
    )
    return [
        Device(row.id, row.device, row.started_at, row.last_seen_at, row.id == by.session_id) for row in rows
    ]


def find_link_holder(session: Session, token: str, purpose: str, *, now: datetime) -> LinkHolder | None:
    """Return whose a link from a mail is, while it may still be used."""
    living = (
        select(Account)
        .join(OneTimeLink, OneTimeLink.account_id == Account.id)
        .where(
            OneTimeLink.token_hash == token_hash(token),
            OneTimeLink.purpose == purpose,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
        )
    )
    account = session.scalars(living).first()
    return LinkHolder(account.first_name, account.language, account.email) if account is not None else None


def _lines(session: Session, accounts: Iterable[Account]) -> list[AccountLine]:
    listed = list(accounts)
    ids = [account.id for account in listed]
    held = _roles_of(session, ids)
    seen = _last_seen(session, ids)
    with_keys = set(session.scalars(select(Passkey.account_id).where(Passkey.account_id.in_(ids)).distinct()))
    return [
        AccountLine(
            id=account.id,
            person_id=account.person_id,
            full_name=account.full_name,
            first_name=account.first_name,
            email=account.email,
            language=account.language,
            status=account.status,
            version=account.version,
            created_at=account.created_at,
            has_second_factor=account.totp_secret is not None or account.id in with_keys,
            last_seen_at=seen.get(account.id),
            roles=held.get(account.id, ()),
        )
        for account in listed
    ]


def _roles_of(session: Session, ids: list[UUID]) -> dict[UUID, tuple[HeldRole, ...]]:
    rows = session.scalars(
        select(AccountRole)
        .where(AccountRole.account_id.in_(ids), AccountRole.state != "ended")
        .order_by(AccountRole.role)
    )
    held: dict[UUID, tuple[HeldRole, ...]] = {}
    for row in rows:
        line = HeldRole(row.id, row.role, row.state, row.proposed_at, row.proposed_by_person)
        held[row.account_id] = (*held.get(row.account_id, ()), line)
    return held


def _last_seen(session: Session, ids: list[UUID]) -> dict[UUID, datetime]:
    rows = session.execute(
        select(SignInSession.account_id, func.max(SignInSession.last_seen_at).label("at"))
        .where(SignInSession.account_id.in_(ids))
        .group_by(SignInSession.account_id)
    ).all()
    return {row.account_id: row.at for row in rows}
