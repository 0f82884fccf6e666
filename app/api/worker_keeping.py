"""Checks, registration, talks and offers of hours of workers, and what is due of them."""

from typing import Any
from uuid import UUID

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from app.api.accepted import done
from app.api.idempotency import done_once
from app.api.workers import ENGAGE, READ, RecordMade, made, resource
from app.people import keeping_words
from app.people.hours_offer_views import offer_of, worked_of
from app.people.keeping_schemas import AnswerSchema, CheckSchema, OfferSchema, RegistrationSchema, TalkSchema
from app.people.keeping_views import check_of, registration_of, talk_of
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.people import actions, queries
from tenants import clock

__all__ = ["keeping_words"]


class CheckSaid(Schema):
    """A check that was seen; ``expires_on`` is its last day."""

    id = fields.UUID()
    kind = fields.Str()
    reference = fields.Str()
    checked_on = fields.Date()
    expires_on = fields.Date(allow_none=True)


class RegistrationSaid(Schema):
    """How somebody stands with Social Care Wales from a day on."""

    id = fields.UUID()
    state = fields.Str()
    register_number = fields.Str(allow_none=True)
    from_on = fields.Date()
    until_on = fields.Date(allow_none=True)


class TalkSaid(Schema):
    """A supervision or an appraisal, and when the next is due."""

    id = fields.UUID()
    kind = fields.Str()
    held_on = fields.Date()
    next_due_on = fields.Date()
    note = fields.Str()


class OfferSaid(Schema):
    """An offer of guaranteed hours and its answer; minutes are of a week."""

    id = fields.UUID()
    contract_id = fields.UUID()
    counted_from = fields.Date()
    counted_until = fields.Date()
    average_weekly_minutes = fields.Int()
    offered_weekly_minutes = fields.Int()
    offered_on = fields.Date()
    answer = fields.Str(allow_none=True)
    answered_on = fields.Date(allow_none=True)
    version = fields.Int()


class KeepingSaid(Schema):
    """All that was seen, checked and talked over, the newest first."""

    checks = fields.List(fields.Nested(CheckSaid))
    registrations = fields.List(fields.Nested(RegistrationSaid))
    talks = fields.List(fields.Nested(TalkSaid))
    offers = fields.List(fields.Nested(OfferSaid))


class DueSaid(Schema):
    """One thing that is due of a worker by a day; ``state`` is overdue or soon."""

    worker_id = fields.UUID()
    kind = fields.Str()
    due_on = fields.Date()
    is_first = fields.Bool()
    state = fields.Str()


class AllDueSaid(Schema):
    """What is due, the earliest first."""

    items = fields.List(fields.Nested(DueSaid))


@resource.route("/due")
@needs(ENGAGE)
@resource.response(200, AllDueSaid)
def list_due() -> dict[str, object]:
    """List what is overdue or due within eight weeks of everybody who works here."""
    today = clock.today()
    found = queries.list_due_of_all(reading_session(), by=current_actor(), on=today)
    return {
        "items": [
            {
                "worker_id": one.worker.id,
                "kind": one.due.kind,
                "due_on": one.due.due_on,
                "is_first": one.due.is_first,
                "state": one.due.state(today),
            }
            for one in found
        ]
    }


@resource.route("/<uuid:worker_id>/keeping")
@needs(READ)
@resource.response(200, KeepingSaid)
def get_keeping(worker_id: UUID) -> dict[str, object]:
    """Show checks, registration, talks and offers, for whoever takes workers on, and the worker."""
    session, by = reading_session(), current_actor()
    return {
        "checks": queries.list_checks(session, worker_id, by=by),
        "registrations": queries.list_registrations(session, worker_id, by=by),
        "talks": queries.list_talks(session, worker_id, by=by),
        "offers": queries.list_offers(session, worker_id, by=by),
    }


@resource.route("/<uuid:worker_id>/checks", methods=["POST"])
@needs(ENGAGE)
@done_once
@resource.arguments(CheckSchema)
@resource.response(201, RecordMade)
def note_check(answers: dict[str, Any], worker_id: UUID) -> ResponseReturnValue:
    """Note a check that was seen."""
    check_id = actions.note_check(
        coop=current_coop(),
        worker_id=worker_id,
        check=check_of(answers),
        by=current_actor(),
        now=clock.now(),
    )
    return made(check_id, _address(worker_id))


@resource.route("/<uuid:worker_id>/registrations", methods=["POST"])
@needs(ENGAGE)
@done_once
@resource.arguments(RegistrationSchema)
@resource.response(201, RecordMade)
def note_registration(answers: dict[str, Any], worker_id: UUID) -> ResponseReturnValue:
    """Note how a worker stands with Social Care Wales."""
    entry_id = actions.note_registration(
        coop=current_coop(),
        worker_id=worker_id,
        registration=registration_of(answers),
        by=current_actor(),
        now=clock.now(),
    )
    return made(entry_id, _address(worker_id))


@resource.route("/<uuid:worker_id>/talks", methods=["POST"])
@needs(ENGAGE)
@done_once
@resource.arguments(TalkSchema)
@resource.response(201, RecordMade)
def note_talk(answers: dict[str, Any], worker_id: UUID) -> ResponseReturnValue:
    """Note a supervision or an appraisal."""
    talk_id = actions.note_talk(
        coop=current_coop(), worker_id=worker_id, talk=talk_of(answers), by=current_actor(), now=clock.now()
    )
    return made(talk_id, _address(worker_id))


@resource.route("/<uuid:worker_id>/offers", methods=["POST"])
@needs(ENGAGE)
@done_once
@resource.arguments(OfferSchema)
@resource.response(201, RecordMade)
def offer_hours(answers: dict[str, Any], worker_id: UUID) -> ResponseReturnValue:
    """Note an offer of guaranteed hours; the average is counted here, of the last three months."""
    with read_again() as session:
        queries.get_worker_closely(session, worker_id, by=current_actor())
        worked = worked_of(session, worker_id)
    offer_id = actions.offer_hours(
        coop=current_coop(),
        worker_id=worker_id,
        offer=offer_of(answers, worked),
        by=current_actor(),
        now=clock.now(),
    )
    return made(offer_id, _address(worker_id))


@resource.route("/offers/<uuid:offer_id>/answer", methods=["POST"])
@needs(ENGAGE)
@done_once
@resource.arguments(AnswerSchema)
@resource.response(204)
def answer_offer(answers: dict[str, Any], offer_id: UUID) -> Response:
    """Note what a worker answered to the version of an offer that was read."""
    actions.answer_offer(
        coop=current_coop(),
        offer_id=offer_id,
        answer=actions.NewAnswer(**answers),
        by=current_actor(),
        now=clock.now(),
    )
    return done()


def _address(worker_id: UUID) -> str:
    return url_for("api_workers.get_keeping", worker_id=worker_id)
