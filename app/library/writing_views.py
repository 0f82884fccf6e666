"""Writing for all co-ops, at the hub."""

from typing import Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.library.schemas import GuideDraft
from app.library.views import PLACE
from app.web.context import current_actor, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from franchise_kit.access import Permission
from franchise_kit.publishing import actions
from tenants import clock
from tenants.openings import publications
from tenants.openings.publications import LOCAL, Draft

pages = Blueprint("library_writing", __name__, url_prefix="/library")
only_for(pages, "hub")
GUIDE: Final = "guide"


@pages.get("/new")
@needs(Permission.PUBLICATION_WRITE)
def new() -> ResponseReturnValue:
    """Ask for a guide, or for the next version of one."""
    key = request.args.get("key")
    return render_template("library/new.html", form=Form(GuideDraft(), obj=_latest(key) if key else None))


def _latest(key: str) -> dict[str, object]:
    found = publications.get_published(reading_session(), kind=GUIDE, key=key)
    text = found.body.get("text")
    if not isinstance(text, dict):
        abort(404)
    return {
        "key": key,
        "title_en": found.title_en,
        "title_cy": found.title_cy,
        "text_en": text["en"],
        "text_cy": text["cy"],
    }


@pages.post("/new")
@needs(Permission.PUBLICATION_WRITE)
def publish() -> ResponseReturnValue:
    """Publish a guide as its next version, which never changes."""
    form = Form(GuideDraft(), data=request.form)
    answers = form.validate()
    if answers is None:
        return render_template("library/new.html", form=form), 422
    by, now = current_actor(), clock.now()
    actions.save_draft(by=by, draft=guide(answers), now=now)
    published = actions.publish(by=by, kind=GUIDE, key=answers["key"], now=now)
    flash(_("Every co-op can read it now"))
    return redirect(
        url_for("library.show", kind=GUIDE, key=published.key, version=published.version), code=303
    )


def guide(answers: dict[str, str]) -> Draft:
    """Return the draft of a guide: its text in both languages and a place for a co-op's own words."""
    body = {"text": {"en": answers["text_en"], "cy": answers["text_cy"]}, "own_words": {LOCAL: PLACE}}
    return Draft(GUIDE, answers["key"], answers["title_en"], answers["title_cy"], body)
