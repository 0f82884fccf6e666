"""A worker's own visits: what is ahead, checking in and out, what was done there, and concerns."""

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields

from app.api.accepted import done
from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.api.paging import by_time, cut, page_schema
from app.api.time_entries import TimeQuery, span_of
from app.day import words
from app.day.looking import now_of
from app.day.schemas import CheckOut, ConcernWords, Tap, WrittenDown
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.care.actions import concerns, tasks
from franchise_kit.care.queries.attending import OwnVisit, TaskFacts, get_told, list_tasks, list_told
from franchise_kit.time import actions
from franchise_kit.time.actions.visiting import Phone
from tenants import clock

__all__ = ["resource", "words"]

resource = Resource("own-visits", side="coop", about="Visits of the token's person, and the time they take.")


class OwnVisitSaid(Schema):
    """One visit as it was told; what was not yet is empty."""

    id = fields.UUID()
    person_supported_id = fields.UUID()
    person_name = fields.Str()
    planned_from = fields.AwareDateTime()
    planned_until = fields.AwareDateTime()
    told_at = fields.AwareDateTime()
    checked_in_at = fields.AwareDateTime(allow_none=True)
    checked_out_at = fields.AwareDateTime(allow_none=True)
    device_in_at = fields.AwareDateTime(allow_none=True)
    device_out_at = fields.AwareDateTime(allow_none=True)
    received_in_at = fields.AwareDateTime(allow_none=True)
    received_out_at = fields.AwareDateTime(allow_none=True)
    note = fields.Str(allow_none=True)
    cancelled_by = fields.Str(allow_none=True)


class TaskSaid(Schema):
    """A task of a visit, in both languages, and what became of it: ``done``, why not, or nothing yet."""

    id = fields.UUID()
    words_en = fields.Function(lambda task: task.words["en"])
    words_cy = fields.Function(lambda task: task.words["cy"])
    is_essential = fields.Bool()
    said = fields.Str(allow_none=True)


class TasksSaid(Schema):
    """The tasks of a visit, in their order."""

    items = fields.List(fields.Nested(TaskSaid))


class MinutesWorked(Schema):
    """How long the visit took."""

    minutes = fields.Int(required=True)


class ConcernMade(Schema):
    """The concern that was raised."""

    id = fields.UUID(required=True)


@resource.route("")
@needs(Permission.VISIT_RECORD)
@resource.arguments(TimeQuery, location="query")
@resource.response(200, page_schema(OwnVisitSaid))
def list_visits(query: dict[str, Any]) -> dict[str, object]:
    """List the visits that were told to oneself, the earliest first."""
    since, until = span_of(query)
    found = list_told(reading_session(), by=current_actor(), from_=since, until=until)
    return cut(found, query, key=lambda one: by_time(one.planned_from, one.id))


@resource.route("/<uuid:visit_id>")
@needs(Permission.VISIT_RECORD)
@resource.response(200, OwnVisitSaid)
def get_visit(visit_id: UUID) -> OwnVisit:
    """Show one of one's own visits."""
    return get_told(reading_session(), visit_id, by=current_actor())


@resource.route("/<uuid:visit_id>/tasks")
@needs(Permission.VISIT_RECORD)
@resource.response(200, TasksSaid)
def get_tasks(visit_id: UUID) -> dict[str, list[TaskFacts]]:
    """Show the tasks of one of one's own visits."""
    session, by = reading_session(), current_actor()
    get_told(session, visit_id, by=by)
    return {"items": list_tasks(session, [visit_id], by=by).get(visit_id, [])}


@resource.route("/<uuid:visit_id>/check-in", methods=["POST"])
@needs(Permission.VISIT_RECORD)
@done_once
@resource.arguments(Tap, location="query")
@resource.response(204)
def check_in(answers: dict[str, Any], visit_id: UUID) -> Response:
    """Write that one is there; once, and on the visit's own day. What a device says stands in the address."""
    phone = Phone(now_of(answers["device_at"]), answers["holds"])
    actions.check_in(coop=current_coop(), visit_id=visit_id, by=current_actor(), now=clock.now(), phone=phone)
    return done()


@resource.route("/<uuid:visit_id>/check-out", methods=["POST"])
@needs(Permission.VISIT_RECORD)
@done_once
@resource.arguments(CheckOut)
@resource.response(200, MinutesWorked)
def check_out(answers: dict[str, Any], visit_id: UUID) -> dict[str, int]:
    """Write that the visit is over, and the time that it took; without a note, the one written stays."""
    phone = Phone(now_of(answers["device_at"]), answers["holds"], _said(answers))
    note, now, by = answers["note"], clock.now(), current_actor()
    minutes = actions.check_out(
        coop=current_coop(), visit_id=visit_id, note=note, by=by, now=now, phone=phone
    )
    return {"minutes": minutes}


@resource.route("/<uuid:visit_id>/check-out-back", methods=["POST"])
@needs(Permission.VISIT_RECORD)
@done_once
@resource.arguments(Tap, location="query")
@resource.response(204)
def take_back(answers: dict[str, Any], visit_id: UUID) -> Response:
    """Take back one's own check-out of the last ten minutes, before anybody approved its time.

    Where the phone had no signal and its own time holds, the ten minutes are by its clock, for a day.
    """
    phone = Phone(now_of(answers["device_at"]), answers["holds"])
    by, now = current_actor(), clock.now()
    actions.take_back_check_out(coop=current_coop(), visit_id=visit_id, by=by, now=now, phone=phone)
    return done()


@resource.route("/<uuid:visit_id>/report", methods=["POST"])
@needs(Permission.VISIT_RECORD)
@done_once
@resource.arguments(WrittenDown)
@resource.response(204)
def write_down(answers: dict[str, Any], visit_id: UUID) -> Response:
    """Keep what was done so far, and the note, while one is there."""
    said = {"answers": _said(answers), "note": answers["note"]}
    tasks.write_down(coop=current_coop(), visit_id=visit_id, by=current_actor(), now=clock.now(), **said)
    return done()


@resource.route("/<uuid:visit_id>/concerns", methods=["POST"])
@needs(Permission.INCIDENT_CREATE)
@done_once
@resource.arguments(ConcernWords)
@resource.response(201, ConcernMade)
def raise_concern(answers: dict[str, Any], visit_id: UUID) -> dict[str, UUID]:
    """Raise a concern at one of one's own visits; whoever plans visits gets a notice."""
    concern_id = concerns.raise_concern(
        coop=current_coop(), visit_id=visit_id, by=current_actor(), now=clock.now(), **answers
    )
    return {"id": concern_id}


def _said(answers: dict[str, Any]) -> dict[UUID, str]:
    return {one["task_id"]: one["said"] for one in answers["tasks"]}
