"""Of whom a last day of work was told with a last pay, and is another now, or none. It asks nobody."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from franchise_kit.payroll.models import PayRun, Payslip
from franchise_kit.payroll.rules.concerns import Found, of_last_day
from franchise_kit.payroll.rules.runs import APPROVED
from franchise_kit.people.queries.for_pay import workers_of


def of_last_days(session: Session, pay_run_id: UUID) -> Iterator[tuple[UUID, Found]]:
    """Give by worker of a run the last day that an approved run before it told, where it holds no more."""
    here, earlier = aliased(Payslip), aliased(PayRun)
    run = session.get_one(PayRun, pay_run_id)
    wanted = (
        select(Payslip.worker_id, func.max(Payslip.leaving_on))
        .join(earlier, earlier.id == Payslip.pay_run_id)
        .join(here, here.worker_id == Payslip.worker_id)
        .where(
            here.pay_run_id == pay_run_id,
            earlier.id != pay_run_id,
            earlier.state == APPROVED,
            earlier.pay_on <= run.pay_on,
            Payslip.leaving_on.is_not(None),
        )
        .group_by(Payslip.worker_id)
    )
    told = {worker_id: on for worker_id, on in session.execute(wanted) if on is not None}
    for worker in workers_of(session, told.keys()).values():
        moved = of_last_day(told_on=told[worker.id], started_on=worker.started_on, ended_on=worker.ended_on)
        yield from ((worker.id, one) for one in moved)
