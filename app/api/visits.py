"""Visits: planned, given to a worker, moved, cancelled. Check-ins are with one's own visits.

A change with ``If-Match`` is refused where somebody else changed the visit since.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from marshmallow import ValidationError, fields, validates_schema

from app.api.accepted import done
from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.api.paging import PageQuery, by_time, cut, page_schema
from app.api.versions import version_seen, with_etag
from app.api.workers import RecordMade, made
from app.care import words
from app.care.rota_schemas import CancelSchema, GiveSchema, MoveSchema, NewVisitSchema
from app.care.visit_views import away_then, times_of, visit_of
from app.journal.schemas import DAYS
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.care import actions, queries
from franchise_kit.kernel.days import london_day
from tenants import clock

__all__ = ["resource", "words"]

resource = Resource("visits", side="coop", about="The rota: who visits whom, and how it went.")
MOST: Final = timedelta(days=366)
USUAL: Final = timedelta(days=7)


class RotaQuery(PageQuery):
    """Which days, London's; ``until`` is the last of them. A week from today is usual."""

    since = fields.Date(load_default=None, validate=DAYS)
    until = fields.Date(load_default=None, validate=DAYS)

    @validates_schema
    def check_days(self, data: dict[str, Any], **_options: object) -> None:
        """Refuse a span that ends before it begins, and more than a year."""
        since, until = _span(data)
        if until <= since:
            raise ValidationError(str(_("The last day must not be before the first")), "until")
        if until - since > MOST:
            raise ValidationError(str(_("Ask for a year at the most")), "since")


class VisitSaid(Schema):
    """One visit; what was not yet is empty. ``told_*`` is what was published, and what the worker goes by.

    To whoever is visited, ``worker_name`` is the name that the co-op has chosen to show, or empty.
    """

    id = fields.UUID()
    person_supported_id = fields.UUID()
    person_name = fields.Str()
    worker_id = fields.UUID(allow_none=True)
    worker_name = fields.Str()
    planned_from = fields.AwareDateTime()
    planned_until = fields.AwareDateTime()
    visit_kind_id = fields.UUID(allow_none=True)
    carer = fields.Int()
    together_id = fields.UUID(allow_none=True)
    window_minutes = fields.Int()
    short_reason = fields.Str(allow_none=True)
    told_at = fields.AwareDateTime(allow_none=True)
    told_worker_id = fields.UUID(allow_none=True)
    told_from = fields.AwareDateTime(allow_none=True)
    told_until = fields.AwareDateTime(allow_none=True)
    is_draft = fields.Bool()
    is_changed = fields.Bool()
    checked_in_at = fields.AwareDateTime(allow_none=True)
    checked_out_at = fields.AwareDateTime(allow_none=True)
    note = fields.Str(allow_none=True)
    cancelled_by = fields.Str(allow_none=True)
    cancelled_at = fields.AwareDateTime(allow_none=True)
    cancel_reason = fields.Str(allow_none=True)
    notice_minutes = fields.Int(allow_none=True)
    version = fields.Int()


@resource.route("")
@needs(Permission.VISIT_READ)
@resource.arguments(RotaQuery, location="query")
@resource.response(200, page_schema(VisitSaid))
def list_visits(query: dict[str, Any]) -> dict[str, object]:
    """List visits that the token's person may read, the earliest first."""
    since, until = _span(query)
    found = queries.list_visits(reading_session(), by=current_actor(), from_=since, until=until)
    return cut(found, query, key=lambda one: by_time(one.planned_from, one.id))


@resource.route("", methods=["POST"])
@needs(Permission.ROTA_MANAGE)
@done_once
@resource.arguments(NewVisitSchema)
@resource.response(201, RecordMade)
def plan(answers: dict[str, Any]) -> ResponseReturnValue:
    """Plan a visit; its day and clock time are London's."""
    visit_id = actions.plan_visit(
        coop=current_coop(), visit=visit_of(answers), by=current_actor(), now=clock.now()
    )
    return made(visit_id, url_for("api_visits.get_visit", visit_id=visit_id))


@resource.route("/<uuid:visit_id>")
@needs(Permission.VISIT_READ)
@resource.response(200, VisitSaid)
def get_visit(visit_id: UUID) -> Response:
    """Show one visit, with its version as ETag."""
    visit = queries.get_visit(reading_session(), visit_id, by=current_actor())
    return with_etag(VisitSaid().dump(visit), visit.version)


@resource.route("/<uuid:visit_id>/worker", methods=["POST"])
@needs(Permission.ROTA_MANAGE)
@done_once
@resource.arguments(GiveSchema)
@resource.response(204)
def give(answers: dict[str, Any], visit_id: UUID) -> Response:
    """Give the visit to a worker; without one it is nobody's. Told at once, unless ``tell_now`` is no."""
    with read_again() as session:
        visit = queries.get_visit(session, visit_id, by=current_actor())
        away = away_then(session, london_day(visit.planned_from))
    actions.assign_visit(
        coop=current_coop(),
        visit_id=visit_id,
        worker_id=answers["worker_id"],
        by=current_actor(),
        now=clock.now(),
        change=replace(_change(answers), away=away),
    )
    return done()


@resource.route("/<uuid:visit_id>/time", methods=["POST"])
@needs(Permission.ROTA_MANAGE)
@done_once
@resource.arguments(MoveSchema)
@resource.response(204)
def move(answers: dict[str, Any], visit_id: UUID) -> Response:
    """Let the visit be at another time. It is told at once, unless ``tell_now`` is no."""
    with read_again() as session:
        away = away_then(session, answers["day"])
    actions.move_visit(
        coop=current_coop(),
        visit_id=visit_id,
        times=times_of(answers),
        by=current_actor(),
        now=clock.now(),
        change=replace(_change(answers), away=away),
    )
    return done()


@resource.route("/<uuid:visit_id>/cancel", methods=["POST"])
@needs(Permission.ROTA_MANAGE)
@done_once
@resource.arguments(CancelSchema)
@resource.response(204)
def cancel(answers: dict[str, Any], visit_id: UUID) -> Response:
    """Cancel the visit."""
    actions.cancel_visit(
        coop=current_coop(),
        visit_id=visit_id,
        cancelled_by=answers["cancelled_by"],
        by=current_actor(),
        now=clock.now(),
        saying=actions.Cancelling(answers["cancel_reason"], _version(answers)),
    )
    return done()


def _change(answers: dict[str, Any]) -> actions.Change:
    return actions.Change(version=_version(answers), publish=answers["tell_now"] is not False)


def _version(answers: dict[str, Any]) -> int | None:
    """Return the version that was seen: of ``If-Match``, or of the body."""
    said: int | None = answers["version"]
    return version_seen() if "If-Match" in request.headers else said


def _span(query: dict[str, Any]) -> tuple[date, date]:
    """Return the days that are asked for, the second exclusive."""
    since: date = query.get("since") or clock.today()
    last: date | None = query.get("until")
    return since, last + timedelta(days=1) if last is not None else since + USUAL
