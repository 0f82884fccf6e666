"""People who work here: who they are, what was agreed with them, and what the tax office says."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, jsonify, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from app.api.accepted import done
from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.api.paging import PageQuery, cut, page_schema
from app.people import words
from app.people.employment_views import contract_of, last_paid_day, rate_of
from app.people.particulars_views import particulars_of
from app.people.schemas import (
    ContractSchema,
    NewWorkerSchema,
    RateSchema,
    TaxSchema,
    WorkerAccountSchema,
    WorkerLastDaySchema,
)
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.care.actions.ending import end_work
from franchise_kit.people import actions, queries
from franchise_kit.people.queries import ContractFacts, Employment, WorkerFacts
from tenants import clock

__all__ = ["resource", "words"]

ABOUT = "People who work here, their contracts and tax codes. Pay and tax are only in what shows employment."
resource = Resource("workers", side="coop", about=ABOUT)
READ, ENGAGE, WRITE = Permission.WORKER_READ, Permission.WORKER_ENGAGE, Permission.EMPLOYMENT_WRITE


class Worker(Schema):
    """Somebody who works here; ``ended_on`` is their last day."""

    id = fields.UUID()
    person_id = fields.UUID()
    account_id = fields.UUID(allow_none=True)
    given_name = fields.Str()
    family_name = fields.Str()
    language = fields.Str()
    known_as = fields.Str()
    speaks = fields.List(fields.Str())
    arrangement = fields.Str()
    staff_category = fields.Str()
    started_on = fields.Date()
    ended_on = fields.Date(allow_none=True)


class RateSaid(Schema):
    """Pence for an hour or a night of one kind of time, from a day on; the newest of a day holds."""

    kind = fields.Str()
    unit = fields.Str()
    pence = fields.Int()
    from_on = fields.Date()


class ContractSaid(Schema):
    """A contract without pay; ``valid_until`` is exclusive."""

    id = fields.UUID()
    kind = fields.Str()
    weekly_minutes = fields.Int()
    valid_from = fields.Date()
    valid_until = fields.Date(allow_none=True)
    job_title = fields.Str()
    place = fields.Str()


class PaidContractSaid(ContractSaid):
    """A contract with its rates."""

    rates = fields.List(fields.Nested(RateSaid))


class TaxSaid(Schema):
    """What the tax office or a starter said; the National Insurance number is never whole.

    ``state`` is agreed, proposed (until a second person agrees) or refused.
    """

    id = fields.UUID()
    state = fields.Str()
    from_on = fields.Date()
    source = fields.Str()
    tax_code = fields.Str()
    ni_category = fields.Str()
    masked_number = fields.Str()
    earlier_pay_pence = fields.Int()
    earlier_tax_pence = fields.Int()


class AgreedSaid(Schema):
    """What hours were agreed, the newest first."""

    contracts = fields.List(fields.Nested(ContractSaid))


class EmploymentSaid(Schema):
    """All that was agreed, the newest first."""

    contracts = fields.List(fields.Nested(PaidContractSaid))
    tax_entries = fields.List(fields.Nested(TaxSaid))


class RecordMade(Schema):
    """The id of what was made."""

    id = fields.UUID(required=True)


def made(record_id: UUID, address: str) -> Response:
    """Return 201 with the id, and the address at which it is read."""
    response = jsonify({"id": str(record_id)})
    response.status_code = HTTPStatus.CREATED
    response.headers["Location"] = address
    return response


@resource.route("")
@needs(READ)
@resource.arguments(PageQuery, location="query")
@resource.response(200, page_schema(Worker))
def list_workers(query: dict[str, Any]) -> dict[str, object]:
    """List who works here today."""
    found = queries.list_workers(reading_session(), by=current_actor(), on=clock.today())
    return cut(found, query, key=lambda one: f"{one.family_name} {one.given_name} {one.id}")


@resource.route("", methods=["POST"])
@needs(ENGAGE)
@done_once
@resource.arguments(NewWorkerSchema)
@resource.response(201, RecordMade)
def enter(answers: dict[str, Any]) -> ResponseReturnValue:
    """Enter somebody who works here."""
    worker = actions.NewWorker(**answers)
    worker_id = actions.enter_worker(coop=current_coop(), worker=worker, by=current_actor(), now=clock.now())
    return made(worker_id, url_for("api_workers.get_worker", worker_id=worker_id))


@resource.route("/<uuid:worker_id>")
@needs(READ)
@resource.response(200, Worker)
def get_worker(worker_id: UUID) -> WorkerFacts:
    """Show one worker."""
    return queries.get_worker(reading_session(), worker_id, by=current_actor())


@resource.route("/<uuid:worker_id>/contracts")
@needs(READ)
@resource.response(200, AgreedSaid)
def list_contracts(worker_id: UUID) -> dict[str, tuple[ContractFacts, ...]]:
    """List a worker's contracts without pay, the newest first."""
    return {"contracts": queries.list_contracts(reading_session(), worker_id, by=current_actor())}


