"""What an office is called, in the reader's language."""

from flask_babel import gettext as _

from app.web.context import read_again
from app.web.hosts import current_office
from app.web.language import current_language
from tenants.office import Coop, Office
from tenants.registry.naming import HubName, get_hub_name


def office_name(office: Office, hub: HubName | None) -> str:
    """Return an office's name; ``hub`` is the hub's own, which it may not have been given yet."""
    language = current_language()
    if isinstance(office, Coop):
        return office.name_cy if language == "cy" else office.name_en
    return hub.name(language) if hub is not None else str(_("The network's office"))


def current_office_name() -> str:
    """Return what the present office is called; the hub is asked, as its people may just have renamed it."""
    office = current_office()
    if isinstance(office, Coop):
        return office_name(office, None)
    with read_again() as session:
        return office_name(office, get_hub_name(session).name)
