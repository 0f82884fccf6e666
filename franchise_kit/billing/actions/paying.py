"""Money that came into the hub's bank: recorded, kept as credit, used, and taken back by a counter entry."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.billing.hub_models import Invoice, Payment
from franchise_kit.billing.queries.invoices import credit_pence_of, paid_pence_of
from franchise_kit.billing.rules.facts import CreditKept, CreditUsed, InvoicePaid
from franchise_kit.kernel.days import london_day
from franchise_kit.ledger.actions import Posting, post
from tenants import journal
from tenants.actor import Actor
from tenants.office import HUB
from tenants.openings.deliveries import deliver
from tenants.refusal import NotFound, Refusal
from tenants.registry import CoopRow
from tenants.transaction import transaction

TRANSFER: Final = "bank_transfer"
CREDIT: Final = "credit"
MOST_REFERENCE: Final = 60


class OverPayment(Refusal):
    """More than is owed for the invoice, and nobody said that the rest is kept as credit."""

    code = "over_payment"


class TransferRecordedAlready(Refusal):
    """This transfer is recorded for the invoice: the same reference, day and amount."""

    code = "transfer_recorded_already"


class TransferNotPossible(Refusal):
    """A transfer is of a penny at least, has a reference, and came today or before."""

    code = "transfer_not_possible"


class NoCreditToUse(Refusal):
    """The co-op has no credit, or nothing is owed for the invoice."""

    code = "no_credit_to_use"


class TransferTakenBack(Refusal):
    """What was entered is taken back already, or is itself the taking back."""

    code = "transfer_taken_back"


class CreditIsUsed(Refusal):
    """Some of a transfer was kept as credit, and the credit is used: that is taken back first."""

    code = "credit_is_used"


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer as the statement has it, in whole pence; ``keeps_rest``: what is too much is credit."""

    amount_pence: int
    received_on: date
    reference: str
    keeps_rest: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    by: Actor
    now: datetime
    transfer_id: UUID


def record_transfer(*, invoice_id: UUID, transfer: Transfer, by: Actor, now: datetime) -> UUID:
    """Record a transfer for an invoice, as the bank's statement has it; return its id.

    The same transfer may be entered for another invoice, as when one covers two. Raises ``NotFound``,
    ``OverPayment``, ``TransferRecordedAlready`` or ``TransferNotPossible``.
    """
    with transaction(HUB, by=by, doing="billing.record_transfer") as session:
        within(by, Permission.NETWORK_FEE_MANAGE)
        invoice = _locked(session, invoice_id)
        _check(session, invoice, transfer, london_day(now))
        owed_pence = invoice.total_pence - paid_pence_of(session, invoice_id)
        rest_pence = max(0, transfer.amount_pence - owed_pence)
        if rest_pence and not transfer.keeps_rest:
            raise OverPayment(invoice_id=invoice_id, owed_pence=owed_pence)
        entry = _Entry(by, now, uuid4())
        for pence, paid_for in ((transfer.amount_pence - rest_pence, invoice_id), (rest_pence, None)):
            if pence:
                row = _row(entry, invoice.coop_id, paid_for, pence)
                row.method, row.reference, row.received_on = (
                    TRANSFER,
                    transfer.reference,
                    transfer.received_on,
                )
                _enter(session, row)
        _post(session, entry, "transfer", transfer.received_on, invoice.coop_id, transfer.amount_pence)
        journal.note(
            session,
            record_kind="invoice",
            record_id=invoice_id,
            amount_pence=transfer.amount_pence,
            credit_pence=rest_pence,
        )
        return entry.transfer_id


def use_credit(*, invoice_id: UUID, by: Actor, now: datetime) -> int:
    """Use a co-op's credit for its invoice, as far as it goes; return how many pence.

    Raises ``NotFound`` or ``NoCreditToUse``.
    """
    with transaction(HUB, by=by, doing="billing.use_credit") as session:
        within(by, Permission.NETWORK_FEE_MANAGE)
        invoice = _locked(session, invoice_id)
        owed_pence = invoice.total_pence - paid_pence_of(session, invoice_id)
        pence = min(owed_pence, credit_pence_of(session, invoice.coop_id))
        if pence <= 0:
            raise NoCreditToUse(invoice_id=invoice_id)
        entry = _Entry(by, now, uuid4())
        for change_pence, paid_for in ((-pence, None), (pence, invoice_id)):
            row = _row(entry, invoice.coop_id, paid_for, change_pence)
            row.method, row.reference, row.received_on = CREDIT, "", london_day(now)
            _enter(session, row)
        journal.note(session, record_kind="invoice", record_id=invoice_id, amount_pence=pence)
        return pence


