"""Pay runs for whoever prepares them: drafted, sent to be approved, taken back."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.payroll.pages import run_page, runs_page, without_owner_page
from app.payroll.schemas import SetAsideShown, set_aside_of
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.posting import Answers, posted, sent_on
from app.web.refusals import sentence_for
from franchise_kit.access import Permission
from franchise_kit.payroll import actions, queries
from franchise_kit.payroll.rules.orphans import NothingToSetAside, TimeChangedSince, TimeWithoutOwner
from tenants import clock

pages = Blueprint("pay_runs", __name__, url_prefix="/pay-runs")
only_for(pages, "coop")


@pages.get("")
@needs(Permission.PAYRUN_PREPARE)
def index() -> ResponseReturnValue:
    """List the runs, the latest pay day first."""
    session, by = reading_session(), current_actor()
    return runs_page(queries.list_runs(session, by=by), may_draft=queries.may_draft(by), is_approving=False)


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
