"""Passwords: changed by whoever knows the old one, or set by a link that came by mail."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access.actions import hashing, posting, sessions, throttling
from franchise_kit.access.actions.sign_in import ACTIVE, Visitor, knock_of
from franchise_kit.access.jobs import ask_to_tell
from franchise_kit.access.models import Account
from franchise_kit.access.queries.sign_in import side_of
from franchise_kit.access.queries.signed_in import SignedIn
from franchise_kit.access.rules.passwords import faults_of, own_words_of
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop, Office
from tenants.refusal import Refusal
from tenants.transaction import reading, transaction, upkeep

INVITED: Final = "invited"


class PasswordTooWeak(Refusal):
    """The password is too short, too long, too common, or has the person's own words in it."""

    code = "password_too_weak"


class WrongPassword(Refusal):
    """The present password is another."""

    code = "wrong_password"


def change(*, office: Office, signed_in: SignedIn, present: str, password: str, now: datetime) -> str:
    """Change one's own password; end all other sessions; return the present one's new token."""
    by = signed_in.actor
    with upkeep(office) as session:
        counted = throttling.count_try(session, "factor", _key(by.account_id), now=now)
    counted.check(now=now)
    with transaction(office, by=by, doing="access.change_password") as session:
        row = sessions.get_living(session, signed_in, now=now)
        account = session.get_one(Account, by.account_id, with_for_update=True)
        if not hashing.is_password(account.password_hash, present):
            raise WrongPassword
        _set(session, office, account, password, now=now)
        throttling.clear(session, "factor", _key(by.account_id))
        sessions.end_all_of(session, account, now=now, but=row.id)
        posting.tell(session, account, "password_changed")
        journal.note(session, record_kind="account", record_id=account.id)
        return sessions.renew(row, now=now)


def ask_for_reset(*, office: Office, email: str, address: posting.Address, now: datetime) -> None:
    """Send a link to set a new password, if somebody active has this address; nobody can tell.

    At most three mails in a quarter of an hour go to one account.
    """
    with upkeep(office) as session:
        account = session.scalars(select(Account).where(Account.email == email.strip().lower())).first()
        # Addresses that nobody has share a few counters, so that a stranger cannot fill the table.
        key = throttling.account_key(office, email)[: None if account is not None else 1]
        counted = throttling.count_try(
            session, "mail", key, now=now, most=throttling.MAILS, window=throttling.MAILS_WINDOW
        )
        is_told = account is not None and account.status == ACTIVE and not counted.tries.is_held(now)
        by = (
            Actor(account_id=account.id, person_id=account.person_id, side=side_of(session))
            if account is not None
            else None
        )
    if not is_told or by is None:
        return
    with transaction(office, by=by, doing="access.ask_for_reset") as session:
        account = session.get_one(Account, by.account_id, with_for_update=True)
        posting.send_link(session, account, "reset", address=address, now=now)
        journal.note(session, record_kind="account", record_id=account.id)


def reset(*, office: Office, token: str, password: str, visitor: Visitor, now: datetime) -> None:
    """Set a new password with a link from a mail; it signs nobody in and proves no second factor.

    Whoever read the mail is let past a hold from where they are.
    """
    by = _holder_of(office, token, "reset", now=now)
    with transaction(office, by=by, doing="access.reset_password") as session:
        account, _ = posting.spend_link(session, token, "reset", now=now)
        if account.status != ACTIVE:
            raise posting.LinkIsSpent
        _set(session, office, account, password, now=now)
        sessions.end_all_of(session, account, now=now)
        throttling.welcome(session, knock_of(office, account, visitor), now=now)
        posting.tell(session, account, "password_changed")
        journal.note(session, record_kind="account", record_id=account.id)


def accept_invitation(*, office: Office, token: str, password: str, language: str, now: datetime) -> None:
    """Set the first password with the link of an invitation; the account is active from now on."""
    by = _holder_of(office, token, "invitation", now=now)
    with transaction(office, by=by, doing="access.accept_invitation") as session:
        account, _ = posting.spend_link(session, token, "invitation", now=now)
        if account.status != INVITED:
            raise posting.LinkIsSpent
        account.language = language
        _set(session, office, account, password, now=now)
        account.status = ACTIVE
        ask_to_tell(session)
        journal.note(session, record_kind="account", record_id=account.id)


def own_words(office: Office, account: Account) -> frozenset[str]:
    """Return the words that must not be in somebody's password."""
    names = (office.name_en, office.name_cy, office.slug) if isinstance(office, Coop) else ()
    return own_words_of(names=(account.full_name,), email=account.email, coop_names=names)


def _set(session: Session, office: Office, account: Account, password: str, *, now: datetime) -> None:
    faults = faults_of(password, own_words=own_words(office, account))
    if faults:
        raise PasswordTooWeak(fault=faults[0])
    account.password_hash = hashing.hash_password(password)
    account.password_set_at = now
    account.version += 1
    posting.drop_links(session, account, "reset")


def _holder_of(office: Office, token: str, purpose: posting.Purpose, *, now: datetime) -> Actor:
    with reading(office) as session:
        account = posting.find_holder(session, token, purpose, now=now)
        if account is None:
            raise posting.LinkIsSpent
        return Actor(account_id=account.id, person_id=account.person_id, side=side_of(session))


def _key(account_id: UUID | None) -> bytes:
    if account_id is None:
        raise WrongPassword
    return account_id.bytes
