"""What the hub is called, on a page of its own settings."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.hub import words
from app.hub.schemas import HubNameSchema
from app.web.context import current_actor, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.refusals import sentence_for
from franchise_kit.access import Permission
from tenants import clock, registry
from tenants.registry.naming import HubName, HubRenamedMeanwhile, KeptHubName, get_hub_name, name_hub

__all__ = ["pages", "words"]

pages = Blueprint("hub_settings", __name__, url_prefix="/network/settings")
only_for(pages, "hub")
MANAGE = Permission.SETTINGS_MANAGE


@pages.get("")
@needs(MANAGE)
def show() -> ResponseReturnValue:
    """Ask what the hub is called."""
    form = Form(HubNameSchema(), obj=_facts(get_hub_name(reading_session())))
    return render_template("hub/settings.html", form=form, theirs=None)


@pages.post("")
@needs(MANAGE)
def save() -> ResponseReturnValue:
    """Let the hub be called so, or show what somebody else wrote meanwhile."""
    form = Form(HubNameSchema(), data=request.form)
    answers = form.validate()
    if answers is None:
        return render_template("hub/settings.html", form=form, theirs=None), 422
    version = answers.pop("version")
    try:
        name_hub(by=current_actor(), name=HubName(**answers), version=version, now=clock.now())
    except HubRenamedMeanwhile as refusal:
        return _show_theirs(answers, sentence_for(refusal)), 409
    registry.forget()
    flash(_("The name is saved"))
    return redirect(url_for(".show"), code=303)


def _show_theirs(mine: dict[str, str], sentence: str) -> str:
    """Show the answers again above what is kept now; to save once more is to decide with open eyes."""
    with read_again() as session:
        kept = get_hub_name(session)
    form = Form(HubNameSchema(), data={**mine, "version": str(kept.version)})
    form.refuse(None, sentence)
    return render_template("hub/settings.html", form=form, theirs=kept.name)


def _facts(kept: KeptHubName) -> dict[str, object]:
    names = ("name_en", "name_cy", "short_name")
    return {**{one: getattr(kept.name, one, "") for one in names}, "version": kept.version}