def take_back(*, invoice_id: UUID, transfer_id: UUID, by: Actor, now: datetime) -> None:
    """Take back a wrong entry for an invoice by a counter entry, in the books too; nothing is deleted.

    Raises ``NotFound``, ``TransferTakenBack`` or ``CreditIsUsed``.
    """
    with transaction(HUB, by=by, doing="billing.take_back") as session:
        within(by, Permission.NETWORK_FEE_MANAGE)
        invoice = _locked(session, invoice_id)
        wrong = _entered(session, invoice, transfer_id)
        kept_pence = sum(row.amount_pence for row in wrong if row.invoice_id is None)
        if credit_pence_of(session, invoice.coop_id) < kept_pence:
            raise CreditIsUsed(invoice_id=invoice_id)
        entry = _Entry(by, now, uuid4())
        for one in wrong:
            row = _row(entry, one.coop_id, one.invoice_id, -one.amount_pence)
            row.method, row.reference, row.received_on = one.method, one.reference, london_day(now)
            row.takes_back_id = one.id
            _enter(session, row)
        if wrong[0].method == TRANSFER:
            whole_pence = -sum(one.amount_pence for one in wrong)
            _post(session, entry, "transfer_taken_back", london_day(now), invoice.coop_id, whole_pence)
        journal.note(session, record_kind="invoice", record_id=invoice_id, transfer=transfer_id)


def _locked(session: Session, invoice_id: UUID) -> Invoice:
    """Return an invoice; whoever enters something for the same co-op at the same time waits here."""
    invoice = session.get(Invoice, invoice_id)
    if invoice is None:
        raise NotFound(record_kind="invoice")
    session.execute(select(CoopRow.id).where(CoopRow.id == invoice.coop_id).with_for_update())
    return invoice


def _check(session: Session, invoice: Invoice, transfer: Transfer, today: date) -> None:
    is_possible = transfer.amount_pence > 0 and 0 < len(transfer.reference) <= MOST_REFERENCE
    if not is_possible or transfer.received_on > today:
        raise TransferNotPossible(invoice_id=invoice.id)
    alike = select(Payment).where(
        Payment.coop_id == invoice.coop_id,
        Payment.method == TRANSFER,
        Payment.reference == transfer.reference,
        Payment.received_on == transfer.received_on,
        Payment.takes_back_id.is_(None),
        Payment.id.not_in(select(Payment.takes_back_id).where(Payment.takes_back_id.is_not(None))),
    )
    acts: dict[UUID, list[Payment]] = {}
    for row in session.scalars(alike):
        acts.setdefault(row.transfer_id, []).append(row)
    if any(_is_same(rows, invoice.id, transfer.amount_pence) for rows in acts.values()):
        raise TransferRecordedAlready(invoice_id=invoice.id)


def _is_same(rows: Iterable[Payment], invoice_id: UUID, amount_pence: int) -> bool:
    """Say whether an entry is this transfer's: for this invoice, or all of it credit."""
    kept = list(rows)
    paid_for = {row.invoice_id for row in kept} - {None}
    return sum(row.amount_pence for row in kept) == amount_pence and paid_for <= {invoice_id}


def _entered(session: Session, invoice: Invoice, transfer_id: UUID) -> list[Payment]:
    """Return what one act entered, the invoice's own first; raise if it is taken back already."""
    of_act = select(Payment).where(Payment.transfer_id == transfer_id, Payment.coop_id == invoice.coop_id)
    rows = sorted(session.scalars(of_act), key=lambda row: row.invoice_id is None)
    if not rows or rows[0].invoice_id not in {invoice.id, None}:
        raise NotFound(record_kind="transfer")
    is_back = select(Payment.id).where(Payment.takes_back_id.in_([row.id for row in rows]))
    if rows[0].takes_back_id is not None or session.scalars(is_back).first() is not None:
        raise TransferTakenBack(invoice_id=invoice.id)
    return rows


def _row(entry: _Entry, coop_id: UUID, invoice_id: UUID | None, amount_pence: int) -> Payment:
    return Payment(
        id=uuid4(),
        coop_id=coop_id,
        invoice_id=invoice_id,
        transfer_id=entry.transfer_id,
        amount_pence=amount_pence,
        entered_by_person=entry.by.person_id,
        entered_at=entry.now,
    )


def _enter(session: Session, row: Payment) -> None:
    """Write a row, and tell the co-op what it means there; credit that is used is told with its invoice."""
    session.add(row)
    session.flush()
    on, pence = row.received_on, row.amount_pence
    if row.invoice_id is not None and row.method == TRANSFER:
        deliver(session, row.coop_id, InvoicePaid(row.invoice_id, row.id, pence, on))
    elif row.invoice_id is not None:
        deliver(session, row.coop_id, CreditUsed(row.invoice_id, row.id, pence, on))
    elif row.method == TRANSFER:
        deliver(session, row.coop_id, CreditKept(row.id, pence, on))


def _post(session: Session, entry: _Entry, kind: str, on: date, coop_id: UUID, pence: int) -> None:
    postings = (Posting("bank", pence), Posting("debtors", -pence, coop_id))
    post(session, kind=kind, record_id=entry.transfer_id, on=on, postings=postings, by=entry.by)
