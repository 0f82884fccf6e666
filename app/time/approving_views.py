"""The hours that wait for a yes, by worker."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app.time import words
from app.time.schemas import ApproveShown
from app.time.weeks import by_day, by_worker, is_off_plan
from app.web.context import current_actor, current_coop, read_again
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.people.queries import find_own_worker
from franchise_kit.time import queries
from franchise_kit.time.actions import approve_entries
from franchise_kit.time.actions.approving import NoTimeChosen
from tenants import clock

# Apart from one's own hours, so that the way about marks one of the two places.
pages = Blueprint("timesheets", __name__, url_prefix="/hours")
only_for(pages, "coop")


@pages.get("/approve")
@needs(Permission.TIMESHEET_APPROVE)
def waiting() -> ResponseReturnValue:
    """List the hours that nobody has approved, by worker."""
    return _waiting_page(Form(ApproveShown()))


@pages.post("/approve")
@needs(Permission.TIMESHEET_APPROVE)
def approve() -> ResponseReturnValue:
    """Approve the hours that are ticked, or all of the worker that were shown."""

    def act(answers: Answers) -> ResponseReturnValue:
        chosen = answers["shown_ids" if answers["which"] == "all" else "entry_ids"]
        count = approve_entries(coop=current_coop(), entry_ids=chosen, by=current_actor(), now=clock.now())
        said = ngettext("%(num)d entry is approved", "%(num)d entries are approved", count)
        return sent_on(url_for(".waiting"), said)

    beside = {NoTimeChosen.code: "entry_ids"}
    return posted(Form(ApproveShown(), data=request.form), act, page=_waiting_page, beside=beside)


def _waiting_page(form: Form) -> str:
    by = current_actor()
    with read_again() as session:
        entries = queries.list_waiting(session, by=by)
        planned = queries.planned_minutes(session, entries, by=by)
        forgotten = queries.list_forgotten(session, by=by, now=clock.now())
        own = find_own_worker(session, by=by)
    return render_template(
        "hours/waiting.html",
        form=form,
        workers=by_worker(entries),
        planned=planned,
        is_off_plan=is_off_plan,
        forgotten=forgotten,
        own_id=own.id if own is not None else None,
        by_day=by_day,
        words=words,
    )
