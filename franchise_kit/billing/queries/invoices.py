"""Invoices at the hub: what was issued, what came in, and what is owed."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.billing.hub_models import Invoice, InvoiceLine, Payment
from franchise_kit.billing.queries.months import line_of
from franchise_kit.billing.rules.invoices import Owed, invoice_number
from franchise_kit.billing.rules.rating import Line
from tenants import registry
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """What was entered for an invoice: a transfer or used credit, or one that takes such an entry back."""

    id: UUID
    transfer_id: UUID
    method: str
    amount_pence: int
    reference: str
    received_on: date
    takes_back: bool = False
    is_taken_back: bool = False


@dataclass(frozen=True, slots=True)
class InvoiceFacts(Owed):
    """An invoice with what was paid for it; ``lines`` and ``payments`` only where one is asked for."""

    id: UUID
    number: str
    coop: Coop
    month: date
    plan_version: int
    net_pence: int
    vat_pence: int
    total_pence: int
    issued_on: date
    due_on: date
    paid_pence: int
    lines: tuple[Line, ...] = ()
    payments: tuple[PaymentFacts, ...] = ()
    credit_pence: int = 0
    """What the co-op has as credit, where one invoice is asked for."""


@dataclass(frozen=True, slots=True)
class CoopBalance:
    """What one co-op owes; ``oldest_due_on`` is the first day by which something unpaid was due."""

    coop: Coop
    billed_pence: int
    paid_pence: int
    overdue_pence: int
    oldest_due_on: date | None
    credit_pence: int = 0

    @property
    def owed_pence(self) -> int:
        """What is still owed."""
        return self.billed_pence - self.paid_pence


def list_invoices(
    session: Session, *, by: Actor, coop_id: UUID | None = None, month: date | None = None, most: int = 200
) -> list[InvoiceFacts]:
    """Return invoices, the newest number first, of all co-ops or one, of all months or one."""
    _check_reads(by)
    wanted = select(Invoice)
    if coop_id is not None:
        wanted = wanted.where(Invoice.coop_id == coop_id)
    if month is not None:
        wanted = wanted.where(Invoice.month == month)
    return _read(session, wanted.order_by(Invoice.series.desc(), Invoice.number.desc()).limit(most))


def get_invoice(session: Session, invoice_id: UUID, *, by: Actor) -> InvoiceFacts:
    """Return one invoice with its lines and payments, or raise ``NotFound``."""
    _check_reads(by)
    row = session.get(Invoice, invoice_id)
    if row is None:
        raise NotFound(record_kind="invoice")
    lines = session.scalars(
        select(InvoiceLine).where(InvoiceLine.invoice_id == invoice_id).order_by(InvoiceLine.position)
    )
    paid = session.scalars(
        select(Payment)
        .where(Payment.invoice_id == invoice_id)
        .order_by(Payment.received_on, Payment.entered_at)
    )
    rows = paid.all()
    gone = {one.takes_back_id for one in rows if one.takes_back_id is not None}
    payments = tuple(
        PaymentFacts(
            id=one.id,
            transfer_id=one.transfer_id,
            method=one.method,
            amount_pence=one.amount_pence,
            reference=one.reference,
            received_on=one.received_on,
            takes_back=one.takes_back_id is not None,
            is_taken_back=one.id in gone,
        )
        for one in rows
    )
    coop = registry.get_by_id(session, row.coop_id)
    paid_pence = sum(one.amount_pence for one in payments)
    facts = _facts(row, coop, paid_pence, tuple(line_of(one) for one in lines), payments)
    return replace(facts, credit_pence=credit_pence_of(session, coop.id))


def list_balances(session: Session, *, by: Actor, today: date) -> list[CoopBalance]:
    """Return what every co-op that ever had an invoice owes, in the order of their short names."""
    _check_reads(by)
    by_coop: dict[UUID, list[InvoiceFacts]] = {}
    for one in _read(session, select(Invoice)):
        by_coop.setdefault(one.coop.id, []).append(one)
    credit = _credits(session, by_coop)
    balances = [_balance(invoices, today, credit.get(coop_id, 0)) for coop_id, invoices in by_coop.items()]
    return sorted(balances, key=lambda one: one.coop.slug)


def paid_pence_of(session: Session, invoice_id: UUID) -> int:
    """Return what came in for an invoice; unguarded, for actions that have asked already."""
    summed = select(func.coalesce(func.sum(Payment.amount_pence), 0)).where(Payment.invoice_id == invoice_id)
    return int(session.scalar(summed) or 0)


def credit_pence_of(session: Session, coop_id: UUID) -> int:
    """Return what a co-op has as credit; unguarded, for actions that have asked already."""
    return _credits(session, [coop_id]).get(coop_id, 0)


def _credits(session: Session, coop_ids: Collection[UUID]) -> dict[UUID, int]:
    summed = (
        select(Payment.coop_id, func.sum(Payment.amount_pence))
        .where(Payment.coop_id.in_(coop_ids), Payment.invoice_id.is_(None))
        .group_by(Payment.coop_id)
    )
    return {coop_id: int(pence) for coop_id, pence in session.execute(summed)}


def _check_reads(by: Actor) -> None:
    if not within(by, Permission.NETWORK_FEE_READ).is_whole:
        raise NotFound(record_kind="invoice")


def _read(session: Session, wanted: Select[Invoice]) -> list[InvoiceFacts]:
    rows = session.scalars(wanted).all()
    coops = {coop.id: coop for coop in registry.list_coops(session)}
    summed = (
        select(Payment.invoice_id, func.sum(Payment.amount_pence))
        .where(Payment.invoice_id.in_([row.id for row in rows]))
        .group_by(Payment.invoice_id)
    )
    paid = {invoice_id: int(pence) for invoice_id, pence in session.execute(summed)}
    return [_facts(row, coops[row.coop_id], paid.get(row.id, 0)) for row in rows]


def _facts(
    row: Invoice,
    coop: Coop,
    paid_pence: int,
    lines: tuple[Line, ...] = (),
    payments: tuple[PaymentFacts, ...] = (),
) -> InvoiceFacts:
    return InvoiceFacts(
        id=row.id,
        number=invoice_number(row.series, row.number),
        coop=coop,
        month=row.month,
        plan_version=row.plan_version,
        net_pence=row.net_pence,
        vat_pence=row.vat_pence,
        total_pence=row.total_pence,
        issued_on=row.issued_on,
        due_on=row.due_on,
        paid_pence=paid_pence,
        lines=lines,
        payments=payments,
    )


def _balance(invoices: list[InvoiceFacts], today: date, credit_pence: int) -> CoopBalance:
    unpaid = [one.due_on for one in invoices if one.owed_pence]
    return CoopBalance(
        coop=invoices[0].coop,
        billed_pence=sum(one.total_pence for one in invoices),
        paid_pence=sum(one.paid_pence for one in invoices),
        overdue_pence=sum(one.owed_pence for one in invoices if one.is_overdue(today)),
        oldest_due_on=min(unpaid, default=None),
        credit_pence=credit_pence,
    )
