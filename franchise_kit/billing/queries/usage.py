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
    """The invoices of some months by co-op and month, and the usage that stands on any of them."""

    invoices: Mapping[tuple[UUID, date], Invoice]
    lines: Mapping[UUID, list[InvoiceLine]]
    usage_ids: frozenset[UUID] = field(default_factory=frozenset)

    def before(self, coop_id: UUID, month: date) -> Invoice | None:
        """Return a co-op's last invoice for a month before this one."""
        earlier = [month_ for coop, month_ in self.invoices if coop == coop_id and month_ < month]
        return self.invoices[coop_id, max(earlier)] if earlier else None


def read_billed(session: Session, coop_ids: Collection[UUID], *, since: date) -> Billed:
    """Return the invoices of some co-ops for months from ``since`` on."""
    wanted = select(Invoice).where(Invoice.coop_id.in_(coop_ids), Invoice.month >= since)
    invoices = {(row.coop_id, row.month): row for row in session.scalars(wanted)}
    rows = session.scalars(
        select(InvoiceLine)
        .where(InvoiceLine.invoice_id.in_([row.id for row in invoices.values()]))
        .order_by(InvoiceLine.invoice_id, InvoiceLine.position)
    )
    lines: dict[UUID, list[InvoiceLine]] = {}
    for row in rows:
        lines.setdefault(row.invoice_id, []).append(row)
    used = (UUID(one) for listed in lines.values() for row in listed for one in row.working["usage"])
    return Billed(invoices, lines, frozenset(used))


def read_told(
    session: Session, coop_ids: Collection[UUID], *, since: date, until: date, billed: Billed
) -> dict[tuple[UUID, date], Told]:
    """Return what was told of months from ``since`` to ``until``, both included, and is on no invoice."""
    wanted = select(Usage).where(Usage.coop_id.in_(coop_ids), Usage.month.between(since, until))
    rows: dict[tuple[UUID, date], list[Usage]] = {}
    for row in session.scalars(wanted.order_by(Usage.told_at, Usage.id)):
        if row.id not in billed.usage_ids:
            rows.setdefault((row.coop_id, row.month), []).append(row)
    return {about: _summed(listed) for about, listed in rows.items()}


def _summed(rows: Iterable[Usage]) -> Told:
    counts: dict[str, int] = {}
    ids: dict[str, tuple[UUID, ...]] = {}
    for row in rows:
        counts[row.service] = counts.get(row.service, 0) + row.quantity
        ids[row.service] = (*ids.get(row.service, ()), row.id)
    return Told(counts, ids)
