"""Making a pay run out of approved time, rates, what else is owed and what the tax office says."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert as insert_or_not
from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.kernel.days import london_day
from franchise_kit.payroll.actions.keeping import keep_payslips
from franchise_kit.payroll.actions.other_pay import hold_other_pay
from franchise_kit.payroll.actions.schedules import open_schedule
from franchise_kit.payroll.actions.telling_due import tell_dues
from franchise_kit.payroll.models import PayRun, PaySchedule
from franchise_kit.payroll.queries.payable import living_runs
from franchise_kit.payroll.queries.reaching import check_reach
from franchise_kit.payroll.queries.working import RunMade, draft_of, payable_by
from franchise_kit.payroll.rules import runs as rules
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.tax_calendar import Frequency, period_of
from franchise_kit.people.queries.facts import worker_of_id
from franchise_kit.time.actions import gather, release
from franchise_kit.time.queries.unpaid import workers_waiting
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import transaction


def draft_run(  # noqa: PLR0913 - a run is a pay day, its days, a schedule, and whom it is for
    *,
    coop: Coop,
    pay_on: date,
    period_from: date,
    period_until: date,
    by: Actor,
    now: datetime,
    schedule_id: UUID | None = None,
    kind: rules.Kind = rules.EVERYBODY,
) -> UUID:
    """Make the run of a pay day, with a payslip for everybody whose time and particulars allow it.

    The days are London's, ``period_until`` exclusive. It takes all approved time of them and of earlier days
    that no run holds, so that no approved minute stays without an owner, and what else is owed. Without a
    ``schedule_id`` it is of the co-op's own schedule. ``kind`` says whether it is for everybody on it.
    Whoever has no rate, no tax particulars or nothing that is owed is left out, and so is who has more time
    taken off than there is to pay, or is paid by another open run; ``list_left_out`` says so.
    Raises ``PeriodNotPossible``, ``PayDayTooFar``, ``PayRunExists``, ``AnotherRunOpen``,
    ``LaterRunApproved``, ``RunChoosesNobody``, ``LeaverHasNoLastDay``, ``ScheduleClosed``,
    ``OtherPayHeldAlready`` or ``NoFiguresForTaxYear``.
    """
    with transaction(coop, by=by, doing="payroll.draft_run") as session:
        check_reach(session, Permission.PAYRUN_PREPARE, by=by, now=now)
        check_reach(session, Permission.EMPLOYMENT_READ, by=by, now=now)
        rules.check_kind(kind)
        rules.check_period(
            pay_on=pay_on, period_from=period_from, period_until=period_until, today=london_day(now)
        )
        schedule = open_schedule(session, schedule_id, first_on=period_from, now=now)
        if kind.kind == rules.REGULAR:
            rules.check_may_draft(living_runs(session, schedule.id), pay_on)
        _check_chosen(session, kind, period_until)
        days = rules.Days(pay_on, period_from, period_until)
        run = _begin(session, schedule, days, kind, by=by, now=now)
        made = _gathered(session, run)
        keep_payslips(session, run.id, made)
        tell_dues(session)
        journal.note(session, record_kind="pay_run", record_id=run.id, pay_on=pay_on, payslips=len(made.of))
        return run.id


def _check_chosen(session: Session, kind: rules.Kind, period_until: date) -> None:
    for worker_id in kind.chosen:
        worker = worker_of_id(session, worker_id)
        if worker is None:
            raise NotFound(record_kind="worker")
        if kind.kind == rules.LEAVER and (worker.ended_on is None or worker.ended_on >= period_until):
            raise rules.LeaverHasNoLastDay(worker_id=worker_id)


def _begin(
    session: Session, schedule: PaySchedule, days: rules.Days, kind: rules.Kind, *, by: Actor, now: datetime
) -> PayRun:
    if by.person_id is None:
        # Two people make a pay run, and the system is nobody.
        raise NotFound(record_kind="pay_run")
    # Whoever drafts for the same pay day at the same instant waits here, and is then told so.
    written = session.execute(
        insert_or_not(PayRun)
        .values(
            id=uuid4(),
            schedule_id=schedule.id,
            kind=kind.kind,
            chosen=sorted(kind.chosen) or None,
            takes_time=kind.takes_time,
            frequency=schedule.frequency,
            period_from=days.from_,
            period_until=days.until,
            pay_on=days.pay_on,
            tax_year=figures_for(days.pay_on).tax_year,
            tax_period=period_of(days.pay_on, Frequency(schedule.frequency)),
            state=rules.DRAFT,
            drafted_by_person=by.person_id,
            drafted_by_entry=by.entry_id,
            drafted_at=now,
        )
        .on_conflict_do_nothing(
            index_elements=["schedule_id", "pay_on"],
            index_where=text("state <> 'rolled_back' AND kind = 'regular'"),
        )
        .returning(PayRun.id)
    ).first()
    if written is None:
        raise rules.PayRunExists
    return session.get_one(PayRun, written.id)


def _gathered(session: Session, run: PayRun) -> RunMade:
    """Take the time of everybody whom the run may pay, work it out, and let go of who is left out."""
    waiting = workers_waiting(session, until=run.period_until) if run.takes_time else set()
    whom = payable_by(session, run, waiting)
    mine = waiting.intersection(whom.worker_ids)
    worked = gather(session, pay_run_id=run.id, worker_ids=mine, until=run.period_until) if mine else []
    made = draft_of(session, run, whom, worked)
    if left := mine - made.of.keys():
        release(session, run.id, worker_ids=left)
    hold_other_pay(session, run.id, made.other)
    return made
