"""What the pages of a run show, to whoever prepares it and to whoever approves it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from uuid import UUID

from flask import render_template
from sqlalchemy.orm import Session

from app.payroll import checks, words
from app.payroll.concern_words import Said
from app.payroll.jobs import may_have_papers
from app.payroll.schedule_words import NOT_FILED, period_words, run_kind_words
from app.payroll.sums import from_gross_to_net
from app.people.named import Called, told_apart
from app.time.words import duration
from app.web.context import current_actor, read_again
from app.web.forms import Form
from franchise_kit.access import Permission
from franchise_kit.payroll import queries
from franchise_kit.payroll.queries import LeftOut, RunFacts, WithoutOwner
from franchise_kit.payroll.rules.runs import APPROVED
from tenants.refusal import NotFound


def runs_page(runs: Sequence[RunFacts], *, is_approving: bool, may_draft: bool = False) -> str:
    """Return the list of runs, with schedule and kind where there is more than one of them."""
    by = current_actor()
    return render_template(
        "payroll/runs.html",
        runs=runs,
        may_draft=may_draft,
        is_approving=is_approving,
        tells_kinds=len({(run.schedule_id, run.kind) for run in runs}) > 1,
        may_read_leavers=not is_approving and by.may(Permission.PAYSLIP_READ),
        words=words,
        run_kind_words=run_kind_words,
    )


def run_page(session: Session, pay_run_id: UUID, *, is_approving: bool) -> str:
    """Return the page of one run."""
    by = current_actor()
    run = queries.get_run(session, pay_run_id, by=by)
    without = queries.list_without_owner(session, pay_run_id, by=by)
    called = told_apart(session)
    left_out = queries.list_left_out(session, pay_run_id, by=by)
    return render_template(
        "payroll/run.html",
        run=run,
        called=called,
        lines=queries.list_lines(session, pay_run_id, by=by),
        left_out=left_out,
        concerns=_concerns(session, run, called, left_out),
        comings=queries.list_comings(session, run, by=by),
        checks=checks,
        without_owner=_by_worker(without),
        held_up=_left(without),
        last_day=run.period_until - timedelta(days=1),
        is_approving=is_approving,
        may_read_pay=queries.may_read_pay(by),
        may_read_payslips=by.may(Permission.PAYSLIP_READ) and not is_approving,
        may_have_papers=run.state == APPROVED and may_have_papers(by) and not is_approving,
        words=words,
        duration=duration,
        run_kind_words=run_kind_words,
        not_filed=NOT_FILED,
        period=period_words(run.tax_year, run.tax_period, run.frequency),
        figures=from_gross_to_net(run.sums),
    )


def _concerns(session: Session, run: RunFacts, called: Called, left_out: Sequence[LeftOut]) -> list[Said]:
    """Return what to look at before a run is paid; afterwards there is nothing to look at first."""
    if run.is_paid or run.is_closed:
        return []
    found = queries.list_concerns(session, run, by=current_actor(), left_out=left_out)
    return checks.concern_words(found, called)


def approval_page(session: Session, pay_run_id: UUID) -> str:
    """Return the page that asks for an approval: the run beside the last one, and what to look at."""
    by = current_actor()
    run, called = queries.get_run(session, pay_run_id, by=by), told_apart(session)
    return render_template(
        "payroll/approve.html",
        run=run,
        called=called,
        compared=queries.find_compared(session, run, by=by),
        concerns=checks.concern_words(queries.list_concerns(session, run, by=by), called),
        checks=checks,
        words=words,
    )


def without_owner_page(pay_run_id: UUID, form: Form) -> str:
    """Return the page of the time that no run pays, with the form that sets it aside."""
    by = current_actor()
    with read_again() as session:
        run = queries.get_run(session, pay_run_id, by=by)
        if not run.is_open or not queries.may_read_pay(by):
            raise NotFound(record_kind="pay_run")
        found = queries.list_without_owner(session, pay_run_id, by=by)
        return render_template(
            "payroll/without_owner.html",
            run=run,
            called=told_apart(session),
            form=form,
            workers=_by_worker(found),
            left=_left(found),
            may_approve_time=by.may(Permission.TIMESHEET_APPROVE),
            may_read_workers=by.may(Permission.WORKER_READ),
            words=words,
            duration=duration,
        )


@dataclass(frozen=True, slots=True)
class OfWorker:
    """A worker's days of which no run pays some time."""

    worker_id: UUID
    name: str = field(repr=False)
    days: list[WithoutOwner]

    @property
    def minutes(self) -> int:
        """All of it."""
        return sum(one.seen.minutes for one in self.days)

    @property
    def reasons(self) -> list[str]:
        """Why days of it are set aside, each reason once."""
        return sorted({one.reason for one in self.days if one.reason is not None})


def _by_worker(found: list[WithoutOwner]) -> list[OfWorker]:
    grouped = groupby(found, key=lambda one: (one.seen.worker_id, one.worker_name))
    return [OfWorker(worker_id, name, list(days)) for (worker_id, name), days in grouped]


def _left(found: list[WithoutOwner]) -> int:
    """Return how many days hold a run up."""
    return len({(one.seen.worker_id, one.seen.day) for one in found if one.reason is None})
