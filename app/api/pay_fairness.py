"""Whether the co-op tells the hub how fairly it pays, and what today would say."""

from operator import attrgetter

from flask import Response

from app.api.blueprint import Resource
from app.api.deciding import decided
from app.api.idempotency import done_once
from app.api.telling import ToldSaid, as_told
from app.sharing import fairness as words
from app.web.context import current_actor, reading_session
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.payroll.actions import sharing_fairness as actions
from franchise_kit.payroll.queries.pay_fairness import SharedFairness, get_shared_fairness
from tenants import clock

__all__ = ["resource", "words"]

resource = Resource(
    "pay-fairness",
    side="coop",
    about="How fairly the co-op pays, told to the hub where the co-op has agreed to it.",
)


class SharedFairnessSaid(ToldSaid):
    """Whether it is told, and today's figures as they would cross the wall."""

    now = as_told(attrgetter("now"))


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
    return decided(actions.agree_to_fairness)


@resource.route("/stop", methods=["POST"])
@needs(Permission.SERVICE_AGREEMENT_DECIDE)
@done_once
@resource.response(204)
def stop() -> Response:
    """Stop: no further month is told."""
    return decided(actions.stop_fairness)
