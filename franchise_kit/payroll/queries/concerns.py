"""What to look at before a run is paid, the worst first, for whoever prepares or approves it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import Payslip
from franchise_kit.payroll.queries.payable import drafted_lines
from franchise_kit.payroll.queries.reaching import may_read_pay
from franchise_kit.payroll.queries.runs import RunFacts, find_last_run
from franchise_kit.payroll.rules.concerns import (
    Paid,
    adult_minimum_pence,
    rate_below,
    rest_without_rate,
    why_look_at_pay,
)
from franchise_kit.payroll.rules.payslip import Line
from franchise_kit.payroll.rules.runs import tax_months_between
from franchise_kit.people.queries.facts import names_of
from tenants.actor import Actor

Lines = Mapping[UUID, Sequence[Line]]


@dataclass(frozen=True, slots=True)
class PayConcern:
    """Somebody's pay that may be wrong. ``code`` is ``large_refund`` or ``net_above_gross``."""

    code: str
    worker_name: str = field(repr=False)
    paid: Paid


@dataclass(frozen=True, slots=True)
class MonthsConcern:
    """Tax months without pay between this run and the last, of which none can be paid afterwards."""

    months: int
    last_pay_on: date


@dataclass(frozen=True, slots=True)
class WageConcern:
    """A rate for an hour below the minimum wage of those of 21 and over, in pence."""

    worker_name: str = field(repr=False)
    rate_pence: int
    minimum_pence: int


@dataclass(frozen=True, slots=True)
class RestConcern:
    """Nights asleep or standby that are paid by the hour of work, for want of a rate of their own."""

    kind: str
    worker_names: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Concerns:
    """All that should be looked at, each list with the worst first."""

    pay: tuple[PayConcern, ...] = ()
    months: MonthsConcern | None = None
    wages: tuple[WageConcern, ...] = ()
    rests: tuple[RestConcern, ...] = ()

    def __bool__(self) -> bool:
        """Say whether there is anything to look at."""
        return bool(self.pay or self.months or self.wages or self.rests)


def list_concerns(session: Session, run: RunFacts, *, by: Actor) -> Concerns:
    """Return what to look at in a run; of anybody's pay only for whoever may read it."""
    last = find_last_run(session, run, by=by)
    between = tax_months_between(last.pay_on, run.pay_on) if last is not None else 0
    months = MonthsConcern(between, last.pay_on) if last is not None and between else None
    if not may_read_pay(by):
        return Concerns(months=months)
    lines = drafted_lines(session, run.id)
    return Concerns(
        _of_pay(session, run.id), months, _of_wages(session, run, lines), _of_rests(session, lines)
    )


def _of_pay(session: Session, pay_run_id: UUID) -> tuple[PayConcern, ...]:
    rows = session.scalars(select(Payslip).where(Payslip.pay_run_id == pay_run_id)).all()
    paid = {row.worker_id: Paid(row.gross_pence, row.tax_pence, row.net_pence) for row in rows}
    why = {worker_id: code for worker_id, one in paid.items() if (code := why_look_at_pay(one))}
    names = names_of(session, why)
    found = [PayConcern(code, names[worker_id], paid[worker_id]) for worker_id, code in why.items()]
    return tuple(sorted(found, key=lambda one: (-one.paid.refund_pence, one.worker_name)))


def _of_wages(session: Session, run: RunFacts, lines: Lines) -> tuple[WageConcern, ...]:
    minimum_pence = adult_minimum_pence(run.period_from)
    if minimum_pence is None:
        return ()
    low = {
        worker_id: rate_pence
        for worker_id, mine in lines.items()
        if (rate_pence := rate_below(mine, minimum_pence)) is not None
    }
    names = names_of(session, low)
    found = [WageConcern(names[worker_id], rate, minimum_pence) for worker_id, rate in low.items()]
    return tuple(sorted(found, key=lambda one: (one.rate_pence, one.worker_name)))


def _of_rests(session: Session, lines: Lines) -> tuple[RestConcern, ...]:
    kinds: dict[str, set[UUID]] = {}
    for worker_id, mine in lines.items():
        for kind in rest_without_rate(mine):
            kinds.setdefault(kind, set()).add(worker_id)
    return tuple(
        RestConcern(kind, tuple(sorted(names_of(session, whose).values())))
        for kind, whose in sorted(kinds.items())
    )
