"""Signing in with a password, and proving a factor: at the door, and again before sensitive changes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access.actions import codes, hashing, posting, sessions, throttling
from franchise_kit.access.models import Account, SignInSession
from franchise_kit.access.queries.sign_in import has_passkey, side_of
from franchise_kit.access.queries.signed_in import SignedIn
from tenants import journal
from tenants.actor import SYSTEM, Actor, Side
from tenants.office import Office
from tenants.refusal import Refusal
from tenants.transaction import transaction, upkeep

ACTIVE: Final = "active"


class SignInRefused(Refusal):
    """Wrong, unknown or suspended: whoever knocks hears the same."""

    code = "sign_in_refused"


class ProofRefused(Refusal):
    """The password or code does not fit."""

    code = "proof_refused"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Where somebody knocks from: the network address, and the browser in codes such as firefox/linux."""

    address: str | None
    device: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A session that was begun: its token, and whether the second factor is still to come."""

    token: str
    is_half: bool


@dataclass(frozen=True, slots=True)
class Known:
    """Whose e-mail address was given at the door."""

    id: UUID
    person_id: UUID
    password_hash: str | None
    status: str
    side: Side


def sign_in(*, office: Office, email: str, password: str, visitor: Visitor, now: datetime) -> Begun:
    """Begin a session, half if there is a second factor; raise ``SignInRefused`` or ``TriesHeld``.

    An unknown address costs the same time as a wrong password: both hash once.
    """
    knock, known = count_knock(office, email, visitor, now=now)
    fits = hashing.is_password(known.password_hash if known else None, password)
    if known is None:
        raise SignInRefused
    by = Actor(account_id=known.id, person_id=known.person_id, side=known.side)
    with transaction(office, by=by, doing="access.sign_in") as session:
        if not fits or known.status != ACTIVE:
            raise SignInRefused(reason="password" if not fits else known.status)
        account = session.get_one(Account, known.id, with_for_update=True)
        if account.status != ACTIVE or account.password_hash != known.password_hash:
            raise SignInRefused(reason="changed_meanwhile")
        if hashing.has_old_cost(known.password_hash or ""):
            account.password_hash = hashing.hash_password(password)
        return _begin(session, account, knock, visitor, now=now)


def _begin(
    session: Session, account: Account, knock: throttling.Knock, visitor: Visitor, *, now: datetime
) -> Begun:
    is_half = account.totp_secret is not None or has_passkey(session, account.id)
    # Somebody who is half-way in has not shown that the address is theirs.
    if not is_half:
        arrive(session, account, knock, visitor.device, now=now)
    row, token = sessions.begin(session, account, device=visitor.device, now=now, is_half=is_half)
    journal.note(session, record_kind="session", record_id=row.id, half=is_half)
    return Begun(token, is_half)


def arrive(
    session: Session, account: Account, knock: throttling.Knock, device: str, *, now: datetime
) -> None:
    """Remember where somebody got in, and tell them if both the place and the device are new."""
    is_new_place = not throttling.has_known_address(session, account.id, knock.address)
    earlier = select(SignInSession.device).where(
        SignInSession.account_id == account.id, SignInSession.stage == sessions.OPEN
    )
    devices = set(session.scalars(earlier.distinct()))
    if is_new_place and devices and device not in devices:
        posting.tell(session, account, "new_device")
    throttling.welcome(session, knock, now=now)


def count_knock(
    office: Office, email: str, visitor: Visitor, *, now: datetime
) -> tuple[throttling.Knock, Known | None]:
    """Count the try before it is known how it ends; refuse it if tries are held."""
    with upkeep(office) as session:
        account = session.scalars(select(Account).where(Account.email == email.strip().lower())).first()
        knock = throttling.Knock(
            account_key=throttling.account_key(office, email),
            address=throttling.address_key(office, visitor.address),
            account_id=account.id if account is not None else None,
        )
        counted = throttling.admit(session, knock, now=now)
        known = _facts(session, account) if account is not None else None
    if counted.begins_hold and known is not None:
        _tell_of_hold(office, known.id, holds=counted.tries.holds)
    counted.check(now=now)
    return knock, known


def _facts(session: Session, account: Account) -> Known:
    return Known(account.id, account.person_id, account.password_hash, account.status, side_of(session))


def _tell_of_hold(office: Office, account_id: UUID, *, holds: int) -> None:
    """Journal that a hold began; tell the owner of the first one of a series."""
    with transaction(office, by=SYSTEM, doing="access.hold_account") as session:
        account = session.get_one(Account, account_id)
        journal.note(session, record_kind="account", record_id=account_id, holds=holds)
        if holds == 1 and account.status == ACTIVE:
            posting.tell(session, account, "account_held")


def give_code(*, office: Office, signed_in: SignedIn, code: str, visitor: Visitor, now: datetime) -> str:
    """Prove the second factor with a code, at the door or again inside; return the session's new token."""
    _count_proof(office, signed_in, now=now)
    with transaction(office, by=signed_in.actor, doing="access.prove_factor") as session:
        row = sessions.get_living(session, signed_in, now=now)
        account = session.get_one(Account, signed_in.actor.account_id, with_for_update=True)
        kind = codes.use(session, account, code, now=now)
        if kind is None:
            raise ProofRefused(factor="code")
        journal.note(session, record_kind="session", record_id=row.id, factor=kind)
        return proved(session, account, row, knock_of(office, account, visitor), now=now)


def give_password(*, office: Office, signed_in: SignedIn, password: str, now: datetime) -> str:
    """Prove the password again, for accounts without a second factor; return the session's new token."""
    _count_proof(office, signed_in, now=now)
    with transaction(office, by=signed_in.actor, doing="access.prove_factor") as session:
        row = sessions.get_living(session, signed_in, now=now)
        account = session.get_one(Account, signed_in.actor.account_id)
        if signed_in.has_second_factor or not hashing.is_password(account.password_hash, password):
            raise ProofRefused(factor="password")
        journal.note(session, record_kind="session", record_id=row.id, factor="password")
        _forget_proofs(session, account.id)
        return sessions.renew(row, now=now)


def proved(
    session: Session, account: Account, row: SignInSession, knock: throttling.Knock, *, now: datetime
) -> str:
    """Open or freshen a session after a second factor, in the caller's transaction; return its new token."""
    _forget_proofs(session, account.id)
    if row.stage == sessions.HALF:
        arrive(session, account, knock, row.device, now=now)
    return sessions.renew(row, now=now)


def knock_of(office: Office, account: Account, visitor: Visitor) -> throttling.Knock:
    """Return how somebody whose account is known stands at the door."""
    return throttling.Knock(
        account_key=throttling.account_key(office, account.email),
        address=throttling.address_key(office, visitor.address),
        account_id=account.id,
    )


def _forget_proofs(session: Session, account_id: UUID) -> None:
    throttling.clear(session, "factor", account_id.bytes)


def _count_proof(office: Office, signed_in: SignedIn, *, now: datetime) -> None:
    account_id = signed_in.actor.account_id
    if account_id is None:
        raise ProofRefused(factor="none")
    with upkeep(office) as session:
        counted = throttling.count_try(session, "factor", account_id.bytes, now=now)
    if counted.begins_hold:
        _tell_of_hold(office, account_id, holds=counted.tries.holds)
    counted.check(now=now)
