"""Pay schedules: how often the co-op pays, and who is paid by which; for whoever prepares pay."""

from datetime import date
from functools import partial
from typing import Final
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.payroll import schedule_words as words
from app.payroll.schedule_schemas import MakeSchedule, PutOnSchedule, schedule_of
from app.people.named import told_apart
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.posting import Answers, acted, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.payroll.actions import schedules as actions
from franchise_kit.payroll.queries.on_schedules import list_on_schedules
from franchise_kit.payroll.queries.schedules import ScheduleFacts, list_schedules
from tenants import clock
from tenants.refusal import NotFound

pages = Blueprint("pay_schedules", __name__, url_prefix="/pay-schedules")
only_for(pages, "coop")
PREPARE: Final = Permission.PAYRUN_PREPARE
MAKING: Final = {"schedule_name_taken": "name", "schedule_not_possible": "first_from"}
PUTTING: Final = {"schedule_closed": None, "not_found": "worker_ids"}


@pages.get("")
@needs(PREPARE)
def index() -> ResponseReturnValue:
    """List the schedules, with what each pays next."""
    found = list_schedules(reading_session(), by=current_actor(), today=clock.today())
    return render_template("payroll/schedules.html", schedules=found, words=words)


@pages.get("/new")
@needs(PREPARE)
def new() -> ResponseReturnValue:
    """Ask about a schedule."""
    return _new_page(Form(MakeSchedule()))


@pages.post("/new")
@needs(PREPARE)
def make() -> ResponseReturnValue:
    """Make a schedule, then show it."""

    def keep(answers: Answers) -> ResponseReturnValue:
        schedule_id = actions.make_schedule(
            coop=current_coop(), schedule=schedule_of(answers), by=current_actor(), now=clock.now()
        )
        said = _("The schedule is made. Next: who is paid by it.")
        return sent_on(url_for(".show", schedule_id=schedule_id), said)

    return posted(Form(MakeSchedule(), data=request.form), keep, page=_new_page, beside=MAKING)


@pages.get("/<uuid:schedule_id>")
@needs(PREPARE)
def show(schedule_id: UUID) -> ResponseReturnValue:
    """Show a schedule, who is paid by it, and who might be."""
    return _page(schedule_id, _putting(schedule_id, is_sent=False))


@pages.post("/<uuid:schedule_id>/workers")
@needs(PREPARE)
def put_on(schedule_id: UUID) -> ResponseReturnValue:
    """Put workers on a schedule from a day on."""

    def keep(answers: Answers) -> ResponseReturnValue:
        count = actions.put_on_schedule(
            coop=current_coop(), schedule_id=schedule_id, **answers, by=current_actor(), now=clock.now()
        )
        said = ngettext(
            "%(num)d worker is paid by this schedule from that day on",
            "%(num)d workers are paid by this schedule from that day on",
            count,
        )
        return sent_on(url_for(".show", schedule_id=schedule_id), said)

    form = _putting(schedule_id, is_sent=True)
    return posted(form, keep, page=partial(_page, schedule_id), beside=PUTTING)


@pages.post("/<uuid:schedule_id>/close")
@needs(PREPARE)
def close(schedule_id: UUID) -> ResponseReturnValue:
    """Close a schedule that nobody is paid by any more."""
    said = _("The schedule is closed. Its runs stay as they are.")
    return acted(actions.close_schedule, url_for(".index"), said, schedule_id=schedule_id)


def _new_page(form: Form) -> str:
    return render_template(
        "workers/step.html",
        form=form,
        title=_("Make a pay schedule"),
        lede=_("Everybody is paid by the co-op's own monthly schedule until they are put on another."),
        back_url=url_for(".index"),
        to_url=url_for(".make"),
        button=_("Make it"),
    )


def _page(schedule_id: UUID, form: Form) -> str:
    with read_again() as session:
        by, today = current_actor(), clock.today()
        found = list_schedules(session, by=by, today=today)
        schedule = _one_of(found, schedule_id)
        workers = list_on_schedules(session, by=by, today=today)
        called = told_apart(session)
    return render_template(
        "payroll/schedule.html",
        schedule=schedule,
        on=[called(one.worker_id, one.worker_name) for one in workers if one.schedule_id == schedule_id],
        form=form,
        words=words,
    )


def _putting(schedule_id: UUID, *, is_sent: bool) -> Form:
    """Return the form that puts workers on a schedule: those who are on another, each with its name."""
    with read_again() as session:
        by, today = current_actor(), clock.today()
        found = list_schedules(session, by=by, today=today)
        schedule = _one_of(found, schedule_id)
        workers = list_on_schedules(session, by=by, today=today)
        called = told_apart(session)
    names = {one.id: words.schedule_name(one.name, one.frequency) for one in found}
    options = [
        (
            str(one.worker_id),
            called(one.worker_id, one.worker_name),
            names.get(one.schedule_id, "") if one.schedule_id else "",
        )
        for one in workers
        if one.schedule_id != schedule_id
    ]
    obj = {"from_on": _first_day(schedule, today)}
    data = request.form if is_sent else None
    return Form(PutOnSchedule(), data=data, obj=obj, options={"worker_ids": options})


def _first_day(schedule: ScheduleFacts, today: date) -> date:
    return schedule.next.from_ if schedule.next is not None else today


def _one_of(found: list[ScheduleFacts], schedule_id: UUID) -> ScheduleFacts:
    for one in found:
        if one.id == schedule_id:
            return one
    raise NotFound(record_kind="pay_schedule")
