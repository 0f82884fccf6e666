"""Pay runs, for whoever prepares or approves them: totals, each worker's line, and who is left out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, PermissionLacking
from franchise_kit.payroll.models import BankFile, PayRun, PaySchedule, Payslip, PayslipLine
from franchise_kit.payroll.queries.belonging import of_run
from franchise_kit.payroll.queries.correcting import runs_entered_by
from franchise_kit.payroll.queries.payable import paid_elsewhere
from franchise_kit.payroll.queries.reaching import may_read_pay, may_read_runs
from franchise_kit.payroll.queries.working import draft_of, payable_among
from franchise_kit.payroll.rules.made import NO_SUMS, SUMS, PaySums
from franchise_kit.payroll.rules.runs import APPROVED, OPEN, REGULAR
from franchise_kit.people.queries.facts import names_of
from franchise_kit.people.queries.for_pay import worker_ids_between
from franchise_kit.time.queries.unpaid import list_approved, workers_waiting
from tenants.actor import Actor
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class RunFacts:
    """A run and its totals in whole pence; ``period_until`` is exclusive.

    ``state`` is draft, submitted, approved or rolled_back. What is approved ``is_paid`` by a file that stands
    or by somebody's word, and ``is_closed`` for good after that. The co-op's own schedule has no name.
    """

    id: UUID
    pay_on: date
    period_from: date
    period_until: date
    tax_year: str
    tax_period: int
    kind: str
    schedule_id: UUID
    schedule_name: str
    frequency: str
    state: str
    is_paid: bool
    is_closed: bool
    not_filed_reason: str | None
    is_by_bureau: bool
    is_drafted_by_me: bool
    is_entered_by_me: bool
    is_submitted_by_me: bool
    drafted_at: datetime
    submitted_at: datetime | None
    approved_at: datetime | None
    closed_at: datetime | None
    payslips: int
    sums: PaySums

    @property
    def gross_pence(self) -> int:
        """All gross pay."""
        return self.sums.gross_pence

    @property
    def tax_pence(self) -> int:
        """All tax."""
        return self.sums.tax_pence

    @property
    def employee_ni_pence(self) -> int:
        """All workers' contributions."""
        return self.sums.employee_ni_pence

    @property
    def employer_ni_pence(self) -> int:
        """The employer's contributions."""
        return self.sums.employer_ni_pence

    @property
    def net_pence(self) -> int:
        """All net pay, expenses with it."""
        return self.sums.net_pence

    @property
    def is_mine(self) -> bool:
        """Whether the reader drafted, sent or corrected it, so that somebody else must approve it."""
        return self.is_drafted_by_me or self.is_submitted_by_me or self.is_entered_by_me

    @property
    def is_open(self) -> bool:
        """Whether it can still be approved or taken back."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class RunLine:
    """One worker in a run; ``before_pence`` is their gross pay in the run before it, if they were in it.

    ``late_minutes`` are those of ``minutes`` that are of days before the run's period.
    """

    payslip_id: UUID
    worker_id: UUID
    worker_name: str = field(repr=False)
    minutes: int
    late_minutes: int
    gross_pence: int
    tax_pence: int
    employee_ni_pence: int
    net_pence: int
    before_pence: int | None

    @property
    def difference_pence(self) -> int | None:
        """How much more or less than last time, if there was one."""
        return None if self.before_pence is None else self.gross_pence - self.before_pence


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A worker whom an open run does not pay, or not for all approved time, and why: a code."""

    worker_id: UUID
    worker_name: str = field(repr=False)
    reason: str


def list_runs(session: Session, *, by: Actor) -> list[RunFacts]:
    """Return all runs, the latest pay day first."""
    check_reads_runs(by)
    rows = session.scalars(select(PayRun).order_by(PayRun.pay_on.desc(), PayRun.drafted_at.desc()))
    return _facts(session, rows, by)


def get_run(session: Session, pay_run_id: UUID, *, by: Actor) -> RunFacts:
    """Return one run, or raise ``NotFound``."""
    check_reads_runs(by)
    return _facts(session, [row_of(session, pay_run_id)], by)[0]


def find_last_run(session: Session, run: RunFacts, *, by: Actor) -> RunFacts | None:
    """Return the approved regular run of the same schedule before a run's pay day, or ``None``."""
    check_reads_runs(by)
    rows = session.scalars(_before(run.schedule_id, run.pay_on)).all()
    return next(iter(_facts(session, rows, by)), None)


