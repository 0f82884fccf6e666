"""Who can be paid for a period, and what keeps the others out of a run. It asks nobody."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import PayRun
from franchise_kit.payroll.queries.particulars import particulars_of
from franchise_kit.payroll.rules import runs as rules
from franchise_kit.payroll.rules.payslip import why_not_payable
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.people.queries.facts import rates_of
from franchise_kit.time.queries.unpaid import list_unpaid


@dataclass(frozen=True, slots=True)
class Period:
    """The days in London whose work is paid; ``until`` is exclusive."""

    from_: date
    until: date


def living_runs(session: Session) -> list[rules.Standing]:
    """Return every run that was not rolled back."""
    wanted = select(PayRun.id, PayRun.pay_on, PayRun.state).where(PayRun.state != rules.ROLLED_BACK)
    return [rules.Standing(*row) for row in session.execute(wanted)]


def spans_of(session: Session, worker_ids: Collection[UUID], period: Period) -> tuple[rules.RateSpan, ...]:
    """Return a period's spans of equal rates for some workers."""
    days = rules.days_of(period.from_, period.until)
    return rules.rate_spans([(day, rates_of(session, worker_ids, day)) for day in days])


def without_rate(session: Session, spans: Sequence[rules.RateSpan]) -> set[UUID]:
    """Return the workers with approved time on a day for which they have no rate."""
    return {
        one.worker_id
        for span in spans
        for one in list_unpaid(session, from_=span.from_, until=span.until)
        if one.state == "approved" and one.worker_id not in span.rates
    }


def without_tax(session: Session, worker_ids: Collection[UUID], pay_on: date) -> dict[UUID, str]:
    """Return why the particulars of some workers cannot be used, by worker; the others are left out."""
    known, figures = particulars_of(session, worker_ids, pay_on), figures_for(pay_on)
    found: dict[UUID, str] = {}
    for worker_id in worker_ids:
        its = known.get(worker_id)
        why = why_not_payable(its.tax_code, its.ni_category, figures) if its is not None else "no_tax"
        if why is not None:
            found[worker_id] = why
    return found
