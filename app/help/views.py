"""The help page. It is open to all: whoever cannot sign in needs it most."""

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from app.help.topics import topics_of
from app.web.context import current_office
from app.web.guards import open_to_all
from tenants.office import Hub

pages = Blueprint("help", __name__)


@pages.get("/help")
@open_to_all
def show() -> ResponseReturnValue:
    """Show the answers."""
    topics = topics_of(is_hub=isinstance(current_office(), Hub))
    links = {
        topic.id: url_for(topic.endpoint)
        for topic in topics
        if topic.endpoint is not None and topic.endpoint in current_app.view_functions
    }
    return render_template("help/show.html", topics=topics, links=links)
