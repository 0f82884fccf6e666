"""Time worked: one's own, and everybody's with the yes to it."""

from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from flask import Response, url_for
from flask_babel import gettext as _
from marshmallow import ValidationError, fields, validate, validates_schema

from app.api.accepted import done
from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.api.paging import PageQuery, by_time, cut, page_schema
from app.api.versions import with_etag
from app.api.workers import RecordMade, made
from app.journal.schemas import DAYS
from app.time.fields import note_field
from app.time.schemas import ApproveTime, CorrectPaid, CorrectTime, EndVisit
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.time import actions, queries
from franchise_kit.time.rules.entries import BY_HAND, HAND_REASONS
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
    is_own_writing = fields.Bool()
    source = fields.Str()
    metres = fields.Int(allow_none=True)
    corrects_entry_id = fields.UUID(allow_none=True)
    version = fields.Int()


class TimeChange(Schema):
    """How long an entry was before somebody put it right; ``minutes_before`` is empty for one by hand."""

    minutes_before = fields.Int(allow_none=True)
    minutes_after = fields.Int()
    reason = fields.Str()
    note = fields.Str(allow_none=True)
    changed_by = fields.Str()
    changed_at = fields.AwareDateTime()


class TimeChanges(Schema):
    """An entry's changes, the newest first."""

    items = fields.List(fields.Nested(TimeChange))


class OwnTimeByHand(Schema):
    """Time of a kind that no visit makes, between two instants."""

    kind = fields.Str(required=True, validate=validate.OneOf(BY_HAND))
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    reason = fields.Str(required=True, validate=validate.OneOf(HAND_REASONS))
    note = note_field("", "")


class TimeByHand(OwnTimeByHand):
    """The same for somebody who works here."""

    worker_id = fields.UUID(required=True)


class DayToRemake(Schema):
    """Whose London day is worked out anew."""

    worker_id = fields.UUID(required=True)
    day = fields.Date(required=True, validate=DAYS)


class DayRemade(Schema):
    """How many entries changed."""

    count = fields.Int(required=True)


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
def get_entry(entry_id: UUID) -> Response:
    """Show one entry, with its version as ETag."""
    entry = queries.get_entry(reading_session(), entry_id, by=current_actor())
    return with_etag(TimeEntry().dump(entry), entry.version)


@resource.route("/<uuid:entry_id>/changes")
@needs(Permission.TIMESHEET_APPROVE)
@resource.response(200, TimeChanges)
def list_changes(entry_id: UUID) -> dict[str, object]:
    """List how an entry became what it is, the newest change first."""
    return {"items": queries.list_time_changes(reading_session(), entry_id, by=current_actor())}


@resource.route("/own", methods=["POST"])
@needs(Permission.TIMESHEET_SUBMIT)
@done_once
@resource.arguments(OwnTimeByHand)
@resource.response(201, RecordMade)
def enter_own(answers: dict[str, Any]) -> Response:
    """Write down one's own time; it waits for approval."""
    new = actions.NewTime(**answers)
    entry_id = actions.enter_own_time(coop=current_coop(), new=new, by=current_actor(), now=clock.now())
    return made(entry_id, url_for(".list_own_entries"))


@resource.route("", methods=["POST"])
@needs(Permission.TIMESHEET_APPROVE)
@done_once
@resource.arguments(TimeByHand)
@resource.response(201, RecordMade)
def enter(answers: dict[str, Any]) -> Response:
    """Write down somebody's time; somebody else approves it."""
    worker_id = answers.pop("worker_id")
    entry_id = actions.enter_time(
        coop=current_coop(),
        worker_id=worker_id,
        new=actions.NewTime(**answers),
        by=current_actor(),
        now=clock.now(),
    )
    return made(entry_id, url_for(".get_entry", entry_id=entry_id))


@resource.route("/remake", methods=["POST"])
@needs(Permission.TIMESHEET_APPROVE)
@done_once
@resource.arguments(DayToRemake)
@resource.response(200, DayRemade)
def remake(answers: dict[str, Any]) -> dict[str, int]:
    """Work out anew what lies between a worker's visits of a day; what was approved stays."""
    count = actions.remake_day(coop=current_coop(), by=current_actor(), now=clock.now(), **answers)
    return {"count": count}


@resource.route("/approve", methods=["POST"])
@needs(Permission.TIMESHEET_APPROVE)
@done_once
@resource.arguments(ApproveTime)
@resource.response(200, EntriesApproved)
def approve(answers: dict[str, Any]) -> dict[str, int]:
    """Approve entries of other people, each as it was read, all or none."""
    seen = dict(answers["entry_ids"])
    count = actions.approve_entries(
        coop=current_coop(), entry_ids=list(seen), seen=seen, by=current_actor(), now=clock.now()
    )
    return {"count": count}


@resource.route("/<uuid:entry_id>/correct", methods=["POST"])
@needs(Permission.TIMESHEET_APPROVE)
@done_once
@resource.arguments(CorrectTime)
@resource.response(204)
def correct(answers: dict[str, Any], entry_id: UUID) -> Response:
    """Put the minutes of somebody else's entry right; it then waits for approval."""
    version = answers.pop("version")
    actions.correct_entry(
        coop=current_coop(),
        entry_id=entry_id,
        put=actions.Put(**answers),
        version=version,
        by=current_actor(),
        now=clock.now(),
    )
    return done()


@resource.route("/<uuid:entry_id>/correct-paid", methods=["POST"])
@needs(Permission.TIMESHEET_APPROVE)
@done_once
@resource.arguments(CorrectPaid)
@resource.response(201, RecordMade)
def correct_paid(answers: dict[str, Any], entry_id: UUID) -> Response:
    """Write down the difference to a time that a pay run holds; the next run pays it or takes it off."""
    version = answers.pop("version")
    difference_id = actions.correct_paid(
        coop=current_coop(),
        entry_id=entry_id,
        put=actions.Put(**answers),
        version=version,
        by=current_actor(),
        now=clock.now(),
    )
    return made(difference_id, url_for(".get_entry", entry_id=difference_id))


@resource.route("/visits/<uuid:visit_id>/end", methods=["POST"])
@needs(Permission.TIMESHEET_APPROVE)
@done_once
@resource.arguments(EndVisit)
@resource.response(204)
def end_visit(answers: dict[str, Any], visit_id: UUID) -> Response:
    """End somebody else's visit that nobody checked out of."""
    actions.end_visit(coop=current_coop(), visit_id=visit_id, by=current_actor(), now=clock.now(), **answers)
    return done()
