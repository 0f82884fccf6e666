"""One's own learning: lessons, attempts, completions. What is right is told nowhere before it is judged."""

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields

from app.api.accepted import done
from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.api.paging import PageQuery, cut, page_schema
from app.training.schemas import SentAnswers, chosen_of
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from app.web.language import current_language
from franchise_kit.access import Permission
from franchise_kit.training import actions, queries
from franchise_kit.training.queries import OwnAttempt, OwnModule
from tenants import clock

resource = Resource("learning", side="coop", about="One's own lessons, quizzes and completions.")


class BothLanguages(Schema):
    """The same words in both languages."""

    en = fields.Str()
    cy = fields.Str()


class OwnModuleFacts(Schema):
    """A module, where one stands with it, and what comes next."""

    key = fields.Str()
    version = fields.Int()
    title = fields.Nested(BothLanguages)
    status = fields.Str(allow_none=True)
    due_on = fields.Date(allow_none=True)
    lessons = fields.List(fields.Str())
    lessons_read = fields.List(fields.Str())
    next = fields.Str()


class OptionFacts(Schema):
    """One option."""

    id = fields.Str()
    text = fields.Nested(BothLanguages)


class QuestionFacts(Schema):
    """One question; ``is_right`` and ``feedback`` are there once the attempt was sent."""

    id = fields.Str()
    kind = fields.Str()
    stem = fields.Nested(BothLanguages)
    options = fields.List(fields.Nested(OptionFacts))
    is_right = fields.Bool(allow_none=True)
    feedback = fields.Nested(BothLanguages, allow_none=True)


class AttemptFacts(Schema):
    """One's own attempt."""

    id = fields.UUID()
    key = fields.Str()
    version = fields.Int()
    pass_mark = fields.Int()
    started_at = fields.AwareDateTime()
    submitted_at = fields.AwareDateTime(allow_none=True)
    score_percent = fields.Int(allow_none=True)
    is_passed = fields.Bool(allow_none=True)
    questions = fields.List(fields.Nested(QuestionFacts))


@resource.route("")
@needs(Permission.TRAINING_TAKE)
@resource.arguments(PageQuery, location="query")
@resource.response(200, page_schema(OwnModuleFacts))
def list_own(query: dict[str, Any]) -> dict[str, object]:
    """List the modules that one has to learn, and those that one may."""
    found = queries.list_own_modules(reading_session(), by=current_actor(), now=clock.now())
    return cut([_own(one) for one in found], query, key=lambda one: str(one["key"]))


@resource.route("/<key>/lessons/<lesson_id>/read", methods=["POST"])
@needs(Permission.TRAINING_TAKE)
@done_once
@resource.response(204)
def read(key: str, lesson_id: str) -> Response:
    """Mark a lesson as read."""
    by = current_actor()
    actions.read_lesson(coop=current_coop(), key=key, lesson_id=lesson_id, by=by, now=clock.now())
    return done()


@resource.route("/<key>/attempts", methods=["POST"])
@needs(Permission.TRAINING_TAKE)
@done_once
@resource.response(201, AttemptFacts)
def start(key: str) -> OwnAttempt:
    """Draw the questions of an attempt, or go on with the one that is open."""
    by = current_actor()
    attempt_id = actions.start_attempt(
        coop=current_coop(), key=key, language=current_language(), by=by, now=clock.now()
    )
    return _attempt(attempt_id)


@resource.route("/attempts/<uuid:attempt_id>")
@needs(Permission.TRAINING_TAKE)
@resource.response(200, AttemptFacts)
def get_attempt(attempt_id: UUID) -> OwnAttempt:
    """Show one's own attempt."""
    return _attempt(attempt_id)


@resource.route("/attempts/<uuid:attempt_id>", methods=["POST"])
@needs(Permission.TRAINING_TAKE)
@done_once
@resource.arguments(SentAnswers)
@resource.response(200, AttemptFacts)
def submit(answers: dict[str, Any], attempt_id: UUID) -> OwnAttempt:
    """Send the answers of an attempt; a question without one counts as wrong."""
    actions.submit_attempt(
        coop=current_coop(),
        attempt_id=attempt_id,
        answers=chosen_of(answers["answers"]),
        language=current_language(),
        by=current_actor(),
        now=clock.now(),
    )
    return _attempt(attempt_id)


def _attempt(attempt_id: UUID) -> OwnAttempt:
    with read_again() as session:
        return queries.get_own_attempt(session, attempt_id, by=current_actor())


def _own(one: OwnModule) -> dict[str, object]:
    return {
        "key": one.followed.key,
        "version": one.followed.version,
        "title": one.followed.module.title,
        "status": one.standing.status if one.standing is not None else None,
        "due_on": one.standing.due_on if one.standing is not None else None,
        "lessons": [lesson.id for lesson in one.followed.module.lessons],
        "lessons_read": sorted(one.read),
        "next": one.step.kind,
    }
