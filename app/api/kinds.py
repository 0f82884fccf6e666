"""Kinds of visit with their tasks."""

from typing import Any, Final
from uuid import UUID

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from app.api.accepted import done
from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.api.paging import PageQuery, cut, page_schema
from app.api.versions import version_seen, with_etag
from app.api.workers import RecordMade, made
from app.care import words
from app.care.pattern_schemas import KindSchema, TasksSchema
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.care import actions, queries
from tenants import clock

__all__ = ["resource", "words"]

resource = Resource("visit-kinds", side="coop", about="Kinds of visit, and the tasks of each.")
UNSAID: Final = ("version",)


class KindTaskListed(Schema):
    """A task; its place counts from 1."""

    id = fields.UUID()
    position = fields.Int()
    words_en = fields.Str()
    words_cy = fields.Str()
    is_essential = fields.Bool()


class KindListed(Schema):
    """A kind of visit with the tasks that are offered; ``pays_as`` is visit, sleep_in or waking_night."""

    id = fields.UUID()
    name_en = fields.Str()
    name_cy = fields.Str()
    pays_as = fields.Str()
    minutes = fields.Int()
    is_offered = fields.Bool()
    tasks = fields.List(fields.Nested(KindTaskListed))
    version = fields.Int()


@resource.route("")
@needs(Permission.VISIT_READ)
@resource.arguments(PageQuery, location="query")
@resource.response(200, page_schema(KindListed))
def list_kinds(query: dict[str, Any]) -> dict[str, object]:
    """List the kinds of visit by their English name."""
    found = queries.list_kinds(reading_session(), by=current_actor())
    return cut(found, query, key=lambda one: f"{one.name_en} {one.id}")


@resource.route("", methods=["POST"])
@needs(Permission.ROTA_MANAGE)
@done_once
@resource.arguments(KindSchema(exclude=UNSAID))
@resource.response(201, RecordMade)
def add(answers: dict[str, Any]) -> ResponseReturnValue:
    """Add a kind of visit."""
    kind_id = actions.add_kind(coop=current_coop(), kind=_kind(answers), by=current_actor(), now=clock.now())
    return made(kind_id, url_for("api_visit-kinds.get_kind", kind_id=kind_id))


@resource.route("/<uuid:kind_id>")
@needs(Permission.VISIT_READ)
@resource.response(200, KindListed)
def get_kind(kind_id: UUID) -> Response:
    """Show one kind of visit, with its version as ETag."""
    kind = queries.get_kind(reading_session(), kind_id, by=current_actor())
    return with_etag(KindListed().dump(kind), kind.version)


@resource.route("/<uuid:kind_id>", methods=["PUT"])
@needs(Permission.ROTA_MANAGE)
@resource.arguments(KindSchema(exclude=UNSAID))
@resource.response(204)
def change(answers: dict[str, Any], kind_id: UUID) -> Response:
    """Change a kind of visit; ``If-Match`` says from which version."""
    actions.save_kind(
        coop=current_coop(),
        kind_id=kind_id,
        kind=_kind(answers),
        version=version_seen(),
        by=current_actor(),
        now=clock.now(),
    )
    return done()


@resource.route("/<uuid:kind_id>/tasks", methods=["PUT"])
@needs(Permission.ROTA_MANAGE)
@resource.arguments(TasksSchema)
@resource.response(204)
def set_tasks(answers: dict[str, Any], kind_id: UUID) -> Response:
    """Say all tasks of a kind in their order; ``If-Match`` says from which version."""
    tasks = [actions.TaskSaid(**one) for one in answers["tasks"]]
    actions.save_tasks(
        coop=current_coop(), kind_id=kind_id, tasks=tasks, version=version_seen(), by=current_actor()
    )
    return done()


def _kind(answers: dict[str, Any]) -> actions.KindSaid:
    return actions.KindSaid(**answers | {"is_offered": answers["is_offered"] is not False})
