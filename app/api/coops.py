"""Co-ops as the hub sees them: how each stands, and the operator's three acts."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from marshmallow import ValidationError, fields, validates

from app.api.accepted import Accepted, accepted, done
from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.api.paging import PageQuery, cut, page_schema
from app.hub import network, words
from app.hub.network import CoopLine
from app.hub.schemas import CoopFilter, NewCoopSchema, ReasonSchema
from app.hub.slugs import propose_slug
from app.hub.stages import stage_options
from app.web.context import current_actor, read_again, reading_session
from app.web.forms import Schema
from app.web.forms.words import NOT_A_CHOICE
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.oversight import queries
from tenants import clock, closing
from tenants.registry.actions import NewCoop, request_coop

__all__ = ["resource", "words"]

resource = Resource("coops", side="hub", about="Co-ops as the hub sees them, from outside their walls.")


class CoopQuery(CoopFilter, PageQuery):
    """Which co-ops, and which part of them."""


class CoopStanding(Schema):
    """How a co-op stands. ``worries`` says what needs somebody, worst first."""

    id = fields.UUID(attribute="coop.id")
    slug = fields.Str(attribute="coop.slug")
    name_en = fields.Str(attribute="coop.name_en")
    name_cy = fields.Str(attribute="coop.name_cy")
    town_en = fields.Str(attribute="coop.town_en")
    town_cy = fields.Str(attribute="coop.town_cy")
    language = fields.Str(attribute="coop.language")
    stage = fields.Str(attribute="coop.stage")
    state = fields.Str(attribute="coop.state")
    state_since = fields.AwareDateTime(attribute="standing.state_since")
    is_synthetic = fields.Bool(attribute="coop.is_synthetic")
    revision = fields.Str(attribute="coop.revision", metadata={"description": "The version of its tables."})
    is_behind = fields.Bool()
    last_disclosure_at = fields.AwareDateTime(attribute="standing.last_disclosure_at", allow_none=True)
    worries = fields.List(fields.Str())


class CoopMade(NewCoopSchema):
    """A co-op to begin with. Without a short name one is made of its name."""

    @validates("stage")
    def check_stage(self, stage: str, **_options: object) -> None:
        """Refuse a stage that there is not; a page gives the stages to choose from."""
        if stage not in dict(stage_options()):
            raise ValidationError([str(NOT_A_CHOICE)])


@resource.route("")
@needs(Permission.NETWORK_REPORT_READ)
@resource.arguments(CoopQuery, location="query")
@resource.response(200, page_schema(CoopStanding))
def list_coops(query: dict[str, Any]) -> dict[str, object]:
    """List co-ops by their short names."""
    standings = queries.list_standings(reading_session(), by=current_actor())
    lines = network.filtered(
        network.lines_of(standings, now=clock.now()),
        text=query["q"],
        stage=query["stage"],
        state=query["state"],
    )
    return cut(lines, query, key=lambda line: line.coop.slug)


@resource.route("/<uuid:coop_id>")
@needs(Permission.NETWORK_REPORT_READ)
@resource.response(200, CoopStanding)
def get_coop(coop_id: UUID) -> CoopLine:
    """Show how one co-op stands."""
    standing = queries.get_standing(reading_session(), coop_id, by=current_actor())
    return network.lines_of([standing], now=clock.now())[0]


@resource.route("", methods=["POST"])
@needs(Permission.TENANT_PROVISION)
@done_once
@resource.arguments(CoopMade)
@resource.response(202, Accepted)
def create(answers: dict[str, Any]) -> ResponseReturnValue:
    """Ask for a new co-op's place; its first administrator is invited when it is built."""
    slug = answers["slug"] or propose_slug(answers["name_en"]) or propose_slug(answers["name_cy"])
    _coop_id, progress_id = request_coop(
        by=current_actor(),
        now=clock.now(),
        slug=slug,
        names=NewCoop(**{name: answers[name] for name in NewCoop.__dataclass_fields__}),
        admin_email=answers["admin_email"].lower(),
        admin_name=answers["admin_first_name"],
    )
    return accepted(progress_id)


@resource.route("/<uuid:coop_id>/suspend", methods=["POST"])
@needs(Permission.TENANT_PROVISION)
@done_once
@resource.arguments(ReasonSchema)
@resource.response(204)
def suspend(answers: dict[str, Any], coop_id: UUID) -> ResponseReturnValue:
    """Pause a co-op: its people find its pages shut, and nothing is lost."""
    _must_exist(coop_id)
    closing.suspend(coop_id=coop_id, by=current_actor(), now=clock.now(), reason=answers["reason"])
    return done()


@resource.route("/<uuid:coop_id>/resume", methods=["POST"])
@needs(Permission.TENANT_PROVISION)
@done_once
@resource.arguments(ReasonSchema)
@resource.response(204)
def resume(answers: dict[str, Any], coop_id: UUID) -> ResponseReturnValue:
    """Open a paused co-op again."""
    _must_exist(coop_id)
    closing.resume(coop_id=coop_id, by=current_actor(), now=clock.now(), reason=answers["reason"])
    return done()


def _must_exist(coop_id: UUID) -> None:
    with read_again() as session:
        queries.get_standing(session, coop_id, by=current_actor())
