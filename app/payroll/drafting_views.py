"""Drafting a pay run: of a schedule's next period, or for those who are chosen."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.payroll.run_views import pages
from app.payroll.schedule_words import RUN_KINDS, days_words, schedule_name
from app.payroll.schemas import DraftRun, run_of
from app.people.named import told_apart
from app.web import dates
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.refusals import sentence_for
from franchise_kit.access import Permission
from franchise_kit.payroll import actions, queries
from franchise_kit.payroll.queries.on_schedules import list_on_schedules
from franchise_kit.payroll.queries.schedules import ScheduleFacts, list_schedules
from franchise_kit.payroll.rules.runs import LEAVER, ONE_OFF, REGULAR
from franchise_kit.payroll.rules.schedules import NextPeriod, first_terms, next_period
from tenants import clock
from tenants.refusal import NotFound, Refusal

PREPARE: Final = Permission.PAYRUN_PREPARE
BESIDE: Final = {
    **dict.fromkeys(
        (
            "pay_day_too_far",
            "pay_run_exists",
            "pay_run_open",
            "later_pay_run_approved",
            "no_figures_for_tax_year",
            "other_pay_held_already",
        ),
        "pay_on",
    ),
    "pay_period_not_possible": "last_day",
    "schedule_closed": "schedule_id",
    "pay_run_chooses_nobody": "chosen",
    "leaver_has_no_last_day": "chosen",
}
_DAYS: Final = ("pay_on", "first_day", "last_day")
_OF_ALL: Final = _DAYS
_OF_CHOSEN: Final = ("kind", "chosen", "takes_time", *_DAYS)


@pages.get("/new")
@needs(PREPARE)
def new() -> ResponseReturnValue:
    """Propose the next run of a schedule."""
    session = _reading()
    schedules = _open_schedules(session)
    return _page(Form(DraftRun(), obj=_proposed(schedules), options=_options(schedules)), schedules)


@pages.post("/new")
@needs(PREPARE)
def draft() -> ResponseReturnValue:
    """Draft a run for everybody on a schedule, then show it."""
    with read_again() as session:
        schedules = _open_schedules(session)
    return _drafted(Form(DraftRun(), data=request.form, options=_options(schedules)), schedules)


@pages.get("/new/chosen")
@needs(PREPARE)
def new_chosen() -> ResponseReturnValue:
    """Ask whom a run is for that is not everybody's."""
    session = _reading()
    schedules, workers = _open_schedules(session), _workers(session)
    kept = {**_proposed(schedules), "kind": ONE_OFF, "takes_time": "true"}
    form = Form(DraftRun(), obj=kept, options=_options(schedules, workers))
    return _page(form, schedules, workers)


@pages.post("/new/chosen")
@needs(PREPARE)
def draft_chosen() -> ResponseReturnValue:
    """Draft a run for those who are chosen, then show it."""
    with read_again() as session:
        schedules, workers = _open_schedules(session), _workers(session)
    form = Form(DraftRun(), data=request.form, options=_options(schedules, workers))
    return _drafted(form, schedules, workers)


def _drafted(
    form: Form, schedules: list[ScheduleFacts], workers: list[tuple[str, str]] | None = None
) -> ResponseReturnValue:
    answers = form.validate()
    if answers is None:
        return _page(form, schedules, workers), 422
    try:
        run_id = actions.draft_run(
            coop=current_coop(), **run_of(answers), by=current_actor(), now=clock.now()
        )
    except Refusal as refusal:
        if refusal.code not in BESIDE:
            raise
        form.refuse(BESIDE[refusal.code], sentence_for(refusal))
        return _page(form, schedules, workers), 422
    flash(_("The run is drafted. Look through it, then send it to be approved."))
    return redirect(url_for(".show", pay_run_id=run_id), code=303)


def _page(form: Form, schedules: list[ScheduleFacts], workers: list[tuple[str, str]] | None = None) -> str:
    names = _OF_ALL if workers is None else _OF_CHOSEN
    has_several = len(schedules) > 1
    return render_template(
        "payroll/new.html",
        form=form,
        names=("schedule_id", *names) if has_several else names,
        schedules=[(one.id, _said_of(one)) for one in schedules] if has_several else [],
        is_chosen=workers is not None,
    )


def _reading() -> Session:
    """Return the session of whoever drafts runs; for others there is nothing here."""
    if not queries.may_draft(current_actor()):
        raise NotFound(record_kind="pay_run")
    return reading_session()


def _open_schedules(session: Session) -> list[ScheduleFacts]:
    found = list_schedules(session, by=current_actor(), today=clock.today())
    return [one for one in found if not one.is_closed]


def _workers(session: Session) -> list[tuple[str, str]]:
    """Return everybody who may be chosen, two of one name told apart."""
    called = told_apart(session)
    found = list_on_schedules(session, by=current_actor(), today=clock.today())
    return [(str(one.worker_id), called(one.worker_id, one.worker_name)) for one in found]


def _options(
    schedules: Iterable[ScheduleFacts], workers: list[tuple[str, str]] | None = None
) -> dict[str, list[tuple[str, str]]]:
    """Return the schedules, and where workers are chosen, those and what a run for some is for."""
    named = [(str(one.id), schedule_name(one.name, one.frequency)) for one in schedules]
    if workers is None:
        return {"schedule_id": named, "chosen": []}
    kinds = [(kind, str(RUN_KINDS[kind])) for kind in (ONE_OFF, LEAVER)]
    return {"schedule_id": named, "chosen": workers, "kind": kinds}


def _proposed(schedules: list[ScheduleFacts]) -> dict[str, Any]:
    """Return what the next run of the schedule that was asked for will most likely pay."""
    asked = request.args.get("schedule_id", "")
    chosen = next((one for one in schedules if str(one.id) == asked), schedules[0] if schedules else None)
    period = _period(chosen)
    return {
        "schedule_id": chosen.id if chosen is not None else None,
        "kind": REGULAR,
        "pay_on": period.pay_on,
        "first_day": period.from_,
        "last_day": period.until - timedelta(days=1),
    }


def _period(schedule: ScheduleFacts | None) -> NextPeriod:
    if schedule is None or schedule.next is None:
        # The co-op's own schedule comes with its first run.
        return next_period(first_terms(clock.today()), None)
    return schedule.next


def _said_of(schedule: ScheduleFacts) -> str:
    """Return a schedule with what it pays next."""
    period, name = _period(schedule), schedule_name(schedule.name, schedule.frequency)
    days, day = days_words(period.from_, period.until), dates.plain_date(period.pay_on)
    return str(_("%(name)s: %(days)s, paid on %(day)s", name=name, days=days, day=day))
