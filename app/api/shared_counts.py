"""Whether the co-op tells the hub its counts of each month, and what the last month would say."""

from typing import Any

from flask import Response
from marshmallow import fields

from app.api.accepted import done
from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.sharing import counts as words
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.quality import actions
from franchise_kit.quality.queries.counts import SharedCounts, get_shared_counts
from tenants import clock
from tenants.openings.kinds import DISCLOSURES

__all__ = ["resource", "words"]

resource = Resource(
    "shared-counts",
    side="coop",
    about="Counts of each month, told to the hub where the co-op has agreed to it.",
)


def _payload(found: SharedCounts) -> dict[str, Any]:
    return DISCLOSURES.of(found.last_over).payload_of(found.last_over)


class SharedCountsSaid(Schema):
    """Whether they are told, and the last month that is over as it would cross the wall."""

    is_agreed = fields.Bool()
    from_month = fields.Date(
        attribute="agreed.from_month",
        dump_default=None,
        allow_none=True,
        metadata={"description": "The first month that is told, or is told no more; null: never said."},
    )
    last_over = fields.Function(_payload, metadata={"type": "object"})
    is_last_over_told = fields.Bool()


@resource.route("")
@needs(Permission.DISCLOSURE_READ)
@resource.response(200, SharedCountsSaid)
def get_counts() -> SharedCounts:
    """Show whether the counts are told, and what the last month would say. What was told: disclosures."""
    return get_shared_counts(reading_session(), by=current_actor(), today=clock.today())


@resource.route("/agree", methods=["POST"])
@needs(Permission.SERVICE_AGREEMENT_DECIDE)
@done_once
@resource.response(204)
def agree() -> Response:
    """Agree that each month is told by itself, from the last that is over."""
    actions.agree_to_counts(coop=current_coop(), by=current_actor(), now=clock.now())
    return done()


@resource.route("/stop", methods=["POST"])
@needs(Permission.SERVICE_AGREEMENT_DECIDE)
@done_once
@resource.response(204)
def stop() -> Response:
    """Stop: no further month is told."""
    actions.stop_counts(coop=current_coop(), by=current_actor(), now=clock.now())
    return done()
