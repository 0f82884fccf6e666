"""Personal plans of people supported: versions, agreeing, reviews, and which must be looked at."""

from typing import Any
from uuid import UUID

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from app.api.changing import Changing
from app.api.deciding import decided
from app.api.idempotency import done_once
from app.api.paging import PageQuery, cut, page_schema
from app.api.supported import resource
from app.api.versions import version_seen, with_etag
from app.api.workers import RecordMade, made
from app.care.people_schemas import AgreeSchema, DraftSchema, PlanReviewSchema
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.care import actions, queries
from franchise_kit.care.queries import PlanFacts
from tenants import clock

READ, WRITE = Permission.CARE_PLAN_READ, Permission.CARE_PLAN_WRITE


class PlanReviewSaid(Schema):
    """A plan was looked at again."""

    id = fields.UUID()
    reviewed_on = fields.Date()
    with_whom = fields.Str()
    outcomes_said = fields.Str()
    came_of_it = fields.Str()
    next_due_on = fields.Date()


class PlanSaid(Schema):
    """One version of a plan: a draft, the one that holds (agreed), or one that was replaced."""

    id = fields.UUID()
    person_supported_id = fields.UUID()
    number = fields.Int()
    state = fields.Str()
    support = fields.Str()
    strengths = fields.Str()
    risks = fields.Str()
    written_with = fields.Str()
    agreed_on = fields.Date(allow_none=True)
    agreed_by = fields.Str(allow_none=True)
    agreed_how = fields.Str(allow_none=True)
    representative_id = fields.UUID(allow_none=True)
    review_due_on = fields.Date(allow_none=True)
    reviews = fields.List(fields.Nested(PlanReviewSaid))


class PlansSaid(Schema):
    """Every version, the newest first."""

    plans = fields.List(fields.Nested(PlanSaid))


class PlanToLookAtSaid(Schema):
    """Somebody, and by when their plan is looked at: missing, overdue, soon or later."""

    person_supported_id = fields.UUID()
    person_name = fields.Str()
    plan_id = fields.UUID(allow_none=True)
    due_on = fields.Date(allow_none=True)
    standing = fields.Str()


class DraftChange(Changing, DraftSchema):
    """What of a draft is to change; the version comes in ``If-Match``."""


class Reviewed(Schema):
    """The draft that was begun, if the plan is to change."""

    draft_id = fields.UUID(allow_none=True)


@resource.route("/plans-to-look-at")
@needs(READ)
@resource.arguments(PageQuery, location="query")
@resource.response(200, page_schema(PlanToLookAtSaid))
def list_plans_to_look_at(query: dict[str, Any]) -> dict[str, object]:
    """List by when each plan is looked at again, the most pressing first."""
    found = queries.list_plans_to_look_at(reading_session(), by=current_actor(), today=clock.today())
    return cut(
        found, query, key=lambda one: f"{one.due_on or ''} {one.person_name} {one.person_supported_id}"
    )


@resource.route("/<uuid:person_supported_id>/plans")
@needs(READ)
@resource.response(200, PlansSaid)
def list_plans(person_supported_id: UUID) -> dict[str, list[PlanFacts]]:
    """List every version of somebody's plan, the newest first."""
    return {
        "plans": queries.list_plans(
            reading_session(), person_supported_id, by=current_actor(), today=clock.today()
        )
    }


@resource.route("/<uuid:person_supported_id>/plans", methods=["POST"])
@needs(WRITE)
@done_once
@resource.response(201, RecordMade)
def begin_plan(person_supported_id: UUID) -> ResponseReturnValue:
    """Begin a draft from the plan that holds; one that was begun goes on."""
    plan_id = actions.begin_plan(
        coop=current_coop(), person_supported_id=person_supported_id, by=current_actor(), now=clock.now()
    )
    return made(plan_id, url_for("api_people-supported.get_plan", plan_id=plan_id))


@resource.route("/plans/<uuid:plan_id>")
@needs(READ)
@resource.response(200, PlanSaid)
def get_plan(plan_id: UUID) -> Response:
    """Show one version of a plan."""
    return _shown(queries.get_plan(reading_session(), plan_id, by=current_actor(), today=clock.today())[1])


@resource.route("/plans/<uuid:plan_id>", methods=["PATCH"])
@needs(WRITE)
@resource.of_a_version
@resource.arguments(DraftChange(partial=True))
@resource.response(200, PlanSaid)
def save_draft(answers: dict[str, Any], plan_id: UUID) -> Response:
    """Change what a draft says."""
    by = current_actor()
    actions.save_draft(
        coop=current_coop(),
        plan_id=plan_id,
        changes=answers,
        version=version_seen(),
        by=by,
        now=clock.now(),
    )
    with read_again() as session:
        return _shown(queries.get_plan(session, plan_id, by=by, today=clock.today())[1])


@resource.route("/plans/<uuid:plan_id>/agree", methods=["POST"])
@needs(WRITE)
@done_once
@resource.of_a_version
@resource.arguments(AgreeSchema)
@resource.response(204)
def agree_plan(answers: dict[str, Any], plan_id: UUID) -> Response:
    """Write who agreed a draft; it holds from now on."""
    agreement = actions.Agreement(**answers)
    return decided(actions.agree_plan, plan_id=plan_id, agreement=agreement, version=version_seen())


@resource.route("/plans/<uuid:plan_id>/reviews", methods=["POST"])
@needs(WRITE)
@done_once
@resource.arguments(PlanReviewSchema)
@resource.response(200, Reviewed)
def review_plan(answers: dict[str, Any], plan_id: UUID) -> dict[str, UUID | None]:
    """Write that the plan that holds was looked at again."""
    draft_id = actions.review_plan(
        coop=current_coop(),
        plan_id=plan_id,
        review=actions.NewReview(**answers),
        by=current_actor(),
        now=clock.now(),
    )
    return {"draft_id": draft_id}


def _shown(plan: PlanFacts) -> Response:
    return with_etag(PlanSaid().dump(plan), plan.version)
