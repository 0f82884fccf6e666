"""Leave and sickness: one's own, everybody's with the answers to them, and who is away without why."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Response, url_for
from marshmallow import fields, pre_dump, validate

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
from franchise_kit.time.actions.giving_back import give_leave_back
from franchise_kit.time.actions.sickness import (
    NewFitNote,
    add_fit_note,
    keep_certificate,
    set_sickness_days,
    take_fit_note_away,
)
from franchise_kit.time.queries import absence as queries
from franchise_kit.time.queries.absence import AbsenceFacts
from franchise_kit.time.rules import absence as rules
from tenants import clock

ABOUT = "Leave and sickness. Days are whole, the last one is of the absence, and leave is in minutes."
resource = Resource("absences", side="coop", about=ABOUT)
SUBMIT, APPROVE = Permission.TIMESHEET_SUBMIT, Permission.TIMESHEET_APPROVE
Act = Callable[..., Response]
MOST_LEAVE = rules.LONGEST_DAYS * 24 * 60


class FitNoteSaid(Schema):
    """A fit note: its days, the last one included, and the day on which it was seen."""

    id = fields.UUID()
    from_on = fields.Date()
    last_on = fields.Date()
    seen_on = fields.Date()


class DaysSaid(Schema):
    """Days, the last one included."""

    first = fields.Date()
    last = fields.Date()


class AbsenceSaid(Schema):
    """Days away; ``last_on`` is null while sickness is open. ``state``: asked, agreed, refused, withdrawn.

    ``days_without_note`` are those of sickness that stands, asked or agreed: from the eighth on, and up to
    today while it is open, that no fit note is for.
    """

    id = fields.UUID()
    worker_id = fields.UUID()
    worker_name = fields.Str()
    kind = fields.Str()
    from_on = fields.Date()
    last_on = fields.Date(allow_none=True)
    leave_minutes = fields.Int()
    certificate = fields.Str()
    fit_notes = fields.List(fields.Nested(FitNoteSaid))
    days_without_note = fields.List(fields.Nested(DaysSaid))
    note = fields.Str(allow_none=True)
    state = fields.Str()
    answer = fields.Str(allow_none=True)
    asked_at = fields.AwareDateTime()
    decided_at = fields.AwareDateTime(allow_none=True)
    is_own = fields.Bool()
    version = fields.Int()

    @pre_dump
    def say_what_lacks(self, one: AbsenceFacts, **_options: object) -> dict[str, Any]:
        """Say the days as of today, on which alone they depend besides the absence."""
        return asdict(one) | {"days_without_note": one.days_without_note(clock.today())}


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


class SicknessSaid(Schema):
    """The days of sickness; ``last_on`` is null while somebody is not back."""

    from_on = fields.Date(required=True, validate=DAYS)
    last_on = fields.Date(required=True, allow_none=True, validate=DAYS)


class SickCertificate(Schema):
    """Whether somebody has certified their sickness themself."""

    certificate = fields.Str(required=True, validate=validate.OneOf(rules.CERTIFICATES))


class FitNoteOf(Schema):
    """A fit note to write down."""

    from_on = fields.Date(required=True, validate=DAYS)
    last_on = fields.Date(required=True, validate=DAYS)
    seen_on = fields.Date(required=True, validate=DAYS)


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


@resource.route("/<uuid:absence_id>/fit-notes", methods=["POST"])
@needs(APPROVE)
@done_once
@resource.of_a_version
@resource.arguments(FitNoteOf)
@resource.response(204)
def add_note(answers: dict[str, Any], absence_id: UUID) -> Response:
    """Write down a fit note for somebody else's sickness, and when it was seen."""
    fit_note = NewFitNote(**answers)
    return decided(add_fit_note, absence_id=absence_id, fit_note=fit_note, version=version_seen())


@resource.route("/<uuid:absence_id>/fit-notes/<uuid:fit_note_id>/away", methods=["POST"])
@needs(APPROVE)
@done_once
@resource.of_a_version
@resource.response(204)
def take_note_away(absence_id: UUID, fit_note_id: UUID) -> Response:
    """Take a fit note away that was entered wrongly."""
    which = {"absence_id": absence_id, "fit_note_id": fit_note_id}
    return decided(take_fit_note_away, **which, version=version_seen())


def _both(
    path: str, own: tuple[str, str], anybodys: tuple[str, str], act: Act, *schema: type[Schema]
) -> None:
    """Register a change of one's own absence, and of anybody's for those who decide: name and words of each.

    ``act`` is told the absence, its version, and what was said by the schema if there is one.
    """
    for prefix, permission, (name, about) in (("/own", SUBMIT, own), ("", APPROVE, anybodys)):

        def change(*said: dict[str, Any], absence_id: UUID) -> Response:
            return act(*said, absence_id=absence_id, version=version_seen())

        change.__name__, change.__doc__ = name, about
        view: Callable[..., Any] = resource.response(204)(change)
        for one in schema:
            view = resource.arguments(one)(view)
        guarded = needs(permission)(done_once(resource.of_a_version(view)))
        resource.route(f"{prefix}/<uuid:absence_id>/{path}", methods=["POST"])(guarded)


def _withdraw(**which: Any) -> Response:  # noqa: ANN401 - the absence and its version
    return decided(actions.withdraw_absence, **which)


def _set_days(said: dict[str, Any], **which: Any) -> Response:  # noqa: ANN401 - as above
    days = rules.SickDays(said["from_on"], said["last_on"])
    return decided(set_sickness_days, days=days, **which)


def _certify(said: dict[str, Any], **which: Any) -> Response:  # noqa: ANN401 - as above
    return decided(keep_certificate, **said, **which)


def _give_back(**which: Any) -> Response:  # noqa: ANN401 - as above
    return decided(give_leave_back, **which)


_both(
    "withdraw",
    ("withdraw_own", "Withdraw one's own: what waits, or what was agreed and has not begun."),
    ("withdraw", "Withdraw what was entered wrongly, or is not taken after all."),
    _withdraw,
)
_both(
    "days",
    ("set_own_days", "Say the days of one's sickness: its end, or that it goes on."),
    ("set_days", "Say the days of somebody's sickness: its end, that it goes on, or other days."),
    _set_days,
    SicknessSaid,
)
_both(
    "certificate",
    ("certify_own", "Certify one's own sickness."),
    ("certify", "Write down whether somebody has certified their sickness."),
    _certify,
    SickCertificate,
)
_both(
    "leave-back",
    ("have_leave_back", "Have the leave back of a holiday in which one was ill."),
    ("give_leave_back", "Give the leave back of a holiday in which somebody was ill."),
    _give_back,
)


def _shown(absence_id: UUID) -> Response:
    one = queries.get_absence(reading_session(), absence_id, by=current_actor())
    return with_etag(AbsenceSaid().dump(one), one.version)
