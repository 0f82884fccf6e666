"""Whether a run was told to HMRC: for the act that closes it, which has asked who closes it."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import Filing


def is_filed(session: Session, pay_run_id: UUID) -> bool:
    """Say whether a full payment submission of a run was handed over, and was not refused since.

    A test tells HMRC nothing.
    """
    told = exists().where(
        Filing.pay_run_id == pay_run_id,
        Filing.kind == "fps",
        Filing.is_test.is_(False),
        Filing.state.in_(("handed_over", "accepted")),
    )
    return bool(session.scalar(select(told)))
