"""People supported, with what they said of themselves."""

from typing import Any
from uuid import UUID

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from app.api.accepted import done
from app.api.blueprint import Resource
from app.api.changing import Changing
from app.api.idempotency import done_once
from app.api.paging import PageQuery, cut, page_schema
from app.api.versions import version_seen, with_etag
from app.api.workers import RecordMade, made
from app.care import plan_words, words
from app.care.people_schemas import NewPersonSchema, PersonProfileSchema
from app.people.schemas import LastDaySchema
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.care import actions, queries
from franchise_kit.care.actions import tying
from franchise_kit.care.queries import ChangeLine, PersonFacts
from tenants import clock

__all__ = ["plan_words", "resource", "words"]

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
    born_on = fields.Date(allow_none=True)
    phone = fields.Str()
    address = fields.Str()
    place = fields.Str()
    getting_in = fields.Str()
    key_facts = fields.Str()
    communication = fields.Str()
    what_matters = fields.Str()


class PersonChange(Changing, PersonProfileSchema):
    """What of a record is to change; the version comes in ``If-Match``."""


class PersonChangeSaid(Schema):
    """One change: when, and what the fields that changed said before."""

    version = fields.Int()
    at = fields.AwareDateTime()
    before = fields.Dict(keys=fields.Str())


class PersonChangesSaid(Schema):
    """A record's changes, the newest first."""

    changes = fields.List(fields.Nested(PersonChangeSaid))


@resource.route("")
@needs(Permission.CARE_PLAN_READ)
@resource.arguments(PageQuery, location="query")
@resource.response(200, page_schema(PersonListed))
def list_people(query: dict[str, Any]) -> dict[str, object]:
    """List the people supported today whom the token's person may read."""
    found = queries.list_people(reading_session(), by=current_actor(), today=clock.today(), on=clock.today())
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
def get_person(person_supported_id: UUID) -> Response:
    """Show somebody supported."""
    return _shown(
        queries.get_person(reading_session(), person_supported_id, by=current_actor(), today=clock.today())
    )


@resource.route("/<uuid:person_supported_id>", methods=["PATCH"])
@needs(Permission.CARE_PLAN_WRITE)
@resource.of_a_version
@resource.arguments(PersonChange(partial=True))
@resource.response(200, PersonSaid)
def change_person(answers: dict[str, Any], person_supported_id: UUID) -> Response:
    """Change some of what is known of somebody; what it said before is kept."""
    by = current_actor()
    actions.change_person(
        coop=current_coop(),
        person_supported_id=person_supported_id,
        changes=answers,
        version=version_seen(),
        by=by,
        now=clock.now(),
    )
    with read_again() as session:
        return _shown(queries.get_person(session, person_supported_id, by=by, today=clock.today()))


@resource.route("/<uuid:person_supported_id>/changes")
@needs(Permission.CARE_PLAN_WRITE)
@resource.response(200, PersonChangesSaid)
def list_changes(person_supported_id: UUID) -> dict[str, list[ChangeLine]]:
    """List what was changed of somebody's record, the newest first."""
    found = queries.list_person_changes(
        reading_session(), person_supported_id, by=current_actor(), today=clock.today()
    )
    return {"changes": found}


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


def _shown(person: PersonFacts) -> Response:
    return with_etag(PersonSaid().dump(person), person.version)


class WhoseAccount(Schema):
    """Which account is of somebody supported."""

    account_id = fields.UUID(required=True)


@resource.route("/<uuid:person_supported_id>/account", methods=["POST"])
@needs(Permission.ROLE_APPROVE)
@done_once
@resource.arguments(WhoseAccount)
@resource.response(204)
def tie_account(answers: dict[str, Any], person_supported_id: UUID) -> Response:
    """Say which supported member's account is theirs; not by whoever gave the role."""
    facts = {"person_supported_id": person_supported_id, **answers}
    tying.tie_account(coop=current_coop(), by=current_actor(), **facts)
    return done()


@resource.route("/<uuid:person_supported_id>/account", methods=["DELETE"])
@needs(Permission.ROLE_APPROVE)
@resource.response(204)
def untie_account(person_supported_id: UUID) -> Response:
    """Take their account away: it reads nobody's plan any more."""
    tying.untie_account(coop=current_coop(), person_supported_id=person_supported_id, by=current_actor())
    return done()
