"""What the co-op says of itself, and the papers that prove it."""

from dataclasses import asdict, replace
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, abort, jsonify, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from marshmallow import ValidationError, fields, post_load
from werkzeug.datastructures import FileStorage

from app.api.blueprint import MULTIPART, Resource
from app.api.changing import Changing
from app.api.deciding import decided
from app.api.idempotency import done_once
from app.api.paging import PageQuery, cut, page_schema
from app.api.versions import version_seen, with_etag
from app.coop import words
from app.coop.schemas import PaperSchema, ProfileSchema, ShownNames
from app.web.attachments import attachment
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.profile import actions, queries
from franchise_kit.profile.queries import Profile
from tenants import clock

__all__ = ["resource", "words"]

resource = Resource("profile", side="coop", about="What the co-op says of itself, and its papers.")


class ProfileChange(Changing, ProfileSchema):
    """What is to change; what is left out stays, and an empty text is emptied."""

    class Meta:
        """The version comes in ``If-Match``."""

        exclude = ("version",)
        unknown = "raise"


class ProfileFacts(Schema):
    """The profile. Its version is in ``ETag``."""

    name_en = fields.Str()
    name_cy = fields.Str()
    town_en = fields.Str()
    town_cy = fields.Str()
    language = fields.Str()
    purpose_en = fields.Str()
    purpose_cy = fields.Str()
    registration_number = fields.Str()
    address = fields.Str()
    email = fields.Str()
    phone = fields.Str()
    website = fields.Str()
    call_name = fields.Str()
    call_phone = fields.Str()


class PaperUpload(PaperSchema):
    """A paper to add, as multipart."""

    paper = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})

    @post_load
    def take_files_alone(self, data: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Refuse a text where the file belongs."""
        if not isinstance(data["paper"], FileStorage):
            raise ValidationError({"paper": [_("Choose a file")]})
        return data


class Paper(Schema):
    """One paper; ``is_replaced`` says that a newer one stands in its place."""

    id = fields.UUID()
    kind = fields.Str()
    name = fields.Str()
    media_type = fields.Str()
    size_bytes = fields.Int()
    added_by = fields.UUID(allow_none=True)
    added_at = fields.AwareDateTime()
    is_replaced = fields.Bool()


class PaperAdded(Schema):
    """A paper that was added."""

    id = fields.UUID(required=True)


@resource.route("")
@needs(Permission.SETTINGS_MANAGE)
@resource.response(200, ProfileFacts)
def get_profile() -> Response:
    """Show the profile."""
    return _shown(queries.get_profile(reading_session(), current_coop(), by=current_actor()))


@resource.route("", methods=["PATCH"])
@needs(Permission.SETTINGS_MANAGE)
@resource.of_a_version
@resource.arguments(ProfileChange(partial=True))
@resource.response(200, ProfileFacts)
def change_profile(answers: dict[str, Any]) -> Response:
    """Change some of the profile's facts."""
    coop, by, version = current_coop(), current_actor(), version_seen()
    with read_again() as session:
        kept = queries.get_profile(session, coop, by=by)
    if kept.version != version:
        abort(HTTPStatus.PRECONDITION_FAILED)
    facts = replace(kept.facts, **answers)
    actions.save_profile(coop=coop, by=by, facts=facts, version=version, now=clock.now())
    with read_again() as session:
        return _shown(queries.get_profile(session, coop, by=by))


@resource.route("/shown-names")
@needs(Permission.SETTINGS_MANAGE)
@resource.response(200, ShownNames)
def get_shown_names() -> dict[str, str]:
    """Show which names of those who visit them supported members see: full, first, or nobody's."""
    return {"shown": queries.shown_names(reading_session())}


@resource.route("/shown-names", methods=["PUT"])
@needs(Permission.SETTINGS_MANAGE)
@resource.arguments(ShownNames)
@resource.response(204)
def set_shown_names(answers: dict[str, Any]) -> Response:
    """Say which names supported members see from now on."""
    return decided(actions.set_shown_names, **answers)


def _shown(profile: Profile) -> Response:
    return with_etag(ProfileFacts().dump(asdict(profile.facts)), profile.version)


@resource.route("/papers")
@needs(Permission.SETTINGS_MANAGE)
@resource.arguments(PageQuery, location="query")
@resource.response(200, page_schema(Paper))
def list_papers(query: dict[str, Any]) -> dict[str, object]:
    """List the papers, those that were replaced among them."""
    papers = queries.list_papers(reading_session(), by=current_actor())
    return cut(papers, query, key=lambda paper: str(paper.id))


@resource.route("/papers", methods=["POST"])
@needs(Permission.SETTINGS_MANAGE)
@done_once
@resource.arguments(PaperUpload, location=MULTIPART)
@resource.response(201, PaperAdded)
def add_paper(answers: dict[str, Any]) -> ResponseReturnValue:
    """Add a paper, or a newer one in the place of another."""
    sent: FileStorage = answers["paper"]
    paper_id = actions.add_paper(
        coop=current_coop(),
        by=current_actor(),
        kind=answers["kind"],
        upload=actions.Upload(name=sent.filename or "", content=sent.read()),
        replaces_id=answers["replaces"],
        now=clock.now(),
    )
    response = jsonify({"id": str(paper_id)})
    response.status_code = HTTPStatus.CREATED
    response.headers["Location"] = url_for("api_profile.get_paper", paper_id=paper_id)
    return response


@resource.route("/papers/<uuid:paper_id>")
@needs(Permission.SETTINGS_MANAGE)
@resource.file("application/pdf", "image/png", "image/jpeg")
def get_paper(paper_id: UUID) -> Response:
    """Fetch a paper's file."""
    kept, content = queries.read_paper(reading_session(), paper_id, by=current_actor())
    return attachment(content, kept.media_type, kept.name)
