"""People supported, with what they said of themselves."""

from typing import Any
from uuid import UUID

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from app.api.accepted import done
from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.api.paging import PageQuery, cut, page_schema
from app.api.workers import RecordMade, made
from app.care import words
from app.care.schemas import NewPersonSchema
from app.people.schemas import LastDaySchema
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.care import actions, queries
from franchise_kit.care.queries import PersonFacts
from tenants import clock

__all__ = ["resource", "words"]

resource = Resource("people-supported", side="coop", about="People whom the co-op supports at home.")


class PersonListed(Schema):
    """Somebody supported; ``ended_on`` is the last day of support."""

    id = fields.UUID()
    name = fields.Str()
    language = fields.Str()
    started_on = fields.Date()
    ended_on = fields.Date(allow_none=True)


class PersonSaid(PersonListed):
    """Somebody supported, with what matters to them in their own words."""

    given_name = fields.Str()
    family_name = fields.Str()
    known_as = fields.Str()
    address = fields.Str()
    what_matters = fields.Str()


@resource.route("")
@needs(Permission.CARE_PLAN_READ)
@resource.arguments(PageQuery, location="query")
@resource.response(200, page_schema(PersonListed))
def list_people(query: dict[str, Any]) -> dict[str, object]:
    """List the people supported today whom the token's person may read."""
    found = queries.list_people(reading_session(), by=current_actor(), on=clock.today())
    return cut(found, query, key=lambda one: f"{one.name} {one.id}")


@resource.route("", methods=["POST"])
@needs(Permission.CARE_PLAN_WRITE)
@done_once
@resource.arguments(NewPersonSchema)
@resource.response(201, RecordMade)
def enter(answers: dict[str, Any]) -> ResponseReturnValue:
    """Enter somebody supported."""
    person_id = actions.enter_person(
        coop=current_coop(), person=actions.NewPerson(**answers), by=current_actor(), now=clock.now()
    )
    return made(person_id, url_for("api_people-supported.get_person", person_supported_id=person_id))


@resource.route("/<uuid:person_supported_id>")
@needs(Permission.CARE_PLAN_READ)
@resource.response(200, PersonSaid)
def get_person(person_supported_id: UUID) -> PersonFacts:
    """Show somebody supported."""
    return queries.get_person(reading_session(), person_supported_id, by=current_actor())


@resource.route("/<uuid:person_supported_id>/last-day", methods=["POST"])
@needs(Permission.CARE_PLAN_WRITE)
@done_once
@resource.arguments(LastDaySchema)
@resource.response(204)
def end_support(answers: dict[str, Any], person_supported_id: UUID) -> Response:
    """Say which day of support is the last."""
    actions.end_support(
        coop=current_coop(), person_supported_id=person_supported_id, by=current_actor(), **answers
    )
    return done()
