"""A month at the hub: what each co-op told, what that comes to, and what stands in the way."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.billing.hub_models import InvoiceLine
from franchise_kit.billing.queries.plans import PlanFacts, plan_for
from franchise_kit.billing.queries.usage import NOTHING_TOLD, Billed, Told, read_billed, read_told
from franchise_kit.billing.rules.invoices import first_month, jumps
from franchise_kit.billing.rules.plan import BASE
from franchise_kit.billing.rules.rating import Line, rate, with_vat
from franchise_kit.kernel.days import london_day
from tenants import registry
from tenants.actor import Actor
from tenants.office import Coop, CoopState
from tenants.refusal import NotFound
from tenants.registry import CoopRow

BILLED_STATES: Final = frozenset({CoopState.ACTIVE, CoopState.SUSPENDED})
# Usage that is told later than this after its month is not billed any more.
LOOK_BACK: Final = timedelta(days=200)
Counted = tuple[Line, tuple[UUID, ...]]


@dataclass(frozen=True, slots=True)
class CoopMonth:
    """A co-op's month, billed or as it would be billed. ``counted`` has each line's rows of usage.

    ``jumped`` are the services whose line is more than three times that of the invoice before.
    ``pays_from`` is the first month that the co-op pays for; one before it has no lines.
    """

    coop: Coop
    plan_key: str
    plan_version: int
    due_days: int
    counted: tuple[Counted, ...]
    jumped: tuple[str, ...]
    pays_from: date
    invoice_id: UUID | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines in their order."""
        return tuple(line for line, _usage in self.counted)

    @property
    def net_pence(self) -> int:
        """All lines before VAT."""
        return sum(line.net_pence for line in self.lines)

    @property
    def vat_pence(self) -> int:
        """The VAT of all lines."""
        return sum(line.vat_pence for line in self.lines)

    @property
    def total_pence(self) -> int:
        """All lines with VAT."""
        return self.net_pence + self.vat_pence

    @property
    def missing(self) -> tuple[str, ...]:
        """The services of which nothing was told, where that could cost something."""
        return tuple(line.service for line in self.lines if not line.is_told and line.share_bps)

    @property
    def state(self) -> str:
        """One of ``billed``, ``not_begun``, ``free``, ``held``, ``incomplete`` and ``ready``."""
        if self.invoice_id is not None:
            return "billed"
        if not self.counted:
            return "not_begun"
        if not self.net_pence:
            return "free"
        if self.jumped:
            return "held"
        return "incomplete" if self.missing else "ready"


def list_months(session: Session, month: date, *, by: Actor, on: date) -> list[CoopMonth]:
    """Return every served co-op's month as it was billed, or as it would be on a day."""
    if not within(by, Permission.NETWORK_FEE_READ).is_whole:
        raise NotFound(record_kind="fees")
    coops = [coop for coop in registry.list_coops(session) if is_billed(coop)]
    return rated_months(session, coops, month, on=on)


def is_billed(coop: Coop) -> bool:
    """Say whether a co-op has months to bill: one of figures only was never served, and has no books."""
    return coop.state in BILLED_STATES and not coop.is_synthetic


def rated_months(session: Session, coops: Sequence[Coop], month: date, *, on: date) -> list[CoopMonth]:
    """Return the months of some co-ops; unguarded, for actions that have asked already."""
    since = (month - LOOK_BACK).replace(day=1)
    ids = [coop.id for coop in coops]
    billed = read_billed(session, ids, since=since)
    told = read_told(session, ids, since=since, until=month, billed=billed)
    plans = _Plans(session, _first_months(session, ids))
    return [_month_of(coop, month, billed, told.get(coop.id, {}), plans, on) for coop in coops]


def _first_months(session: Session, coop_ids: Collection[UUID]) -> dict[UUID, date]:
    """Return by co-op the first month that it pays for."""
    entered = select(CoopRow.id, CoopRow.made_at).where(CoopRow.id.in_(coop_ids))
    return {coop_id: first_month(london_day(at)) for coop_id, at in session.execute(entered)}


class _Plans:
    """The plans that months are rated by, each read once, and from which month on each co-op pays."""

    def __init__(self, session: Session, first_months: Mapping[UUID, date]) -> None:
        self.first_months = first_months
        self._session = session
        self._found: dict[date, PlanFacts] = {}

    def of(self, month: date) -> PlanFacts:
        if month not in self._found:
            self._found[month] = plan_for(self._session, month)
        return self._found[month]


def _month_of(
    coop: Coop, month: date, billed: Billed, told: Mapping[date, Told], plans: _Plans, on: date
) -> CoopMonth:
    facts, pays_from = plans.of(month), plans.first_months[coop.id]
    invoice = billed.of(coop.id).get(month)
    if invoice is not None:
        kept = tuple((line_of(row), _usage_of(row)) for row in billed.lines[invoice.id])
        due_days = facts.plan.due_days
        return CoopMonth(
            coop, invoice.plan_key, invoice.plan_version, due_days, kept, (), pays_from, invoice.id
        )
    if month < pays_from:
        return CoopMonth(coop, facts.key, facts.version, facts.plan.due_days, (), (), pays_from)
    own = told.get(month, NOTHING_TOLD)
    lines = rate(facts.plan, own.usage, coop.stage, month)
    late = list(_late(coop.id, month, billed, told, plans))
    counted = [*((line, own.ids_of(line.service)) for line in lines), *late]
    return CoopMonth(
        coop=coop,
        plan_key=facts.key,
        plan_version=facts.version,
        due_days=facts.plan.due_days,
        counted=tuple((with_vat(line, on=on), usage) for line, usage in counted),
        jumped=jumps(lines, _before_pence(billed.lines_before(coop.id, month))),
        pays_from=pays_from,
    )


def _late(
    coop_id: UUID, month: date, billed: Billed, told: Mapping[date, Told], plans: _Plans
) -> Iterator[Counted]:
    """Yield lines for what was told of an earlier month after that had its invoice, at that month's terms."""
    invoices = billed.of(coop_id)
    for earlier in sorted(told.keys() & invoices.keys()):
        if earlier >= month:
            continue
        late, stage = told[earlier], billed.lines[invoices[earlier].id][0].working["stage"]
        for line in rate(plans.of(earlier).plan, late.usage, stage, earlier):
            if line.is_told and line.service != BASE:
                yield line, late.ids_of(line.service)


def _before_pence(rows: Collection[InvoiceLine]) -> dict[str, int]:
    pence: dict[str, int] = {}
    for row in rows:
        pence[row.service] = pence.get(row.service, 0) + row.net_pence
    return pence


def _usage_of(row: InvoiceLine) -> tuple[UUID, ...]:
    return tuple(UUID(one) for one in row.working["usage"])


def line_of(row: InvoiceLine) -> Line:
    """Return an invoice's line as the rule made it."""
    return Line.from_working(
        row.working,
        service=row.service,
        quantity=row.quantity,
        net_pence=row.net_pence,
        vat_code=row.vat_code,
        vat_bps=row.vat_bps,
        vat_pence=row.vat_pence,
    )
