"""The network's invoices as a co-op has them, and the turnovers that it told."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.billing.models import ReceivedInvoice, ToldTurnover
from franchise_kit.billing.rules.invoices import Owed
from franchise_kit.billing.rules.rating import Line
from franchise_kit.kernel.days import month_after, month_before
from tenants.actor import Actor
from tenants.refusal import NotFound

# How many months back a turnover can still be told.
MONTHS_BACK = 6


@dataclass(frozen=True, slots=True)
class ReceivedFacts(Owed):
    """An invoice of the network, with what was paid for it."""

    id: UUID
    number: str
    month: date
    plan_version: int
    lines: tuple[Line, ...]
    net_pence: int
    vat_pence: int
    total_pence: int
    issued_on: date
    due_on: date
    paid_pence: int
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class TurnoverFacts:
    """A month's turnover from care, as it was told; pence."""

    month: date
    turnover_pence: int
    told_at: datetime


def list_received(session: Session, *, by: Actor, most: int = 120) -> list[ReceivedFacts]:
    """Return the network's invoices, the newest month first."""
    _check_reads(by)
    newest = select(ReceivedInvoice).order_by(ReceivedInvoice.month.desc()).limit(most)
    return [_facts(row) for row in session.scalars(newest)]


def get_received(session: Session, invoice_id: UUID, *, by: Actor) -> ReceivedFacts:
    """Return one invoice or raise ``NotFound``."""
    _check_reads(by)
    row = session.get(ReceivedInvoice, invoice_id)
    if row is None:
        raise NotFound(record_kind="invoice")
    return _facts(row)


def list_turnovers(session: Session, *, by: Actor, most: int = 24) -> list[TurnoverFacts]:
    """Return the turnovers that were told, the newest month first."""
    if not within(by, Permission.COOP_ACCOUNTS_READ).is_whole:
        raise NotFound(record_kind="turnover")
    newest = select(ToldTurnover).order_by(ToldTurnover.month.desc()).limit(most)
    return [TurnoverFacts(row.month, row.turnover_pence, row.told_at) for row in session.scalars(newest)]


def untold_months(session: Session, *, by: Actor, today: date) -> list[date]:
    """Return the months that are over and whose turnover is still to be told, the newest first."""
    told = {one.month for one in list_turnovers(session, by=by, most=MONTHS_BACK * 2)}
    months, month = [], month_before(today)
    for _turn in range(MONTHS_BACK):
        months.append(month)
        month = month_before(month)
    return [one for one in months if one not in told and month_after(one) <= today]


def owed_months(session: Session, *, by: Actor, today: date) -> list[date]:
    """Return the untold months that a co-op owes: the last, and those after the first that it told."""
    told = [one.month for one in list_turnovers(session, by=by)]
    last = month_before(today)
    return [
        month
        for month in untold_months(session, by=by, today=today)
        if month == last or any(earlier < month for earlier in told)
    ]


def _check_reads(by: Actor) -> None:
    if not within(by, Permission.NETWORK_FEE_READ).is_whole:
        raise NotFound(record_kind="invoice")


def _facts(row: ReceivedInvoice) -> ReceivedFacts:
    return ReceivedFacts(
        id=row.id,
        number=row.number,
        month=row.month,
        plan_version=row.plan_version,
        lines=tuple(line_from_json(one) for one in row.lines),
        net_pence=row.net_pence,
        vat_pence=row.vat_pence,
        total_pence=row.total_pence,
        issued_on=row.issued_on,
        due_on=row.due_on,
        paid_pence=row.paid_pence,
        paid_on=row.paid_on,
    )


def line_to_json(line: Line) -> dict[str, Any]:
    """Return a line as a co-op's table keeps it."""
    columns = ("service", "quantity", "net_pence", "vat_code", "vat_bps", "vat_pence")
    return {name: getattr(line, name) for name in columns} | {"working": line.working}


def line_from_json(kept: dict[str, Any]) -> Line:
    """Return a line from what a co-op's table keeps."""
    columns = {name: value for name, value in kept.items() if name != "working"}
    return Line.from_working(kept["working"], **columns)
