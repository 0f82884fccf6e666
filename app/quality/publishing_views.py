"""At the hub: the standards that it can publish, each looked at in both languages first."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.quality import words
from app.web.context import current_actor, reading_session
from app.web.guards import needs
from app.web.hosts import only_for
from franchise_kit.access import Permission
from franchise_kit.quality import actions
from franchise_kit.quality.queries import standards
from tenants import clock

__all__ = ["pages", "words"]

pages = Blueprint("standards", __name__, url_prefix="/standards")
only_for(pages, "hub")


@pages.get("")
@needs(Permission.STANDARD_WRITE)
def index() -> ResponseReturnValue:
    """List the standards with what is out of each."""
    found = standards.list_shipped(reading_session(), by=current_actor())
    return render_template("standards/index.html", standards=found, kind=standards.KIND)


@pages.get("/<key>")
@needs(Permission.STANDARD_WRITE)
def preview(key: str) -> ResponseReturnValue:
    """Show a standard in both languages, as every co-op would read it."""
    found = standards.get_shipped(reading_session(), key, by=current_actor())
    return render_template("standards/preview.html", one=found, body=standards.body_to_publish(key))


@pages.post("/<key>")
@needs(Permission.STANDARD_WRITE)
def publish(key: str) -> ResponseReturnValue:
    """Publish a standard as its next version, which never changes."""
    published = actions.publish_standard(key=key, by=current_actor(), now=clock.now())
    flash(_("Every co-op can read it now"))
    return redirect(
        url_for("library.show", kind=published.kind, key=published.key, version=published.version), code=303
    )
