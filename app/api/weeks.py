"""A week of the rota: its visits with their marks, made from what comes back or copied, and published."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.care import words
from app.care.away import away_in_week
from app.care.rota_schemas import CopySchema, PublishSchema, WeekSchema
from app.care.visit_views import away_then
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.care import actions, queries
from franchise_kit.care.queries import RotaWeek
from franchise_kit.kernel.days import london_day
from tenants import clock

__all__ = ["resource", "words"]

resource = Resource("rota", side="coop", about="Weeks of the rota: made, looked at, published.")


class RotaVisitSaid(Schema):
    """A visit of a week. ``marks`` are codes, such as draft, changed, late, short, clash, little_rest."""

    id = fields.UUID()
    person_supported_id = fields.UUID()
    person_name = fields.Str()
    worker_id = fields.UUID(allow_none=True)
    worker_name = fields.Str()
    visit_kind_id = fields.UUID(allow_none=True)
    planned_from = fields.AwareDateTime()
    planned_until = fields.AwareDateTime()
    state = fields.Str()
    marks = fields.List(fields.Str())
    version = fields.Int()


class WorkerWeekSaid(Schema):
    """A worker's minutes of one week; ``contract_minutes`` is empty where no contract holds."""

    id = fields.UUID()
    name = fields.Str()
    visits = fields.Int()
    planned_minutes = fields.Int()
    travel_minutes = fields.Int()
    contract_minutes = fields.Int(allow_none=True)
    minutes_left = fields.Int(allow_none=True)


class WarningSaid(Schema):
    """What somebody should look at: a code, and the figures that belong to it, in minutes."""

    code = fields.Str()
    worker_id = fields.UUID()
    visit_ids = fields.List(fields.UUID())
    figures = fields.Dict(keys=fields.Str(), values=fields.Int())


class WeekSaid(Schema):
    """Seven London days from a Monday."""

    monday = fields.Date()
    visits = fields.List(fields.Nested(RotaVisitSaid))
    workers = fields.List(fields.Nested(WorkerWeekSaid))
    warnings = fields.List(fields.Nested(WarningSaid))


class SkippedSaid(Schema):
    """A visit that was left out, or made without its worker (``is_made``), and the reason's code."""

    person_supported_id = fields.UUID()
    person_name = fields.Str()
    planned_from = fields.AwareDateTime()
    reason = fields.Str()
    is_made = fields.Bool()
    worker_id = fields.UUID(allow_none=True)
    worker_name = fields.Str()


class MadeSaid(Schema):
    """How many drafts were made, how many visits stood there already, and what was left out and why."""

    made = fields.Int(required=True)
    there_already = fields.Int(required=True)
    skipped = fields.List(fields.Nested(SkippedSaid), required=True)


class PublishedSaid(Schema):
    """How many visits were published, and how many workers got a notice."""

    visits = fields.Int(required=True)
    workers_told = fields.Int(required=True)


class ReasonSaid(Schema):
    """A reason's code with its figures."""

    code = fields.Str()
    figures = fields.Dict(keys=fields.Str(), values=fields.Raw())


class SuggestionSaid(Schema):
    """A worker for a visit; who has a reason against them is not suggested."""

    worker_id = fields.UUID()
    worker_name = fields.Str()
    score = fields.Int()
    reasons = fields.List(fields.Nested(ReasonSaid))
    against = fields.List(fields.Nested(ReasonSaid))


class SuggestionsSaid(Schema):
    """The best for a visit, the best first; and all who cannot do it."""

    best = fields.List(fields.Nested(SuggestionSaid))
    refused = fields.List(fields.Nested(SuggestionSaid))


@resource.route("")
@needs(Permission.ROTA_MANAGE)
@resource.arguments(WeekSchema, location="query")
@resource.response(200, WeekSaid)
def get_week(query: dict[str, Any]) -> RotaWeek:
    """Show a week by its Monday."""
    monday = query["monday"]
    return queries.week_of_rota(
        reading_session(), by=current_actor(), monday=monday, now=clock.now(), away=away_in_week(monday)
    )


@resource.route("/generate", methods=["POST"])
@needs(Permission.ROTA_MANAGE)
@done_once
@resource.arguments(WeekSchema)
@resource.response(200, MadeSaid)
def generate(answers: dict[str, Any]) -> actions.Generated:
    """Make the drafts of a week from the visits that come back; twice makes nothing twice."""
    return actions.generate_week(
        coop=current_coop(),
        monday=answers["monday"],
        by=current_actor(),
        now=clock.now(),
        away=away_in_week(answers["monday"]),
    )


@resource.route("/copy", methods=["POST"])
@needs(Permission.ROTA_MANAGE)
@done_once
@resource.arguments(CopySchema)
@resource.response(200, MadeSaid)
def copy(answers: dict[str, Any]) -> dict[str, object]:
    """Copy a week as drafts of another."""
    made = actions.copy_week(
        coop=current_coop(),
        by=current_actor(),
        now=clock.now(),
        away=away_in_week(answers["to_monday"]),
        **answers,
    )
    return {"made": made.made, "there_already": 0, "skipped": made.skipped}


@resource.route("/publish", methods=["POST"])
@needs(Permission.ROTA_MANAGE)
@done_once
@resource.arguments(PublishSchema)
@resource.response(200, PublishedSaid)
def publish(answers: dict[str, Any]) -> actions.Published:
    """Publish a week, a worker's or a person's part of it, or single visits; those affected are told."""
    seen = {one["id"]: one["version"] for one in answers.pop("seen")}
    what = actions.ToPublish(seen_versions=seen, **answers)
    return actions.publish(coop=current_coop(), what=what, by=current_actor(), now=clock.now())


@resource.route("/visits/<uuid:visit_id>/suggestions")
@needs(Permission.ROTA_MANAGE)
@resource.response(200, SuggestionsSaid)
def suggestions(visit_id: UUID) -> queries.Suggestions:
    """Say who could do a visit and why, and who could not."""
    session, by = reading_session(), current_actor()
    visit = queries.get_visit(session, visit_id, by=by)
    away = away_then(session, london_day(visit.planned_from))
    return queries.suggest(session, visit_id, by=by, now=clock.now(), away=away)
