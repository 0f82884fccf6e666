"""What the pages of a run show, to whoever prepares it and to whoever approves it."""

from datetime import timedelta
from uuid import UUID

from flask import render_template
from sqlalchemy.orm import Session

from app.payroll import checks, words
from app.time.words import duration
from app.web.context import current_actor
from franchise_kit.access import Permission
from franchise_kit.payroll import queries


def run_page(session: Session, pay_run_id: UUID, *, is_approving: bool) -> str:
    """Return the page of one run."""
    by = current_actor()
    run = queries.get_run(session, pay_run_id, by=by)
    return render_template(
        "payroll/run.html",
        run=run,
        lines=queries.list_lines(session, pay_run_id, by=by),
        left_out=queries.list_left_out(session, pay_run_id, by=by),
        concerns=checks.concern_words(queries.list_concerns(session, run, by=by)),
        unapproved=queries.list_unapproved(session, pay_run_id, by=by),
        last_day=run.period_until - timedelta(days=1),
        is_approving=is_approving,
        may_read_pay=queries.may_read_pay(by),
        may_read_payslips=by.may(Permission.PAYSLIP_READ) and not is_approving,
        words=words,
        duration=duration,
    )


def approval_page(session: Session, pay_run_id: UUID) -> str:
    """Return the page that asks for an approval: the run beside the last one, and what to look at."""
    by = current_actor()
    run = queries.get_run(session, pay_run_id, by=by)
    return render_template(
        "payroll/approve.html",
        run=run,
        compared=queries.find_compared(session, run, by=by),
        concerns=checks.concern_words(queries.list_concerns(session, run, by=by)),
        checks=checks,
        words=words,
    )
