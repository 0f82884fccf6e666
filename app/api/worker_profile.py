"""How to reach a worker, what they speak, and what their record said before."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, abort
from marshmallow import fields

from app.api.changing import Changing
from app.api.versions import version_seen, with_etag
from app.api.workers import ENGAGE, READ, resource
from app.people.profile_schemas import ProfileSchema
from app.people.profile_views import kept_of, profile_of
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.people import actions, queries
from tenants import clock


class WorkerProfileChange(Changing, ProfileSchema):
    """What is to change; what is left out stays, and an empty text is emptied."""

    class Meta:
        """The version comes in ``If-Match``."""

        exclude = ("version",)
        unknown = "raise"


class WorkerProfileSaid(Schema):
    """The profile. Its version is in ``ETag``."""

    given_name = fields.Str()
    family_name = fields.Str()
    known_as = fields.Str()
    language = fields.Str()
    speaks = fields.List(fields.Str())
    arrangement = fields.Str()
    staff_category = fields.Str()
    phone = fields.Str()
    email = fields.Str()
    address = fields.Str()
    emergency_contact = fields.Str()


class WorkerChangeSaid(Schema):
    """One change: ``before`` has the fields that changed, as they were."""

    version = fields.Int()
    changed_by_person = fields.UUID(allow_none=True)
    changed_at = fields.AwareDateTime()
    before = fields.Dict(keys=fields.Str())


class WorkerHistory(Schema):
    """What a record said before each change, the newest first."""

    changes = fields.List(fields.Nested(WorkerChangeSaid))


@resource.route("/<uuid:worker_id>/profile")
@needs(READ)
@resource.response(200, WorkerProfileSaid)
def get_profile(worker_id: UUID) -> Response:
    """Show a worker's profile, for whoever takes workers on, reads all employment, or is the worker."""
    kept = _kept(worker_id)
    return with_etag(WorkerProfileSaid().dump(kept), kept["version"])


@resource.route("/<uuid:worker_id>/profile", methods=["PATCH"])
@needs(ENGAGE)
@resource.of_a_version
@resource.arguments(WorkerProfileChange(partial=True))
@resource.response(200, WorkerProfileSaid)
def change_profile(answers: dict[str, Any], worker_id: UUID) -> Response:
    """Change some of what is kept of a worker."""
    version, kept = version_seen(), _kept(worker_id)
    if kept.pop("version") != version:
        abort(HTTPStatus.PRECONDITION_FAILED)
    actions.change_worker(
        coop=current_coop(),
        worker_id=worker_id,
        profile=profile_of(kept | answers),
        version=version,
        by=current_actor(),
        now=clock.now(),
    )
    kept = _kept(worker_id)
    return with_etag(WorkerProfileSaid().dump(kept), kept["version"])


@resource.route("/<uuid:worker_id>/changes")
@needs(READ)
@resource.response(200, WorkerHistory)
def list_changes(worker_id: UUID) -> dict[str, object]:
    """List what a worker's record said before each change, the newest first."""
    return {"changes": queries.list_worker_changes(reading_session(), worker_id, by=current_actor())}


def _kept(worker_id: UUID) -> dict[str, Any]:
    with read_again() as session:
        worker = queries.get_worker_closely(session, worker_id, by=current_actor())
        return kept_of(worker, queries.get_contact(session, worker_id, by=current_actor()))
