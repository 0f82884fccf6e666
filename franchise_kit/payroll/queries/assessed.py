"""What automatic enrolment asks of a co-op now: whom to enrol, whom to write to, and what to pay over."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, PermissionLacking
from franchise_kit.kernel.days import months_after
from franchise_kit.payroll.models import PayRun, Payslip
from franchise_kit.payroll.queries.reaching import may_draft
from franchise_kit.payroll.rules.assessing import Assessed, PaidPeriod, Stands, assessed
from franchise_kit.payroll.rules.enrolment import Window, reenrolment_window
from franchise_kit.payroll.rules.runs import APPROVED, ROLLED_BACK
from franchise_kit.payroll.rules.tax_calendar import Frequency
from franchise_kit.people.queries.deductions import PensionStanding, payee_facts
from franchise_kit.people.queries.facts import WorkerFacts, workers_on
from franchise_kit.people.queries.pension_days import last_enrolled_on
from franchise_kit.people.rules.contracts import EMPLOYED
from tenants.actor import Actor
from tenants.bulk import is_one_of

# Whoever was eligible longer ago than this has been so since, or was paid elsewhere.
_LOOKED_BACK: Final = timedelta(days=400)
# Pay that was taken for a pension is there by this day of the next month, if it is sent electronically.
_PAID_OVER_BY: Final = 22


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody who works here, and where they stand."""

    worker_id: UUID
    worker_name: str = field(repr=False)
    assessed: Assessed
    is_member: bool


@dataclass(frozen=True, slots=True)
class PaidOver:
    """What was taken in a month for pensions, both shares, in whole pence, and when it must be there."""

    month: date
    pence: int
    by: date


@dataclass(frozen=True, slots=True)
class PensionsDue:
    """What is due, the earliest first, and who may ask to join or may opt out.

    ``unknown`` are those whose day of birth nobody has told, by id with their name.
    """

    due: tuple[Standing, ...]
    may_ask: tuple[Standing, ...]
    may_opt_out: tuple[Standing, ...]
    unknown: tuple[tuple[UUID, str], ...] = field(repr=False)
    paid_over: tuple[PaidOver, ...]
    window: Window | None


def pensions_due(session: Session, *, by: Actor, today: date) -> PensionsDue:
    """Return what is due of pensions, for whoever prepares pay and reads what it is made of."""
    if not may_draft(by):
        raise PermissionLacking(permission=Permission.PAYRUN_PREPARE.value)
    workers = {one.id: one for one in workers_on(session, today) if one.arrangement == EMPLOYED}
    facts, periods = payee_facts(session, workers, today), _periods(session, workers, today)
    last_on = last_enrolled_on(session)
    window = reenrolment_window(last_on) if last_on is not None else None
    found = [
        Standing(
            worker_id,
            worker.full_name,
            assessed(
                periods[worker_id],
                born_on=born_on,
                stands=_stands(facts[worker_id].pension),
                window=window,
                today=today,
            ),
            _is_member(facts[worker_id].pension),
        )
        for worker_id, worker in workers.items()
        if (born_on := facts[worker_id].born_on) is not None and worker_id in periods
    ]
    unknown = [
        (one.id, one.full_name)
        for one in _by_name(workers)
        if facts[one.id].born_on is None and one.id in periods
    ]
    return _sorted(found, tuple(unknown), _paid_over(session, today), window)


def _sorted(
    found: Collection[Standing],
    unknown: tuple[tuple[UUID, str], ...],
    paid_over: tuple[PaidOver, ...],
    window: Window | None,
) -> PensionsDue:
    named = sorted(found, key=lambda one: (one.worker_name, one.worker_id))
    due = [one for one in named if one.assessed.due is not None]
    return PensionsDue(
        due=tuple(sorted(due, key=lambda one: one.assessed.due.by if one.assessed.due else date.max)),
        may_ask=tuple(one for one in named if not one.is_member and one.assessed.due is None),
        may_opt_out=tuple(one for one in named if one.assessed.may_opt_out_until is not None),
        unknown=unknown,
        paid_over=paid_over,
        window=window,
    )


def _by_name(workers: Mapping[UUID, WorkerFacts]) -> list[WorkerFacts]:
    return sorted(workers.values(), key=lambda one: (one.full_name, one.id))


def _is_member(standing: PensionStanding | None) -> bool:
    return standing is not None and standing.is_member


def _stands(standing: PensionStanding | None) -> Stands | None:
    if standing is None:
        return None
    return Stands(standing.kind, standing.since_on, standing.until_on, standing.member_on, standing.told_on)


def _periods(
    session: Session, workers: Mapping[UUID, WorkerFacts], today: date
) -> dict[UUID, list[PaidPeriod]]:
    """Return what each was paid by pay reference period, the earliest first; drafts count as well.

    A period in which somebody began is theirs from their first day.
    """
    of_period = (Payslip.worker_id, PayRun.tax_year, PayRun.tax_period, Payslip.frequency)
    wanted = (
        select(
            Payslip.worker_id,
            Payslip.frequency,
            func.min(PayRun.period_from),
            func.max(PayRun.period_until),
            func.max(PayRun.pay_on).label("pay_on"),
            func.sum(Payslip.ni_able_pence),
        )
        .join(PayRun, PayRun.id == Payslip.pay_run_id)
        .where(
            PayRun.state != ROLLED_BACK,
            PayRun.pay_on > today - _LOOKED_BACK,
            is_one_of(Payslip.worker_id, workers),
        )
        .group_by(*of_period)
        .order_by("pay_on")
    )
    found: dict[UUID, list[PaidPeriod]] = {}
    for worker_id, frequency, from_on, until, pay_on, pence in session.execute(wanted):
        began_on = max(from_on, workers[worker_id].started_on)
        period = PaidPeriod(began_on, until, pay_on, Frequency(frequency), int(pence))
        found.setdefault(worker_id, []).append(period)
    return found


def _paid_over(session: Session, today: date) -> tuple[PaidOver, ...]:
    """Return what was taken last month and in this one, as far as it must still be paid over."""
    this_month = today.replace(day=1)
    taken = Payslip.pension_before_tax_pence + Payslip.pension_after_tax_pence
    found = []
    for month in (months_after(this_month, -1), this_month):
        following = months_after(month, 1)
        summed = (
            select(func.sum(taken + Payslip.pension_employer_pence))
            .join(PayRun, PayRun.id == Payslip.pay_run_id)
            .where(PayRun.state == APPROVED, PayRun.pay_on >= month, PayRun.pay_on < following)
        )
        pence = int(session.scalar(summed) or 0)
        by = following.replace(day=_PAID_OVER_BY)
        if pence and by >= today:
            found.append(PaidOver(month, pence, by))
    return tuple(found)
