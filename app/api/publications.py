"""What the hub says to all co-ops: read by all, followed by co-ops, drafted and published by the hub."""

from dataclasses import replace
from typing import Any

from flask import Response
from marshmallow import fields, validate

from app.api.accepted import done
from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.api.json_field import JsonObject
from app.api.paging import PageQuery, cut, page_schema
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.publishing import actions
from franchise_kit.training.queries.modules import KIND as TRAINING_MODULE
from franchise_kit.training.rules.module import without_answers
from tenants import clock
from tenants.openings import publications
from tenants.openings.publications import Draft, Published

__all__ = ["adopted", "drafts", "resource"]

_CODE = validate.Regexp(r"[a-z0-9][a-z0-9._-]{0,79}\Z")

resource = Resource("publications", about="What the hub says to all co-ops.")
drafts = Resource("drafts", side="hub", about="What the hub is still writing.")
adopted = Resource("adopted", side="coop", about="Which publications this co-op follows.")


class Listed(Schema):
    """The latest version of a publication."""

    kind = fields.Str()
    key = fields.Str()
    version = fields.Int()
    title_en = fields.Str()
    title_cy = fields.Str()
    published_at = fields.AwareDateTime()


class PublicationFacts(Listed):
    """One version with its body, which never changes."""

    body = fields.Dict()


class WhichPublication(Schema):
    """Which publication is meant."""

    kind = fields.Str(required=True, validate=_CODE)
    key = fields.Str(required=True, validate=_CODE)


class WhichVersion(WhichPublication):
    """Which version of it is meant."""

    version = fields.Int(required=True, strict=True, validate=validate.Range(1, 2**31 - 1))


class VersionQuery(WhichPublication):
    """One version, or the latest."""

    version = fields.Int(load_default=None, validate=validate.Range(1, 2**31 - 1))


class DraftBody(WhichPublication):
    """A draft. ``body`` has a place for a co-op's own part wherever it says ``{"local_part": "<code>"}``."""

    title_en = fields.Str(required=True, validate=validate.Length(max=200))
    title_cy = fields.Str(required=True, validate=validate.Length(max=200))
    body = JsonObject(required=True)


class AdoptedFacts(Schema):
    """What a co-op follows; ``body`` holds its own parts in their places."""

    published = fields.Nested(Listed)
    body = fields.Dict()
    local_parts = fields.Dict()
    adopted_at = fields.AwareDateTime()
    latest_version = fields.Int()


@resource.route("")
@needs(Permission.PUBLICATION_READ)
@resource.arguments(PageQuery, location="query")
@resource.response(200, page_schema(Listed))
def list_publications(query: dict[str, Any]) -> dict[str, object]:
    """List the latest version of each publication."""
    found = publications.list_latest(reading_session())
    return cut(found, query, key=lambda one: f"{one.kind} {one.key}")


@resource.route("/version")
@needs(Permission.PUBLICATION_READ)
@resource.arguments(VersionQuery, location="query")
@resource.response(200, PublicationFacts)
def get_version(query: dict[str, Any]) -> Published:
    """Show one version, or the latest; of a training module without what gives its quiz away."""
    found = publications.get_published(reading_session(), **query)
    return replace(found, body=_readable(found.kind, found.body))


def _readable(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    return without_answers(body) if kind == TRAINING_MODULE else body


@drafts.route("", methods=["PUT"])
@needs(Permission.PUBLICATION_WRITE)
@drafts.arguments(DraftBody)
@drafts.response(204)
def save_draft(answers: dict[str, Any]) -> Response:
    """Keep a draft; an earlier one under the same key is replaced."""
    actions.save_draft(by=current_actor(), draft=Draft(**answers), now=clock.now())
    return done()


@drafts.route("/publish", methods=["POST"])
@needs(Permission.PUBLICATION_WRITE)
@done_once
@drafts.arguments(WhichPublication)
@drafts.response(201, PublicationFacts)
def publish(answers: dict[str, Any]) -> Published:
    """Publish a draft as the next version, which never changes."""
    return actions.publish(by=current_actor(), now=clock.now(), **answers)


@adopted.route("")
@needs(Permission.PUBLICATION_READ)
@adopted.arguments(PageQuery, location="query")
@adopted.response(200, page_schema(AdoptedFacts))
def list_adopted(query: dict[str, Any]) -> dict[str, object]:
    """List what this co-op follows."""
    found = [
        {
            "published": one.published,
            "body": _readable(one.published.kind, one.body),
            "local_parts": one.local_parts,
            "adopted_at": one.adopted_at,
            "latest_version": one.latest_version,
        }
        for one in publications.list_adopted(reading_session())
    ]
    return cut(found, query, key=_key_of)


def _key_of(one: dict[str, Any]) -> str:
    return f"{one['published'].kind} {one['published'].key}"


@adopted.route("", methods=["POST"])
@needs(Permission.SETTINGS_MANAGE)
@done_once
@adopted.arguments(WhichVersion)
@adopted.response(204)
def adopt(answers: dict[str, Any]) -> Response:
    """Follow a version from now on; the co-op's own parts stay."""
    actions.adopt(coop=current_coop(), by=current_actor(), now=clock.now(), **answers)
    return done()
