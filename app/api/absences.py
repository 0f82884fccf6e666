"""Leave and sickness: one's own, everybody's with the answers to them, and who is away without why."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Response, url_for
from marshmallow import fields, validate

from app.api.blueprint import Resource
from app.api.deciding import decided
from app.api.idempotency import done_once
from app.api.paging import cut, page_schema
from app.api.time_entries import TimeQuery, span_of
from app.api.versions import version_seen, with_etag
from app.api.workers import RecordMade, made
from app.journal.schemas import DAYS
from app.time.fields import note_field
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema, Whole
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.time.actions import absence as actions
from franchise_kit.time.actions.absence import NewAbsence
from franchise_kit.time.queries import absence as queries
from franchise_kit.time.queries.absence import AbsenceFacts
from franchise_kit.time.rules import absence as rules
from tenants import clock

ABOUT = "Leave and sickness. Days are whole, the last one is of the absence, and leave is in minutes."
resource = Resource("absences", side="coop", about=ABOUT)
SUBMIT, APPROVE = Permission.TIMESHEET_SUBMIT, Permission.TIMESHEET_APPROVE
MOST_LEAVE = rules.LONGEST_DAYS * 24 * 60


class AbsenceSaid(Schema):
    """Days away; ``last_on`` is null while sickness is open. ``state``: asked, agreed, refused, withdrawn."""

    id = fields.UUID()
    worker_id = fields.UUID()
    worker_name = fields.Str()
    kind = fields.Str()
    from_on = fields.Date()
    last_on = fields.Date(allow_none=True)
    leave_minutes = fields.Int()
    certificate = fields.Str()
    note = fields.Str(allow_none=True)
    state = fields.Str()
    answer = fields.Str(allow_none=True)
    asked_at = fields.AwareDateTime()
    decided_at = fields.AwareDateTime(allow_none=True)
    is_own = fields.Bool()
    version = fields.Int()


class OwnAbsence(Schema):
    """Days on which one is away; without ``leave_minutes`` those of a holiday are counted."""

    kind = fields.Str(required=True, validate=validate.OneOf(rules.KINDS))
    from_on = fields.Date(required=True, validate=DAYS)
    last_on = fields.Date(load_default=None, allow_none=True, validate=DAYS)
    leave_minutes = Whole(load_default=None, allow_none=True, validate=validate.Range(1, MOST_LEAVE))
    note = note_field("", "")


class AbsenceOf(OwnAbsence):
    """The same for somebody who works here."""

    worker_id = fields.UUID(required=True)


class AbsenceDecision(Schema):
    """Yes or no, with words for the worker; a no needs them."""

    is_agreed = fields.Bool(required=True)
    answer = note_field("", "")


class SickLastDay(Schema):
    """The last day of sickness."""

    last_on = fields.Date(required=True, validate=DAYS)


class SickCertificate(Schema):
    """Which paper there is for sickness."""

    certificate = fields.Str(required=True, validate=validate.OneOf(rules.CERTIFICATES))


class AwaySaid(Schema):
    """Days on which a worker does not work; ``last`` is null while nobody knows."""

    worker_id = fields.UUID()
    first = fields.Date()
    last = fields.Date(allow_none=True)


class AwayQuery(Schema):
    """Which days, London's; ``until`` is the last of them."""

    since = fields.Date(required=True, validate=DAYS)
    until = fields.Date(required=True, validate=DAYS)


class AwayListed(Schema):
    """Who is away."""

    items = fields.List(fields.Nested(AwaySaid), required=True)


def _key(one: AbsenceFacts) -> str:
    return f"{one.from_on.isoformat()} {one.id}"


@resource.route("")
@needs(APPROVE)
@resource.arguments(TimeQuery, location="query")
@resource.response(200, page_schema(AbsenceSaid))
def list_absences(query: dict[str, Any]) -> dict[str, object]:
    """List everybody's absences that touch some days, the earliest first."""
    since, until = span_of(query)
    found = queries.list_absences(reading_session(), by=current_actor(), from_=since, until=until)
    return cut(found, query, key=_key)


@resource.route("/own")
@needs(SUBMIT)
@resource.arguments(TimeQuery, location="query")
@resource.response(200, page_schema(AbsenceSaid))
def list_own_absences(query: dict[str, Any]) -> dict[str, object]:
    """List one's own absences that touch some days, the earliest first."""
    since, until = span_of(query)
    found = queries.list_own_absences(reading_session(), by=current_actor(), from_=since, until=until)
    return cut(found, query, key=_key)


@resource.route("/away")
@needs(Permission.ROTA_MANAGE)
@resource.arguments(AwayQuery, location="query")
@resource.response(200, AwayListed)
def list_away(query: dict[str, Any]) -> dict[str, object]:
    """List who does not work on some days, and not why."""
    found = queries.away_on(reading_session(), query["since"], query["until"] + timedelta(days=1))
    return {
        "items": [
            {"worker_id": worker_id, "first": one.first, "last": one.last}
            for worker_id, spans in found.items()
            for one in spans
        ]
    }


