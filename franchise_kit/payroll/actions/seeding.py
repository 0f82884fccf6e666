"""A demo's earlier pay runs: worked out by the rules that all runs are, and closed already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from franchise_kit.kernel.days import london_midnight
from franchise_kit.payroll.actions.keeping import keep_payslips, post_run
from franchise_kit.payroll.actions.other_pay import hold_other_pay, mark_other_pay_paid
from franchise_kit.payroll.actions.schedules import open_schedule
from franchise_kit.payroll.models import PayCorrection, PayRun
from franchise_kit.payroll.queries.working import draft_of, payable_by
from franchise_kit.payroll.rules import runs as rules
from franchise_kit.payroll.rules.disclosed import PayslipsProduced
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.tax_calendar import Frequency, period_of
from franchise_kit.time.actions.seeding_miles import mark_miles_paid
from franchise_kit.time.queries.unpaid import list_held
from tenants import journal
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.openings.disclosures import disclose
from tenants.transaction import transaction

# On working days: drafted and sent when the days are over, approved on the next morning.
_SENT: Final = timedelta(hours=10)
_APPROVED: Final = timedelta(days=1, hours=9)
# Paid on the morning of the pay day, and closed a day later.
_PAID: Final = timedelta(hours=8)
_CLOSED: Final = timedelta(days=1, hours=9)


@dataclass(frozen=True, slots=True)
class SeedCorrection:
    """A correction in whole pence that a run takes, of an earlier one."""

    id: UUID
    worker_id: UUID
    pence: int
    reason: str
    of_run_id: UUID
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class SeedRun:
    """A monthly run whose time is paid already and says so by its id, and what it corrects."""

    id: UUID
    days: rules.Days
    corrections: tuple[SeedCorrection, ...] = ()


@dataclass(frozen=True, slots=True)
class SeedDesk:
    """Who prepared the runs and who approved them, by the persons' ids."""

    prepares: UUID
    approves: UUID


def seed_runs(*, coop: Coop, runs: Sequence[SeedRun], desk: SeedDesk, now: datetime) -> bool:
    """Make runs in the order of their pay days; say whether it was done: a second load does nothing.

    Each is approved, posted, said to be paid, and closed as filed elsewhere. The hub is told how many
    payslips there were.
    """
    with transaction(coop, by=SYSTEM, doing="payroll.seed_runs") as session:
        if session.scalar(select(exists().where(PayRun.id == runs[0].id))):
            return False
        schedule = open_schedule(session, None, first_on=runs[0].days.from_, now=now)
        # Runs go by this schedule, and the next one is proposed from where they end.
        schedule.first_from = runs[0].days.from_
        for one in runs:
            _make(session, one, schedule.id, desk)
        journal.note(session, record_kind="pay_run", count=len(runs))
        return True


def _make(session: Session, one: SeedRun, schedule_id: UUID, desk: SeedDesk) -> None:
    run = _row(one, schedule_id, desk)
    session.add(run)
    session.add_all(_correction(correction, desk) for correction in one.corrections)
    session.flush()
    worked = list_held(session, run.id)
    whom = payable_by(session, run, {minutes.worker_id for minutes in worked})
    made = draft_of(session, run, whom, worked)
    hold_other_pay(session, run.id, made.other)
    mark_other_pay_paid(session, run.id)
    mark_miles_paid(session, run.id)
    keep_payslips(session, run.id, made)
    fact = PayslipsProduced(run.id, run.pay_on.replace(day=1), len(made.of))
    disclose(session, fact, about=(run.period_from, run.period_until))
    post_run(session, run.id, (payslip.sums for payslip in made.of.values()), on=run.pay_on, by=SYSTEM)


def _row(one: SeedRun, schedule_id: UUID, desk: SeedDesk) -> PayRun:
    over, paid = london_midnight(one.days.until), london_midnight(one.days.pay_on)
    return PayRun(
        id=one.id,
        schedule_id=schedule_id,
        kind=rules.REGULAR,
        chosen=None,
        takes_time=True,
        frequency=Frequency.M1.value,
        period_from=one.days.from_,
        period_until=one.days.until,
        pay_on=one.days.pay_on,
        tax_year=figures_for(one.days.pay_on).tax_year,
        tax_period=period_of(one.days.pay_on, Frequency.M1),
        state=rules.APPROVED,
        drafted_by_person=desk.prepares,
        drafted_at=over + _SENT,
        submitted_by_person=desk.prepares,
        submitted_at=over + _SENT,
        approved_by_person=desk.approves,
        approved_at=over + _APPROVED,
        said_paid_by_person=desk.approves,
        said_paid_at=paid + _PAID,
        closed_by_person=desk.prepares,
        closed_at=paid + _CLOSED,
        not_filed_reason="filed_elsewhere",
        version=5,
    )


def _correction(one: SeedCorrection, desk: SeedDesk) -> PayCorrection:
    return PayCorrection(
        id=one.id,
        worker_id=one.worker_id,
        pence=one.pence,
        reason=one.reason,
        of_run_id=one.of_run_id,
        entered_by_person=desk.prepares,
        entered_at=one.entered_at,
    )
