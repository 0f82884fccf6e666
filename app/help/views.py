"""The help page. It is open to all: whoever cannot sign in needs it most."""

from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from app.help.topics import topics_of
from app.web.context import current_office
from app.web.guards import guard_of, open_to_all
from franchise_kit.access import Permission
from tenants.office import Hub

pages = Blueprint("help", __name__)


@dataclass(frozen=True, slots=True)
class Link:
    """Where something is done, for those who hold the permission."""

    url: str
    permission: Permission | None


@pages.get("/help")
@open_to_all
def show() -> ResponseReturnValue:
    """Show the answers."""
    topics = topics_of(is_hub=isinstance(current_office(), Hub))
    links = {topic.id: _link(topic.endpoint) for topic in topics if topic.endpoint is not None}
    return render_template("help/show.html", topics=topics, links=links)


def _link(endpoint: str) -> Link | None:
    view = current_app.view_functions.get(endpoint)
    guard = guard_of(view) if view is not None else None
    return Link(url_for(endpoint), guard.permission) if guard is not None else None
