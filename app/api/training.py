"""Everybody's training, and the modules that a co-op requires of its workers."""

from typing import Any

from flask import Response
from marshmallow import fields

from app.api.accepted import done
from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.api.paging import PageQuery, cut, page_schema
from app.training import words
from app.training.schemas import ModuleTakeUp, ModuleTerms
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.training import actions, queries
from franchise_kit.training.queries import Matrix, OfferedModule
from franchise_kit.training.rules import requiring
from tenants import clock

__all__ = ["resource", "words"]

resource = Resource("training", side="coop", about="Who has learnt what, and what is required of workers.")


class TrainingCounts(Schema):
    """How many stand where."""

    done = fields.Int()
    due_soon = fields.Int()
    overdue = fields.Int()
    not_needed = fields.Int()
    not_started = fields.Int()


class StandingFacts(Schema):
    """Where one worker stands with one module; ``valid_until`` is the first day that no longer counts."""

    worker_id = fields.UUID()
    person_id = fields.UUID()
    name = fields.Str()
    module = fields.Str()
    status = fields.Str()
    due_on = fields.Date(allow_none=True)
    completed_on = fields.Date(allow_none=True)
    valid_until = fields.Date(allow_none=True)


class OfferedFacts(Schema):
    """A published module, and its terms here if it is required."""

    key = fields.Str()
    title_en = fields.Str()
    title_cy = fields.Str()
    latest_version = fields.Int()
    followed_version = fields.Int(allow_none=True)
    is_required = fields.Bool()
    due_days = fields.Int()
    refresh_months = fields.Int(allow_none=True)
    owner = fields.Str(allow_none=True)


@resource.route("")
@needs(Permission.TRAINING_RECORD_READ)
@resource.arguments(PageQuery, location="query")
@resource.response(200, page_schema(StandingFacts))
def list_standings(query: dict[str, Any]) -> dict[str, object]:
    """List where each worker stands with each required module today."""
    found = queries.matrix(reading_session(), by=current_actor(), on=clock.today())
    return cut(_standings(found), query, key=lambda one: f"{one['name']} {one['worker_id']} {one['module']}")


@resource.route("/counts")
@needs(Permission.TRAINING_RECORD_READ)
@resource.response(200, TrainingCounts)
def get_counts() -> object:
    """Show how many standings there are of each kind today."""
    return queries.matrix(reading_session(), by=current_actor(), on=clock.today()).counts


@resource.route("/modules")
@needs(Permission.TRAINING_ASSIGN)
@resource.arguments(PageQuery, location="query")
@resource.response(200, page_schema(OfferedFacts))
def list_modules(query: dict[str, Any]) -> dict[str, object]:
    """List the published modules."""
    found = queries.list_offered(reading_session(), by=current_actor(), on=clock.today())
    return cut([_offered(one) for one in found], query, key=lambda one: str(one["key"]))


@resource.route("/modules/<key>/take-up", methods=["POST"])
@needs(Permission.TRAINING_ASSIGN)
@done_once
@resource.arguments(ModuleTakeUp)
@resource.response(204)
def take_up(answers: dict[str, Any], key: str) -> Response:
    """Require the latest version of a module of the workers."""
    by = current_actor()
    with read_again() as session:
        version = queries.get_offered(session, key, by=by, on=clock.today()).latest.version
    actions.adopt_module(
        coop=current_coop(), key=key, version=version, due_days=answers["due_days"], by=by, now=clock.now()
    )
    return done()


@resource.route("/modules/<key>/terms", methods=["PUT"])
@needs(Permission.TRAINING_ASSIGN)
@resource.arguments(ModuleTerms)
@resource.response(204)
def change_terms(answers: dict[str, Any], key: str) -> Response:
    """Ask for a module sooner, or for its renewal more often."""
    terms = requiring.Terms(**answers)
    actions.change_terms(coop=current_coop(), key=key, terms=terms, by=current_actor())
    return done()


def _standings(found: Matrix) -> list[dict[str, object]]:
    return [
        {
            "worker_id": row.worker.id,
            "person_id": row.worker.person_id,
            "name": row.worker.full_name,
            "module": column.key,
            "status": standing.status,
            "due_on": standing.due_on,
            "completed_on": standing.completed_on,
            "valid_until": standing.valid_until,
        }
        for row in found.rows
        for column, standing in zip(found.columns, row.standings, strict=True)
    ]


def _offered(one: OfferedModule) -> dict[str, object]:
    terms = one.required.terms if one.required is not None else one.usual
    title = one.latest.module.title
    return {
        "key": one.latest.key,
        "title_en": title.en,
        "title_cy": title.cy,
        "latest_version": one.latest.version,
        "followed_version": one.followed.version if one.followed is not None else None,
        "is_required": one.required is not None,
        "due_days": terms.due_days,
        "refresh_months": terms.refresh_months,
        "owner": one.required.owner if one.required is not None else None,
    }
