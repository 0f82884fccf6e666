"""Corrections of a worker's pay: entered by whoever prepares it, taken and approved with the next run."""

from functools import partial
from typing import Final
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.payroll.payslip_views import pages
from app.payroll.schedule_schemas import TAKES, CorrectPay, correction_of
from app.web import dates
from app.web.context import current_actor, current_coop, read_again
from app.web.forms import Form
from app.web.guards import needs
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.payroll import queries
from franchise_kit.payroll.actions.correcting import correct_pay
from franchise_kit.payroll.rules.correcting import MOST_PENCE, TOO_MUCH
from franchise_kit.payroll.rules.runs import APPROVED
from franchise_kit.people.queries import get_worker
from tenants import clock

BESIDE: Final = {"correction_not_possible": "reason", "correction_run_not_theirs": "of_run_id"}


@pages.get("/workers/<uuid:worker_id>/correct")
@needs(Permission.PAYRUN_PREPARE)
def ask_correction(worker_id: UUID) -> ResponseReturnValue:
    """Ask for a sum that puts a worker's earlier pay right."""
    return _page(worker_id, _form(worker_id, is_sent=False))


@pages.post("/workers/<uuid:worker_id>/correct")
@needs(Permission.PAYRUN_PREPARE)
def correct(worker_id: UUID) -> ResponseReturnValue:
    """Keep the sum; the next run takes it."""

    def keep(answers: Answers) -> ResponseReturnValue:
        correct_pay(
            coop=current_coop(),
            correction=correction_of(worker_id, answers),
            by=current_actor(),
            now=clock.now(),
        )
        said = _("The correction is kept. The next run takes it, and it holds when that run is approved.")
        return sent_on(url_for(".of_worker", worker_id=worker_id), said)

    form = _form(worker_id, is_sent=True)
    return posted(form, keep, page=partial(_page, worker_id), beside=BESIDE)


def _form(worker_id: UUID, *, is_sent: bool) -> Form:
    with read_again() as session:
        found = queries.list_payslips(session, by=current_actor())
    options = [
        (str(one.pay_run_id), dates.plain_date(one.pay_on))
        for one in found
        if one.worker_id == worker_id and one.state == APPROVED
    ]
    kept: dict[str, object] = {"of_run_id": request.args.get("of_run_id", "")}
    # What a check of a run proposes to take back.
    back_pence = request.args.get("back_pence", type=int)
    if back_pence is not None and 0 < back_pence <= MOST_PENCE:
        kept |= CorrectPay().dump({"direction": TAKES, "amount": back_pence, "reason": TOO_MUCH})
    data = request.form if is_sent else None
    return Form(CorrectPay(), data=data, obj=kept, options={"of_run_id": options})


def _page(worker_id: UUID, form: Form) -> str:
    with read_again() as session:
        worker = get_worker(session, worker_id, by=current_actor())
    return render_template(
        "workers/step.html",
        form=form,
        title=_("Put their pay right"),
        lede=_(
            "%(name)s. A payslip that was approved stays: the next one has a line more.",
            name=worker.full_name,
        ),
        back_url=url_for(".of_worker", worker_id=worker_id),
        to_url=url_for(".correct", worker_id=worker_id),
        button=_("Keep the correction"),
    )
