"""On which weekdays sickness is paid, for whoever prepares pay: what holds, what held, and agreeing anew."""

from functools import partial
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.payroll.sick_day_schemas import WHY_WITHOUT, FormGivenSchema, QualifyingDaysSchema, days_of
from app.web.context import current_actor, read_again
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.posting import Answers, acted, posted
from app.web.weekdays import days_words
from franchise_kit.access import Permission
from franchise_kit.payroll.actions.qualifying_days import agree_qualifying_days
from franchise_kit.payroll.actions.sick_forms import say_form_given
from franchise_kit.payroll.queries.ill_without_pay import list_forms_due
from franchise_kit.payroll.queries.qualifying_days import list_qualifying_days
from franchise_kit.people.queries.facts import workers_on
from tenants import clock
from tenants.refusal import NotFound

pages = Blueprint("sick_days", __name__, url_prefix="/sick-pay-days")
only_for(pages, "coop")
PREPARE: Final = Permission.PAYRUN_PREPARE
_BESIDE: Final = {
    "qualifying_days_not_possible": "weekdays",
    "qualifying_days_paid_already": "from_on",
    "not_found": "worker_id",
}


@pages.get("")
@needs(PREPARE)
def index() -> ResponseReturnValue:
    """Show on which weekdays sickness is paid, and ask for others."""
    return _page(_form())


@pages.post("")
@needs(PREPARE)
def agree() -> ResponseReturnValue:
    """Agree on which weekdays sickness is paid from a day on."""

    def act(answers: Answers) -> ResponseReturnValue:
        done = _("The days are kept")
        return acted(agree_qualifying_days, url_for(".index"), done, days=days_of(answers))

    return posted(_form(data=request.form), act, page=_page, beside=_BESIDE)


@pages.get("/forms")
@needs(PREPARE)
def forms() -> ResponseReturnValue:
    """List who was or is ill without sick pay, and is given form SSP1."""
    return _forms_page(Form(FormGivenSchema()))


@pages.post("/forms/<uuid:worker_id>")
@needs(PREPARE)
def give_form(worker_id: UUID) -> ResponseReturnValue:
    """Say that somebody was given form SSP1."""
    done = _("It is kept that the form was given.")
    act = partial(acted, say_form_given, url_for(".forms"), done, worker_id=worker_id)
    form = Form(FormGivenSchema(), data=request.form)
    page = partial(_forms_page, about=worker_id)
    return posted(form, lambda answers: act(**answers), page=page)


def _form(**typed: Any) -> Form:  # noqa: ANN401 - what a form is made with
    with read_again() as session:
        workers = [(str(one.id), one.full_name) for one in workers_on(session, clock.today())]
    return Form(QualifyingDaysSchema(), options={"worker_id": workers}, **typed)


def _forms_page(form: Form, about: UUID | None = None) -> str:
    with read_again() as session:
        found = list_forms_due(session, by=current_actor(), now=clock.now())
    if about is not None and all(one.worker_id != about for one in found):
        raise NotFound(record_kind="worker")
    return render_template(
        "payroll/sick_forms.html", forms=found, form=form, why=WHY_WITHOUT, today=clock.today()
    )


def _page(form: Form) -> str:
    with read_again() as session:
        found = list_qualifying_days(session, by=current_actor(), now=clock.now())
    return render_template("payroll/sick_days.html", entries=found, form=form, days_words=days_words)
