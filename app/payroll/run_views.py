"""Pay runs for whoever prepares them: drafted, sent to be approved, taken back."""

from calendar import monthrange
from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.payroll import words
from app.payroll.pages import run_page, without_owner_page
from app.payroll.schemas import DraftRun, SetAsideShown, days_of, set_aside_of
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.posting import Answers, posted, sent_on
from app.web.refusals import sentence_for
from franchise_kit.access import Permission
from franchise_kit.payroll import actions, queries
from franchise_kit.payroll.queries import RunFacts
from franchise_kit.payroll.rules.orphans import NothingToSetAside, TimeChangedSince, TimeWithoutOwner
from franchise_kit.payroll.rules.rates import NoFiguresForTaxYear
from franchise_kit.payroll.rules.runs import (
    AnotherRunOpen,
    LaterRunApproved,
    PayDayTooFar,
    PayRunExists,
    PeriodNotPossible,
)
from tenants import clock
from tenants.refusal import NotFound

pages = Blueprint("pay_runs", __name__, url_prefix="/pay-runs")
only_for(pages, "coop")


@pages.get("")
@needs(Permission.PAYRUN_PREPARE)
def index() -> ResponseReturnValue:
    """List the runs, the latest pay day first."""
    session, by = reading_session(), current_actor()
    runs, may_draft = queries.list_runs(session, by=by), queries.may_draft(by)
    return render_template(
        "payroll/runs.html", runs=runs, may_draft=may_draft, is_approving=False, words=words
    )


@pages.get("/new")
@needs(Permission.PAYRUN_PREPARE)
def new() -> ResponseReturnValue:
    """Ask for the days of the next run."""
    session, by = reading_session(), current_actor()
    if not queries.may_draft(by):
        raise NotFound(record_kind="pay_run")
    runs = queries.list_runs(session, by=by)
    return render_template("payroll/new.html", form=Form(DraftRun(), obj=_next_days(runs, clock.today())))


@pages.post("/new")
@needs(Permission.PAYRUN_PREPARE)
def draft() -> ResponseReturnValue:
    """Draft a run, then show it."""
    form = Form(DraftRun(), data=request.form)
    answers = form.validate()
    if answers is None:
        return render_template("payroll/new.html", form=form), 422
    try:
        run_id = actions.draft_run(
            coop=current_coop(), **days_of(answers), by=current_actor(), now=clock.now()
        )
    except (PayDayTooFar, PayRunExists, AnotherRunOpen, LaterRunApproved, NoFiguresForTaxYear) as refusal:
        form.refuse("pay_on", sentence_for(refusal))
    except PeriodNotPossible as refusal:
        form.refuse("last_day", sentence_for(refusal))
    else:
        flash(_("The run is drafted. Look through it, then send it to be approved."))
        return redirect(url_for(".show", pay_run_id=run_id), code=303)
    return render_template("payroll/new.html", form=form), 422


@pages.get("/<uuid:pay_run_id>")
@needs(Permission.PAYRUN_PREPARE)
def show(pay_run_id: UUID) -> ResponseReturnValue:
    """Show one run: totals, each worker, who is left out and why."""
    return run_page(reading_session(), pay_run_id, is_approving=False)


@pages.post("/<uuid:pay_run_id>/submit")
@needs(Permission.PAYRUN_PREPARE)
def submit(pay_run_id: UUID) -> ResponseReturnValue:
    """Send a run to whoever approves; or show the time that must be looked at first."""
    try:
        actions.submit_run(coop=current_coop(), pay_run_id=pay_run_id, by=current_actor(), now=clock.now())
    except TimeWithoutOwner as refusal:
        form = Form(SetAsideShown())
        form.refuse(None, sentence_for(refusal))
        return without_owner_page(pay_run_id, form), 409
    flash(_("The run waits for approval by somebody else."))
    return redirect(url_for(".show", pay_run_id=pay_run_id), code=303)


@pages.get("/<uuid:pay_run_id>/without-owner")
@needs(Permission.PAYRUN_PREPARE)
def without_owner(pay_run_id: UUID) -> ResponseReturnValue:
    """Show the time that no run pays, each day of it."""
    return without_owner_page(pay_run_id, Form(SetAsideShown()))


@pages.post("/<uuid:pay_run_id>/without-owner")
@needs(Permission.PAYRUN_PREPARE)
def set_aside(pay_run_id: UUID) -> ResponseReturnValue:
    """Let the run close without some time, for a reason."""

    def act(answers: Answers) -> ResponseReturnValue:
        days = actions.set_time_aside(
            coop=current_coop(),
            pay_run_id=pay_run_id,
            **set_aside_of(answers),
            by=current_actor(),
            now=clock.now(),
        )
        said = ngettext(
            "Time of %(num)d day is set aside for a later run",
            "Time of %(num)d days is set aside for a later run",
            days,
        )
        return sent_on(url_for(".without_owner", pay_run_id=pay_run_id), said)

    return posted(
        Form(SetAsideShown(), data=request.form),
        act,
        page=lambda form: without_owner_page(pay_run_id, form),
        beside=dict.fromkeys((NothingToSetAside.code, TimeChangedSince.code), "seen"),
    )


@pages.post("/<uuid:pay_run_id>/roll-back")
@needs(Permission.PAYRUN_PREPARE)
def roll_back(pay_run_id: UUID) -> ResponseReturnValue:
    """Take a run back; its hours are free for another."""
    actions.roll_back_run(coop=current_coop(), pay_run_id=pay_run_id, by=current_actor(), now=clock.now())
    flash(_("The run is taken back. Its hours can be paid by a new one."))
    return redirect(url_for(".show", pay_run_id=pay_run_id), code=303)


def _next_days(runs: list[RunFacts], today: date) -> dict[str, date]:
    """Return what the next run will most likely pay: what followed the last one, at the end of the month."""
    last = next((run for run in runs if run.state != "rolled_back"), None)
    first_day = last.period_until if last is not None else today.replace(day=1)
    last_day = max(today - timedelta(days=1), first_day)
    pay_on = last_day.replace(day=monthrange(last_day.year, last_day.month)[1])
    return {"pay_on": pay_on, "first_day": first_day, "last_day": last_day}
