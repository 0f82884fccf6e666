"""Leave for families, for whoever prepares pay: statutory pay goes by what is entered here."""

from functools import partial
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.payroll import family_words as words
from app.payroll.family_schemas import FamilyLeaveSchema, StopFamilyLeaveSchema, leave_of
from app.web.context import current_actor, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.posting import Answers, acted, posted
from franchise_kit.access import Permission
from franchise_kit.payroll.actions import family_leave as actions
from franchise_kit.payroll.queries.family_leave import get_family_leave, list_family_leave
from franchise_kit.people.queries.facts import workers_on
from tenants import clock

pages = Blueprint("family_leave", __name__, url_prefix="/family-leave")
only_for(pages, "coop")
PREPARE: Final = Permission.PAYRUN_PREPARE
BESIDE: Final = MappingProxyType(
    {
        "no_such_statutory_week": "weeks",
        "family_leave_too_early": "begins_on",
        "family_leave_overlaps": "begins_on",
        "family_leave_not_employed": "begins_on",
        "family_average_not_possible": "average",
        "no_figures_for_tax_year": "child_on",
        "not_found": "worker_id",
    }
)
STOPPING: Final = MappingProxyType(
    {
        "family_leave_stop_not_possible": "stopped_on",
        "family_leave_paid_already": "stopped_on",
        "family_leave_changed_meanwhile": None,
    }
)


@pages.get("")
@needs(PREPARE)
def index() -> ResponseReturnValue:
    """List leave for families, the latest first."""
    found = list_family_leave(reading_session(), by=current_actor(), now=clock.now())
    return render_template("payroll/family_leaves.html", leaves=found, words=words)


@pages.get("/new")
@needs(PREPARE)
def new() -> ResponseReturnValue:
    """Ask about leave for a family."""
    return _new_page(_form())


@pages.post("/new")
@needs(PREPARE)
def enter() -> ResponseReturnValue:
    """Enter leave for a family."""

    def act(answers: Answers) -> ResponseReturnValue:
        facts = {"worker_id": answers["worker_id"], "leave": leave_of(answers)}
        return acted(actions.enter_family_leave, url_for(".index"), _("The leave is entered"), **facts)

    return posted(_form(data=request.form), act, page=_new_page, beside=BESIDE)


@pages.get("/<uuid:leave_id>/stop")
@needs(PREPARE)
def ask_stop(leave_id: UUID) -> ResponseReturnValue:
    """Ask from which day on it is no leave."""
    return _stop_page(leave_id)


@pages.post("/<uuid:leave_id>/stop")
@needs(PREPARE)
def stop(leave_id: UUID) -> ResponseReturnValue:
    """Stop leave from a day on, or take it back."""

    def act(answers: Answers) -> ResponseReturnValue:
        done = _("The leave is stopped")
        return acted(actions.stop_family_leave, url_for(".index"), done, leave_id=leave_id, **answers)

    form = Form(StopFamilyLeaveSchema(), data=request.form)
    return posted(form, act, page=partial(_stop_page, leave_id), beside=STOPPING)


def _form(**typed: Any) -> Form:  # noqa: ANN401 - what a form is made with
    with read_again() as session:
        workers = [(str(one.id), one.full_name) for one in workers_on(session, clock.today())]
    return Form(FamilyLeaveSchema(), options={"worker_id": workers}, **typed)


def _new_page(form: Form) -> str:
    return render_template("payroll/family_leave_new.html", form=form)


def _stop_page(leave_id: UUID, form: Form | None = None) -> str:
    with read_again() as session:
        found = get_family_leave(session, leave_id, by=current_actor(), now=clock.now())
    made = form or Form(StopFamilyLeaveSchema(), obj={"version": found.leave.version})
    return render_template("payroll/family_leave_stop.html", found=found, form=made, words=words)
