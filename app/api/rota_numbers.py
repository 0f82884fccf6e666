"""The co-op's own numbers for its rota, and how long the ways between homes take."""

from typing import Any, Final
from uuid import UUID

from flask import Response
from flask.typing import ResponseReturnValue
from marshmallow import fields

from app.api.accepted import done
from app.api.blueprint import Resource
from app.api.deciding import decided
from app.api.idempotency import done_once
from app.api.paging import PageQuery, cut, page_schema
from app.api.versions import version_seen, with_etag
from app.care import words
from app.care.pattern_schemas import RotaNumbersSchema, WaySchema
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.care import actions, queries

__all__ = ["resource", "words"]

resource = Resource(
    "rota-numbers",
    side="coop",
    about="The numbers by which a rota is planned, and ways that are known better.",
)
UNSAID: Final = ("version",)


class RotaNumbersSaid(Schema):
    """Percent of the straight line, metres a minute, minutes of rest and of grace; version 0: the usual."""

    travel_factor_percent = fields.Int()
    metres_per_minute = fields.Int()
    least_rest_minutes = fields.Int()
    late_after_minutes = fields.Int()
    version = fields.Int()


class WayListed(Schema):
    """A way from one home to another whose length somebody said; the way back is another."""

    from_person_id = fields.UUID()
    to_person_id = fields.UUID()
    minutes = fields.Int()
    metres = fields.Int()


@resource.route("")
@needs(Permission.ROTA_MANAGE)
@resource.response(200, RotaNumbersSaid)
def get_numbers() -> Response:
    """Show the numbers, with their version as ETag."""
    found = queries.get_rota_numbers(reading_session(), by=current_actor())
    return with_etag(RotaNumbersSaid().dump(found), found.version)


@resource.route("", methods=["PUT"])
@needs(Permission.ROTA_MANAGE)
@resource.of_a_version
@resource.arguments(RotaNumbersSchema(exclude=UNSAID))
@resource.response(204)
def set_numbers(answers: dict[str, Any]) -> Response:
    """Set all of the numbers."""
    settings = actions.SettingsSaid(**answers)
    return decided(actions.set_rota_settings, settings=settings, version=version_seen())


@resource.route("/ways")
@needs(Permission.ROTA_MANAGE)
@resource.arguments(PageQuery, location="query")
@resource.response(200, page_schema(WayListed))
def list_ways(query: dict[str, Any]) -> dict[str, object]:
    """List the ways whose length somebody said; all others go by the straight line."""
    found = queries.list_travel(reading_session(), by=current_actor())
    by_ends = sorted(found, key=_key)
    return cut(by_ends, query, key=_key)


@resource.route("/ways", methods=["POST"])
@needs(Permission.ROTA_MANAGE)
@done_once
@resource.arguments(WaySchema)
@resource.response(204)
def set_way(answers: dict[str, Any]) -> Response:
    """Say how long one way takes, in place of what was said before."""
    return decided(actions.set_travel, travel=actions.TravelSaid(**answers))


@resource.route("/ways/<uuid:from_person_id>/<uuid:to_person_id>/forget", methods=["POST"])
@needs(Permission.ROTA_MANAGE)
@done_once
@resource.response(204)
def forget_way(from_person_id: UUID, to_person_id: UUID) -> ResponseReturnValue:
    """Go by the straight line again for one way."""
    actions.forget_travel(
        coop=current_coop(), from_person_id=from_person_id, to_person_id=to_person_id, by=current_actor()
    )
    return done()


def _key(way: queries.TravelFacts) -> str:
    return f"{way.from_person_id} {way.to_person_id}"
