"""The hub asks to come in and offers agreements, and sees what each co-op answered."""

from http import HTTPStatus
from typing import Any, Literal
from uuid import UUID

from flask import Response, jsonify
from marshmallow import fields, validate

from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.api.paging import PageQuery, by_time, cut, page_schema
from app.hub.entries.schemas import MOST_RECORDS, AskForGrant, OfferAgreement
from app.web.context import current_actor, read_again, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.access.queries.accounts import account_names
from franchise_kit.visiting.actions import asking
from franchise_kit.visiting.queries.asked import list_asked
from tenants import clock

requests = Resource("requests", side="hub", about="Requests to read records in co-ops, with the answers.")
offers = Resource("offers", side="hub", about="Service agreements that the hub offered, with the answers.")


class AskedEntry(Schema):
    """A request or an offer, with the co-op's answer."""

    id = fields.UUID()
    coop_id = fields.UUID()
    kind = fields.Str()
    purpose = fields.Str()
    hub_role = fields.Str()
    by_name = fields.Str()
    asked_at = fields.AwareDateTime()
    state = fields.Str()
    reason = fields.Str(allow_none=True)
    asked_codes = fields.List(fields.Str())
    given_codes = fields.List(fields.Str())
    records_asked = fields.Int()
    records_given = fields.Int()
    hours = fields.Int(allow_none=True)
    ends_at = fields.AwareDateTime(allow_none=True)
    answered_at = fields.AwareDateTime(allow_none=True)


class GrantAsked(AskForGrant):
    """A request to read records. No record ids means all records of the kinds."""

    record_ids = fields.List(  # type: ignore[assignment] # a list here, lines of a text in the form
        fields.UUID(), load_default=list, validate=validate.Length(max=MOST_RECORDS)
    )


class EntryMade(Schema):
    """The id of a request or an offer, the same on both sides of the wall."""

    id = fields.UUID(required=True)


@requests.route("")
@needs(Permission.ACCESS_GRANT_READ)
@requests.arguments(PageQuery, location="query")
@requests.response(200, page_schema(AskedEntry))
def list_requests(query: dict[str, Any]) -> dict[str, object]:
    """List requests, the newest first."""
    return _listed(query, "grant")


@requests.route("", methods=["POST"])
@needs(Permission.ACCESS_GRANT_REQUEST)
@done_once
@requests.arguments(GrantAsked)
@requests.response(201, EntryMade)
def ask(answers: dict[str, Any]) -> Response:
    """Ask a co-op for a grant; the co-op decides."""
    wanted = asking.Ask(
        name=_own_name(),
        record_kinds=frozenset(answers.pop("record_kinds")),
        record_ids=tuple(answers.pop("record_ids")),
        fields_hidden=frozenset(answers.pop("fields_hidden")),
        **answers,
    )
    return _made(asking.ask_for_grant(by=current_actor(), ask=wanted, now=clock.now()))


@offers.route("")
@needs(Permission.SERVICE_AGREEMENT_READ)
@offers.arguments(PageQuery, location="query")
@offers.response(200, page_schema(AskedEntry))
def list_offers(query: dict[str, Any]) -> dict[str, object]:
    """List offers, the newest first."""
    return _listed(query, "agreement")


@offers.route("", methods=["POST"])
@needs(Permission.SERVICE_AGREEMENT_OFFER)
@done_once
@offers.arguments(OfferAgreement)
@offers.response(201, EntryMade)
def offer(answers: dict[str, Any]) -> Response:
    """Offer a co-op to do a piece of its work; the co-op decides."""
    return _made(asking.offer_agreement(by=current_actor(), name=_own_name(), now=clock.now(), **answers))


def _listed(query: dict[str, Any], kind: Literal["agreement", "grant"]) -> dict[str, object]:
    entries = list_asked(reading_session(), by=current_actor(), now=clock.now())
    found = [entry for entry in entries if entry.kind == kind]
    return cut(found, query, key=lambda entry: by_time(entry.asked_at, entry.id), newest_first=True)


def _own_name() -> str:
    """Return the name of whoever the token acts for, as the co-op is to read it."""
    account_id = current_actor().account_id
    with read_again() as session:
        names = account_names(session, [account_id])
    return next(iter(names.values()))


def _made(entry_id: UUID) -> Response:
    response = jsonify({"id": str(entry_id)})
    response.status_code = HTTPStatus.CREATED
    return response
