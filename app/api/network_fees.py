"""The network's fees at the hub: months to bill, invoices, bank transfers, and what is owed."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, jsonify
from flask.typing import ResponseReturnValue
from marshmallow import fields

from app.api.accepted import Accepted, accepted
from app.api.blueprint import Resource
from app.api.fees import FeeLine, InvoiceSums
from app.api.idempotency import done_once
from app.api.paging import PageQuery, cut, page_schema
from app.billing.schemas import Month, RecordTransfer, RunMonth
from app.web.context import current_actor, reading_session
from app.web.forms import Pounds, Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.billing import actions
from franchise_kit.billing.queries import invoices as invoice_queries
from franchise_kit.billing.queries import months as month_queries
from franchise_kit.billing.queries.invoices import InvoiceFacts
from tenants import clock

__all__ = ["balances", "invoices", "months"]

invoices = Resource("invoices", side="hub", about="The network's invoices to its co-ops.")
months = Resource("fee-months", side="hub", about="What co-ops told of a month, and what it comes to.")
balances = Resource("balances", side="hub", about="What each co-op owes.")


class CoopId(fields.UUID):
    """A co-op's id, read from the co-op."""

    def get_value(self, obj: Any, *_about: Any, **_options: Any) -> UUID:  # noqa: ANN401 (marshmallow's own signature)
        """Return the id of the object's co-op."""
        found: UUID = obj.coop.id
        return found


class IssuedInvoice(InvoiceSums):
    """An invoice without its lines, and whose it is."""

    coop_id = CoopId()


class TransferIn(Schema):
    """Money that came in, or credit that was used; below nought where an entry is taken back."""

    id = fields.UUID()
    transfer_id = fields.UUID()
    method = fields.Str()
    amount = Pounds(attribute="amount_pence")
    reference = fields.Str()
    received_on = fields.Date()


class InvoiceInFull(IssuedInvoice):
    """An invoice with its lines and what came in for it."""

    lines = fields.List(fields.Nested(FeeLine))
    payments = fields.List(fields.Nested(TransferIn))


class InvoiceQuery(PageQuery):
    """Which invoices."""

    coop_id = fields.UUID(load_default=None)
    month = Month(load_default=None)


class MonthQuery(PageQuery):
    """Which month."""

    month = Month(required=True)


class CoopMonthSaid(Schema):
    """A co-op's month. ``state`` is billed, not_begun, free, held, incomplete or ready."""

    coop_id = CoopId()
    state = fields.Str()
    missing = fields.List(fields.Str(), metadata={"description": "Services of which nothing was told."})
    jumped = fields.List(fields.Str(), metadata={"description": "More than three times the invoice before."})
    net = Pounds(attribute="net_pence")
    vat = Pounds(attribute="vat_pence")
    total = Pounds(attribute="total_pence")
    lines = fields.List(fields.Nested(FeeLine))
    invoice_id = fields.UUID(allow_none=True)


class Balance(Schema):
    """What one co-op owes."""

    coop_id = CoopId()
    billed = Pounds(attribute="billed_pence")
    paid = Pounds(attribute="paid_pence")
    owed = Pounds(attribute="owed_pence")
    overdue = Pounds(attribute="overdue_pence")
    oldest_due_on = fields.Date(allow_none=True)
    credit = Pounds(attribute="credit_pence")


class TransferMade(Schema):
    """The id of a transfer."""

    id = fields.UUID(required=True)


@months.route("")
@needs(Permission.NETWORK_FEE_READ)
@months.arguments(MonthQuery, location="query")
@months.response(200, page_schema(CoopMonthSaid))
def list_months(query: dict[str, Any]) -> dict[str, object]:
    """List every co-op's month as it was billed, or as it would be today."""
    found = month_queries.list_months(reading_session(), query["month"], by=current_actor(), on=clock.today())
    return cut(found, query, key=lambda one: one.coop.slug)


@months.route("/run", methods=["POST"])
@needs(Permission.NETWORK_FEE_MANAGE)
@done_once
@months.arguments(RunMonth)
@months.response(202, Accepted)
def run(answers: dict[str, Any]) -> ResponseReturnValue:
    """Have a month billed that is over; what is billed already stays as it is."""
    return accepted(actions.ask_for_run(by=current_actor(), now=clock.now(), **answers))


@invoices.route("")
@needs(Permission.NETWORK_FEE_READ)
@invoices.arguments(InvoiceQuery, location="query")
@invoices.response(200, page_schema(IssuedInvoice))
def list_invoices(query: dict[str, Any]) -> dict[str, object]:
    """List invoices, the newest number first."""
    found = invoice_queries.list_invoices(
        reading_session(), by=current_actor(), coop_id=query["coop_id"], month=query["month"], most=10_000
    )
    return cut(found, query, key=lambda one: f"{one.issued_on.year} {one.number:>12}", newest_first=True)


@invoices.route("/<uuid:invoice_id>")
@needs(Permission.NETWORK_FEE_READ)
@invoices.response(200, InvoiceInFull)
def get_invoice(invoice_id: UUID) -> InvoiceFacts:
    """Show one invoice with its working and what came in for it."""
    return invoice_queries.get_invoice(reading_session(), invoice_id, by=current_actor())


@invoices.route("/<uuid:invoice_id>/transfers", methods=["POST"])
@needs(Permission.NETWORK_FEE_MANAGE)
@done_once
@invoices.arguments(RecordTransfer)
@invoices.response(201, TransferMade)
def record(answers: dict[str, Any], invoice_id: UUID) -> Response:
    """Record a bank transfer for an invoice."""
    transfer_id = actions.record_transfer(
        invoice_id=invoice_id,
        transfer=actions.Transfer(amount_pence=answers.pop("amount"), **answers),
        by=current_actor(),
        now=clock.now(),
    )
    response = jsonify({"id": str(transfer_id)})
    response.status_code = HTTPStatus.CREATED
    return response


class CreditTaken(Schema):
    """How much credit was used."""

    amount = Pounds(required=True)


@invoices.route("/<uuid:invoice_id>/credit", methods=["POST"])
@needs(Permission.NETWORK_FEE_MANAGE)
@done_once
@invoices.response(200, CreditTaken)
def use_credit(invoice_id: UUID) -> dict[str, int]:
    """Use the co-op's credit for an invoice, as far as it goes."""
    return {"amount": actions.use_credit(invoice_id=invoice_id, by=current_actor(), now=clock.now())}


@invoices.route("/<uuid:invoice_id>/transfers/<uuid:transfer_id>/take-back", methods=["POST"])
@needs(Permission.NETWORK_FEE_MANAGE)
@done_once
@invoices.response(204)
def take_back(invoice_id: UUID, transfer_id: UUID) -> None:
    """Take back a wrong entry by a counter entry."""
    actions.take_back(invoice_id=invoice_id, transfer_id=transfer_id, by=current_actor(), now=clock.now())


@balances.route("")
@needs(Permission.NETWORK_FEE_READ)
@balances.arguments(PageQuery, location="query")
@balances.response(200, page_schema(Balance))
def list_balances(query: dict[str, Any]) -> dict[str, object]:
    """List what each co-op owes."""
    found = invoice_queries.list_balances(reading_session(), by=current_actor(), today=clock.today())
    return cut(found, query, key=lambda one: one.coop.slug)
