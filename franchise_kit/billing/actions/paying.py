"""Recording money that came into the hub's bank for an invoice."""

from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.dialects.postgresql import insert

from franchise_kit.access import Permission, within
from franchise_kit.billing.actions.issuing import lock_series
from franchise_kit.billing.hub_models import Invoice, Payment
from franchise_kit.billing.queries.invoices import paid_pence_of
from franchise_kit.billing.rules.facts import InvoicePaid
from franchise_kit.kernel.days import london_day
from franchise_kit.ledger.actions import Posting, post
from tenants import journal
from tenants.actor import Actor
from tenants.office import HUB
from tenants.openings.deliveries import deliver
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction

TRANSFER: Final = "bank_transfer"
MOST_REFERENCE: Final = 60


class OverPayment(Refusal):
    """More than is owed for the invoice."""

    code = "over_payment"


class TransferRecordedAlready(Refusal):
    """A transfer with this reference, day and amount is recorded."""

    code = "transfer_recorded_already"


class TransferNotPossible(Refusal):
    """A transfer is of a penny at least, has a reference, and came between the invoice's day and today."""

    code = "transfer_not_possible"


def record_transfer(
    *, invoice_id: UUID, amount_pence: int, received_on: date, reference: str, by: Actor, now: datetime
) -> UUID:
    """Record a transfer for an invoice, as the bank's statement has it; return the payment's id.

    ``amount_pence`` are whole pence. Raises ``NotFound``, ``OverPayment``, ``TransferRecordedAlready`` or
    ``TransferNotPossible``.
    """
    with transaction(HUB, by=by, doing="billing.record_transfer") as session:
        within(by, Permission.NETWORK_FEE_MANAGE)
        invoice = session.get(Invoice, invoice_id)
        if invoice is None:
            raise NotFound(record_kind="invoice")
        # An invoice cannot be locked, since nobody may change one; its series stands for it.
        lock_series(session, invoice.series)
        _check(invoice, amount_pence, received_on, reference, london_day(now))
        payment_id = uuid4()
        written = session.execute(
            insert(Payment)
            .values(
                id=payment_id,
                invoice_id=invoice_id,
                amount_pence=amount_pence,
                method=TRANSFER,
                reference=reference,
                received_on=received_on,
                entered_by_person=by.person_id,
                entered_at=now,
            )
            .on_conflict_do_nothing(index_elements=["method", "reference", "received_on", "amount_pence"])
            .returning(Payment.id)
        )
        if written.first() is None:
            raise TransferRecordedAlready(invoice_id=invoice_id)
        owed_pence = invoice.total_pence - paid_pence_of(session, invoice_id)
        if owed_pence < 0:
            raise OverPayment(invoice_id=invoice_id, owed_pence=owed_pence + amount_pence)
        party = invoice.coop_id
        postings = (Posting("bank", amount_pence), Posting("debtors", -amount_pence, party))
        post(session, kind="transfer", record_id=payment_id, on=received_on, postings=postings, by=by)
        deliver(session, party, InvoicePaid(invoice_id, payment_id, amount_pence, received_on))
        journal.note(session, record_kind="invoice", record_id=invoice_id, amount_pence=amount_pence)
        return payment_id


def _check(invoice: Invoice, amount_pence: int, received_on: date, reference: str, today: date) -> None:
    is_possible = amount_pence > 0 and 0 < len(reference) <= MOST_REFERENCE
    if not is_possible or not invoice.issued_on <= received_on <= today:
        raise TransferNotPossible(invoice_id=invoice.id)
