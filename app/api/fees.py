"""The network's fees in a co-op: its invoices with their working, and the turnover that it tells."""

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields

from app.api.accepted import done
from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.api.paging import PageQuery, cut, page_schema
from app.billing import words
from app.billing.schemas import Month, TellTurnover
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Pounds, Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.billing import actions
from franchise_kit.billing.queries import received
from franchise_kit.billing.queries.received import ReceivedFacts
from tenants import clock

__all__ = ["invoices", "turnovers", "words"]

invoices = Resource("network-invoices", side="coop", about="The network's invoices, with their working.")
turnovers = Resource("turnovers", side="coop", about="The turnovers from care that this co-op told.")


class FeeLine(Schema):
    """A line of an invoice. Amounts are pounds as decimal strings, basis points hundredths of a percent."""

    service = fields.Str()
    month = Month(metadata={"description": "The month that was used, usually the invoice's."})
    stage = fields.Str(metadata={"description": "Where the co-op was on its way."})
    quantity = fields.Int(metadata={"description": "How many; of solidarity, the turnover in pence."})
    price = fields.Int(metadata={"description": "Pence for one; of solidarity, basis points."})
    cap = Pounds(attribute="cap_pence", allow_none=True)
    share_bps = fields.Int(metadata={"description": "The part that the stage pays, in basis points."})
    is_told = fields.Bool()
    net = Pounds(attribute="net_pence")
    vat_code = fields.Str()
    vat_bps = fields.Int()
    vat = Pounds(attribute="vat_pence")


class InvoiceSums(Schema):
    """An invoice without its lines."""

    id = fields.UUID()
    number = fields.Str()
    month = Month()
    plan_version = fields.Int()
    net = Pounds(attribute="net_pence")
    vat = Pounds(attribute="vat_pence")
    total = Pounds(attribute="total_pence")
    paid = Pounds(attribute="paid_pence")
    owed = Pounds(attribute="owed_pence")
    issued_on = fields.Date()
    due_on = fields.Date()


class NetworkInvoice(InvoiceSums):
    """An invoice with its lines."""

    lines = fields.List(fields.Nested(FeeLine))
    paid_on = fields.Date(allow_none=True, metadata={"description": "The day of the last payment."})


class TurnoverTold(Schema):
    """A month's turnover from care."""

    month = Month()
    turnover = Pounds(attribute="turnover_pence")
    told_at = fields.AwareDateTime()


@invoices.route("")
@needs(Permission.NETWORK_FEE_READ)
@invoices.arguments(PageQuery, location="query")
@invoices.response(200, page_schema(NetworkInvoice))
def list_network_invoices(query: dict[str, Any]) -> dict[str, object]:
    """List the network's invoices, the newest month first."""
    found = received.list_received(reading_session(), by=current_actor())
    return cut(found, query, key=lambda one: f"{one.month} {one.id}", newest_first=True)


@invoices.route("/<uuid:invoice_id>")
@needs(Permission.NETWORK_FEE_READ)
@invoices.response(200, NetworkInvoice)
def get_network_invoice(invoice_id: UUID) -> ReceivedFacts:
    """Show one invoice with its working."""
    return received.get_received(reading_session(), invoice_id, by=current_actor())


@turnovers.route("")
@needs(Permission.COOP_ACCOUNTS_READ)
@turnovers.arguments(PageQuery, location="query")
@turnovers.response(200, page_schema(TurnoverTold))
def list_turnovers(query: dict[str, Any]) -> dict[str, object]:
    """List what was told, the newest month first."""
    found = received.list_turnovers(reading_session(), by=current_actor(), most=1200)
    return cut(found, query, key=lambda one: str(one.month), newest_first=True)


@turnovers.route("", methods=["POST"])
@needs(Permission.COOP_ACCOUNTS_WRITE)
@done_once
@turnovers.arguments(TellTurnover)
@turnovers.response(204)
def tell(answers: dict[str, Any]) -> Response:
    """Tell the turnover of a month that is over, once."""
    actions.tell_turnover(
        coop=current_coop(),
        month=answers["month"],
        turnover_pence=answers["turnover"],
        by=current_actor(),
        now=clock.now(),
    )
    return done()
