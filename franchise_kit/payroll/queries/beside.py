"""What a payslip says besides its own figures: why it changed, the pension scheme, and leave that is left."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import PayRun, Payslip
from franchise_kit.payroll.queries.payslips import PayslipFacts, get_payslip
from franchise_kit.payroll.rules.runs import APPROVED
from franchise_kit.payroll.rules.why_changed import Change, Compared, why_changed
from franchise_kit.people.queries.deductions import schemes_on
from franchise_kit.people.queries.employment import get_employment
from franchise_kit.people.queries.facts import worker_of_id
from franchise_kit.time.queries.absence import reads_absences_of
from franchise_kit.time.queries.leave import get_leave_balance
from tenants.actor import Actor
from tenants.refusal import NotFound

ONE_OFF: Final = "one_off"


@dataclass(frozen=True, slots=True)
class Since:
    """The payslip before this one: its pay day and net pay, and why this one differs."""

    pay_on: date
    net_pence: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a payslip's figures, as far as the reader may see it.

    ``leave_minutes`` are those that are left on ``leave_on``.
    """

    since: Since | None
    scheme_name: str | None
    masked_ni_number: str | None = field(repr=False)
    leave_on: date | None = None
    leave_minutes: int | None = None


def get_beside(session: Session, payslip: PayslipFacts, *, by: Actor, today: date) -> Beside:
    """Return what stands beside a payslip that was read; ``today`` is London's."""
    worker = worker_of_id(session, payslip.head.worker_id)
    reads_leave = worker is not None and reads_absences_of(worker.person_id, by=by)
    leave_on = min(today, payslip.head.pay_on)
    return Beside(
        since=_since(session, payslip, by),
        scheme_name=_scheme_name(session, payslip),
        masked_ni_number=_masked_number(session, payslip.head.worker_id, by),
        leave_on=leave_on if reads_leave else None,
        leave_minutes=_leave(session, payslip.head.worker_id, leave_on, by) if reads_leave else None,
    )


def compared(payslip: PayslipFacts) -> Compared:
    """Return a payslip as it is held against another."""
    sums = payslip.sums
    return Compared(
        lines=payslip.lines,
        tax_code=payslip.tax_code,
        ni_category=payslip.ni_category,
        tax_pence=sums.tax_pence,
        national_insurance_pence=sums.employee_ni_pence,
        net_pence=sums.net_pence,
        other=payslip.other,
        student_loan_pence=sums.student_loan_pence,
        postgraduate_loan_pence=sums.postgraduate_loan_pence,
        pension_pence=sums.sacrificed_pence + sums.pension_before_tax_pence + sums.pension_after_tax_pence,
        orders_pence=sums.orders_pence,
    )


def _since(session: Session, payslip: PayslipFacts, by: Actor) -> Since | None:
    """Return the usual payslip before this one; a payment between is like none of them."""
    if payslip.run_kind == ONE_OFF:
        return None
    earlier = (
        select(Payslip.id)
        .join(PayRun, PayRun.id == Payslip.pay_run_id)
        .where(
            Payslip.worker_id == payslip.head.worker_id,
            PayRun.state == APPROVED,
            PayRun.kind != ONE_OFF,
            PayRun.pay_on < payslip.head.pay_on,
        )
        .order_by(PayRun.pay_on.desc())
        .limit(1)
    )
    found = session.scalars(earlier).first()
    if found is None:
        return None
    before = get_payslip(session, found, by=by)
    changes = why_changed(compared(before), compared(payslip))
    return Since(before.head.pay_on, before.sums.net_pence, changes)


def _scheme_name(session: Session, payslip: PayslipFacts) -> str | None:
    if payslip.pension_scheme_id is None:
        return None
    return schemes_on(session, payslip.head.pay_on)[payslip.pension_scheme_id].name


def _masked_number(session: Session, worker_id: UUID, by: Actor) -> str | None:
    """Return the last signs of the National Insurance number that holds, for who reads tax particulars."""
    try:
        entries = get_employment(session, worker_id, by=by).tax_entries
    except NotFound:
        return None
    return next((one.masked_number for one in entries if one.state == "agreed" and one.masked_number), None)


def _leave(session: Session, worker_id: UUID, on: date, by: Actor) -> int:
    return get_leave_balance(session, worker_id, by=by, on=on, of=on).left_minutes
