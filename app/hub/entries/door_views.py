"""The doors that are open to somebody of the hub, and the way there."""

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.hub.entries.party import names_of, somebody
from app.hub.telling_apart import name_of
from app.visitors.words import WORDS
from app.web.context import current_actor, reading_session
from app.web.guards import needs
from app.web.hosts import local_or_office_url, only_for
from app.web.language import current_language
from franchise_kit.access import Permission
from franchise_kit.visiting.actions import entering
from franchise_kit.visiting.queries.asked import list_open_doors
from tenants import clock

pages = Blueprint("doors", __name__, url_prefix="/doors")
only_for(pages, "hub")


@pages.get("")
@needs(Permission.COOP_ENTER)
def index() -> ResponseReturnValue:
    """Show the co-ops that this person can go into now."""
    session = reading_session()
    entries = list_open_doors(session, by=current_actor(), now=clock.now())
    return render_template("hub_entries/doors.html", entries=entries, names=names_of(session), **WORDS)


@pages.post("/<uuid:entry_id>/set-out")
@needs(Permission.COOP_ENTER)
def set_out(entry_id: UUID) -> ResponseReturnValue:
    """Write a hand-over, and lead to the co-op's door."""
    facts = somebody()
    coop, token = entering.set_out(
        by=current_actor(),
        entry_id=entry_id,
        name=facts.full_name,
        language=current_language(),
        times=entering.Times(now=clock.now(), ticking=clock.ticking()),
    )
    # A form's answer may not lead to another host (form-action), so a page does: by itself, and by a link.
    door = f"{local_or_office_url(coop).rstrip('/')}/enter?token={token}"
    return render_template("hub_entries/door.html", coop_name=name_of(coop), door=door)
