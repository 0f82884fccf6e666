"""Who tells HMRC and pension schemes of pay: whoever prepares runs or approves them, and nobody else."""

from datetime import datetime

from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.payroll.queries.reaching import check_reach, reaches_all
from tenants.actor import Actor
from tenants.refusal import NotFound


def check_may_file(session: Session, *, by: Actor, now: datetime) -> None:
    """Raise ``PermissionLacking`` unless somebody prepares or approves runs here, at this moment.

    A file always says who made it, and the system is nobody: for it there is nothing here.
    """
    is_approver = not reaches_all(by, Permission.PAYRUN_PREPARE) and reaches_all(
        by, Permission.PAYRUN_APPROVE
    )
    permission = Permission.PAYRUN_APPROVE if is_approver else Permission.PAYRUN_PREPARE
    check_reach(session, permission, by=by, now=now)
    if by.person_id is None:
        raise NotFound(record_kind="filing")
