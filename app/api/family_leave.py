"""Leave for families, of which pay runs pay the weeks that are over."""

from typing import Any
from uuid import UUID

from flask import Response, url_for
from marshmallow import fields

from app.api.blueprint import Resource
from app.api.deciding import decided
from app.api.idempotency import done_once
from app.api.paging import PageQuery, cut, page_schema
from app.api.versions import version_seen, with_etag
from app.api.workers import RecordMade, made
from app.payroll.family_schemas import FamilyLeaveSchema, StoppedOn, leave_of
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.payroll.actions import family_leave as actions
from franchise_kit.payroll.queries.family_leave import get_family_leave, list_family_leave
from tenants import clock

resource = Resource("family-leave", side="coop", about="Leave for a family, and what its pay goes by.")
PREPARE = Permission.PAYRUN_PREPARE


class FamilyLeaveSaid(Schema):
    """Leave with its average in whole pence. ``why_unpaid`` is null where there is a right to pay.

    From ``stopped_on`` on it is no leave; from its first day it was taken back.
    """

    id = fields.UUID(attribute="leave.id")
    worker_id = fields.UUID(attribute="leave.worker_id")
    worker_name = fields.Str()
    kind = fields.Str(attribute="leave.kind")
    child_on = fields.Date(attribute="leave.child_on")
    begins_on = fields.Date(attribute="leave.begins_on")
    weeks = fields.Int(attribute="leave.weeks")
    stopped_on = fields.Date(attribute="leave.stopped_on", allow_none=True)
    average_pence = fields.Int()
    basis = fields.Str()
    why_unpaid = fields.Str(allow_none=True)
    first_week_pence = fields.Int()
    version = fields.Int(attribute="leave.version")


@resource.route("")
@needs(PREPARE)
@resource.arguments(PageQuery, location="query")
@resource.response(200, page_schema(FamilyLeaveSaid))
def list_all(query: dict[str, Any]) -> dict[str, object]:
    """List leave for families, the latest first."""
    found = list_family_leave(reading_session(), by=current_actor(), now=clock.now())
    return cut(found, query, key=lambda one: f"{one.leave.begins_on} {one.leave.id}", newest_first=True)


@resource.route("", methods=["POST"])
@needs(PREPARE)
@done_once
@resource.arguments(FamilyLeaveSchema)
@resource.response(201, RecordMade)
def enter(answers: dict[str, Any]) -> Response:
    """Enter leave for a family."""
    leave_id = actions.enter_family_leave(
        coop=current_coop(),
        worker_id=answers["worker_id"],
        leave=leave_of(answers),
        by=current_actor(),
        now=clock.now(),
    )
    return made(leave_id, url_for(".show", leave_id=leave_id))


@resource.route("/<uuid:leave_id>")
@needs(PREPARE)
@resource.response(200, FamilyLeaveSaid)
def show(leave_id: UUID) -> Response:
    """Show one leave for a family."""
    found = get_family_leave(reading_session(), leave_id, by=current_actor(), now=clock.now())
    return with_etag(FamilyLeaveSaid().dump(found), found.leave.version)


@resource.route("/<uuid:leave_id>/stop", methods=["PUT"])
@needs(PREPARE)
@resource.of_a_version
@resource.arguments(StoppedOn)
@resource.response(204)
def stop(answers: dict[str, Any], leave_id: UUID) -> Response:
    """Stop leave from a day on; from its first day it is taken back."""
    return decided(actions.stop_family_leave, leave_id=leave_id, version=version_seen(), **answers)
