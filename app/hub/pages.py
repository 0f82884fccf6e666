"""The hub's own blueprint, shared by its modules of views."""

from flask import Blueprint

from app.web.hosts import only_for

pages = Blueprint("hub", __name__, url_prefix="/network")
only_for(pages, "hub")
