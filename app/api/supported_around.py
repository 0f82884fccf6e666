"""Those around people supported: contacts, representatives, consents to share, wishes about workers."""

from typing import Any
from uuid import UUID

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from app.api.changing import Changing
from app.api.deciding import decided
from app.api.idempotency import done_once
from app.api.supported import resource
from app.api.versions import version_seen
from app.api.workers import RecordMade, made
from app.care.people_schemas import (
    ConsentSchema,
    EndRepresentativeSchema,
    PersonContactSchema,
    RepresentativeSchema,
    TakeBackSchema,
    WishSchema,
)
from app.people.fields import day_field
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.care import actions, queries
from franchise_kit.care.queries import Around
from tenants import clock

READ, WRITE = Permission.CARE_PLAN_READ, Permission.CARE_PLAN_WRITE


class PersonContactSaid(Schema):
    """Somebody around a person; ``may_come`` is yes, no or not_said."""

    id = fields.UUID()
    name = fields.Str()
    relation = fields.Str()
    phone = fields.Str()
    is_first_to_ring = fields.Bool()
    may_come = fields.Str()
    ended_on = fields.Date(allow_none=True)
    version = fields.Int()


class RepresentativeSaid(Schema):
    """Who speaks for somebody; ``until_on`` is the last day of their authority."""

    id = fields.UUID()
    name = fields.Str()
    phone = fields.Str()
    authority = fields.Str()
    agrees_care = fields.Bool()
    seen_on = fields.Date(allow_none=True)
    from_on = fields.Date()
    until_on = fields.Date(allow_none=True)
    version = fields.Int()


class ConsentSaid(Schema):
    """What may be told to whom; ``taken_back_on`` where it was taken back."""

    id = fields.UUID()
    with_whom = fields.Str()
    what = fields.Str()
    said_how = fields.Str()
    given_on = fields.Date()
    taken_back_on = fields.Date(allow_none=True)
    version = fields.Int()


class WishSaid(Schema):
    """A worker whom somebody prefers, or will not have."""

    worker_id = fields.UUID()
    worker_name = fields.Str()
    wish = fields.Str()


class AroundSaid(Schema):
    """All who are around somebody; wishes for whoever reads every plan. Version 1 is the ETag ``"v1"``."""

    contacts = fields.List(fields.Nested(PersonContactSaid))
    representatives = fields.List(fields.Nested(RepresentativeSaid))
    consents = fields.List(fields.Nested(ConsentSaid))
    wishes = fields.List(fields.Nested(WishSaid))


class PersonContactChange(Changing, PersonContactSchema):
    """What of a contact is to change, also that it ended; the version comes in ``If-Match``."""

    ended_on = day_field("", required=False)


@resource.route("/<uuid:person_supported_id>/around")
@needs(READ)
@resource.response(200, AroundSaid)
def get_around(person_supported_id: UUID) -> Around:
    """Show who is around somebody."""
    return queries.list_around(
        reading_session(), person_supported_id, by=current_actor(), today=clock.today()
    )


@resource.route("/<uuid:person_supported_id>/contacts", methods=["POST"])
@needs(WRITE)
@done_once
@resource.arguments(PersonContactSchema)
@resource.response(201, RecordMade)
def add_contact(answers: dict[str, Any], person_supported_id: UUID) -> ResponseReturnValue:
    """Write down a contact."""
    contact_id = actions.add_contact(
        coop=current_coop(),
        person_supported_id=person_supported_id,
        contact=actions.NewContact(**answers),
        by=current_actor(),
        now=clock.now(),
    )
    return made(contact_id, _address(person_supported_id))


@resource.route("/contacts/<uuid:contact_id>", methods=["PATCH"])
@needs(WRITE)
@resource.of_a_version
@resource.arguments(PersonContactChange(partial=True))
@resource.response(204)
def change_contact(answers: dict[str, Any], contact_id: UUID) -> Response:
    """Change a contact, or say that it ended."""
    return decided(actions.change_contact, contact_id=contact_id, changes=answers, version=version_seen())


@resource.route("/<uuid:person_supported_id>/representatives", methods=["POST"])
@needs(WRITE)
@done_once
@resource.arguments(RepresentativeSchema)
@resource.response(201, RecordMade)
def add_representative(answers: dict[str, Any], person_supported_id: UUID) -> ResponseReturnValue:
    """Write down who speaks for somebody."""
    representative_id = actions.add_representative(
        coop=current_coop(),
        person_supported_id=person_supported_id,
        representative=actions.NewRepresentative(**answers),
        by=current_actor(),
        now=clock.now(),
    )
    return made(representative_id, _address(person_supported_id))


@resource.route("/representatives/<uuid:representative_id>/end", methods=["POST"])
@needs(WRITE)
@done_once
@resource.of_a_version
@resource.arguments(EndRepresentativeSchema)
@resource.response(204)
def end_representative(answers: dict[str, Any], representative_id: UUID) -> Response:
    """Say which day of an authority is the last."""
    return decided(
        actions.end_representative,
        representative_id=representative_id,
        until_on=answers["until_on"],
        version=version_seen(),
    )


@resource.route("/<uuid:person_supported_id>/consents", methods=["POST"])
@needs(WRITE)
@done_once
@resource.arguments(ConsentSchema)
@resource.response(201, RecordMade)
def give_consent(answers: dict[str, Any], person_supported_id: UUID) -> ResponseReturnValue:
    """Write down what may be told to whom."""
    consent_id = actions.give_consent(
        coop=current_coop(),
        person_supported_id=person_supported_id,
        consent=actions.NewConsent(**answers),
        by=current_actor(),
        now=clock.now(),
    )
    return made(consent_id, _address(person_supported_id))


@resource.route("/consents/<uuid:consent_id>/take-back", methods=["POST"])
@needs(WRITE)
@done_once
@resource.of_a_version
@resource.arguments(TakeBackSchema)
@resource.response(204)
def take_back_consent(answers: dict[str, Any], consent_id: UUID) -> Response:
    """Write that a consent was taken back."""
    return decided(
        actions.take_back_consent,
        consent_id=consent_id,
        taken_back_on=answers["taken_back_on"],
        version=version_seen(),
    )


@resource.route("/<uuid:person_supported_id>/wishes", methods=["POST"])
@needs(WRITE)
@done_once
@resource.arguments(WishSchema)
@resource.response(204)
def set_wish(answers: dict[str, Any], person_supported_id: UUID) -> Response:
    """Write whether somebody prefers a worker (prefers), refuses them (not_this_one), or neither (none)."""
    said = answers["wish"]
    return decided(
        actions.set_wish,
        person_supported_id=person_supported_id,
        worker_id=answers["worker_id"],
        wish=None if said == "none" else said,
    )


def _address(person_supported_id: UUID) -> str:
    return url_for("api_people-supported.get_around", person_supported_id=person_supported_id)
