# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makers of what pay besides time goes by: approved runs with a payslip, days away, leave for a family."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from franchise_kit.payroll.actions.other_pay import hold_other_pay, mark_other_pay_paid, release_other_pay
from franchise_kit.payroll.models import FamilyLeave, PayRun, PaySchedule, Payslip, PayslipLine, PayslipOther
from franchise_kit.payroll.queries.other_pay import other_pay
from franchise_kit.payroll.rules.other_pay import ROLLED_UP, OtherPay
from franchise_kit.payroll.rules.run_days import RunDays
from franchise_kit.payroll.rules.tax_calendar import Frequency, period_of, tax_year
from franchise_kit.time.models import Absence, TimeEntry
from tenants.office import Coop
from tenants.transaction import reading, upkeep

NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


def month(number: int, *, year: int = 2026, pay_run_id: UUID | None = None) -> RunDays:
    """Return the days of a monthly run that is paid on the month's last day."""
    from_ = date(year, number, 1)
    until = (from_ + timedelta(days=32)).replace(day=1)
    return RunDays(from_, until, until - timedelta(days=1), Frequency.M1, pay_run_id)


def make_run(coop: Coop, days: RunDays, *, state: str = "approved", number: int = 1) -> UUID:
    """Make a run of some days, on the co-op's own schedule."""
    with upkeep(coop) as session:
        schedule = session.query(PaySchedule).filter_by(number=number).first()
        if schedule is None:
            schedule = PaySchedule(
                id=uuid4(),
                number=number,
                name="",
                frequency=days.frequency,
                first_from=days.from_,
                pay_days_after=0,
                made_at=NOON,
            )
            session.add(schedule)
            session.flush()
        run = PayRun(
            id=uuid4(),
            schedule_id=schedule.id,
            frequency=days.frequency,
            period_from=days.from_,
            period_until=days.until,
            pay_on=days.pay_on,
            tax_year=tax_year(days.pay_on),
            tax_period=period_of(days.pay_on, days.frequency),
            state=state,
            drafted_by_person=uuid4(),
            drafted_at=NOON,
            approved_by_person=uuid4() if state == "approved" else None,
            approved_at=NOON if state == "approved" else None,
        )
        session.add(run)
        session.flush()
        return run.id


def make_payslip(
    coop: Coop, run_id: UUID, worker_id: UUID, pence: int, *, minutes: int = 0, rolled_up_pence: int = 0
) -> None:
    """Make a payslip of so much pay and nothing taken off, of one line; rolled-up pay may be a part of it."""
    with upkeep(coop) as session:
        row = Payslip(
            id=uuid4(),
            pay_run_id=run_id,
            worker_id=worker_id,
            person_id=uuid4(),
            frequency="M1",
            tax_code="1257L",
            ni_category="A",
            gross_pence=pence,
            ni_able_pence=pence,
            taxable_pence=pence,
            tax_pence=0,
            employee_ni_pence=0,
            employer_ni_pence=0,
            net_pence=pence,
            earlier_pay_pence=0,
            earlier_tax_pence=0,
            working={},
        )
        session.add(row)
        session.flush()
        session.add(
            PayslipLine(
                payslip_id=row.id,
                position=1,
                kind="visit",
                rate_kind="ordinary",
                minutes=minutes or 60,
                unit="hour",
                nights=0,
                rate_pence=1345,
                amount_pence=pence - rolled_up_pence,
            )
        )
        if rolled_up_pence:
            session.add(
                PayslipOther(
                    payslip_id=row.id,
                    position=1,
                    kind=ROLLED_UP,
                    pence=rolled_up_pence,
                    from_on=NOON.date(),
                    until_on=NOON.date() + timedelta(days=1),
                    steps=[],
                )
            )


def make_months(
    coop: Coop,
    worker_id: UUID,
    months: Mapping[int, int] | Sequence[int],
    *,
    pence: int = 0,
    year: int = 2026,
) -> None:
    """Make an approved run with a payslip for each month: so much in each, or as the mapping says."""
    for number in months:
        of_month = months[number] if isinstance(months, Mapping) else pence
        make_payslip(coop, make_run(coop, month(number, year=year)), worker_id, of_month)


def make_paid_time(coop: Coop, run_id: UUID, worker_id: UUID, starts_at: datetime, minutes: int) -> None:
    """Make time that a run has paid."""
    with upkeep(coop) as session:
        session.add(
            TimeEntry(
                worker_id=worker_id,
                worker_person=uuid4(),
                kind="visit",
                source="hand",
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=minutes),
                minutes=minutes,
                visit_id=uuid4(),
                state="paid",
                pay_run_id=run_id,
                recorded_at=starts_at,
                approved_by_person=uuid4(),
                approved_at=starts_at,
            )
        )


def make_away(
    coop: Coop, worker_id: UUID, kind: str, first: date, last: date | None, *, minutes: int = 0
) -> UUID:
    """Make days away that stand."""
    with upkeep(coop) as session:
        row = Absence(
            worker_id=worker_id,
            worker_person=uuid4(),
            kind=kind,
            from_on=first,
            last_on=last,
            leave_minutes=minutes,
            state="agreed",
            asked_at=NOON,
            decided_at=NOON,
            decided_by_person=uuid4(),
        )
        session.add(row)
        session.flush()
        return row.id


def make_holiday(
    coop: Coop, worker_id: UUID, first: date, last: date, *, minutes: int, week: list[int]
) -> UUID:
    """Make a holiday that stands, of somebody who usually works such a week."""
    made = make_away(coop, worker_id, "holiday", first, last, minutes=minutes)
    with upkeep(coop) as session:
        session.get_one(Absence, made).week_minutes = week
    return made


def make_leave(
    coop: Coop, worker_id: UUID, *, kind: str = "SMP", child_on: date, begins_on: date, weeks: int
) -> UUID:
    """Make leave for a family."""
    with upkeep(coop) as session:
        row = FamilyLeave(
            worker_id=worker_id,
            kind=kind,
            child_on=child_on,
            begins_on=begins_on,
            weeks=weeks,
            entered_at=NOON,
        )
        session.add(row)
        session.flush()
        return row.id


def owed(
    coop: Coop,
    worker_ids: Collection[UUID],
    days: RunDays,
    *,
    worked_pence: Mapping[UUID, int] | None = None,
) -> Mapping[UUID, tuple[OtherPay, ...]]:
    """Return what a run of some days owes, and what a run that has held it owes."""
    with reading(coop) as session:
        return other_pay(session, worker_ids, days, worked_pence=worked_pence)


def hold(coop: Coop, worker_ids: Collection[UUID], days: RunDays, *, state: str = "draft") -> UUID:
    """Make a run of some days that holds all that it owes; an approved one has paid it."""
    run = make_run(coop, days, state=state)
    with upkeep(coop) as session:
        hold_other_pay(session, run, other_pay(session, worker_ids, days))
        if state == "approved":
            mark_other_pay_paid(session, run)
    return run


def let_go(coop: Coop, run_id: UUID) -> None:
    """Take a run back that held some days."""
    with upkeep(coop) as session:
        release_other_pay(session, run_id)
        session.get_one(PayRun, run_id).state = "rolled_back"
