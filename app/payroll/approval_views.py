"""Pay runs for whoever approves them: a second person, who has just proved who they are."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.payroll.pages import approval_page, run_page, runs_page
from app.web.context import current_actor, current_coop, reading_session
from app.web.guards import needs
from app.web.hosts import office_url, only_for
from franchise_kit.access import Permission
from franchise_kit.payroll import actions, queries
from tenants import clock

pages = Blueprint("pay_approvals", __name__, url_prefix="/pay-approvals")
only_for(pages, "coop")


@pages.get("")
@needs(Permission.PAYRUN_APPROVE)
def index() -> ResponseReturnValue:
    """List the runs, with those that wait."""
    runs = queries.list_runs(reading_session(), by=current_actor())
    return runs_page(runs, is_approving=True)


@pages.get("/<uuid:pay_run_id>")
@needs(Permission.PAYRUN_APPROVE)
def show(pay_run_id: UUID) -> ResponseReturnValue:
    """Show what is to be approved."""
    return run_page(reading_session(), pay_run_id, is_approving=True)


@pages.get("/<uuid:pay_run_id>/approve")
@needs(Permission.PAYRUN_APPROVE, fresh=True)
def ask(pay_run_id: UUID) -> ResponseReturnValue:
    """Say what an approval does, and ask for it."""
    return approval_page(reading_session(), pay_run_id)


@pages.post("/<uuid:pay_run_id>/approve")
@needs(Permission.PAYRUN_APPROVE, fresh=True)
def approve(pay_run_id: UUID) -> ResponseReturnValue:
    """Approve a run, then show it."""
    coop = current_coop()
    actions.approve_run(
        coop=coop,
        pay_run_id=pay_run_id,
        by=current_actor(),
        address=lambda path: office_url(coop, path),
        now=clock.now(),
    )
    flash(_("The run is approved. Everybody who is paid can read their payslip now."))
    return redirect(url_for(".show", pay_run_id=pay_run_id), code=303)


@pages.post("/<uuid:pay_run_id>/send-back")
@needs(Permission.PAYRUN_APPROVE)
def send_back(pay_run_id: UUID) -> ResponseReturnValue:
    """Take a run back that should not be paid so."""
    actions.roll_back_run(coop=current_coop(), pay_run_id=pay_run_id, by=current_actor(), now=clock.now())
    flash(_("The run is taken back. Its hours can be paid by a new one."))
    return redirect(url_for(".show", pay_run_id=pay_run_id), code=303)
