"""Holiday pay that goes with each pay: whose it is, and what a run owes of it. It asks nobody."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import PayRun, Payslip, PayslipOther
from franchise_kit.payroll.queries.held_days import Asked
from franchise_kit.payroll.rules.holiday_sums import rolled_up_on_leave_sums, rolled_up_sums
from franchise_kit.payroll.rules.other_pay import ROLLED_UP, OtherPay
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.runs import APPROVED
from franchise_kit.people.queries.agreed_hours import AgreedHours, agreed_hours, contract_on
from franchise_kit.time.queries.absence import list_away
from franchise_kit.time.queries.leave import get_leave_rules
from franchise_kit.time.rules.absence import SICKNESS
from tenants.bulk import is_one_of

_DAY: Final = timedelta(days=1)
_BEFORE: Final = timedelta(weeks=52)
_ON_LEAVE: Final = (SICKNESS, "family")

Spans = Mapping[UUID, Sequence[tuple[date, date]]]


@dataclass(frozen=True, slots=True)
class RolledUp:
    """Whose holiday pay is rolled up, and what a run owes them of it."""

    workers: frozenset[UUID] = frozenset()
    sums: Mapping[UUID, tuple[OtherPay, ...]] = field(default_factory=dict)


def rolled_up_pay(
    session: Session, asked: Asked, *, at_home: Spans, worked_pence: Mapping[UUID, int]
) -> RolledUp:
    """Return whose holiday pay goes with each pay, and what this run pays of it, in one reading if nobody's.

    By what they worked in the run; by the average of earlier runs where all of it was sick or family leave.
    """
    if not get_leave_rules(session).is_rolled_up:
        return RolledUp()
    days = asked.days
    contracts = agreed_hours(session, asked.worker_ids)
    workers = frozenset(one for one, held in contracts.items() if _is_irregular(held, days.until - _DAY))
    figures = figures_for(days.pay_on)
    sums = {one: rolled_up_sums(worked_pence[one], days, figures) for one in workers & worked_pence.keys()}
    away = _away(session, asked, workers - worked_pence.keys(), at_home)
    for one, earlier in _earlier(session, away, before=days.pay_on).items():
        sums[one] = rolled_up_on_leave_sums(earlier, days, of=one)
    return RolledUp(workers, {one: owed for one, owed in sums.items() if owed})


def _is_irregular(contracts: Sequence[AgreedHours], on: date) -> bool:
    held = contract_on(contracts, on)
    return held is not None and not held.is_guaranteed


def _away(session: Session, asked: Asked, workers: Collection[UUID], at_home: Spans) -> set[UUID]:
    """Return who was on sick or family leave on each day of the run."""
    days = asked.days
    told = list_away(session, workers, _ON_LEAVE, from_=days.from_, until=days.until)
    whole = [days.from_ + count * _DAY for count in range((days.until - days.from_).days)]
    found = set()
    for one in workers:
        spans = [
            *(
                (away.from_on, date.max if away.last_on is None else away.last_on + _DAY)
                for away in told.get(one, ())
            ),
            *at_home.get(one, ()),
        ]
        is_away = all(any(first <= day < until for first, until in spans) for day in whole)
        if spans and is_away and asked.pays(one, ROLLED_UP, days.from_):
            found.add(one)
    return found


def _earlier(session: Session, workers: Collection[UUID], *, before: date) -> dict[UUID, list[int]]:
    """Return what each approved run of the 52 weeks before paid of it."""
    if not workers:
        return {}
    rows = session.execute(
        select(Payslip.worker_id, func.sum(PayslipOther.pence))
        .join(PayRun, PayRun.id == Payslip.pay_run_id)
        .join(PayslipOther, PayslipOther.payslip_id == Payslip.id)
        .where(
            is_one_of(Payslip.worker_id, workers),
            PayRun.state == APPROVED,
            PayRun.pay_on >= before - _BEFORE,
            PayRun.pay_on < before,
            PayslipOther.kind == ROLLED_UP,
        )
        .group_by(Payslip.worker_id, PayRun.id)
    )
    found: dict[UUID, list[int]] = {}
    for worker_id, pence in rows:
        found.setdefault(worker_id, []).append(int(pence))
    return found
