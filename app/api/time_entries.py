"""Time worked: one's own, and everybody's with the yes to it."""

from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from flask import Response
from flask_babel import gettext as _
from marshmallow import ValidationError, fields, validates_schema

from app.api.accepted import done
from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.api.paging import PageQuery, by_time, cut, page_schema
from app.journal.schemas import DAYS
from app.time.schemas import ApproveTime, CorrectTime, EndVisit
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.time import actions, queries
from franchise_kit.time.queries import EntryFacts
from tenants import clock

resource = Resource("time-entries", side="coop", about="Time worked, from visits to pay.")
# Of one question.
MOST_DAYS: Final = 366
USUAL_DAYS: Final = timedelta(days=31)


class TimeQuery(PageQuery):
    """Which days, London's; ``until`` is the last of them, or today. A month is usual."""

    since = fields.Date(load_default=None, validate=DAYS)
    until = fields.Date(load_default=None, validate=DAYS)

    @validates_schema
    def check_days(self, data: dict[str, Any], **_options: object) -> None:
        """Refuse a span that ends before it begins, and more than a year."""
        since, until = span_of(data)
        if until <= since:
            raise ValidationError(str(_("The last day must not be before the first")), "until")
        if (until - since).days > MOST_DAYS:
            raise ValidationError(str(_("Ask for a year at the most")), "since")


class TimeEntry(Schema):
    """Minutes of one kind that a worker worked. ``state`` is recorded, approved, in_pay_run or paid."""

    id = fields.UUID()
    worker_id = fields.UUID()
    worker_name = fields.Str()
    kind = fields.Str()
    starts_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()
    minutes = fields.Int()
    visit_id = fields.UUID(allow_none=True)
    state = fields.Str()
    approved_at = fields.AwareDateTime(allow_none=True)
    pay_run_id = fields.UUID(allow_none=True)
    is_own = fields.Bool()
    version = fields.Int()


class EntriesApproved(Schema):
    """How many entries were approved."""

    count = fields.Int(required=True)


def span_of(query: dict[str, Any]) -> tuple[date, date]:
    """Return the days that are asked for, the second exclusive."""
    until = (query.get("until") or clock.today()) + timedelta(days=1)
    return query.get("since") or until - USUAL_DAYS, until


@resource.route("")
@needs(Permission.TIMESHEET_APPROVE)
@resource.arguments(TimeQuery, location="query")
@resource.response(200, page_schema(TimeEntry))
def list_entries(query: dict[str, Any]) -> dict[str, object]:
    """List everybody's time, the earliest first."""
    since, until = span_of(query)
    found = queries.list_entries(reading_session(), by=current_actor(), from_=since, until=until)
    return cut(found, query, key=lambda one: by_time(one.starts_at, one.id))


@resource.route("/own")
@needs(Permission.TIMESHEET_SUBMIT)
@resource.arguments(TimeQuery, location="query")
@resource.response(200, page_schema(TimeEntry))
def list_own_entries(query: dict[str, Any]) -> dict[str, object]:
    """List one's own time, the earliest first."""
    since, until = span_of(query)
    found = queries.list_own_entries(reading_session(), by=current_actor(), from_=since, until=until)
    return cut(found, query, key=lambda one: by_time(one.starts_at, one.id))


@resource.route("/<uuid:entry_id>")
@needs(Permission.TIMESHEET_APPROVE)
@resource.response(200, TimeEntry)
def get_entry(entry_id: UUID) -> EntryFacts:
    """Show one entry."""
    return queries.get_entry(reading_session(), entry_id, by=current_actor())


@resource.route("/approve", methods=["POST"])
@needs(Permission.TIMESHEET_APPROVE)
@done_once
@resource.arguments(ApproveTime)
@resource.response(200, EntriesApproved)
def approve(answers: dict[str, Any]) -> dict[str, int]:
    """Approve entries of other people, all or none."""
    count = actions.approve_entries(
        coop=current_coop(), entry_ids=answers["entry_ids"], by=current_actor(), now=clock.now()
    )
    return {"count": count}


@resource.route("/<uuid:entry_id>/correct", methods=["POST"])
@needs(Permission.TIMESHEET_APPROVE)
@done_once
@resource.arguments(CorrectTime)
@resource.response(204)
def correct(answers: dict[str, Any], entry_id: UUID) -> Response:
    """Put the minutes of somebody else's entry right; it then waits for approval."""
    actions.correct_entry(coop=current_coop(), entry_id=entry_id, by=current_actor(), **answers)
    return done()


@resource.route("/visits/<uuid:visit_id>/end", methods=["POST"])
@needs(Permission.TIMESHEET_APPROVE)
@done_once
@resource.arguments(EndVisit)
@resource.response(204)
def end_visit(answers: dict[str, Any], visit_id: UUID) -> Response:
    """End somebody else's visit that nobody checked out of."""
    actions.end_visit(coop=current_coop(), visit_id=visit_id, by=current_actor(), now=clock.now(), **answers)
    return done()
