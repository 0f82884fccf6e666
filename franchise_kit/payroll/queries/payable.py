"""Who can be paid by a run, and what keeps the others out of a run. It asks nobody."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import PayRun, Payslip, PayslipLine
from franchise_kit.payroll.queries.particulars import particulars_of
from franchise_kit.payroll.rules import runs as rules
from franchise_kit.payroll.rules.kinds_of_time import rate_kind_of
from franchise_kit.payroll.rules.payslip import NIGHT, Line, merged, takes_too_much, why_not_payable
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.people.queries.facts import Rate, rates_by_kind
from franchise_kit.time.queries.unpaid import ApprovedMinutes
from franchise_kit.time.rules.entries import UNPAID


def living_runs(session: Session) -> list[rules.Standing]:
    """Return every run that was not rolled back."""
    wanted = select(PayRun.id, PayRun.pay_on, PayRun.state).where(PayRun.state != rules.ROLLED_BACK)
    return [rules.Standing(*row) for row in session.execute(wanted)]


def without_rate(session: Session, worked: Collection[ApprovedMinutes]) -> set[UUID]:
    """Return the workers with time on a day for which no rate is agreed."""
    agreed = _agreed(session, worked)
    return {
        one.worker_id
        for one in worked
        if one.kind not in UNPAID and rate_kind_of(one.kind, one.day, agreed.of(one)) is None
    }


def overdrawn(session: Session, worked: Collection[ApprovedMinutes]) -> set[UUID]:
    """Return the workers whose corrections take off more of a kind of time than there is, or more pay.

    Who has no rate on a day is left out for that, and is not among them.
    """
    agreed = _agreed(session, worked)
    lines: dict[UUID, list[Line]] = {}
    for one in worked:
        line = _line(one, agreed.of(one)) if one.kind not in UNPAID else None
        if line is not None:
            lines.setdefault(one.worker_id, []).append(line)
    return {worker_id for worker_id, mine in lines.items() if takes_too_much(mine)}


def lines_of(
    session: Session, worked: Collection[ApprovedMinutes], *, period_from: date
) -> dict[UUID, list[Line]]:
    """Return what pays for some time, by worker: each minute at the rate of its kind and day.

    Rest breaks pay nothing, and so does time without a rate: ``without_rate`` says whose it is.
    Corrections of time that was paid too much are lines below nought.
    """
    agreed = _agreed(session, worked)
    lines: dict[UUID, list[Line]] = {}
    for one in worked:
        line = _line(one, agreed.of(one)) if one.kind not in UNPAID else None
        if line is not None:
            late = replace(line, is_late=one.day < period_from)
            lines.setdefault(one.worker_id, []).append(late)
    paying = {
        worker_id: [line for line in merged(mine) if line.quantity != 0] for worker_id, mine in lines.items()
    }
    return {worker_id: mine for worker_id, mine in paying.items() if mine}


def _line(one: ApprovedMinutes, rates: Mapping[str, Rate]) -> Line | None:
    """Return what pays for time of a kind on a day, or ``None`` where no rate is agreed."""
    rate_kind = rate_kind_of(one.kind, one.day, rates)
    if rate_kind is None:
        return None
    rate = rates[rate_kind]
    nights = one.nights if rate.unit == NIGHT else 0
    return Line(one.kind, one.minutes, rate.pence, rate_kind=rate_kind, unit=rate.unit, nights=nights)


def drafted_lines(session: Session, pay_run_id: UUID) -> dict[UUID, list[Line]]:
    """Return what a run's payslips pay for, by worker."""
    wanted = (
        select(Payslip.worker_id, PayslipLine)
        .join(PayslipLine, PayslipLine.payslip_id == Payslip.id)
        .where(Payslip.pay_run_id == pay_run_id)
        .order_by(PayslipLine.position)
    )
    lines: dict[UUID, list[Line]] = {}
    for worker_id, row in session.execute(wanted):
        lines.setdefault(worker_id, []).append(line_of(row))
    return lines


def line_of(row: PayslipLine) -> Line:
    """Return a payslip's line as a plain value."""
    return Line(row.kind, row.minutes, row.rate_pence, row.is_late, row.rate_kind, row.unit, row.nights)


@dataclass(frozen=True, slots=True)
class _Agreed:
    """The rates that contracts name, by London day, worker and kind."""

    by_day: Mapping[date, Mapping[UUID, Mapping[str, Rate]]]

    def of(self, one: ApprovedMinutes) -> Mapping[str, Rate]:
        """Return what is agreed with a worker for a day, by kind; nothing without a contract."""
        return self.by_day[one.day].get(one.worker_id, {})


def _agreed(session: Session, worked: Collection[ApprovedMinutes]) -> _Agreed:
    workers: dict[date, set[UUID]] = {}
    for one in worked:
        workers.setdefault(one.day, set()).add(one.worker_id)
    return _Agreed({day: rates_by_kind(session, worker_ids, day) for day, worker_ids in workers.items()})


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
