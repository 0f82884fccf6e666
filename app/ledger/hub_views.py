"""The hub's own books."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.ledger.views import books_page
from app.web.guards import needs
from app.web.hosts import only_for
from franchise_kit.access import Permission

pages = Blueprint("network_ledger", __name__, url_prefix="/network/books")
only_for(pages, "hub")


@pages.get("")
@needs(Permission.NETWORK_FEE_READ)
def show() -> ResponseReturnValue:
    """Show the hub's books."""
    return books_page("hub", "network_ledger.show")