@resource.route("/own", methods=["POST"])
@needs(SUBMIT)
@done_once
@resource.arguments(OwnAbsence)
@resource.response(201, RecordMade)
def enter_own_absence(answers: dict[str, Any]) -> Response:
    """Ask for days away, or tell of sickness."""
    new = NewAbsence(**answers)
    absence_id = actions.enter_own_absence(coop=current_coop(), new=new, by=current_actor(), now=clock.now())
    return made(absence_id, url_for(".get_own_absence", absence_id=absence_id))


@resource.route("", methods=["POST"])
@needs(APPROVE)
@done_once
@resource.arguments(AbsenceOf)
@resource.response(201, RecordMade)
def enter_absence(answers: dict[str, Any]) -> Response:
    """Write down for a worker when they are away."""
    worker_id = answers.pop("worker_id")
    absence_id = actions.enter_absence(
        coop=current_coop(),
        worker_id=worker_id,
        new=NewAbsence(**answers),
        by=current_actor(),
        now=clock.now(),
    )
    return made(absence_id, url_for(".get_absence", absence_id=absence_id))


@resource.route("/own/<uuid:absence_id>")
@needs(SUBMIT)
@resource.response(200, AbsenceSaid)
def get_own_absence(absence_id: UUID) -> Response:
    """Show one of one's own."""
    return _shown(absence_id)


@resource.route("/<uuid:absence_id>")
@needs(APPROVE)
@resource.response(200, AbsenceSaid)
def get_absence(absence_id: UUID) -> Response:
    """Show anybody's."""
    return _shown(absence_id)


@resource.route("/<uuid:absence_id>/decide", methods=["POST"])
@needs(APPROVE)
@done_once
@resource.of_a_version
@resource.arguments(AbsenceDecision)
@resource.response(204)
def decide(answers: dict[str, Any], absence_id: UUID) -> Response:
    """Say yes or no to somebody else's; a yes to sickness says that it was seen."""
    decision = actions.Decision(answers["is_agreed"], version_seen(), answers["answer"])
    return decided(actions.decide_absence, absence_id=absence_id, decision=decision)


@resource.route("/own/<uuid:absence_id>/withdraw", methods=["POST"])
@needs(SUBMIT)
@done_once
@resource.of_a_version
@resource.response(204)
def withdraw_own(absence_id: UUID) -> Response:
    """Withdraw one's own: what waits, or what was agreed and has not begun."""
    return decided(actions.withdraw_absence, absence_id=absence_id, version=version_seen())


@resource.route("/<uuid:absence_id>/withdraw", methods=["POST"])
@needs(APPROVE)
@done_once
@resource.of_a_version
@resource.response(204)
def withdraw(absence_id: UUID) -> Response:
    """Withdraw what was entered wrongly, or is not taken after all."""
    return decided(actions.withdraw_absence, absence_id=absence_id, version=version_seen())


@resource.route("/own/<uuid:absence_id>/last-day", methods=["POST"])
@needs(SUBMIT)
@done_once
@resource.of_a_version
@resource.arguments(SickLastDay)
@resource.response(204)
def end_own(answers: dict[str, Any], absence_id: UUID) -> Response:
    """Say the last day of one's sickness."""
    return decided(actions.end_sickness, absence_id=absence_id, version=version_seen(), **answers)


@resource.route("/<uuid:absence_id>/last-day", methods=["POST"])
@needs(APPROVE)
@done_once
@resource.of_a_version
@resource.arguments(SickLastDay)
@resource.response(204)
def end(answers: dict[str, Any], absence_id: UUID) -> Response:
    """Say the last day of somebody's sickness."""
    return decided(actions.end_sickness, absence_id=absence_id, version=version_seen(), **answers)


@resource.route("/own/<uuid:absence_id>/certificate", methods=["POST"])
@needs(SUBMIT)
@done_once
@resource.of_a_version
@resource.arguments(SickCertificate)
@resource.response(204)
def certify_own(answers: dict[str, Any], absence_id: UUID) -> Response:
    """Certify one's own sickness; a fit note is written down by who has seen it."""
    return decided(actions.keep_certificate, absence_id=absence_id, version=version_seen(), **answers)


@resource.route("/<uuid:absence_id>/certificate", methods=["POST"])
@needs(APPROVE)
@done_once
@resource.of_a_version
@resource.arguments(SickCertificate)
@resource.response(204)
def certify(answers: dict[str, Any], absence_id: UUID) -> Response:
    """Write down which paper there is for somebody's sickness."""
    return decided(actions.keep_certificate, absence_id=absence_id, version=version_seen(), **answers)


def _shown(absence_id: UUID) -> Response:
    one = queries.get_absence(reading_session(), absence_id, by=current_actor())
    return with_etag(AbsenceSaid().dump(one), one.version)
