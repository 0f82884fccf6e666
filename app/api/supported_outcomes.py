"""Personal outcomes of people supported, and how far they are."""

from typing import Any
from uuid import UUID

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from app.api.deciding import decided
from app.api.idempotency import done_once
from app.api.supported import resource
from app.api.versions import version_seen, with_etag
from app.api.workers import RecordMade, made
from app.care.people_schemas import EndOutcomeSchema, OutcomeReadingSchema, OutcomeSchema
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.care import actions, queries
from franchise_kit.care.queries import OutcomeFacts
from tenants import clock

READ, RECORD = Permission.OUTCOME_READ, Permission.OUTCOME_RECORD


class OutcomeReadingSaid(Schema):
    """How far an outcome was on a day, from 1 (not at all) to 5 (fully)."""

    on_day = fields.Date()
    score = fields.Int()
    said_by = fields.Str()
    note = fields.Str()


class PersonalOutcomeSaid(Schema):
    """What somebody wants to reach or keep, in their own words; ``ending`` and ``ended_on`` once it ended."""

    id = fields.UUID()
    person_supported_id = fields.UUID()
    words = fields.Str()
    started_on = fields.Date()
    ended_on = fields.Date(allow_none=True)
    ending = fields.Str(allow_none=True)
    readings = fields.List(fields.Nested(OutcomeReadingSaid))


class PersonalOutcomesSaid(Schema):
    """Somebody's outcomes, those that hold first."""

    outcomes = fields.List(fields.Nested(PersonalOutcomeSaid))


@resource.route("/<uuid:person_supported_id>/outcomes")
@needs(READ)
@resource.response(200, PersonalOutcomesSaid)
def list_outcomes(person_supported_id: UUID) -> dict[str, list[OutcomeFacts]]:
    """List what somebody wants to reach or keep, with the readings of each."""
    return {
        "outcomes": queries.list_outcomes(
            reading_session(), person_supported_id, by=current_actor(), today=clock.today()
        )
    }


@resource.route("/<uuid:person_supported_id>/outcomes", methods=["POST"])
@needs(RECORD)
@done_once
@resource.arguments(OutcomeSchema)
@resource.response(201, RecordMade)
def begin_outcome(answers: dict[str, Any], person_supported_id: UUID) -> ResponseReturnValue:
    """Write down what somebody wants to reach or keep."""
    outcome_id = actions.begin_outcome(
        coop=current_coop(),
        person_supported_id=person_supported_id,
        outcome=actions.NewOutcome(**answers),
        by=current_actor(),
        now=clock.now(),
    )
    return made(outcome_id, url_for("api_people-supported.get_outcome", outcome_id=outcome_id))


@resource.route("/outcomes/<uuid:outcome_id>")
@needs(READ)
@resource.response(200, PersonalOutcomeSaid)
def get_outcome(outcome_id: UUID) -> Response:
    """Show one outcome."""
    outcome = queries.get_outcome(reading_session(), outcome_id, by=current_actor(), today=clock.today())
    return with_etag(PersonalOutcomeSaid().dump(outcome), outcome.version)


@resource.route("/outcomes/<uuid:outcome_id>/readings", methods=["POST"])
@needs(RECORD)
@done_once
@resource.arguments(OutcomeReadingSchema)
@resource.response(204)
def read_outcome(answers: dict[str, Any], outcome_id: UUID) -> Response:
    """Write how far an outcome is on a day."""
    return decided(actions.read_outcome, outcome_id=outcome_id, reading=actions.NewReading(**answers))


@resource.route("/outcomes/<uuid:outcome_id>/end", methods=["POST"])
@needs(RECORD)
@done_once
@resource.of_a_version
@resource.arguments(EndOutcomeSchema)
@resource.response(204)
def end_outcome(answers: dict[str, Any], outcome_id: UUID) -> Response:
    """Write that an outcome was reached, or is no longer wanted."""
    ending = actions.Ending(**answers)
    return decided(actions.end_outcome, outcome_id=outcome_id, ending=ending, version=version_seen())
