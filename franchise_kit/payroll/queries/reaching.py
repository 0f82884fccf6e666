"""How far somebody reaches into pay: a co-op's own people, the bureau by its agreement, or oneself."""

from datetime import datetime

from sqlalchemy.orm import Session

from franchise_kit.access import Permission, PermissionLacking, within
from franchise_kit.visiting.queries import reach
from tenants.actor import Actor


def check_reach(session: Session, permission: Permission, *, by: Actor, now: datetime) -> None:
    """Raise ``PermissionLacking`` unless a permission reaches everybody's pay here, at this moment.

    A guest reaches it while the agreement that opens it is in force, and reaches no part of it.
    """
    if not reaches_all(by, permission):
        raise PermissionLacking(permission=permission.value)
    if by.entry_id is not None and not reach(session, by=by, permission=permission, now=now).is_whole:
        raise PermissionLacking(permission=permission.value)


def reaches_all(by: Actor, permission: Permission) -> bool:
    """Say whether somebody's permission reaches everybody's pay: a co-op's own, or the bureau inside."""
    if by.side != "system" and not by.may(permission):
        return False
    scope = within(by, permission)
    return scope.is_whole or ("svc" in scope.kinds and scope.entry_id is not None)


def may_read_runs(by: Actor) -> bool:
    """Say whether somebody sees pay runs: who prepares them, or who approves them."""
    return reaches_all(by, Permission.PAYRUN_PREPARE) or reaches_all(by, Permission.PAYRUN_APPROVE)


def may_draft(by: Actor) -> bool:
    """Say whether somebody drafts runs: who prepares them, and reads the rates and codes they are made of."""
    return reaches_all(by, Permission.PAYRUN_PREPARE) and reaches_all(by, Permission.EMPLOYMENT_READ)


def may_read_pay(by: Actor) -> bool:
    """Say whether somebody sees what each worker is paid: who reads payslips, or approves a run of them."""
    return reaches_all(by, Permission.PAYSLIP_READ) or reaches_all(by, Permission.PAYRUN_APPROVE)
