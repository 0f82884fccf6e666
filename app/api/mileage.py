"""Miles driven: one's own, and everybody's with the yes or no to them. Kept in metres."""

from typing import Any

from flask import Response, url_for
from marshmallow import fields, validate

from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.api.paging import cut, page_schema
from app.api.time_entries import TimeQuery, span_of
from app.api.workers import RecordMade, made
from app.journal.schemas import DAYS
from app.time.fields import note_field
from app.time.schemas import DecideMiles
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema, Whole
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.time import actions, queries
from franchise_kit.time.actions import NewMiles
from franchise_kit.time.queries import MilesFacts
from franchise_kit.time.rules.miles import BY_HAND, MOST_METRES
from tenants import clock

resource = Resource(
    "mileage", side="coop", about="Miles driven, in metres; those between visits claim themselves."
)


class MileageClaim(Schema):
    """Metres driven on a day. ``state`` is recorded, approved, paid or refused."""

    id = fields.UUID()
    worker_id = fields.UUID()
    worker_name = fields.Str()
    day = fields.Date()
    purpose = fields.Str()
    metres = fields.Int()
    note = fields.Str(allow_none=True)
    state = fields.Str()
    may_decide = fields.Bool()
    version = fields.Int()


class OwnMilesSaid(Schema):
    """How far one drove on a London day, and what for."""

    day = fields.Date(required=True, validate=DAYS)
    purpose = fields.Str(required=True, validate=validate.OneOf(BY_HAND))
    metres = Whole(required=True, validate=validate.Range(1, MOST_METRES))
    note = note_field("", "")


class MilesSaid(OwnMilesSaid):
    """The same for somebody who works here."""

    worker_id = fields.UUID(required=True)


class MilesDecided(Schema):
    """On how many claims was decided."""

    count = fields.Int(required=True)


def _key(one: MilesFacts) -> str:
    return f"{one.day.isoformat()} {one.id}"


@resource.route("")
@needs(Permission.TIMESHEET_APPROVE)
@resource.arguments(TimeQuery, location="query")
@resource.response(200, page_schema(MileageClaim))
def list_miles(query: dict[str, Any]) -> dict[str, object]:
    """List everybody's claims, the earliest first."""
    since, until = span_of(query)
    found = queries.list_miles(reading_session(), by=current_actor(), from_=since, until=until)
    return cut(found, query, key=_key)


@resource.route("/own")
@needs(Permission.TIMESHEET_SUBMIT)
@resource.arguments(TimeQuery, location="query")
@resource.response(200, page_schema(MileageClaim))
def list_own_miles(query: dict[str, Any]) -> dict[str, object]:
    """List one's own claims, the earliest first."""
    since, until = span_of(query)
    found = queries.list_own_miles(reading_session(), by=current_actor(), from_=since, until=until)
    return cut(found, query, key=_key)


@resource.route("/own", methods=["POST"])
@needs(Permission.TIMESHEET_SUBMIT)
@done_once
@resource.arguments(OwnMilesSaid)
@resource.response(201, RecordMade)
def claim_own(answers: dict[str, Any]) -> Response:
    """Claim one's own miles; they wait for approval."""
    new = NewMiles(**answers)
    claim_id = actions.claim_own_miles(coop=current_coop(), new=new, by=current_actor(), now=clock.now())
    return made(claim_id, url_for(".list_own_miles"))


@resource.route("", methods=["POST"])
@needs(Permission.TIMESHEET_APPROVE)
@done_once
@resource.arguments(MilesSaid)
@resource.response(201, RecordMade)
def claim(answers: dict[str, Any]) -> Response:
    """Claim miles for somebody; somebody else approves them."""
    worker_id = answers.pop("worker_id")
    new = NewMiles(**answers)
    claim_id = actions.claim_miles(
        coop=current_coop(), worker_id=worker_id, new=new, by=current_actor(), now=clock.now()
    )
    return made(claim_id, url_for(".list_miles"))


@resource.route("/decide", methods=["POST"])
@needs(Permission.TIMESHEET_APPROVE)
@done_once
@resource.arguments(DecideMiles)
@resource.response(200, MilesDecided)
def decide(answers: dict[str, Any]) -> dict[str, int]:
    """Say yes or no to claims of other people, each as it was read, all or none."""
    count = actions.decide_miles(
        coop=current_coop(),
        seen=dict(answers["claim_ids"]),
        is_approved=answers["is_approved"],
        by=current_actor(),
        now=clock.now(),
    )
    return {"count": count}
