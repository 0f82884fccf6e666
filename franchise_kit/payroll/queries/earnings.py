"""What workers were paid on which pay day, and their average before a day. It asks nobody."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import PayRun, Payslip
from franchise_kit.payroll.rules.average_earnings import (
    Payment,
    TooFewPayDays,
    average_by_contract,
    average_of_days,
    average_weekly_pence,
)
from franchise_kit.payroll.rules.runs import APPROVED
from franchise_kit.payroll.rules.sick_sums import Average
from franchise_kit.payroll.rules.tax_calendar import Frequency
from franchise_kit.people.queries.agreed_hours import AgreedHours
from tenants.bulk import is_one_of


@dataclass(frozen=True, slots=True)
class Earned:
    """What an approved payslip paid of that National Insurance is due on, and the days that it was for."""

    payment: Payment
    frequency: Frequency
    from_: date
    until: date


def earned_by(session: Session, worker_ids: Collection[UUID], *, since: date) -> dict[UUID, list[Earned]]:
    """Return what workers were paid in approved runs with pay days from a day on, the earliest first."""
    if not worker_ids:
        return {}
    rows = session.execute(
        select(
            Payslip.worker_id,
            PayRun.pay_on,
            Payslip.ni_able_pence,
            PayRun.frequency,
            PayRun.period_from,
            PayRun.period_until,
        )
        .join(PayRun, PayRun.id == Payslip.pay_run_id)
        .where(is_one_of(Payslip.worker_id, worker_ids), PayRun.state == APPROVED, PayRun.pay_on >= since)
        .order_by(PayRun.pay_on)
    )
    found: dict[UUID, list[Earned]] = {}
    for worker_id, pay_on, pence, frequency, from_, until in rows:
        earned = Earned(Payment(pay_on, pence), Frequency(frequency), from_, until)
        found.setdefault(worker_id, []).append(earned)
    return found


def average_before(
    earned: Sequence[Earned], contracts: Sequence[AgreedHours], *, by: date, started_on: date
) -> Average:
    """Return a worker's average for what begins after a day: ``by`` is the last that a pay day may be on.

    Of eight weeks and more; else of the days that they were paid for; else what the contract says of a week.
    """
    counted = [one for one in earned if one.payment.paid_on <= by]
    if not counted:
        return _by_contract(contracts, max(by, started_on))
    try:
        payments = [one.payment for one in counted]
        frequency = counted[-1].frequency
        return Average(average_weekly_pence(payments, frequency=frequency, by=by), "eight_weeks")
    except TooFewPayDays:
        total_pence = sum(one.payment.pence for one in counted)
        from_ = max(started_on, min(one.from_ for one in counted))
        until = max(one.until for one in counted)
        return Average(average_of_days(total_pence, from_=from_, until=until), "since_start")


def _by_contract(contracts: Sequence[AgreedHours], on: date) -> Average:
    held = next((one for one in contracts if one.holds(on)), None)
    hour_pence = held.hour_on(on) if held is not None else None
    if held is None or not hour_pence or not held.weekly_minutes:
        return Average(Fraction(0), "nothing")
    return Average(average_by_contract(held.weekly_minutes, hour_pence), "contract")


Earnings = Mapping[UUID, Sequence[Earned]]
