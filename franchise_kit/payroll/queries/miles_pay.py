"""What workers are owed for miles in a run: claims that were approved, and arrears. It asks nobody."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import PayRun, Payslip
from franchise_kit.payroll.rules.mileage import Journey, announced_between
from franchise_kit.payroll.rules.miles_paid import PaidDays, miles_of_run, miles_owed_since
from franchise_kit.payroll.rules.other_pay import OtherPay
from franchise_kit.payroll.rules.runs import APPROVED
from franchise_kit.people.rules.tax_year import first_day
from franchise_kit.time.queries.driving import Driven, miles_paid, miles_to_pay, tenths_taken
from tenants.bulk import is_one_of


class Days(Protocol):
    """The days of a run; ``pay_run_id`` asks for what that run holds, and ``None`` for what none does."""

    @property
    def from_(self) -> date:
        """The first of them."""

    @property
    def until(self) -> date:
        """The day after the last."""

    @property
    def pay_on(self) -> date:
        """When it is paid."""

    @property
    def pay_run_id(self) -> UUID | None:
        """The run, once it holds what it pays."""


def mileage_pay(
    session: Session, worker_ids: Collection[UUID], days: Days
) -> Mapping[UUID, tuple[OtherPay, ...]]:
    """Return each worker's lines for miles; who is owed none is left out."""
    if not worker_ids:
        return {}
    paid_days = PaidDays(days.from_, days.until, days.pay_on)
    claimed: dict[UUID, list[Driven]] = {}
    for one in miles_to_pay(session, worker_ids, until=days.until, pay_run_id=days.pay_run_id):
        claimed.setdefault(one.worker_id, []).append(one)
    before = _before(session, claimed, days.pay_run_id)
    found = {
        worker_id: miles_of_run(
            [Journey(one.day, one.tenths) for one in mine],
            before_tenths=before.get(worker_id, {}),
            days=paid_days,
        )
        for worker_id, mine in claimed.items()
    }
    for worker_id, owed in _arrears(session, worker_ids, days.pay_on).items():
        found[worker_id] = (*found.get(worker_id, ()), owed)
    return {worker_id: mine for worker_id, mine in found.items() if mine}


def _before(
    session: Session, claimed: Mapping[UUID, Sequence[Driven]], pay_run_id: UUID | None
) -> dict[UUID, dict[date, int]]:
    """Return the tenths that other runs took, by worker and first day of the tax year."""
    years = {first_day(one.day) for mine in claimed.values() for one in mine}
    found: dict[UUID, dict[date, int]] = {}
    for year in years:
        until = year.replace(year=year.year + 1)
        taken = tenths_taken(session, claimed.keys(), since=year, until=until, pay_run_id=pay_run_id)
        for worker_id, tenths in taken.items():
            found.setdefault(worker_id, {})[year] = tenths
    return found


def _arrears(session: Session, worker_ids: Collection[UUID], pay_on: date) -> dict[UUID, OtherPay]:
    """Return what is owed since a figure changed backwards; two short readings where none has."""
    last_paid = _last_paid(session, worker_ids, pay_on)
    begins = {on: announced_between(on, pay_on) for on in set(last_paid.values())}
    since = min((begun for begun in begins.values() if begun is not None), default=None)
    if since is None:
        return {}
    journeys: dict[UUID, list[Journey]] = {}
    due = [worker_id for worker_id, on in last_paid.items() if begins[on] is not None]
    for one in miles_paid(session, due, since=first_day(since)):
        # The last payslip paid the arrears that were known on its day.
        journeys.setdefault(one.worker_id, []).append(
            Journey(one.day, one.tenths, paid_on=last_paid[one.worker_id])
        )
    owed = {worker_id: miles_owed_since(mine, pay_on=pay_on) for worker_id, mine in journeys.items()}
    return {worker_id: one for worker_id, one in owed.items() if one is not None}


def _last_paid(session: Session, worker_ids: Collection[UUID], pay_on: date) -> dict[UUID, date]:
    """Return the last pay day up to one on which each worker was paid by a run that pays miles.

    An approved run of the same day comes before one that is worked out.
    """
    wanted = (
        select(Payslip.worker_id, func.max(PayRun.pay_on))
        .join(PayRun, PayRun.id == Payslip.pay_run_id)
        .where(
            PayRun.state == APPROVED,
            PayRun.takes_time,
            PayRun.pay_on <= pay_on,
            is_one_of(Payslip.worker_id, worker_ids),
        )
        .group_by(Payslip.worker_id)
    )
    return dict(session.execute(wanted).all())
