"""At the hub: the modules that we ship are drafted, looked at in both languages, and published."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.training import words
from app.training.lesson_html import lesson_html
from app.web.context import current_actor, reading_session
from app.web.guards import needs
from app.web.hosts import only_for
from franchise_kit.access import Permission
from franchise_kit.training import actions, queries
from tenants import clock

__all__ = ["pages", "words"]

pages = Blueprint("training_modules", __name__, url_prefix="/training-modules")
only_for(pages, "hub")


@pages.get("")
@needs(Permission.TRAINING_AUTHOR)
def index() -> ResponseReturnValue:
    """List the modules that we ship, and how far each is."""
    found = queries.list_shipped(reading_session(), by=current_actor())
    return render_template("training_modules/index.html", modules=found)


@pages.post("/<key>/draft")
@needs(Permission.TRAINING_AUTHOR)
def draft(key: str) -> ResponseReturnValue:
    """Make a draft of a module that we ship, and show it."""
    actions.draft_shipped(by=current_actor(), code=key.upper(), now=clock.now())
    return redirect(url_for(".preview", key=key), code=303)


@pages.get("/<key>")
@needs(Permission.TRAINING_AUTHOR)
def preview(key: str) -> ResponseReturnValue:
    """Show a draft in both languages side by side, right answers and all."""
    module = queries.get_draft(reading_session(), key, by=current_actor())
    return render_template("training_modules/preview.html", key=key, module=module, lesson_html=lesson_html)


@pages.post("/<key>/publish")
@needs(Permission.TRAINING_AUTHOR)
def publish(key: str) -> ResponseReturnValue:
    """Publish a draft as the next version, which never changes."""
    published = actions.publish_module(by=current_actor(), key=key, now=clock.now())
    flash(_("Every co-op can take it up now"))
    return redirect(
        url_for("library.show", kind=published.kind, key=published.key, version=published.version), code=303
    )
