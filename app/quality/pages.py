"""The co-op's own blueprint for quality, shared by its modules of views."""

from flask import Blueprint

from app.web.hosts import only_for

pages = Blueprint("quality", __name__, url_prefix="/quality")
only_for(pages, "coop")
