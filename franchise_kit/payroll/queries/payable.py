"""Who can be paid by a run, and what keeps the others out of a run. It asks nobody."""

from collections.abc import Collection
from datetime import date
from typing import Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import PayRun, Payslip, PayslipLine
from franchise_kit.payroll.queries.particulars import particulars_of
from franchise_kit.payroll.rules import runs as rules
from franchise_kit.payroll.rules.payslip import Line, merged, why_not_payable
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.people.queries.facts import rates_of
from franchise_kit.time.queries.unpaid import ApprovedMinutes, UnpaidTime, list_approved, list_unpaid
from franchise_kit.time.rules.entries import UNPAID


class Worked(Protocol):
    """Time of a worker on a day in London."""

    @property
    def worker_id(self) -> UUID: ...  # noqa: D102 (the names say it)
    @property
    def day(self) -> date: ...  # noqa: D102 (as above)


def living_runs(session: Session) -> list[rules.Standing]:
    """Return every run that was not rolled back."""
    wanted = select(PayRun.id, PayRun.pay_on, PayRun.state).where(PayRun.state != rules.ROLLED_BACK)
    return [rules.Standing(*row) for row in session.execute(wanted)]


def approved_unpaid(session: Session, until: date) -> list[UnpaidTime]:
    """Return the approved time before a day in London that no run holds."""
    return [one for one in list_unpaid(session, until=until) if one.state == "approved"]


def without_rate(session: Session, worked: Collection[Worked]) -> set[UUID]:
    """Return the workers with time on a day for which they have no rate."""
    rates = _rates(session, worked)
    return {one.worker_id for one in worked if one.worker_id not in rates[one.day]}


def overdrawn(session: Session, until: date) -> set[UUID]:
    """Return the workers whose corrections take off more of a kind of time than there is, or more pay.

    Who has no rate on a day is left out for that, and is not among them.
    """
    worked = [one for one in list_approved(session, until=until) if one.kind not in UNPAID]
    rates = _rates(session, worked)
    minutes: dict[tuple[UUID, str], int] = {}
    pay: dict[UUID, int] = {}
    for one in worked:
        of_kind = (one.worker_id, one.kind)
        minutes[of_kind] = minutes.get(of_kind, 0) + one.minutes
        rate = rates[one.day].get(one.worker_id, 0)
        pay[one.worker_id] = pay.get(one.worker_id, 0) + one.minutes * rate
    short = {worker_id for (worker_id, _kind), total in minutes.items() if total < 0}
    return short | {worker_id for worker_id, total in pay.items() if total < 0}


def lines_of(
    session: Session, worked: Collection[ApprovedMinutes], *, period_from: date
) -> dict[UUID, list[Line]]:
    """Return what pays for some time, by worker: each minute at the rate of its day, which there must be.

    Rest breaks pay nothing. Corrections of time that was paid too much are lines below nought.
    """
    rates = _rates(session, worked)
    lines: dict[UUID, list[Line]] = {}
    for one in worked:
        if one.kind in UNPAID:
            continue
        pence_per_hour = rates[one.day][one.worker_id]
        line = Line(one.kind, one.minutes, pence_per_hour, is_late=one.day < period_from)
        lines.setdefault(one.worker_id, []).append(line)
    paying = {
        worker_id: [line for line in merged(mine) if line.minutes != 0] for worker_id, mine in lines.items()
    }
    return {worker_id: mine for worker_id, mine in paying.items() if mine}


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
        line = Line(row.kind, row.minutes, row.pence_per_hour, row.is_late)
        lines.setdefault(worker_id, []).append(line)
    return lines


def _rates(session: Session, worked: Collection[Worked]) -> dict[date, dict[UUID, int]]:
    workers: dict[date, set[UUID]] = {}
    for one in worked:
        workers.setdefault(one.day, set()).add(one.worker_id)
    return {day: rates_of(session, worker_ids, day) for day, worker_ids in workers.items()}


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
