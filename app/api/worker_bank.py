"""Where workers are paid, masked. Agreeing to a change, or seeing it whole, takes a person with a factor."""

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields

from app.api.accepted import done
from app.api.idempotency import done_once
from app.api.workers import WRITE, resource
from app.people.particulars_views import bank_of
from app.people.profile_schemas import BankSchema
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.people import actions, queries
from tenants import clock


class BankSaid(Schema):
    """A bank account, never whole; ``state`` is agreed, proposed until a second person agrees, or refused."""

    id = fields.UUID()
    masked_sort_code = fields.Str()
    masked_account_number = fields.Str()
    state = fields.Str()
    is_mine = fields.Bool()
    entered_at = fields.AwareDateTime()


class BankEntriesSaid(Schema):
    """The newest first; pay goes to the newest that is agreed."""

    items = fields.List(fields.Nested(BankSaid))


@resource.route("/<uuid:worker_id>/bank-accounts")
@needs(Permission.EMPLOYMENT_READ)
@resource.response(200, BankEntriesSaid)
def list_bank_accounts(worker_id: UUID) -> dict[str, object]:
    """List where a worker is and was paid, masked."""
    return {"items": queries.list_bank_entries(reading_session(), worker_id, by=current_actor())}


@resource.route("/<uuid:worker_id>/bank-accounts", methods=["POST"])
@needs(WRITE)
@done_once
@resource.arguments(BankSchema)
@resource.response(204)
def set_bank_account(answers: dict[str, Any], worker_id: UUID) -> Response:
    """Enter where a worker is paid; a change waits until a second person agrees."""
    actions.set_bank(
        coop=current_coop(),
        worker_id=worker_id,
        bank=bank_of(answers),
        by=current_actor(),
        now=clock.now(),
    )
    return done()


@resource.route("/bank-accounts/<uuid:entry_id>/refuse", methods=["POST"])
@needs(Permission.EMPLOYMENT_READ)
@done_once
@resource.response(204)
def refuse_bank_account(entry_id: UUID) -> Response:
    """Say no to a proposed bank account, or take one's own proposal back."""
    actions.refuse_bank(coop=current_coop(), entry_id=entry_id, by=current_actor(), now=clock.now())
    return done()


@resource.route("/tax-particulars/<uuid:entry_id>/refuse", methods=["POST"])
@needs(Permission.EMPLOYMENT_READ)
@done_once
@resource.response(204)
def refuse_tax_particulars(entry_id: UUID) -> Response:
    """Say no to proposed tax particulars, or take one's own proposal back."""
    actions.refuse_tax(coop=current_coop(), entry_id=entry_id, by=current_actor(), now=clock.now())
    return done()
