"""Time that no visit makes: written down by whoever worked, or for them at a desk."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.people.named import told_apart
from app.time.approving_views import pages
from app.time.schemas import NewTimeSchema, TimeForSchema, new_time
from app.time.views import pages as own
from app.web.context import current_actor, current_coop, read_again
from app.web.forms import Form
from app.web.guards import needs
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.people.queries.facts import workers_on
from franchise_kit.time import actions
from franchise_kit.time.actions.by_hand import NotEmployedThen
from franchise_kit.time.rules.entries import (
    OLDEST,
    NoteNeeded,
    TimeSpanNotPossible,
    TimeStillToCome,
    TimeTooOld,
)
from tenants import clock

__all__ = ["own", "pages", "workers_to_choose"]

_BESIDE = {
    NotEmployedThen.code: "day",
    NoteNeeded.code: "note",
    TimeSpanNotPossible.code: "ends",
    TimeStillToCome.code: "ends",
    TimeTooOld.code: "day",
}


@own.get("/new")
@needs(Permission.TIMESHEET_SUBMIT)
def new() -> ResponseReturnValue:
    """Ask what one worked besides visits."""
    return _own_page(Form(NewTimeSchema()))


@own.post("/new")
@needs(Permission.TIMESHEET_SUBMIT)
def enter() -> ResponseReturnValue:
    """Write down one's own time."""

    def act(answers: Answers) -> ResponseReturnValue:
        new = new_time(answers)
        actions.enter_own_time(coop=current_coop(), new=new, by=current_actor(), now=clock.now())
        way = url_for(".mine", week=answers["day"])
        return sent_on(way, _("The time is written down. It waits for approval."))

    return posted(Form(NewTimeSchema(), data=request.form), act, page=_own_page, beside=_BESIDE)


@pages.get("/add")
@needs(Permission.TIMESHEET_APPROVE)
def add() -> ResponseReturnValue:
    """Ask what somebody worked besides visits."""
    return _desk_page(_desk_form())


@pages.post("/add")
@needs(Permission.TIMESHEET_APPROVE)
def enter_for() -> ResponseReturnValue:
    """Write down somebody's time."""

    def act(answers: Answers) -> ResponseReturnValue:
        actions.enter_time(
            coop=current_coop(),
            worker_id=answers["worker_id"],
            new=new_time(answers),
            by=current_actor(),
            now=clock.now(),
        )
        return sent_on(url_for(".waiting"), _("The time is written down. Somebody else approves it."))

    return posted(_desk_form(data=request.form), act, page=_desk_page, beside=_BESIDE)


def workers_to_choose() -> list[tuple[str, str]]:
    """Return who works here now, or did as long as time may still be written down, by family name."""
    with read_again() as session:
        called = told_apart(session)
        found = {
            one.id: called(one.id, one.full_name)
            for day in (clock.today() - OLDEST, clock.today())
            for one in workers_on(session, day)
        }
    return [(str(worker_id), name) for worker_id, name in found.items()]


def _own_page(form: Form) -> str:
    return render_template(
        "hours/new.html",
        form=form,
        title=_("Write down time"),
        lede=_("Visits, and the ways between them, write themselves down. This is for everything else."),
        way=url_for("hours.enter"),
        back_url=url_for("hours.mine"),
        back=_("My hours"),
    )


def _desk_page(form: Form) -> str:
    return render_template(
        "hours/new.html",
        form=form,
        title=_("Write down time"),
        lede=_("For a worker, who is told. Somebody else approves it."),
        way=url_for("timesheets.enter_for"),
        back_url=url_for("timesheets.waiting"),
        back=_("Hours to approve"),
    )


def _desk_form(**typed: Any) -> Form:  # noqa: ANN401 (what a Form takes)
    return Form(TimeForSchema(), options={"worker_id": workers_to_choose()}, **typed)
