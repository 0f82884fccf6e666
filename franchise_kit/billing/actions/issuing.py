"""Issuing one invoice: rated, numbered, posted and on its way in one transaction, or not at all."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.billing.hub_models import Invoice, InvoiceLine, InvoiceNumber
from franchise_kit.billing.queries.months import CoopMonth, rated_months
from franchise_kit.billing.rules.facts import InvoiceIssued, columns_of
from franchise_kit.billing.rules.invoices import (
    LineOutOfBounds,
    MonthBilledAlready,
    check_month_over,
    due_on,
    invoice_number,
)
from franchise_kit.kernel.days import london_day
from franchise_kit.ledger.actions import Posting, post
from tenants import journal, registry
from tenants.actor import Actor
from tenants.office import HUB
from tenants.openings.deliveries import deliver
from tenants.refusal import Refusal
from tenants.transaction import transaction

ACCOUNTS: Final = {
    "base": "fees_base",
    "payslips": "fees_payslips",
    "training": "fees_training",
    "solidarity": "fees_solidarity",
}


class NothingToBill(Refusal):
    """The month comes to nothing, as before a co-op opens or where only figures are kept: no invoice."""

    code = "nothing_to_bill"


def issue_invoice(
    *, coop_id: UUID, month: date, by: Actor, now: datetime, is_confirmed: bool = False
) -> UUID:
    """Issue a co-op's invoice for a month that is over, and return its id.

    ``is_confirmed`` says that a line of more than three times what it was is right. Raises ``MonthNotOver``,
    ``MonthBilledAlready``, ``NothingToBill``, ``LineOutOfBounds`` or ``NoFeePlan``; then no number is used.
    """
    today = london_day(now)
    with transaction(HUB, by=by, doing="billing.issue_invoice") as session:
        within(by, Permission.NETWORK_FEE_MANAGE)
        check_month_over(month, today=today)
        coop = registry.get_by_id(session, coop_id)
        # Whoever bills at the same time waits here, and then sees what was billed.
        last = lock_series(session, str(today.year))
        (rated,) = rated_months(session, [coop], month, on=today)
        _check(rated, month, is_confirmed=is_confirmed)
        row = _row(rated, month, today, number=last + 1)
        row.issued_by_person, row.issued_at = by.person_id, now
        _write(session, row, rated)
        post(session, kind="invoice", record_id=row.id, on=today, postings=_postings(rated), by=by)
        deliver(session, coop_id, _issued(row, rated))
        journal.note(
            session,
            record_kind="invoice",
            record_id=row.id,
            coop_id=coop_id,
            month=month.isoformat(),
            number=invoice_number(row.series, row.number),
            total_pence=row.total_pence,
        )
        return row.id


def lock_series(session: Session, series: str) -> int:
    """Hold a series of numbers until the transaction ends, and return the last number that was given."""
    session.execute(insert(InvoiceNumber).values(series=series, last=0).on_conflict_do_nothing())
    held = select(InvoiceNumber.last).where(InvoiceNumber.series == series).with_for_update()
    return session.scalars(held).one()


def _check(rated: CoopMonth, month: date, *, is_confirmed: bool) -> None:
    if rated.invoice_id is not None:
        raise MonthBilledAlready(coop_id=rated.coop.id, month=month.isoformat())
    if rated.coop.is_synthetic or not rated.net_pence:
        raise NothingToBill(coop_id=rated.coop.id, month=month.isoformat())
    if rated.jumped and not is_confirmed:
        raise LineOutOfBounds(coop_id=rated.coop.id, month=month.isoformat(), service=rated.jumped[0])


def _row(rated: CoopMonth, month: date, today: date, *, number: int) -> Invoice:
    return Invoice(
        id=uuid4(),
        series=str(today.year),
        number=number,
        coop_id=rated.coop.id,
        month=month,
        plan_key=rated.plan_key,
        plan_version=rated.plan_version,
        net_pence=rated.net_pence,
        vat_pence=rated.vat_pence,
        total_pence=rated.total_pence,
        issued_on=today,
        due_on=due_on(today, rated.due_days),
    )


def _write(session: Session, row: Invoice, rated: CoopMonth) -> None:
    session.execute(update(InvoiceNumber).where(InvoiceNumber.series == row.series).values(last=row.number))
    session.add(row)
    session.flush()
    session.add_all(
        InvoiceLine(
            invoice_id=row.id,
            position=position,
            service=line.service,
            quantity=line.quantity,
            net_pence=line.net_pence,
            vat_code=line.vat_code,
            vat_bps=line.vat_bps,
            vat_pence=line.vat_pence,
            working=line.working | {"usage": [str(one) for one in usage]},
        )
        for position, (line, usage) in enumerate(rated.counted, start=1)
    )


def _postings(rated: CoopMonth) -> list[Posting]:
    return [Posting("debtors", rated.total_pence, rated.coop.id), *_credits(rated)]


def _credits(rated: CoopMonth) -> Iterator[Posting]:
    for service, account in ACCOUNTS.items():
        net_pence = sum(line.net_pence for line in rated.lines if line.service == service)
        if net_pence:
            yield Posting(account, -net_pence)
    if rated.vat_pence:
        yield Posting("vat_owed", -rated.vat_pence)


def _issued(row: Invoice, rated: CoopMonth) -> InvoiceIssued:
    return InvoiceIssued(
        invoice_id=row.id,
        number=invoice_number(row.series, row.number),
        month=row.month,
        plan_key=row.plan_key,
        plan_version=row.plan_version,
        issued_on=row.issued_on,
        due_on=row.due_on,
        net_pence=row.net_pence,
        vat_pence=row.vat_pence,
        total_pence=row.total_pence,
        **columns_of(rated.lines),  # type: ignore[arg-type] # one tuple for each of its columns
    )
