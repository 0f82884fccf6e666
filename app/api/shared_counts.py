"""Whether the co-op tells the hub its counts of each month, and what the last month would say."""

from operator import attrgetter

from flask import Response
from marshmallow import fields

from app.api.blueprint import Resource
from app.api.deciding import decided
from app.api.idempotency import done_once
from app.api.telling import ToldSaid, as_told
from app.sharing import counts as words
from app.web.context import current_actor, reading_session
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.quality import actions
from franchise_kit.quality.queries.counts import SharedCounts, get_shared_counts
from tenants import clock

__all__ = ["resource", "words"]

resource = Resource(
    "shared-counts",
    side="coop",
    about="Counts of each month, told to the hub where the co-op has agreed to it.",
)


class SharedCountsSaid(ToldSaid):
    """Whether they are told, and the last month that is over as it would cross the wall."""

    last_over = as_told(attrgetter("last_over"))
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
    return decided(actions.agree_to_counts)


@resource.route("/stop", methods=["POST"])
@needs(Permission.SERVICE_AGREEMENT_DECIDE)
@done_once
@resource.response(204)
def stop() -> Response:
    """Stop: no further month is told."""
    return decided(actions.stop_counts)
