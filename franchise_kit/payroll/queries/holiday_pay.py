"""Holiday pay that a run owes: agreed holidays, and leave that a leaver did not take."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import PayRun, Payslip, PayslipLine, PayslipOther
from franchise_kit.payroll.queries.held_days import Asked
from franchise_kit.payroll.rules.holiday import LOOK_BACK, PaidWeek
from franchise_kit.payroll.rules.holiday_sums import (
    Holiday,
    LeaveHour,
    holiday_sums,
    leave_hour,
    leave_owed_pence,
    leave_owed_sums,
    paid_weeks,
)
from franchise_kit.payroll.rules.other_pay import CORRECTION, HOLIDAY, LEAVE_OWED, TOP_UP, OtherPay
from franchise_kit.payroll.rules.runs import APPROVED, ROLLED_BACK
from franchise_kit.people.queries.agreed_hours import AgreedHours, agreed_hours, contract_on
from franchise_kit.people.queries.facts import WorkerFacts, worker_of_id
from franchise_kit.time.queries.absence import AwayFacts, list_away
from franchise_kit.time.queries.leave import get_leave_rules, left_on_leaving
from franchise_kit.time.queries.paid_weeks import minutes_by_week
from franchise_kit.time.rules.absence import HOLIDAY as HOLIDAYS
from franchise_kit.time.rules.absence import SICKNESS
from franchise_kit.time.rules.leave import leave_year_of
from tenants.bulk import is_one_of
from tenants.refusal import NotFound

_DAY: Final = timedelta(days=1)
_FAMILY: Final = "family"
# Pay for work that is no line of time: it made a week's pay more, or less.
_FOR_WORK: Final = (TOP_UP, CORRECTION)

Spans = Mapping[UUID, Sequence[tuple[date, date]]]


def holiday_pay(
    session: Session, asked: Asked, *, at_home: Spans, rolled_up: Collection[UUID]
) -> dict[UUID, tuple[OtherPay, ...]]:
    """Return the holiday pay of a run by worker; who is owed none is left out. It asks nobody.

    Those whose pay is rolled up have none with their holidays: see ``rolled_up``.
    """
    days = asked.days
    away = list_away(session, asked.worker_ids, (HOLIDAYS,), from_=asked.since, until=days.until)
    leaving = {one.id: one for one in asked.workers.values() if _leaves(asked, one)}
    contracts = agreed_hours(session, {*away, *leaving} - set(rolled_up))
    since = min((one.from_on for mine in away.values() for one in mine), default=days.from_)
    weeks = _weeks(session, contracts, since=min(since, asked.since), until=days.until, at_home=at_home)
    hours = _Hours(contracts, weeks)
    found: dict[UUID, list[OtherPay]] = {one: [] for one in contracts}
    for worker_id in contracts.keys() & away.keys():
        found[worker_id].extend(_of_holidays(asked, worker_id, away[worker_id], hours))
    for worker_id in contracts.keys() & leaving.keys():
        found[worker_id].extend(_owed(session, asked, leaving[worker_id], hours))
    return {worker_id: tuple(sums) for worker_id, sums in found.items() if sums}


def find_leave_owed_pence(session: Session, worker_id: UUID, *, last_on: date) -> int | None:
    """Return what leave is worth that a worker has left on their last day; ``None`` without hours or pay.

    Whole pence; below nought where more was taken than there was. It asks nobody. Raises ``NotFound``.
    """
    worker = worker_of_id(session, worker_id)
    if worker is None:
        raise NotFound(record_kind="worker")
    contracts = agreed_hours(session, [worker_id])
    weeks = _weeks(session, contracts.keys(), since=last_on, until=last_on + _DAY, at_home={})
    hour = _Hours(contracts, weeks).of(worker_id, last_on)
    if hour is None:
        return None
    return leave_owed_pence(left_on_leaving(session, worker, last_on=last_on), hour)


@dataclass(frozen=True, slots=True)
class _Hours:
    """What an hour of leave is paid with goes by: contracts and weeks with pay, by worker."""

    contracts: Mapping[UUID, Sequence[AgreedHours]]
    weeks: Mapping[UUID, Sequence[PaidWeek]]

    def of(self, worker_id: UUID, on: date) -> LeaveHour | None:
        """Return what an hour of leave that begins on a day is paid with."""
        held = contract_on(self.contracts.get(worker_id, ()), on)
        return leave_hour(
            self.weeks.get(worker_id, ()),
            before=on,
            contract_pence=held.hour_on(on) if held is not None else None,
            is_guaranteed=held is not None and held.is_guaranteed,
        )


def _of_holidays(
    asked: Asked, worker_id: UUID, away: Iterable[AwayFacts], hours: _Hours
) -> tuple[OtherPay, ...]:
    holidays = [Holiday(one.id, one.leave_by_day(), hours.of(worker_id, one.from_on)) for one in away]
    is_asked = partial(asked.pays, worker_id, HOLIDAY)
    return holiday_sums(holidays, is_asked=is_asked, period_from=asked.days.from_)


def _leaves(asked: Asked, worker: WorkerFacts) -> bool:
    return worker.ended_on is not None and asked.pays(worker.id, LEAVE_OWED, worker.ended_on)


def _owed(session: Session, asked: Asked, worker: WorkerFacts, hours: _Hours) -> tuple[OtherPay, ...]:
    """Return what a leaver is paid for leave; leavers are few, so each is read alone.

    Whose last day was changed since may have been paid for some of it already.
    """
    last_on = worker.ended_on
    hour = hours.of(worker.id, last_on) if last_on is not None else None
    if last_on is None or hour is None:
        return ()
    minutes = left_on_leaving(session, worker, last_on=last_on)
    minutes -= _owed_before(session, worker.id, last_on, but=asked.days.pay_run_id)
    return leave_owed_sums(minutes, hour, of=worker.id, last_on=last_on, period_from=asked.days.from_)


def _owed_before(session: Session, worker_id: UUID, last_on: date, *, but: UUID | None) -> int:
    """Return the minutes of leave owed that other runs pay, for another last day in the same leave year."""
    year = leave_year_of(last_on, get_leave_rules(session).begins_month)
    summed = (
        select(func.coalesce(func.sum(PayslipOther.minutes), 0))
        .join(Payslip, Payslip.id == PayslipOther.payslip_id)
        .join(PayRun, PayRun.id == Payslip.pay_run_id)
        .where(
            Payslip.worker_id == worker_id,
            PayslipOther.kind == LEAVE_OWED,
            PayslipOther.from_on.between(year.first, year.last),
            PayRun.state != ROLLED_BACK,
            PayRun.id.is_distinct_from(but),
        )
    )
    return int(session.scalar(summed) or 0)


def _weeks(
    session: Session, worker_ids: Collection[UUID], *, since: date, until: date, at_home: Spans
) -> dict[UUID, list[PaidWeek]]:
    """Return the weeks with pay of the 104 before a day and up to another, by worker, in four readings."""
    if not worker_ids:
        return {}
    first = since - LOOK_BACK
    minutes = minutes_by_week(session, worker_ids, from_=first, until=until)
    away = list_away(session, worker_ids, (SICKNESS, _FAMILY), from_=first, until=until)
    paid = _paid_for_work(session, worker_ids, since=first)
    return {
        worker_id: paid_weeks(
            runs,
            minutes.get(worker_id, {}),
            away=[*map(_span, away.get(worker_id, ())), *at_home.get(worker_id, ())],
        )
        for worker_id, runs in paid.items()
    }


def _span(one: AwayFacts) -> tuple[date, date]:
    return one.from_on, date.max if one.last_on is None else one.last_on + _DAY


def _paid_for_work(
    session: Session, worker_ids: Collection[UUID], *, since: date
) -> dict[UUID, dict[UUID, int]]:
    """Return what approved runs with days since then paid for work, by worker and run."""
    mine = (
        is_one_of(Payslip.worker_id, worker_ids),
        PayRun.state == APPROVED,
        PayRun.period_until > since,
    )
    of_time = (
        select(Payslip.worker_id, Payslip.pay_run_id, func.sum(PayslipLine.amount_pence))
        .join(PayRun, PayRun.id == Payslip.pay_run_id)
        .join(PayslipLine, PayslipLine.payslip_id == Payslip.id)
        .where(*mine)
        .group_by(Payslip.worker_id, Payslip.pay_run_id)
    )
    besides = (
        select(Payslip.worker_id, Payslip.pay_run_id, func.sum(PayslipOther.pence))
        .join(PayRun, PayRun.id == Payslip.pay_run_id)
        .join(PayslipOther, PayslipOther.payslip_id == Payslip.id)
        .where(*mine, PayslipOther.kind.in_(_FOR_WORK))
        .group_by(Payslip.worker_id, Payslip.pay_run_id)
    )
    found: dict[UUID, dict[UUID, int]] = {}
    for wanted in (of_time, besides):
        for worker_id, run_id, pence in session.execute(wanted):
            runs = found.setdefault(worker_id, {})
            runs[run_id] = runs.get(run_id, 0) + int(pence)
    return found
