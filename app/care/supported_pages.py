"""The blueprint of the pages about people supported, which several modules fill."""

from flask import Blueprint

from app.web.hosts import only_for

pages = Blueprint("supported", __name__, url_prefix="/people-supported")
only_for(pages, "coop")
