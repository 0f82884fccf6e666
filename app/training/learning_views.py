"""My learning: what is next, lessons one after another, the quiz, and how it went."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.training import words
from app.training.lesson_html import lesson_html
from app.training.schemas import chosen_of, quiz_schema
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.language import current_language
from franchise_kit.access import Permission
from franchise_kit.training import actions, queries
from tenants import clock

pages = Blueprint("learning", __name__, url_prefix="/learning")
only_for(pages, "coop")


@pages.get("")
@needs(Permission.TRAINING_TAKE)
def mine() -> ResponseReturnValue:
    """List the modules that one has to learn, and those that one may."""
    found = queries.list_own_modules(reading_session(), by=current_actor(), now=clock.now())
    return render_template("learning/mine.html", modules=found, words=words)


@pages.get("/<key>")
@needs(Permission.TRAINING_TAKE)
def module(key: str) -> ResponseReturnValue:
    """Show one module: its lessons, the next step, and one's completions."""
    session, by = reading_session(), current_actor()
    return render_template(
        "learning/module.html",
        one=queries.get_own_module(session, key, by=by, now=clock.now()),
        completions=queries.list_own_completions(session, key, by=by),
        words=words,
    )


@pages.get("/<key>/lessons/<lesson_id>")
@needs(Permission.TRAINING_TAKE)
def lesson(key: str, lesson_id: str) -> ResponseReturnValue:
    """Show a lesson."""
    one = queries.get_own_module(reading_session(), key, by=current_actor(), now=clock.now())
    lessons = one.followed.module.lessons
    found = next((number for number, each in enumerate(lessons) if each.id == lesson_id), None)
    if found is None:
        abort(404)
    return render_template(
        "learning/lesson.html",
        one=one,
        lesson=lessons[found],
        number=found + 1,
        text=lesson_html(lessons[found].body_md.in_language(current_language())),
    )


@pages.post("/<key>/lessons/<lesson_id>")
@needs(Permission.TRAINING_TAKE)
def read(key: str, lesson_id: str) -> ResponseReturnValue:
    """Mark a lesson as read, and go on to the next one, or to the module."""
    by, now = current_actor(), clock.now()
    actions.read_lesson(coop=current_coop(), key=key, lesson_id=lesson_id, by=by, now=now)
    with read_again() as session:
        step = queries.get_own_module(session, key, by=by, now=now).step
    if step.kind == "lesson":
        return redirect(url_for(".lesson", key=key, lesson_id=step.lesson_id), code=303)
    return redirect(url_for(".module", key=key), code=303)


@pages.post("/<key>/attempts")
@needs(Permission.TRAINING_TAKE)
def start(key: str) -> ResponseReturnValue:
    """Draw the questions of an attempt, or go on with the one that is open."""
    attempt_id = actions.start_attempt(
        coop=current_coop(), key=key, language=current_language(), by=current_actor(), now=clock.now()
    )
    return redirect(url_for(".attempt", attempt_id=attempt_id), code=303)


@pages.get("/attempts/<uuid:attempt_id>")
@needs(Permission.TRAINING_TAKE)
def attempt(attempt_id: UUID) -> ResponseReturnValue:
    """Show one's own attempt: the questions, or how it went."""
    one = queries.get_own_attempt(reading_session(), attempt_id, by=current_actor())
    return _attempt_page(one, Form(quiz_schema(one.questions, current_language())))


@pages.post("/attempts/<uuid:attempt_id>")
@needs(Permission.TRAINING_TAKE)
def submit(attempt_id: UUID) -> ResponseReturnValue:
    """Send the answers; a second time finds them judged, and shows how it went."""
    by, language = current_actor(), current_language()
    with read_again() as session:
        one = queries.get_own_attempt(session, attempt_id, by=by)
    form = Form(quiz_schema(one.questions, language), data=request.form)
    answers = form.validate()
    if answers is None:
        return _attempt_page(one, form), 422
    try:
        actions.submit_attempt(
            coop=current_coop(),
            attempt_id=attempt_id,
            answers=chosen_of(answers),
            language=language,
            by=by,
            now=clock.now(),
        )
    except actions.AttemptSentAlready:
        flash(_("These answers were sent already, and count once."), "warning")
    return redirect(url_for(".attempt", attempt_id=attempt_id), code=303)


def _attempt_page(one: queries.OwnAttempt, form: Form) -> str:
    if one.submitted_at is None:
        return render_template("learning/quiz.html", one=one, form=form)
    with read_again() as session:
        module = queries.get_own_module(session, one.key, by=current_actor(), now=clock.now())
    return render_template("learning/result.html", one=one, module=module, words=words)
