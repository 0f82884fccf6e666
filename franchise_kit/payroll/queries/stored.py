"""Payslips as they are kept: their rows as plain values, and plain values as rows. It asks nobody."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import Payslip, PayslipOrder, PayslipOther
from franchise_kit.payroll.rules.held_orders import OrderTaken
from franchise_kit.payroll.rules.made import SUMS, PaySums, WorkedOut, as_kept, as_working, from_kept
from franchise_kit.payroll.rules.other_pay import OtherPay
from franchise_kit.payroll.rules.payslip import Line
from tenants.bulk import is_one_of

Values = dict[str, Any]


def sums_of(row: Payslip) -> PaySums:
    """Return a payslip's sums."""
    return PaySums(*(getattr(row, name) for name in SUMS))


def others_of(session: Session, payslip_ids: Collection[UUID]) -> dict[UUID, tuple[OtherPay, ...]]:
    """Return what payslips pay besides time, in the order of their lines; who has nothing is left out."""
    wanted = (
        select(
            PayslipOther.payslip_id,
            PayslipOther.kind,
            PayslipOther.pence,
            PayslipOther.from_on,
            PayslipOther.until_on,
            PayslipOther.minutes,
            PayslipOther.is_late,
            PayslipOther.steps,
        )
        .where(is_one_of(PayslipOther.payslip_id, payslip_ids))
        .order_by(PayslipOther.position)
    )
    found: dict[UUID, tuple[OtherPay, ...]] = {}
    for payslip_id, kind, pence, from_on, until_on, minutes, is_late, steps in session.execute(wanted):
        one = OtherPay(kind, pence, from_on, until_on, minutes, is_late, from_kept(steps))
        found[payslip_id] = (*found.get(payslip_id, ()), one)
    return found


def drafted_others(session: Session, pay_run_id: UUID) -> dict[UUID, tuple[OtherPay, ...]]:
    """Return what a run's payslips pay besides time, by worker; who is paid for time alone has nothing."""
    drafted = select(Payslip.worker_id, Payslip.id).where(Payslip.pay_run_id == pay_run_id)
    ids = dict(session.execute(drafted).all())
    found = others_of(session, ids.values())
    return {worker_id: found.get(payslip_id, ()) for worker_id, payslip_id in ids.items()}


def orders_of(session: Session, payslip_ids: Collection[UUID]) -> dict[UUID, tuple[OrderTaken, ...]]:
    """Return what orders take on payslips; who has none is left out."""
    wanted = select(PayslipOrder).where(is_one_of(PayslipOrder.payslip_id, payslip_ids))
    found: dict[UUID, tuple[OrderTaken, ...]] = {}
    for row in session.scalars(wanted.order_by(PayslipOrder.order_id)):
        one = OrderTaken(row.order_id, row.kind, row.pence, row.untaken_pence, row.unprotected_pence)
        found[row.payslip_id] = (*found.get(row.payslip_id, ()), one)
    return found


def payslip_values(made: WorkedOut) -> Values:
    """Return what is kept of a payslip itself, by the columns of its table."""
    holds = made.particulars
    return {
        "frequency": str(holds.frequency),
        "tax_code": made.tax_code,
        "ni_category": holds.ni_category,
        "director_method": str(holds.director.method) if holds.director is not None else None,
        "director_from_week": holds.director.from_week if holds.director is not None else None,
        "leaving_on": holds.leaving_on,
        "student_plan": made.student_plan,
        "pension_scheme_id": holds.pension.scheme_id if holds.pension is not None else None,
        "earlier_pay_pence": holds.before.pay_pence,
        "earlier_tax_pence": holds.before.tax_pence,
        "working": as_working(made),
        **{name: getattr(made.sums, name) for name in SUMS},
    }


def line_values(line: Line) -> Values:
    """Return what is kept of a line, by the columns of its table."""
    return {
        "kind": line.kind,
        "rate_kind": line.rate_kind,
        "is_late": line.is_late,
        "minutes": line.minutes,
        "unit": line.unit,
        "nights": line.nights,
        "rate_pence": line.rate_pence,
        "amount_pence": line.amount_pence,
    }


def other_values(one: OtherPay) -> Values:
    """Return what is kept of other pay, by the columns of its table."""
    return {
        "kind": one.kind,
        "pence": one.pence,
        "from_on": one.from_on,
        "until_on": one.until_on,
        "minutes": one.minutes,
        "is_late": one.is_late,
        "steps": as_kept(one.steps),
    }


def order_values(one: OrderTaken) -> Values:
    """Return what is kept of what an order takes, by the columns of its table."""
    return {
        "order_id": one.order_id,
        "kind": one.kind,
        "pence": one.pence,
        "untaken_pence": one.untaken_pence,
        "unprotected_pence": one.unprotected_pence,
    }