def list_lines(session: Session, pay_run_id: UUID, *, by: Actor) -> list[RunLine]:
    """Return what each worker is paid in a run, by name; nothing for whoever may not read pay."""
    check_reads_runs(by)
    run = row_of(session, pay_run_id)
    if not may_read_pay(by):
        return []
    rows = session.scalars(select(Payslip).where(Payslip.pay_run_id == run.id)).all()
    names = names_of(session, {row.worker_id for row in rows})
    minutes = _minutes(session, run.id)
    before = _gross_before(session, run)
    lines = [
        RunLine(
            payslip_id=row.id,
            worker_id=row.worker_id,
            worker_name=names[row.worker_id],
            minutes=sum(minutes.get(row.id, {}).values()),
            late_minutes=minutes.get(row.id, {}).get(True, 0),
            gross_pence=row.gross_pence,
            tax_pence=row.tax_pence,
            employee_ni_pence=row.employee_ni_pence,
            net_pence=row.net_pence,
            before_pence=before.get(row.worker_id),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (line.worker_name, line.payslip_id))


def list_left_out(session: Session, pay_run_id: UUID, *, by: Actor) -> list[LeftOut]:
    """Return who works here and is not in an open run, or has more time than it pays, by name, and why.

    ``reason`` is no_rate, no_tax, tax_code_not_understood, no_such_ni_category, overdrawn, other_run_open,
    paid_later_already, what a rule refuses, such as deductions_above_pay, nothing_approved, or can_be_paid
    for somebody whom a new draft would take in.
    """
    check_reads_runs(by)
    run = row_of(session, pay_run_id)
    if run.state not in OPEN or not may_read_pay(by):
        return []
    until = run.period_until
    approved = of_run(session, run, workers_waiting(session, until=until)) if run.takes_time else set()
    days = (run.period_from, run.pay_on)
    working = (worker_ids_between(session, day, day + timedelta(days=1)) for day in days)
    here = of_run(session, run, chain.from_iterable(working))
    paid = set(session.scalars(select(Payslip.worker_id).where(Payslip.pay_run_id == run.id)))
    asked = (here - paid) | approved
    reasons = dict.fromkeys(approved, "can_be_paid") | paid_elsewhere(
        session, asked, pay_on=run.pay_on, but=run.id
    )
    if approved:
        whom = payable_among(session, run, approved)
        worked = list_approved(session, until=until, worker_ids=whom.worker_ids)
        reasons |= draft_of(session, run, whom, worked).left_out
    found = [
        LeftOut(worker_id, name, reasons.get(worker_id, "nothing_approved"))
        for worker_id, name in names_of(session, asked).items()
    ]
    return sorted(found, key=lambda one: (one.worker_name, one.worker_id))


def check_reads_runs(by: Actor) -> None:
    """Raise ``PermissionLacking`` for whoever neither prepares nor approves runs; for this room."""
    if not may_read_runs(by):
        raise PermissionLacking(permission=Permission.PAYRUN_PREPARE.value)


def row_of(session: Session, pay_run_id: UUID) -> PayRun:
    """Return a run's row, or raise ``NotFound``; for this room: it asks nobody."""
    row = session.get(PayRun, pay_run_id)
    if row is None:
        raise NotFound(record_kind="pay_run")
    return row


def _facts(session: Session, rows: Iterable[PayRun], by: Actor) -> list[RunFacts]:
    listed = list(rows)
    ids = {row.id for row in listed}
    totals, names = _totals(session, ids), _schedule_names(session)
    filed = select(BankFile.pay_run_id).where(BankFile.withdrawn_at.is_(None), BankFile.pay_run_id.in_(ids))
    paid, entered = set(session.scalars(filed)), runs_entered_by(session, by.person_id, ids)
    return [
        RunFacts(
            id=row.id,
            pay_on=row.pay_on,
            period_from=row.period_from,
            period_until=row.period_until,
            tax_year=row.tax_year,
            tax_period=row.tax_period,
            kind=row.kind,
            schedule_id=row.schedule_id,
            schedule_name=names[row.schedule_id],
            frequency=row.frequency,
            state=row.state,
            is_paid=row.said_paid_at is not None or row.id in paid,
            is_closed=row.closed_at is not None,
            not_filed_reason=row.not_filed_reason,
            is_by_bureau=row.drafted_by_entry is not None,
            is_drafted_by_me=row.drafted_by_person == by.person_id,
            is_entered_by_me=row.id in entered,
            is_submitted_by_me=row.submitted_by_person is not None
            and row.submitted_by_person == by.person_id,
            drafted_at=row.drafted_at,
            submitted_at=row.submitted_at,
            approved_at=row.approved_at,
            closed_at=row.closed_at,
            payslips=totals.get(row.id, (0, NO_SUMS))[0],
            sums=totals.get(row.id, (0, NO_SUMS))[1],
        )
        for row in listed
    ]


def _totals(session: Session, ids: Collection[UUID]) -> dict[UUID, tuple[int, PaySums]]:
    """Return of some runs how many payslips they have, and all sums."""
    columns = (func.sum(getattr(Payslip, name)) for name in SUMS)
    summed = (
        select(Payslip.pay_run_id, func.count(), *columns)
        .where(Payslip.pay_run_id.in_(ids))
        .group_by(Payslip.pay_run_id)
    )
    return {run_id: (count, PaySums(*map(int, sums))) for run_id, count, *sums in session.execute(summed)}


def _schedule_names(session: Session) -> dict[UUID, str]:
    return dict(session.execute(select(PaySchedule.id, PaySchedule.name)).all())


def _minutes(session: Session, pay_run_id: UUID) -> dict[UUID, dict[bool, int]]:
    """Return minutes by payslip, and in it by whether they are late."""
    summed = (
        select(PayslipLine.payslip_id, PayslipLine.is_late, func.sum(PayslipLine.minutes))
        .join(Payslip, Payslip.id == PayslipLine.payslip_id)
        .where(Payslip.pay_run_id == pay_run_id)
        .group_by(PayslipLine.payslip_id, PayslipLine.is_late)
    )
    found: dict[UUID, dict[bool, int]] = {}
    for payslip_id, is_late, minutes in session.execute(summed):
        found.setdefault(payslip_id, {})[is_late] = int(minutes)
    return found


def _gross_before(session: Session, run: PayRun) -> dict[UUID, int]:
    """Return gross pay by worker in the regular run before another of its schedule."""
    last = session.scalars(_before(run.schedule_id, run.pay_on)).first()
    if last is None:
        return {}
    wanted = select(Payslip.worker_id, Payslip.gross_pence).where(Payslip.pay_run_id == last.id)
    return dict(session.execute(wanted).all())


def _before(schedule_id: UUID, pay_on: date) -> Select[PayRun]:
    earlier = select(PayRun).where(
        PayRun.state == APPROVED,
        PayRun.kind == REGULAR,
        PayRun.schedule_id == schedule_id,
        PayRun.pay_on < pay_on,
    )
    return earlier.order_by(PayRun.pay_on.desc()).limit(1)
