"""Invitations: a mail with a link to whoever shall have an account here. It carries no password."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access.actions import posting, roles
from franchise_kit.access.models import Account
from franchise_kit.access.permissions import Permission
from franchise_kit.access.rules import separation
from franchise_kit.access.scopes import within
from tenants import journal
from tenants.actor import Actor
from tenants.office import Hub, Office
from tenants.refusal import NotFound, Refusal
from tenants.taken import refused_if_taken
from tenants.transaction import transaction


class EmailTaken(Refusal):
    """Somebody here has this address already."""

    code = "email_taken"


class NotInvited(Refusal):
    """The account has been taken up, so there is nothing to invite to."""

    code = "not_invited"


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom to invite. ``person_id`` says that they are somebody known from another office."""

    email: str
    full_name: str
    first_name: str
    language: str
    roles: Collection[str]
    person_id: UUID | None = None


def invite(
    *,
    office: Office,
    invitation: Invitation,
    by: Actor,
    address: posting.Address,
    now: datetime,
    made_at: datetime | None = None,
) -> UUID:
    """Make an account that its holder takes up by mail within seven days; return its id.

    Roles that reach care, pay or safeguarding data wait for a second person. ``now`` passes, so that the
    link ends; ``made_at`` is the account's own date, where the day is held.
    """
    within(by, Permission.USER_MANAGE)
    separation.check_side(invitation.roles, is_hub=isinstance(office, Hub))
    with transaction(office, by=by, doing="access.invite") as session:
        separation.check_giver(by, account_id=None, person_id=invitation.person_id)
        began_at = made_at or now
        account = make_account(session, invitation, now=began_at)
        states = {
            role: roles.propose(session, account, role, by=by, now=began_at)
            for role in sorted(invitation.roles)
        }
        posting.send_link(session, account, "invitation", address=address, now=now)
        journal.note(session, record_kind="account", record_id=account.id, roles=list(states))
        return account.id


def invite_again(
    *, office: Office, account_id: UUID, by: Actor, address: posting.Address, now: datetime
) -> None:
    """Send a fresh link; the earlier one is dead."""
    within(by, Permission.USER_MANAGE)
    with transaction(office, by=by, doing="access.invite_again") as session:
        account = session.get(Account, account_id, with_for_update=True)
        if account is None:
            raise NotFound(record_kind="account")
        if account.status != "invited":
            raise NotInvited
        posting.send_link(session, account, "invitation", address=address, now=now)
        journal.note(session, record_kind="account", record_id=account.id)


def make_account(session: Session, invitation: Invitation, *, now: datetime) -> Account:
    """Make an account in the caller's transaction; nobody can sign in to it yet."""
    email = invitation.email.strip().lower()
    if session.scalars(select(Account.id).where(Account.email == email)).first() is not None:
        raise EmailTaken
    account = Account(
        person_id=invitation.person_id or uuid4(),
        email=email,
        first_name=invitation.first_name,
        full_name=invitation.full_name,
        language=invitation.language,
        status="invited",
        created_at=now,
    )
    session.add(account)
    with refused_if_taken("uq_account_email", EmailTaken):
        # Somebody else may have invited them since we looked.
        session.flush()
    return account
