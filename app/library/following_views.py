"""Following a publication in a co-op, with words of its own."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.library.schemas import OwnWords
from app.library.views import PLACE
from app.web.context import current_actor, current_coop
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from franchise_kit.access import Permission
from franchise_kit.publishing import actions
from tenants import clock

pages = Blueprint("library_following", __name__, url_prefix="/library")
only_for(pages, "coop")


@pages.post("/<kind>/<key>/<int(max=1000000):version>/follow")
@needs(Permission.SETTINGS_MANAGE)
def follow(kind: str, key: str, version: int) -> ResponseReturnValue:
    """Follow a version from now on."""
    actions.adopt(
        coop=current_coop(), by=current_actor(), kind=kind, key=key, version=version, now=clock.now()
    )
    flash(_("Your co-op follows this version now"))
    return redirect(url_for("library.show", kind=kind, key=key, version=version), code=303)


@pages.post("/<kind>/<key>/<int(max=1000000):version>/own-words")
@needs(Permission.SETTINGS_MANAGE)
def put_own_words(kind: str, key: str, version: int) -> ResponseReturnValue:
    """Keep the co-op's own words."""
    form = Form(OwnWords(), data=request.form)
    answers = form.validate()
    if answers is None:
        return render_template("library/own_words.html", form=form, kind=kind, key=key, version=version), 422
    actions.put_own_part(
        coop=current_coop(),
        by=current_actor(),
        kind=kind,
        key=key,
        place=PLACE,
        text=answers["text"],
    )
    flash(_("Your words are kept"))
    return redirect(url_for("library.show", kind=kind, key=key, version=version), code=303)
