"""Accounts: suspended, opened again, and changed by their own holders."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from franchise_kit.access.actions import posting, roles, sessions
from franchise_kit.access.actions.invitations import EmailTaken
from franchise_kit.access.jobs import ask_to_tell
from franchise_kit.access.models import Account
from franchise_kit.access.permissions import Permission
from franchise_kit.access.queries.sign_in import given_roles, side_of
from franchise_kit.access.rules import separation
from franchise_kit.access.scopes import within
from tenants import journal
from tenants.actor import Actor
from tenants.office import Office
from tenants.refusal import NotFound, Refusal
from tenants.taken import refused_if_taken
from tenants.transaction import reading, transaction, upkeep


class OwnAccountRefused(Refusal):
    """Nobody suspends themselves: they sign out."""

    code = "own_account"


def suspend(*, office: Office, account_id: UUID, by: Actor, now: datetime) -> None:
    """Let somebody in no more; their sessions end with the next request."""
    within(by, Permission.USER_MANAGE)
    with transaction(office, by=by, doing="access.suspend_account") as session:
        account = roles.get_locked(session, account_id)
        if account.id == by.account_id:
            raise OwnAccountRefused
        account.status = "suspended"
        account.version += 1
        roles.check_administrators(session, given_roles(session, account.id))
        posting.drop_links(session, account, "invitation", "reset", "new_email")
        sessions.end_all_of(session, account, now=now)
        ask_to_tell(session)
        journal.note(session, record_kind="account", record_id=account.id)


def resume(*, office: Office, account_id: UUID, by: Actor) -> None:
    """Let somebody in again who was suspended; whoever never took up an invitation is invited again."""
    within(by, Permission.USER_MANAGE)
    with transaction(office, by=by, doing="access.resume_account") as session:
        account = roles.get_locked(session, account_id)
        separation.check_giver(by, account_id=account.id, person_id=account.person_id)
        if account.status != "suspended":
            raise NotFound(record_kind="account")
        account.status = "active" if account.password_hash is not None else "invited"
        account.version += 1
        ask_to_tell(session)
        journal.note(session, record_kind="account", record_id=account.id)


def end_sessions(*, office: Office, account_id: UUID, by: Actor, now: datetime) -> None:
    """End all of somebody's sessions, as an administrator."""
    within(by, Permission.USER_MANAGE)
    with transaction(office, by=by, doing="access.end_sessions") as session:
        account = roles.get_locked(session, account_id)
        count = sessions.end_all_of(session, account, now=now)
        journal.note(session, record_kind="account", record_id=account.id, sessions=count)


def ask_to_change_email(
    *, office: Office, by: Actor, email: str, address: posting.Address, now: datetime
) -> None:
    """Send a link to a new address; it counts when somebody who reads there follows it."""
    with transaction(office, by=by, doing="access.ask_to_change_email") as session:
        account = session.get_one(Account, by.account_id, with_for_update=True)
        wanted = email.strip().lower()
        if session.scalars(select(Account.id).where(Account.email == wanted)).first() is not None:
            raise EmailTaken
        posting.send_link(session, account, "new_email", address=address, now=now, new_email=wanted)
        journal.note(session, record_kind="account", record_id=account.id)


def change_email(*, office: Office, token: str, now: datetime) -> None:
    """Let a proved address count; the old one is told."""
    with reading(office) as session:
        holder = posting.find_holder(session, token, "new_email", now=now)
        if holder is None:
            raise posting.LinkIsSpent
        by = Actor(account_id=holder.id, person_id=holder.person_id, side=side_of(session))
    with transaction(office, by=by, doing="access.change_email") as session:
        account, wanted = posting.spend_link(session, token, "new_email", now=now)
        taken = session.scalars(select(Account.id).where(Account.email == wanted)).first()
        if wanted is None or taken is not None or account.status != "active":
            raise posting.LinkIsSpent
        posting.tell(session, account, "email_changed")
        account.email = wanted
        account.version += 1
        # Somebody may take the address between the look and the write; the link is of no use to them then.
        with refused_if_taken("uq_account_email", posting.LinkIsSpent):
            session.flush()
        posting.drop_links(session, account, "reset")
        journal.note(session, record_kind="account", record_id=account.id)


def choose_language(*, office: Office, by: Actor, language: str) -> None:
    """Keep the language that somebody reads; nobody's business, so no journal line."""
    with upkeep(office) as session:
        session.execute(update(Account).where(Account.id == by.account_id).values(language=language))
