"""The end of a run: said to be paid by whoever approves, and closed by whoever prepares or approves."""

from functools import partial
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.payroll.approval_views import pages as approvals
from app.payroll.run_views import pages
from app.payroll.schedule_schemas import CloseRun
from app.web import dates
from app.web.context import current_actor, current_coop, read_again
from app.web.forms import Form
from app.web.guards import needs
from app.web.posting import Answers, acted, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.payroll import queries
from franchise_kit.payroll.actions import closing
from franchise_kit.payroll.rules.runs import APPROVED
from tenants import clock
from tenants.refusal import NotFound

BESIDE = {"pay_run_not_filed": "not_filed_reason", "pay_run_not_paid": None, "pay_run_closed": None}


@pages.get("/<uuid:pay_run_id>/close")
@needs(Permission.PAYRUN_PREPARE)
def ask_closing(pay_run_id: UUID) -> ResponseReturnValue:
    """Say what closing a run does, and ask for it."""
    return _page(pay_run_id, Form(CloseRun()))


@pages.post("/<uuid:pay_run_id>/close")
@needs(Permission.PAYRUN_PREPARE)
def close(pay_run_id: UUID) -> ResponseReturnValue:
    """Close a run, then show it."""
    return _closed(pay_run_id)


@approvals.get("/<uuid:pay_run_id>/close")
@needs(Permission.PAYRUN_APPROVE)
def ask_closing_of_approved(pay_run_id: UUID) -> ResponseReturnValue:
    """Say what closing a run does, and ask for it."""
    return _page(pay_run_id, Form(CloseRun()))


@approvals.post("/<uuid:pay_run_id>/close")
@needs(Permission.PAYRUN_APPROVE)
def close_approved(pay_run_id: UUID) -> ResponseReturnValue:
    """Close a run, then show it."""
    return _closed(pay_run_id)


@approvals.post("/<uuid:pay_run_id>/said-paid")
@needs(Permission.PAYRUN_APPROVE, fresh=True)
def say_paid(pay_run_id: UUID) -> ResponseReturnValue:
    """Say that a run was paid without a file from here."""
    said = _("It is kept that everybody in this run is paid.")
    return acted(closing.say_paid, url_for(".show", pay_run_id=pay_run_id), said, pay_run_id=pay_run_id)


def _closed(pay_run_id: UUID) -> ResponseReturnValue:
    def act(answers: Answers) -> ResponseReturnValue:
        closing.close_run(
            coop=current_coop(), pay_run_id=pay_run_id, **answers, by=current_actor(), now=clock.now()
        )
        said = _("The run is closed. What is still wrong in it is put right by a correction.")
        return sent_on(url_for(".show", pay_run_id=pay_run_id), said)

    form = Form(CloseRun(), data=request.form)
    return posted(form, act, page=partial(_page, pay_run_id), beside=BESIDE)


def _page(pay_run_id: UUID, form: Form) -> str:
    with read_again() as session:
        run = queries.get_run(session, pay_run_id, by=current_actor())
    if run.state != APPROVED or run.is_closed:
        raise NotFound(record_kind="pay_run")
    # Both blueprints have these addresses, by other names.
    is_approving = request.blueprint == approvals.name
    return render_template(
        "workers/step.html",
        form=form,
        title=_("Close this run"),
        lede=_(
            "Pay on %(day)s. When it is paid and filed, it is closed, and nothing of it changes any more.",
            day=dates.plain_date(run.pay_on),
        ),
        back_url=url_for(".show", pay_run_id=pay_run_id),
        to_url=url_for(".close_approved" if is_approving else ".close", pay_run_id=pay_run_id),
        button=_("Close it"),
    )
