"""What is taken from workers' pay. Agreeing to an entry, or seeing an order whole, takes a person."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from app.api.accepted import done
from app.api.idempotency import done_once
from app.api.workers import WRITE, RecordMade, made, resource
from app.people.deduction_forms import FORMS, Asked
from app.people.deduction_schemas import (
    PensionTermsSchema,
    SchemeSchema,
)
from app.people.pension_scheme_views import keep_scheme, keep_terms, scheme_of
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.people.actions import deducting
from franchise_kit.people.queries.deduction_entries import Deductions, get_deductions, list_schemes
from franchise_kit.people.queries.deductions import SchemeFacts
from tenants import clock


class EntrySaid(Schema):
    """``state`` is agreed, proposed until a second person agrees, or refused."""

    id = fields.UUID()
    state = fields.Str()
    is_mine = fields.Bool()


class LoanSaid(EntrySaid):
    """A notice that starts or stops a loan's repayments from a pay day on."""

    plan = fields.Str()
    source = fields.Str()
    starts = fields.Bool()
    from_on = fields.Date()


class PensionSaid(EntrySaid):
    """A step into a scheme, out of it, or to when enrolment is put off."""

    kind = fields.Str()
    scheme = fields.Str()
    from_on = fields.Date()
    until_on = fields.Date(allow_none=True)
    told_on = fields.Date(allow_none=True)


class OrderSaid(EntrySaid):
    """What an order takes, in whole pence a pay day; its reference is never whole."""

    order_id = fields.UUID()
    kind = fields.Str()
    made_on = fields.Date()
    from_on = fields.Date()
    ends = fields.Bool()
    masked_reference = fields.Str()
    normal_pence = fields.Int()
    protected_pence = fields.Int()
    owed_pence = fields.Int(allow_none=True)


class DirectorSaid(EntrySaid):
    """That somebody is a director from a day on, or no longer."""

    is_director = fields.Bool()
    method = fields.Str()
    from_on = fields.Date()


class BirthSaid(EntrySaid):
    """When somebody was born."""

    born_on = fields.Date()


class ProofSaid(Schema):
    """A certificate that was seen."""

    id = fields.UUID()
    proof = fields.Str()
    from_on = fields.Date()
    until_on = fields.Date(allow_none=True)


class DeductionsSaid(Schema):
    """All that was entered, each kind the newest first."""

    loans = fields.List(fields.Nested(LoanSaid))
    pensions = fields.List(fields.Nested(PensionSaid))
    orders = fields.List(fields.Nested(OrderSaid))
    directors = fields.List(fields.Nested(DirectorSaid))
    births = fields.List(fields.Nested(BirthSaid))
    proofs = fields.List(fields.Nested(ProofSaid))


class DeductionMade(Schema):
    """The id of an entry, and whether it holds already or waits for a second person."""

    id = fields.UUID(required=True)
    state = fields.Str(required=True)


class SchemeSaid(Schema):
    """A pension scheme with the shares of today, in hundredths of a percent."""

    id = fields.UUID()
    name = fields.Str()
    arrangement = fields.Str()
    basis = fields.Str()
    provider_reference = fields.Str()
    employee_bps = fields.Int()
    employer_bps = fields.Int()
    from_on = fields.Date()


class SchemesSaid(Schema):
    """The co-op's pension schemes, by name."""

    items = fields.List(fields.Nested(SchemeSaid))


@resource.route("/<uuid:worker_id>/deductions")
@needs(Permission.EMPLOYMENT_READ)
@resource.response(200, DeductionsSaid)
def list_deductions(worker_id: UUID) -> Deductions:
    """Show all that is taken from a worker's pay, and what waits for a second person."""
    return get_deductions(reading_session(), worker_id, by=current_actor())


def _open(kind: str, asked: Asked) -> None:
    """Give a kind of entry an address of its own; what keeps it says what it is."""

    def enter(answers: dict[str, Any], worker_id: UUID) -> ResponseReturnValue:
        return _kept(kind, worker_id, answers)

    enter.__name__, enter.__doc__ = f"enter_{kind}", asked.keep.__doc__
    view = done_once(resource.arguments(asked.schema)(resource.response(201, DeductionMade)(enter)))
    resource.route(f"/<uuid:worker_id>/deductions/{kind}", methods=["POST"])(needs(WRITE)(view))


for _kind, _asked in FORMS.items():
    _open(_kind, _asked)


@resource.route("/deductions/<kind>/<uuid:entry_id>/refuse", methods=["POST"])
@needs(Permission.EMPLOYMENT_READ)
@done_once
@resource.response(204)
def refuse_deduction(kind: str, entry_id: UUID) -> Response:
    """Say no to a proposed entry, or take one's own back."""
    deducting.refuse_deduction(
        coop=current_coop(), kind=kind, entry_id=entry_id, by=current_actor(), now=clock.now()
    )
    return done()


@resource.route("/pension-schemes")
@needs(WRITE)
@resource.response(200, SchemesSaid)
def list_pension_schemes() -> dict[str, list[SchemeFacts]]:
    """List the co-op's pension schemes with the shares of today."""
    return {"items": list_schemes(reading_session(), by=current_actor(), on=clock.today())}


@resource.route("/pension-schemes", methods=["POST"])
@needs(WRITE)
@done_once
@resource.arguments(SchemeSchema)
@resource.response(201, RecordMade)
def enter_pension_scheme(answers: dict[str, Any]) -> ResponseReturnValue:
    """Enter a pension scheme; what is taken by it begins with each worker."""
    return made(keep_scheme(answers), url_for("api_workers.list_pension_schemes"))


@resource.route("/pension-schemes/<uuid:scheme_id>/terms", methods=["POST"])
@needs(WRITE)
@done_once
@resource.arguments(PensionTermsSchema)
@resource.response(201, RecordMade)
def set_pension_terms(answers: dict[str, Any], scheme_id: UUID) -> ResponseReturnValue:
    """Set other shares of a scheme from a day on."""
    return made(keep_terms(scheme_of(scheme_id), answers), url_for("api_workers.list_pension_schemes"))


def _kept(kind: str, worker_id: UUID, answers: dict[str, Any]) -> Response:
    entry_id, state = FORMS[kind].keep(worker_id, answers)
    response = jsonify({"id": str(entry_id), "state": state})
    response.status_code = 201
    response.headers["Location"] = url_for("api_workers.list_deductions", worker_id=worker_id)
    return response
