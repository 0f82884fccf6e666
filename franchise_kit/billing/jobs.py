"""What is done with usage, invoices and payments where they arrive, and a month's billing by the worker."""

from datetime import date
from typing import Final, Protocol
from uuid import UUID, uuid5

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.access.queries.actors import find_actor
from franchise_kit.access.queries.holders import list_holder_ids
from franchise_kit.billing.actions.running import RUN, run_month
from franchise_kit.billing.hub_models import Usage
from franchise_kit.billing.models import ReceivedInvoice
from franchise_kit.billing.queries.received import line_to_json
from franchise_kit.billing.rules.facts import (
    CareTurnover,
    CreditKept,
    CreditUsed,
    InvoiceIssued,
    InvoicePaid,
    lines_of,
)
from franchise_kit.ledger.actions import Posting, post
from tenants import bells, clock, progress
from tenants.actor import SYSTEM
from tenants.jobs import job
from tenants.office import Office
from tenants.openings.deliveries import on_delivery
from tenants.openings.disclosures import on_disclosure
from tenants.openings.handlers import Receipt
from tenants.refusal import NotFound
from tenants.transaction import reading, upkeep

# What became of a month where nothing stood in the way.
FINE: Final = frozenset({"issued", "free", "not_begun", "month_billed_already"})
# So often a page that waits sees that something moves.
TELL_EVERY: Final = 10


class PayslipsProduced(Protocol):
    """What payroll tells of a pay run."""

    pay_run_id: UUID
    month: date
    payslips: int


class LearnersActive(Protocol):
    """What training tells of a month."""

    month: date
    learners: int


@on_disclosure("payslips_produced")
def take_payslips(session: Session, receipt: Receipt, fact: PayslipsProduced) -> None:
    """Count the payslips of a pay run, once."""
    _take(session, receipt, "payslips", fact.month, fact.payslips, fact.pay_run_id)


@on_disclosure("learners_active")
def take_learners(session: Session, receipt: Receipt, fact: LearnersActive) -> None:
    """Count the learners of a month, once."""
    _take(session, receipt, "learners", fact.month, fact.learners, _of_month(receipt, fact.month))


@on_disclosure("care_turnover")
def take_turnover(session: Session, receipt: Receipt, fact: CareTurnover) -> None:
    """Count a month's turnover, once."""
    _take(session, receipt, "care_turnover", fact.month, fact.turnover_pence, _of_month(receipt, fact.month))


@on_delivery("invoice_issued")
def take_invoice(session: Session, receipt: Receipt, fact: InvoiceIssued) -> None:
    """Keep an invoice and post it: VAT is not got back on care that is exempt, so it is a cost."""
    session.add(
        ReceivedInvoice(
            id=fact.invoice_id,
            number=fact.number,
            month=fact.month,
            plan_key=fact.plan_key,
            plan_version=fact.plan_version,
            lines=[line_to_json(line) for line in lines_of(fact)],
            net_pence=fact.net_pence,
            vat_pence=fact.vat_pence,
            total_pence=fact.total_pence,
            issued_on=fact.issued_on,
            due_on=fact.due_on,
            received_at=receipt.received_at,
        )
    )
    postings = (
        Posting("network_fees", fact.total_pence),
        Posting("creditors_network", -fact.total_pence),
    )
    kind = "network_invoice"
    post(session, kind=kind, record_id=fact.invoice_id, on=fact.issued_on, postings=postings, by=SYSTEM)
    for account_id in list_holder_ids(session, Permission.COOP_ACCOUNTS_WRITE):
        bells.ring_for(session, account_id, kind="invoice_arrived", path=f"/fees/{fact.invoice_id}")


@on_delivery("invoice_paid")
def take_payment(session: Session, _receipt: Receipt, fact: InvoicePaid) -> None:
    """Keep that the hub received money for an invoice, and post it."""
    _note_paid(session, fact.invoice_id, fact.amount_pence, fact.received_on)
    _post_paid(session, fact.payment_id, fact.amount_pence, fact.received_on)


@on_delivery("credit_kept")
def take_credit(session: Session, _receipt: Receipt, fact: CreditKept) -> None:
    """Post that the hub holds money of ours that was too much."""
    _post_paid(session, fact.payment_id, fact.amount_pence, fact.received_on)


@on_delivery("credit_used")
def take_credit_used(session: Session, _receipt: Receipt, fact: CreditUsed) -> None:
    """Keep that credit was used for an invoice; the money is in the books already."""
    _note_paid(session, fact.invoice_id, fact.amount_pence, fact.used_on)


def _note_paid(session: Session, invoice_id: UUID, pence: int, on: date) -> None:
    row = session.get_one(ReceivedInvoice, invoice_id, with_for_update=True)
    row.paid_pence += pence
    row.paid_on = max(on, row.paid_on or on) if row.paid_pence else None


def _post_paid(session: Session, payment_id: UUID, pence: int, on: date) -> None:
    postings = (Posting("creditors_network", pence), Posting("bank", -pence))
    kind = "network_payment" if pence > 0 else "network_payment_taken_back"
    post(session, kind=kind, record_id=payment_id, on=on, postings=postings, by=SYSTEM)


@job(RUN)
def run(office: Office, *, month: str, account_id: str, progress_id: str, confirmed: str) -> None:
    """Bill a month for whoever asked, if they still may; safe to run twice, since a month is billed once."""
    told = UUID(progress_id)
    with reading(office) as session:
        by = find_actor(session, UUID(account_id))
    if by is None:
        raise NotFound(record_kind="account")
    progress.tell(office, told, state="running", step="invoices", done=0, total=0)

    def tell(done: int, total: int) -> None:
        if done % TELL_EVERY == 0:
            progress.tell(office, told, done=done, total=total)

    outcomes = run_month(
        month=date.fromisoformat(month),
        by=by,
        now=clock.now(),
        confirmed=frozenset(UUID(one) for one in confirmed.split()),
        tell=tell,
    )
    held = sum(one.outcome not in FINE for one in outcomes)
    issued = sum(one.outcome == "issued" for one in outcomes)
    result = {"month": month, "issued": issued, "held": held}
    total = len(outcomes)
    progress.tell(office, told, state="done", step="", done=total, total=total, result=result)
    with upkeep(office) as session:
        bells.ring_for(session, UUID(account_id), kind="month_billed", path=f"/progress/{told}")


def _of_month(receipt: Receipt, month: date) -> UUID:
    """Return an id for what is told once a month: a second telling has the same."""
    return uuid5(receipt.coop.id, f"{receipt.kind} {month:%Y-%m}")


def _take(
    session: Session, receipt: Receipt, service: str, month: date, quantity: int, source_id: UUID
) -> None:
    session.execute(
        insert(Usage)
        .values(
            coop_id=receipt.coop.id,
            service=service,
            month=month.replace(day=1),
            quantity=max(0, quantity),
            source_id=source_id,
            disclosure_id=receipt.id,
            told_at=receipt.received_at,
        )
        .on_conflict_do_nothing(index_elements=["coop_id", "service", "source_id"])
    )
