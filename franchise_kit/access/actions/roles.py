"""Roles given and taken away. Some need two people; nobody gives one to themselves."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from franchise_kit.access.actions import sessions
from franchise_kit.access.jobs import ask_to_tell
from franchise_kit.access.models import Account, AccountRole
from franchise_kit.access.permissions import Permission
from franchise_kit.access.rules import separation
from franchise_kit.access.rules.roles import catalogue
from franchise_kit.access.scopes import within
from tenants import bells, journal
from tenants.actor import Actor
from tenants.office import Hub, Office
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction

GIVEN: Final = "given"
PROPOSED: Final = "proposed"
ENDED: Final = "ended"
ACTIVE: Final = "active"


class ChangedMeanwhile(Refusal):
    """Somebody else changed this since the page was opened."""

    code = "changed_meanwhile"


def change(
    *,
    office: Office,
    account_id: UUID,
    wanted: Collection[str],
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> None:
    """Let an account hold these roles and no others; what reaches sensitive data waits for a second person.

    The holder's sessions end, so that the change counts on the very next request.
    """
    within(by, Permission.USER_MANAGE)
    separation.check_side(wanted, is_hub=isinstance(office, Hub))
    with transaction(office, by=by, doing="access.change_roles") as session:
        account = get_locked(session, account_id, version=version)
        separation.check_giver(by, account_id=account.id, person_id=account.person_id)
        live = _live(session, account.id)
        added, gone = sorted(set(wanted) - live.keys()), sorted(live.keys() - set(wanted))
        for role in gone:
            live[role].state, live[role].ended_at = ENDED, now
        session.flush()
        for role in added:
            propose(session, account, role, by=by, now=now)
        check_administrators(session, gone)
        _changed(session, account, now=now)
        journal.note(session, record_kind="account", record_id=account.id, added=added, removed=gone)


def approve(*, office: Office, account_role_id: UUID, by: Actor, now: datetime) -> None:
    """Say yes, as the second person, to a role that reaches care, pay or safeguarding data."""
    within(by, Permission.ROLE_APPROVE)
    with transaction(office, by=by, doing="access.approve_role") as session:
        row, account = _waiting(session, account_role_id)
        separation.check_approver(
            by,
            for_person=account.person_id,
            proposed_by_person=row.proposed_by_person,
            side=catalogue()[row.role].side,
        )
        row.state, row.approved_by_person, row.given_at = GIVEN, by.person_id, now
        _changed(session, account, now=now)
        journal.note(session, record_kind="account", record_id=account.id, role=row.role)


def decline(*, office: Office, account_role_id: UUID, by: Actor, now: datetime) -> None:
    """Say no to a role that waits; whoever proposed it may propose it again."""
    within(by, Permission.ROLE_APPROVE)
    with transaction(office, by=by, doing="access.decline_role") as session:
        row, account = _waiting(session, account_role_id)
        row.state, row.ended_at = ENDED, now
        journal.note(session, record_kind="account", record_id=account.id, role=row.role)


def propose(session: Session, account: Account, role: str, *, by: Actor, now: datetime) -> str:
    """Add a role to an account in the caller's transaction; return whether it is given or waits."""
    counts_now = separation.starts_given(
        role,
        has_approver=_has_approver(session, ever=False),
        had_approver=_has_approver(session, ever=True),
        by=by,
    )
    row = AccountRole(
        account_id=account.id,
        role=role,
        state=GIVEN if counts_now else PROPOSED,
        proposed_by_person=by.person_id,
        proposed_at=now,
        given_at=now if counts_now else None,
    )
    session.add(row)
    session.flush()
    if not counts_now:
        _ring_for_approvers(session, account)
    return row.state


def check_administrators(session: Session, going: Collection[str]) -> None:
    """Refuse a change that takes these roles from somebody if nobody is left who can manage accounts."""
    managing = {role.id for role in catalogue().values() if Permission.USER_MANAGE in role.permissions}
    if not managing & set(going):
        return
    session.flush()
    left = session.scalar(
        select(func.count())
        .select_from(AccountRole)
        .join(Account, Account.id == AccountRole.account_id)
        .where(AccountRole.role.in_(managing), AccountRole.state == GIVEN, Account.status == ACTIVE)
    )
    if not left:
        raise separation.LastAdministrator


def get_locked(session: Session, account_id: UUID, *, version: int | None = None) -> Account:
    """Return an account, locked, or refuse: it is not there, or not as the page showed it."""
    account = session.get(Account, account_id, with_for_update=True)
    if account is None:
        raise NotFound(record_kind="account")
    if version is not None and account.version != version:
        raise ChangedMeanwhile
    return account


def _changed(session: Session, account: Account, *, now: datetime) -> None:
    account.version += 1
    sessions.end_all_of(session, account, now=now, ended_for="roles")
    ask_to_tell(session)


def _live(session: Session, account_id: UUID) -> dict[str, AccountRole]:
    rows = select(AccountRole).where(AccountRole.account_id == account_id, AccountRole.state != ENDED)
    return {row.role: row for row in session.scalars(rows)}


def _waiting(session: Session, account_role_id: UUID) -> tuple[AccountRole, Account]:
    row = session.get(AccountRole, account_role_id, with_for_update=True)
    if row is None or row.state != PROPOSED:
        raise NotFound(record_kind="account_role")
    return row, session.get_one(Account, row.account_id, with_for_update=True)


def _approvers() -> list[str]:
    return [role.id for role in catalogue().values() if role.is_approver]


def _has_approver(session: Session, *, ever: bool) -> bool:
    """Say whether somebody may approve now, or ever could: an invitation that nobody took up is nobody."""
    held = exists().where(
        AccountRole.role.in_(_approvers()),
        AccountRole.given_at.is_not(None),
        Account.id == AccountRole.account_id,
        Account.password_hash.is_not(None),
    )
    if not ever:
        held = held.where(AccountRole.state == GIVEN, Account.status == ACTIVE)
    return bool(session.scalar(select(held)))


def _ring_for_approvers(session: Session, account: Account) -> None:
    others = (
        select(Account.id)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(
            AccountRole.role.in_(_approvers()),
            AccountRole.state == GIVEN,
            Account.status == ACTIVE,
            Account.id != account.id,
        )
        .distinct()
    )
    for account_id in session.scalars(others):
        bells.ring_for(session, account_id, kind="role_waits", path="/accounts/waiting")
