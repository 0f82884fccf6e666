"""The page of one's own long work, and the few facts that it asks for again and again."""

from uuid import UUID

from flask import Blueprint, jsonify, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app.progress_page.words import ENDED, job_words, sentence
from app.web.context import current_actor, reading_session
from app.web.guards import needs
from app.web.refusals import sentence_of
from franchise_kit.access import Permission
from tenants import progress
from tenants.jobs.models import Progress

pages = Blueprint("progress", __name__, url_prefix="/progress")


@pages.get("/<uuid:progress_id>")
@needs(Permission.OWN_ACCOUNT_USE)
def show(progress_id: UUID) -> ResponseReturnValue:
    """Show how far it is, or what came of it."""
    session = reading_session()
    row = _own(session, progress_id)
    words = job_words(row.job)
    if row.state == "failed":
        why = sentence_of(row.refusal_code, {}) if row.refusal_code else ""
        return render_template("progress/failed.html", heading=str(words.title), why=why)
    if row.state == "done":
        result = words.find_result(session, row)
        return render_template(
            "progress/done.html", heading=str(words.title), sentence=sentence(session, row), result=result
        )
    return render_template(
        "progress/running.html",
        heading=str(words.title),
        done=row.done,
        total=row.total,
        sentence=sentence(session, row),
        poll_url=url_for(".state", progress_id=row.id),
        this_url=url_for(".show", progress_id=row.id),
    )


@pages.get("/<uuid:progress_id>/state")
@needs(Permission.OWN_ACCOUNT_USE)
def state(progress_id: UUID) -> ResponseReturnValue:
    """Say how far it is to the page's own script; ``next`` leads to the result when there is one."""
    session = reading_session()
    row = _own(session, progress_id)
    ended = url_for(".show", progress_id=row.id) if row.state in ENDED else None
    return jsonify(done=row.done, total=row.total, words=sentence(session, row), next=ended)


def _own(session: Session, progress_id: UUID) -> Progress:
    return progress.get(session, progress_id, account_id=current_actor().account_id)
