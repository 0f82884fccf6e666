"""Whether the co-op tells the hub how fairly it pays, and what today would say."""

from typing import Any

from flask import Response
from marshmallow import fields

from app.api.accepted import done
from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.sharing import fairness as words
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.payroll.actions import sharing_fairness as actions
from franchise_kit.payroll.queries.pay_fairness import SharedFairness, get_shared_fairness
from tenants import clock
from tenants.openings.kinds import DISCLOSURES

__all__ = ["resource", "words"]

resource = Resource(
    "pay-fairness",
    side="coop",
    about="How fairly the co-op pays, told to the hub where the co-op has agreed to it.",
)


def _payload(found: SharedFairness) -> dict[str, Any]:
    return DISCLOSURES.of(found.now).payload_of(found.now)


class SharedFairnessSaid(Schema):
    """Whether it is told, and today's figures as they would cross the wall."""

    is_agreed = fields.Bool()
    from_month = fields.Date(
        attribute="agreed.from_month",
        dump_default=None,
        allow_none=True,
        metadata={"description": "The first month that is told, or is told no more; null: never said."},
    )
    now = fields.Function(_payload, metadata={"type": "object"})


@resource.route("")
@needs(Permission.DISCLOSURE_READ)
@resource.response(200, SharedFairnessSaid)
def get_fairness() -> SharedFairness:
    """Show whether it is told, and what today would say. What was told: disclosures."""
    return get_shared_fairness(reading_session(), by=current_actor(), today=clock.today())


@resource.route("/agree", methods=["POST"])
@needs(Permission.SERVICE_AGREEMENT_DECIDE)
@done_once
@resource.response(204)
def agree() -> Response:
    """Agree that each month is told with its first approved pay run, from this month on."""
    actions.agree_to_fairness(coop=current_coop(), by=current_actor(), now=clock.now())
    return done()


@resource.route("/stop", methods=["POST"])
@needs(Permission.SERVICE_AGREEMENT_DECIDE)
@done_once
@resource.response(204)
def stop() -> Response:
    """Stop: no further month is told."""
    actions.stop_fairness(coop=current_coop(), by=current_actor(), now=clock.now())
    return done()
