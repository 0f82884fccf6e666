"""The record of time that regulation 41 asks for, and how punctual visits were."""

from datetime import date
from typing import Any
from uuid import UUID

from marshmallow import fields

from app.api.blueprint import Resource
from app.time.schemas import RecordQuery
from app.time.weeks import days_asked
from app.web.context import current_actor, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.people.queries import find_own_worker
from franchise_kit.time import queries
from tenants import clock
from tenants.refusal import NotFound

resource = Resource(
    "time-records", side="coop", about="Schedule and actual time, day by day (WSI 2017/1264, reg. 41)."
)


class SumsSaid(Schema):
    """Whole minutes."""

    visits = fields.Int()
    travel = fields.Int()
    waiting = fields.Int()
    rest = fields.Int()
    other = fields.Int()


class LineSaid(Schema):
    """One stretch of a day; what was not planned, or did not happen, is empty."""

    kind = fields.Str()
    person_name = fields.Str()
    planned = fields.List(fields.AwareDateTime(), allow_none=True)
    planned_minutes = fields.Int()
    actual = fields.List(fields.AwareDateTime(), allow_none=True)
    actual_minutes = fields.Int()


class DaySaid(Schema):
    """A London day."""

    day = fields.Date()
    lines = fields.List(fields.Nested(LineSaid))
    planned = fields.Nested(SumsSaid)
    actual = fields.Nested(SumsSaid)


class RecordSaid(Schema):
    """A worker's days; ``until`` is exclusive."""

    worker_id = fields.UUID()
    worker_name = fields.Str()
    from_ = fields.Date(data_key="since")
    until = fields.Date()
    days = fields.List(fields.Nested(DaySaid))
    planned = fields.Nested(SumsSaid)
    actual = fields.Nested(SumsSaid)


class PunctualitySaid(Schema):
    """How many visits were told for the days, and what they were; a late one may be short too."""

    told = fields.Int()
    missed = fields.Int()
    late = fields.Int()
    short = fields.Int()


@resource.route("/own")
@needs(Permission.TIMESHEET_SUBMIT)
@resource.arguments(RecordQuery, location="query")
@resource.response(200, RecordSaid)
def get_own_record(query: dict[str, Any]) -> queries.WorkRecord:
    """Show one's own record; without days, of the present month so far."""
    worker = find_own_worker(reading_session(), by=current_actor())
    if worker is None:
        raise NotFound(record_kind="worker")
    return _record(worker.id, query)


@resource.route("/punctuality")
@needs(Permission.TIMESHEET_APPROVE)
@resource.arguments(RecordQuery, location="query")
@resource.response(200, PunctualitySaid)
def get_punctuality(query: dict[str, Any]) -> queries.PunctualityCounts:
    """Count late, short and missed visits, by what was told."""
    from_, until = _span(query)
    return queries.punctuality(reading_session(), from_, until, now=clock.now())


@resource.route("/<uuid:worker_id>")
@needs(Permission.TIMESHEET_APPROVE)
@resource.arguments(RecordQuery, location="query")
@resource.response(200, RecordSaid)
def get_record(query: dict[str, Any], worker_id: UUID) -> queries.WorkRecord:
    """Show a worker's record; without days, of the present month so far."""
    return _record(worker_id, query)


def _record(worker_id: UUID, query: dict[str, Any]) -> queries.WorkRecord:
    from_, until = _span(query)
    return queries.work_record(reading_session(), worker_id, by=current_actor(), from_=from_, until=until)


def _span(query: dict[str, Any]) -> tuple[date, date]:
    return days_asked(query.get("since"), query.get("until"), today=clock.today())
