"""Visits that come back: agreed, changed from a day on, ended; with the numbers and ways of the rota."""

from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.api.paging import PageQuery, cut, page_schema
from app.api.versions import version_seen, with_etag
from app.api.workers import RecordMade, made
from app.care import words
from app.care.pattern_schemas import EndPatternSchema, NewPatternSchema, PatternSchema
from app.care.pattern_views import clock_words, last_on, pattern_of
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.care import actions, queries
from franchise_kit.care.queries import PatternFacts
from franchise_kit.kernel.weekdays import days_in
from tenants import clock

__all__ = ["resource", "words"]

resource = Resource("visit-patterns", side="coop", about="Visits that come back, from which weeks are made.")
UNSAID: Final = ("version",)


class PatternQuery(PageQuery):
    """Whose visits; without it everybody's."""

    person_supported_id = fields.UUID(load_default=None)


class PatternListed(Schema):
    """Visits that come back. ``weekdays`` count from 0 for Monday; ``last_on`` is the last day, if any."""

    id = fields.UUID()
    person_supported_id = fields.UUID()
    person_name = fields.Str()
    visit_kind_id = fields.UUID()
    weekdays = fields.Function(lambda one: days_in(one.weekdays))
    every_weeks = fields.Int()
    at = fields.Function(lambda one: clock_words(one.starts_minute))
    minutes = fields.Int()
    window_minutes = fields.Int()
    carers = fields.Int()
    skills = fields.List(fields.Str())
    language = fields.Str(allow_none=True)
    short_reason = fields.Str(allow_none=True)
    valid_from = fields.Date()
    last_on = fields.Function(lambda one: _day(one.valid_until))
    version = fields.Int()


class PatternDone(Schema):
    """What came of a change: the pattern that holds now, drafts taken away, told visits left."""

    pattern_id = fields.UUID(required=True)
    drafts_removed = fields.Int(required=True)
    told_left = fields.Int(required=True)


@resource.route("")
@needs(Permission.ROTA_MANAGE)
@resource.arguments(PatternQuery, location="query")
@resource.response(200, page_schema(PatternListed))
def list_patterns(query: dict[str, Any]) -> dict[str, object]:
    """List visits that come back, by person."""
    found = queries.list_patterns(
        reading_session(), by=current_actor(), person_supported_id=query["person_supported_id"]
    )
    listed = sorted(found, key=_key)
    return cut(listed, query, key=_key)


@resource.route("", methods=["POST"])
@needs(Permission.ROTA_MANAGE)
@done_once
@resource.arguments(NewPatternSchema(exclude=UNSAID))
@resource.response(201, RecordMade)
def make(answers: dict[str, Any]) -> ResponseReturnValue:
    """Agree visits that come back."""
    pattern = pattern_of(answers, answers["person_supported_id"])
    pattern_id = actions.make_pattern(
        coop=current_coop(), pattern=pattern, by=current_actor(), now=clock.now()
    )
    return made(pattern_id, url_for("api_visit-patterns.get_pattern", pattern_id=pattern_id))


@resource.route("/<uuid:pattern_id>")
@needs(Permission.ROTA_MANAGE)
@resource.response(200, PatternListed)
def get_pattern(pattern_id: UUID) -> Response:
    """Show one pattern, with its version as ETag."""
    pattern = queries.get_pattern(reading_session(), pattern_id, by=current_actor())
    return with_etag(PatternListed().dump(pattern), pattern.version)


@resource.route("/<uuid:pattern_id>", methods=["PUT"])
@needs(Permission.ROTA_MANAGE)
@resource.arguments(PatternSchema(exclude=UNSAID))
@resource.response(200, PatternDone)
def change(answers: dict[str, Any], pattern_id: UUID) -> actions.PatternChanged:
    """Change a pattern from ``valid_from`` on; ``If-Match`` says from which version."""
    with read_again() as session:
        held = queries.get_pattern(session, pattern_id, by=current_actor())
    return actions.change_pattern(
        coop=current_coop(),
        pattern_id=pattern_id,
        pattern=pattern_of(answers, held.person_supported_id),
        version=version_seen(),
        by=current_actor(),
        now=clock.now(),
    )


@resource.route("/<uuid:pattern_id>/end", methods=["POST"])
@needs(Permission.ROTA_MANAGE)
@done_once
@resource.arguments(EndPatternSchema(exclude=UNSAID))
@resource.response(200, PatternDone)
def end(answers: dict[str, Any], pattern_id: UUID) -> actions.PatternChanged:
    """Say on which day they come back for the last time; ``If-Match`` says from which version."""
    return actions.end_pattern(
        coop=current_coop(),
        pattern_id=pattern_id,
        valid_until=answers["last_on"] + timedelta(days=1),
        version=version_seen(),
        by=current_actor(),
        now=clock.now(),
    )


def _key(one: PatternFacts) -> str:
    return f"{one.person_name} {clock_words(one.starts_minute)} {one.id}"


def _day(valid_until: date | None) -> str | None:
    last = last_on(valid_until)
    return last.isoformat() if last is not None else None