@resource.route("/<uuid:worker_id>/employment")
@needs(Permission.EMPLOYMENT_READ)
@resource.response(200, EmploymentSaid)
def get_employment(worker_id: UUID) -> Employment:
    """Show contracts, rates and tax particulars."""
    return queries.get_employment(reading_session(), worker_id, by=current_actor())


@resource.route("/<uuid:worker_id>/account", methods=["POST"])
@needs(ENGAGE)
@done_once
@resource.arguments(WorkerAccountSchema)
@resource.response(204)
def link_account(answers: dict[str, Any], worker_id: UUID) -> Response:
    """Say which account is a worker's."""
    actions.link_account(
        coop=current_coop(), worker_id=worker_id, account_id=answers["account_id"], by=current_actor()
    )
    return done()


@resource.route("/<uuid:worker_id>/last-day", methods=["POST"])
@needs(ENGAGE)
@done_once
@resource.arguments(WorkerLastDaySchema)
@resource.response(204)
def end_employment(answers: dict[str, Any], worker_id: UUID) -> Response:
    """Say which day is a worker's last; with ``release`` their later visits become nobody's."""
    end_work(coop=current_coop(), worker_id=worker_id, by=current_actor(), now=clock.now(), **answers)
    return done()


@resource.route("/<uuid:worker_id>/contracts", methods=["POST"])
@needs(ENGAGE)
@done_once
@resource.arguments(ContractSchema)
@resource.response(201, RecordMade)
def make_contract(answers: dict[str, Any], worker_id: UUID) -> ResponseReturnValue:
    """Make a contract with its first rate; one before it ends, and takes employment.write to follow."""
    contract_id = actions.make_contract(
        coop=current_coop(),
        worker_id=worker_id,
        contract=contract_of(answers),
        by=current_actor(),
        now=clock.now(),
    )
    return made(contract_id, url_for("api_workers.list_contracts", worker_id=worker_id))


@resource.route("/<uuid:worker_id>/rates", methods=["POST"])
@needs(WRITE)
@done_once
@resource.arguments(RateSchema)
@resource.response(204)
def set_rate(answers: dict[str, Any], worker_id: UUID) -> Response:
    """Pay a kind of time otherwise from a day on."""
    with read_again() as session:
        paid_through = last_paid_day(session, by=current_actor())
    actions.set_rate(
        coop=current_coop(),
        worker_id=worker_id,
        rate=rate_of(answers),
        paid_through=paid_through,
        by=current_actor(),
        now=clock.now(),
    )
    return done()


@resource.route("/<uuid:worker_id>/tax-particulars", methods=["POST"])
@needs(WRITE)
@done_once
@resource.arguments(TaxSchema)
@resource.response(204)
def set_tax(answers: dict[str, Any], worker_id: UUID) -> Response:
    """Enter what the tax office or a starter said; a change waits until a second person agrees."""
    actions.set_tax_particulars(
        coop=current_coop(),
        worker_id=worker_id,
        particulars=particulars_of(answers),
        by=current_actor(),
        now=clock.now(),
    )
    return done()
