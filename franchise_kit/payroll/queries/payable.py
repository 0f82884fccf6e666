"""Who can be paid by a run, and what keeps the others out of a run. It asks nobody."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Final
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import PayRun, Payslip, PayslipLine
from franchise_kit.payroll.rules import runs as rules
from franchise_kit.payroll.rules.kinds_of_time import rate_kind_of
from franchise_kit.payroll.rules.payslip import NIGHT, Line, merged, takes_too_much, why_not_payable
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.people.queries.facts import TaxFacts
from franchise_kit.people.queries.for_pay import RateHistory, rate_histories
from franchise_kit.time.queries.unpaid import ApprovedMinutes
from franchise_kit.time.rules.entries import UNPAID
from tenants.bulk import is_one_of

# The reason why whoever was paid for a later day is paid for no earlier one.
PAID_LATER: Final = "paid_later_already"
# Kind of time, pence, whether it is late, the rate that pays it, and what that is for.
_Key = tuple[str, int, bool, str, str]
_WORKER: Final = attrgetter("worker_id")
# The columns of a payslip's line that are the rule's own.
_LINE: Final = [getattr(PayslipLine, one.name) for one in fields(Line)]


@dataclass(frozen=True, slots=True)
class TimeLines:
    """What pays for some time, by worker; and whose time has no rate, or takes off more than there is."""

    of: Mapping[UUID, list[Line]]
    without_rate: frozenset[UUID]
    overdrawn: frozenset[UUID]

    @property
    def left_out(self) -> dict[UUID, str]:
        """Why somebody's time cannot be paid."""
        return dict.fromkeys(self.overdrawn, "overdrawn") | dict.fromkeys(self.without_rate, "no_rate")


def living_runs(session: Session, schedule_id: UUID | None = None) -> list[rules.Standing]:
    """Return every regular run that was not rolled back, of one schedule or of all."""
    wanted = select(PayRun.id, PayRun.pay_on, PayRun.state).where(
        PayRun.state != rules.ROLLED_BACK, PayRun.kind == rules.REGULAR
    )
    if schedule_id is not None:
        wanted = wanted.where(PayRun.schedule_id == schedule_id)
    return [rules.Standing(*row) for row in session.execute(wanted)]


def time_lines(session: Session, worked: Collection[ApprovedMinutes], *, period_from: date) -> TimeLines:
    """Return what pays for some time: each minute at the rate of its kind and day.

    Rest breaks pay nothing. Corrections of time that was paid too much are lines below nought, and may take
    off more of a kind of time than there is, or more pay; who has no rate on a day is not among those.
    """
    of: dict[UUID, list[ApprovedMinutes]] = {}
    for worker_id, its in groupby(worked, _WORKER):
        of.setdefault(worker_id, []).extend(its)
    agreed = rate_histories(session, of.keys())
    unpaid: set[UUID] = set()
    lines: dict[UUID, list[Line]] = {}
    for worker_id, mine in of.items():
        sums, has_all = _by_rate(mine, agreed[worker_id], period_from)
        if sums:
            lines[worker_id] = _lines(sums)
        if not has_all:
            unpaid.add(worker_id)
    paying = {worker_id: [line for line in mine if line.quantity != 0] for worker_id, mine in lines.items()}
    return TimeLines(
        {worker_id: mine for worker_id, mine in paying.items() if mine},
        frozenset(unpaid),
        frozenset(worker_id for worker_id, mine in lines.items() if takes_too_much(mine)),
    )


def _by_rate(
    mine: Iterable[ApprovedMinutes], agreed: RateHistory, period_from: date
) -> tuple[dict[_Key, list[int]], bool]:
    """Return a worker's minutes and nights by what pays for them, and whether all of them have a rate."""
    found: dict[_Key, list[int]] = {}
    has_all = True
    for _, day, kind, minutes, nights in mine:
        if kind in UNPAID:
            continue
        rates = agreed.on(day)
        rate_kind = rate_kind_of(kind, day, rates)
        if rate_kind is None:
            has_all = False
            continue
        rate = rates[rate_kind]
        so_far = found.setdefault((kind, rate.pence, day < period_from, rate_kind, rate.unit), [0, 0])
        so_far[0] += minutes
        so_far[1] += nights if rate.unit == NIGHT else 0
    return found, has_all


def _lines(mine: Mapping[_Key, Sequence[int]]) -> list[Line]:
    """Return a worker's time as lines, in their order."""
    return merged(
        Line(kind, minutes, pence, is_late, rate_kind, unit, nights)
        for (kind, pence, is_late, rate_kind, unit), (minutes, nights) in mine.items()
    )


def paid_elsewhere(
    session: Session, worker_ids: Collection[UUID], *, pay_on: date, but: UUID | None = None
) -> dict[UUID, str]:
    """Return whom another open run pays, or an approved one of a later pay day, and which of both.

    Tax goes by all pay of the year up to a pay day, so that nobody is paid before what comes earlier stands.
    """
    wanted = (
        select(Payslip.worker_id, PayRun.state)
        .join(PayRun, PayRun.id == Payslip.pay_run_id)
        .where(
            is_one_of(Payslip.worker_id, worker_ids),
            PayRun.id != but,
            or_(PayRun.state.in_(rules.OPEN), and_(PayRun.state == rules.APPROVED, PayRun.pay_on > pay_on)),
        )
        .order_by(PayRun.state)
    )
    codes = dict.fromkeys(rules.OPEN, "other_run_open") | {rules.APPROVED: PAID_LATER}
    return {worker_id: codes[state] for worker_id, state in session.execute(wanted)}


def drafted_lines(session: Session, pay_run_id: UUID) -> dict[UUID, list[Line]]:
    """Return what a run's payslips pay for, by worker."""
    wanted = (
        select(Payslip.worker_id, *_LINE)
        .join(PayslipLine, PayslipLine.payslip_id == Payslip.id)
        .where(Payslip.pay_run_id == pay_run_id)
        .order_by(PayslipLine.position)
    )
    lines: dict[UUID, list[Line]] = {}
    for worker_id, *columns in session.execute(wanted):
        lines.setdefault(worker_id, []).append(Line(*columns))
    return lines


def line_of(row: PayslipLine) -> Line:
    """Return a payslip's line as a plain value."""
    return Line(row.kind, row.minutes, row.rate_pence, row.is_late, row.rate_kind, row.unit, row.nights)


def without_tax(told: Mapping[UUID, TaxFacts], worker_ids: Collection[UUID], pay_on: date) -> dict[UUID, str]:
    """Return why the particulars of some workers cannot be used, by worker; the others are left out."""
    figures = figures_for(pay_on)
    found: dict[UUID, str] = {}
    for worker_id in worker_ids:
        its = told.get(worker_id)
        why = why_not_payable(its.tax_code, its.ni_category, figures) if its is not None else "no_tax"
        if why is not None:
            found[worker_id] = why
    return found
