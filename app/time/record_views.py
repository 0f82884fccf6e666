"""What the law and the rota ask of time: each worker's record, and visits that were late, short or missed."""

from datetime import date, timedelta
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.time import words
from app.time.approving_views import pages
from app.time.by_hand_views import workers_to_choose
from app.time.paper import record_csv, record_pdf
from app.time.schemas import RecordOfQuery, RecordQuery, WeekQuery
from app.time.views import pages as own
from app.time.weeks import days_asked, week_asked
from app.web.attachments import attachment
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Form
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.care.queries.doubts import list_doubtful
from franchise_kit.people.queries import find_own_worker
from franchise_kit.time import queries
from franchise_kit.time.queries import WorkRecord
from tenants import clock
from tenants.refusal import NotFound

__all__ = ["own", "pages"]

_PDF, _CSV = "application/pdf", "text/csv; charset=utf-8"


@pages.get("/late-visits")
@needs(Permission.TIMESHEET_APPROVE)
def visits() -> ResponseReturnValue:
    """List a week's visits that were late, short or missed, and those whose times are doubtful."""
    asked = Form(WeekQuery(), data=request.args).validate() or {"week": None}
    week = week_asked(asked["week"], clock.today())
    session, now = reading_session(), clock.now()
    found = queries.list_unpunctual(session, by=current_actor(), from_=week.monday, until=week.until, now=now)
    return render_template(
        "hours/late_visits.html",
        week=week,
        visits=found,
        counts=queries.punctuality(session, week.monday, week.until, now=now),
        late_after=queries.late_after(session),
        doubtful=list_doubtful(session, by=current_actor(), from_=week.monday, until=week.until),
        words=words,
    )


@pages.get("/records")
@needs(Permission.TIMESHEET_APPROVE)
def records() -> ResponseReturnValue:
    """Show the record of one worker, of those who work here."""
    choices = {"worker_id": workers_to_choose()}
    form = Form(RecordOfQuery(), data=request.args, options=choices)
    answers = form.validate() if request.args else None
    record = None
    if answers is not None and answers["worker_id"] is not None:
        record = _record(answers["worker_id"], answers)
    return render_template(
        "hours/records.html",
        form=form,
        record=record,
        is_own=False,
        is_filtered=True,
        words=words,
        papers=_papers(record),
    )


@pages.get("/records/<uuid:worker_id>.pdf")
@needs(Permission.TIMESHEET_APPROVE)
def record_on_paper(worker_id: UUID) -> ResponseReturnValue:
    """Give a worker's record as a document."""
    record = _record(worker_id, _days_asked())
    return attachment(record_pdf(record, current_coop(), now=clock.now()), _PDF, "record-of-time.pdf")


@pages.get("/records/<uuid:worker_id>.csv")
@needs(Permission.TIMESHEET_APPROVE)
def record_as_table(worker_id: UUID) -> ResponseReturnValue:
    """Give a worker's record as a table."""
    return attachment(record_csv(_record(worker_id, _days_asked())), _CSV, "record-of-time.csv")


@own.get("/record")
@needs(Permission.TIMESHEET_SUBMIT)
def record() -> ResponseReturnValue:
    """Show one's own record."""
    form = Form(RecordQuery(), data=request.args)
    answers = form.validate() or {}
    found = _record(_own_id(), answers)
    return render_template(
        "hours/records.html",
        form=form,
        record=found,
        is_own=True,
        is_filtered=any(answers.values()),
        words=words,
        papers=_papers(found),
    )


@own.get("/record.pdf")
@needs(Permission.TIMESHEET_SUBMIT)
def own_record_on_paper() -> ResponseReturnValue:
    """Give one's own record as a document."""
    found = _record(_own_id(), _days_asked())
    return attachment(record_pdf(found, current_coop(), now=clock.now()), _PDF, "record-of-time.pdf")


@own.get("/record.csv")
@needs(Permission.TIMESHEET_SUBMIT)
def own_record_as_table() -> ResponseReturnValue:
    """Give one's own record as a table."""
    return attachment(record_csv(_record(_own_id(), _days_asked())), _CSV, "record-of-time.csv")


def _own_id() -> UUID:
    worker = find_own_worker(reading_session(), by=current_actor())
    if worker is None:
        raise NotFound(record_kind="worker")
    return worker.id


def _days_asked() -> dict[str, date | None]:
    return Form(RecordQuery(), data=request.args).validate() or {}


def _record(worker_id: UUID, asked: dict[str, date | None]) -> WorkRecord:
    from_, until = days_asked(asked.get("since"), asked.get("until"), today=clock.today())
    return queries.work_record(reading_session(), worker_id, by=current_actor(), from_=from_, until=until)


def _papers(record: WorkRecord | None) -> list[tuple[str, str]]:
    if record is None:
        return []
    last_day = record.until - timedelta(days=1)
    if request.endpoint == "hours.record":
        ways = ("hours.own_record_on_paper", "hours.own_record_as_table")
        urls = [url_for(way, since=record.from_, until=last_day) for way in ways]
    else:
        ways = ("timesheets.record_on_paper", "timesheets.record_as_table")
        urls = [url_for(way, worker_id=record.worker_id, since=record.from_, until=last_day) for way in ways]
    return list(zip(urls, (_("On paper (PDF)"), _("As a table (CSV)")), strict=True))
