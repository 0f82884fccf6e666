"""Leave of each worker with how it was reached, a year on paper, a month's calendar, and the leave year."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.absence import words
from app.absence.desk_views import pages
from app.absence.schemas import AdjustLeave, LeaveYearSchema, adjustment_of, months
from app.absence.showing import DAY, day_asked
from app.absence.views import pages as own
from app.people.named import told_apart
from app.people.record import worker_page
from app.web.context import current_actor, current_coop, read_again
from app.web.forms import Form
from app.web.guards import needs
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.kernel.days import month_after, month_before, month_begins
from franchise_kit.people.queries import find_own_worker, get_worker
from franchise_kit.time.actions import leave as actions
from franchise_kit.time.actions.absence import AbsenceChangedMeanwhile, OwnAbsenceRefused
from franchise_kit.time.queries import absence as queries
from franchise_kit.time.queries import leave
from tenants import clock
from tenants.refusal import NotFound

__all__ = ["own", "pages"]

FIRST, LAST = date(2000, 2, 1), date(2100, 11, 30)


@pages.get("/calendar")
@needs(Permission.TIMESHEET_APPROVE)
def calendar() -> ResponseReturnValue:
    """Show who is away on each day of a month."""
    month = month_begins(min(max(day_asked(clock.today()), FIRST), LAST))
    after = month_after(month)
    with read_again() as session:
        found = queries.list_absences(session, by=current_actor(), from_=month, until=after)
        called = told_apart(session)
    live = [one for one in found if one.is_live]
    every_day = [month + count * DAY for count in range((after - month).days)]
    return render_template(
        "absence/calendar.html",
        month=month,
        days=[(day, [one for one in live if _is_on(one, day)]) for day in every_day],
        earlier=month_before(month),
        later=after,
        today=clock.today(),
        called=called,
        words=words,
    )


@pages.get("/workers")
@needs(Permission.TIMESHEET_APPROVE)
def workers() -> ResponseReturnValue:
    """List who works here with what is left of their leave."""
    with read_again() as session:
        lines = leave.list_leave_balances(session, by=current_actor(), on=clock.today())
        called = told_apart(session)
    return render_template("absence/workers.html", lines=lines, called=called, words=words)


@pages.get("/workers/<uuid:worker_id>")
@needs(Permission.TIMESHEET_APPROVE)
def of_worker(worker_id: UUID) -> ResponseReturnValue:
    """Show a worker's leave year, with how their leave was reached."""
    return _worker_page(worker_id, Form(AdjustLeave(), obj={"on_day": day_asked(clock.today())}))


@pages.post("/workers/<uuid:worker_id>/adjust")
@needs(Permission.TIMESHEET_APPROVE)
def adjust(worker_id: UUID) -> ResponseReturnValue:
    """Put leave on, or take it off."""

    def act(answers: Answers) -> ResponseReturnValue:
        actions.adjust_leave(
            coop=current_coop(),
            worker_id=worker_id,
            new=adjustment_of(answers),
            by=current_actor(),
            now=clock.now(),
        )
        way = url_for(".of_worker", worker_id=worker_id, day=answers["on_day"])
        return sent_on(way, _("The leave is put right"))

    beside = {actions.LeaveAdjustmentNotPossible.code: "hours", OwnAbsenceRefused.code: None}
    page = partial(_worker_page, worker_id)
    return posted(Form(AdjustLeave(), data=request.form), act, page=page, beside=beside)


@pages.get("/workers/<uuid:worker_id>/year")
@needs(Permission.TIMESHEET_APPROVE)
def year(worker_id: UUID) -> ResponseReturnValue:
    """Show a worker's leave and sickness of a leave year, for paper."""
    return _sheet(worker_id, is_own=False)


@own.get("/year", endpoint="year")
@needs(Permission.TIMESHEET_SUBMIT)
def own_year() -> ResponseReturnValue:
    """Show one's own leave and sickness of a leave year, for paper."""
    with read_again() as session:
        worker = find_own_worker(session, by=current_actor())
    if worker is None:
        raise NotFound(record_kind="worker")
    return _sheet(worker.id, is_own=True)


@pages.get("/leave-year")
@needs(Permission.SETTINGS_MANAGE)
def leave_year() -> ResponseReturnValue:
    """Ask with which month the leave year begins."""
    return _leave_year_page()


@pages.post("/leave-year")
@needs(Permission.SETTINGS_MANAGE)
def set_leave_year() -> ResponseReturnValue:
    """Say with which month the leave year begins, and how much leave it has."""

    def act(answers: Answers) -> ResponseReturnValue:
        actions.set_leave_year(
            coop=current_coop(),
            begins_month=answers["begins_month"],
            weeks_hundredths=answers["weeks"],
            version=answers["version"],
            by=current_actor(),
            now=clock.now(),
        )
        return sent_on(url_for(".leave_year"), _("The leave year is as you said"))

    beside = {actions.LeaveYearNotPossible.code: "weeks", AbsenceChangedMeanwhile.code: None}
    form = Form(LeaveYearSchema(), data=request.form, options={"begins_month": months()})
    return posted(form, act, page=_leave_year_page, beside=beside)


def _is_on(one: queries.AbsenceFacts, day: date) -> bool:
    return one.from_on <= day and (one.last_on is None or day <= one.last_on)


def _year_of(worker_id: UUID) -> dict[str, Any]:
    by, today = current_actor(), clock.today()
    with read_again() as session:
        worker = get_worker(session, worker_id, by=by)
        balance = leave.get_leave_balance(session, worker_id, by=by, on=today, of=day_asked(today))
        first, until = balance.year.first, balance.year.last + DAY
        is_own = by.person_id == worker.person_id
        if is_own:
            absences = queries.list_own_absences(session, by=by, from_=first, until=until)
        else:
            absences = queries.list_absences(session, by=by, from_=first, until=until, worker_id=worker_id)
        spells = [
            one
            for one in queries.spells(session, worker_id)
            if one.first < until and (one.last is None or one.last >= first)
        ]
        said = leave.get_leave_rules(session)
    return {
        "worker": worker,
        "balance": balance,
        "absences": sorted(absences, key=lambda one: one.from_on),
        "spells": spells,
        "is_said": said.version > 0,
        "today": today,
        "words": words,
    }


def _worker_page(worker_id: UUID, form: Form) -> str:
    what = _year_of(worker_id)
    worker = what.pop("worker")
    is_own = current_actor().person_id == worker.person_id
    here = "absences.of_worker"
    return worker_page("absence/worker.html", worker, here=here, form=form, is_own=is_own, **what)


def _sheet(worker_id: UUID, *, is_own: bool) -> str:
    return render_template("absence/sheet.html", is_own=is_own, **_year_of(worker_id))


def _leave_year_page(form: Form | None = None) -> str:
    with read_again() as session:
        said = leave.get_leave_rules(session)
    kept = {
        "begins_month": said.begins_month,
        "weeks": words.weeks(said.weeks_hundredths),
        "version": said.version,
    }
    made = form or Form(LeaveYearSchema(), obj=kept, options={"begins_month": months()})
    return render_template("absence/leave_year.html", form=made, is_said=said.version > 0, words=words)
