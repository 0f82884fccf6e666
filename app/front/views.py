"""``/`` of every office, and the finder of the base domain: it finds a co-op, never a person."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.hub.telling_apart import names_apart
from app.web.context import find_actor
from app.web.guards import open_to_all
from app.web.hosts import current_office, local_or_office_url
from app.web.language import current_language
from franchise_kit.kernel.text import folded
from tenants import registry
from tenants.office import HUB, Coop, CoopState, Hub
from tenants.transaction import reading

pages = Blueprint("front", __name__)


@dataclass(frozen=True, slots=True)
class Found:
    """A co-op as a stranger may see it."""

    name: str
    town: str
    url: str


@pages.get("/")
@open_to_all
def door() -> ResponseReturnValue:
    """Lead a visitor on: to what needs doing, to sign-in, or at the hub to the finder."""
    is_hub = isinstance(current_office(), Hub)
    actor = find_actor()
    if actor is not None:
        home = "coop.home" if actor.entry_id is None else "visitors.inside"
        return redirect(url_for("hub.home" if is_hub else home), code=303)
    return redirect(url_for("front.find" if is_hub else "login.sign_in"), code=303)


@pages.get("/find")
@open_to_all
def find() -> ResponseReturnValue:
    """Find a co-op by some of its name or its town."""
    if not isinstance(current_office(), Hub):
        return redirect(url_for("login.sign_in"), code=303)
    # What reads forms is a tenth of what the program loads; the door and the health check have none.
    from app.front.schemas import FindCoop  # noqa: PLC0415 - as said
    from app.web.forms import Form  # noqa: PLC0415 - as said

    asked = request.args if "name" in request.args else None
    form = Form(FindCoop(), data=asked)
    answers = form.validate() if asked is not None else None
    found = _search(answers["name"]) if answers else None
    status = 422 if asked is not None and answers is None else 200
    return render_template("front/find.html", form=form, found=found), status


def _search(name: str) -> list[Found]:
    wanted = folded(name)
    with reading(HUB) as session:
        coops = registry.list_coops(session, with_synthetic=False)
    matches = [coop for coop in coops if coop.state is CoopState.ACTIVE and wanted in folded(_text(coop))]
    names = names_apart(matches)
    found = (_found(coop, names[coop.id]) for coop in matches)
    return sorted(found, key=lambda one: folded(one.name))[:20]


def _text(coop: Coop) -> str:
    parts = (coop.name_en, coop.name_cy, coop.town_en, coop.town_cy, coop.slug)
    return " ".join(parts)


def _found(coop: Coop, name: str) -> Found:
    town = coop.town_cy if current_language() == "cy" else coop.town_en
    return Found(name, town, local_or_office_url(coop))
