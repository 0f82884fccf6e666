"""What co-ops told of their months, and which of it stands on no invoice yet."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.billing.hub_models import Invoice, InvoiceLine, Usage
from franchise_kit.billing.rules.plan import PAYSLIPS, SOLIDARITY, TRAINING
from franchise_kit.billing.rules.rating import MonthUsage

# The kinds of usage as the table has them, by the service that each is for.
KINDS: Final = {PAYSLIPS: "payslips", TRAINING: "learners", SOLIDARITY: "care_turnover"}


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of one month of one co-op, with the rows that it came in."""

    by_kind: Mapping[str, int]
    ids_by_kind: Mapping[str, tuple[UUID, ...]]

    @property
    def usage(self) -> MonthUsage:
        """What was told, as a rule rates it."""
        return MonthUsage(
            payslips=self.by_kind.get("payslips"),
            learners=self.by_kind.get("learners"),
            turnover_pence=self.by_kind.get("care_turnover"),
        )

    def ids_of(self, service: str) -> tuple[UUID, ...]:
        """Return the rows that a service's line counts."""
        return self.ids_by_kind.get(KINDS.get(service, ""), ())


NOTHING_TOLD: Final = Told({}, {})


@dataclass(frozen=True, slots=True)
class Billed:
    """The invoices of some months by co-op and then by month, and the usage that stands on any of them."""

    by_coop: Mapping[UUID, Mapping[date, Invoice]]
    lines: Mapping[UUID, list[InvoiceLine]]
    usage_ids: frozenset[UUID] = field(default_factory=frozenset)

    def of(self, coop_id: UUID) -> Mapping[date, Invoice]:
        """Return a co-op's invoices by month."""
        return self.by_coop.get(coop_id, {})

    def lines_before(self, coop_id: UUID, month: date) -> list[InvoiceLine]:
        """Return the lines of a co-op's last invoice for a month before this one."""
        invoices = self.of(coop_id)
        last = max((one for one in invoices if one < month), default=None)
        return self.lines[invoices[last].id] if last is not None else []


def read_billed(session: Session, coop_ids: Collection[UUID], *, since: date) -> Billed:
    """Return the invoices of some co-ops for months from ``since`` on."""
    wanted = select(Invoice).where(Invoice.coop_id.in_(coop_ids), Invoice.month >= since)
    by_coop: dict[UUID, dict[date, Invoice]] = {}
    lines: dict[UUID, list[InvoiceLine]] = {}
    for invoice in session.scalars(wanted):
        by_coop.setdefault(invoice.coop_id, {})[invoice.month] = invoice
        lines[invoice.id] = []
    in_order = (
        select(InvoiceLine)
        .where(InvoiceLine.invoice_id.in_(lines))
        .order_by(InvoiceLine.invoice_id, InvoiceLine.position)
    )
    for line in session.scalars(in_order):
        lines[line.invoice_id].append(line)
    used = (UUID(one) for listed in lines.values() for line in listed for one in line.working["usage"])
    return Billed(by_coop, lines, frozenset(used))


def read_told(
    session: Session, coop_ids: Collection[UUID], *, since: date, until: date, billed: Billed
) -> dict[UUID, dict[date, Told]]:
    """Return by co-op and month what was told of ``since`` to ``until``, both included, and not billed."""
    wanted = select(Usage).where(Usage.coop_id.in_(coop_ids), Usage.month.between(since, until))
    rows: dict[UUID, dict[date, list[Usage]]] = {}
    for row in session.scalars(wanted.order_by(Usage.told_at, Usage.id)):
        if row.id not in billed.usage_ids:
            rows.setdefault(row.coop_id, {}).setdefault(row.month, []).append(row)
    return {
        coop_id: {month: _summed(listed) for month, listed in by_month.items()}
        for coop_id, by_month in rows.items()
    }


def _summed(rows: Iterable[Usage]) -> Told:
    counts: dict[str, int] = {}
    ids: dict[str, tuple[UUID, ...]] = {}
    for row in rows:
        counts[row.service] = counts.get(row.service, 0) + row.quantity
        ids[row.service] = (*ids.get(row.service, ()), row.id)
    return Told(counts, ids)
