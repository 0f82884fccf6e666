"""Reading what the hub publishes, in every office."""

from typing import Any, Final

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.library import words
from app.library.schemas import OwnWords
from app.web.context import current_actor, current_office, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.language import current_language
from franchise_kit.access import Permission
from franchise_kit.training.queries.modules import KIND as TRAINING_MODULE
from franchise_kit.training.queries.modules import as_module
from tenants.office import Hub
from tenants.openings import publications
from tenants.openings.publications import Published

__all__ = ["pages", "words"]

pages = Blueprint("library", __name__, url_prefix="/library")
PLACE: Final = "how-we-do-it"


@pages.get("")
@needs(Permission.PUBLICATION_READ)
def index() -> ResponseReturnValue:
    """List everything that is published."""
    session = reading_session()
    is_hub = isinstance(current_office(), Hub)
    followed = (
        {}
        if is_hub
        else {(one.published.kind, one.published.key): one for one in publications.list_adopted(session)}
    )
    return render_template(
        "library/index.html",
        published=publications.list_latest(session),
        followed=followed,
        is_hub=is_hub,
        may_write=is_hub and current_actor().may(Permission.PUBLICATION_WRITE),
    )


@pages.get("/<kind>/<key>/<int(max=1000000):version>")
@needs(Permission.PUBLICATION_READ)
def show(kind: str, key: str, version: int) -> ResponseReturnValue:
    """Show one version, with the co-op's own words in their place."""
    session = reading_session()
    published = publications.get_published(session, kind=kind, key=key, version=version)
    is_hub = isinstance(current_office(), Hub)
    adopted = None if is_hub else publications.find_adopted(session, kind=kind, key=key)
    return render_template(
        "library/show.html", **_shown(published), adopted=adopted, is_hub=is_hub, form=_own(adopted)
    )


def _shown(published: Published) -> dict[str, Any]:
    text = published.body.get("text")
    own = text.get(current_language()) if isinstance(text, dict) else None
    return {
        "one": published,
        "module": as_module(published).module if published.kind == TRAINING_MODULE else None,
        "may_assign": current_actor().may(Permission.TRAINING_ASSIGN),
        "paragraphs": [part for part in str(own or "").split("\n\n") if part.strip()],
        "may_follow": current_actor().may(Permission.SETTINGS_MANAGE),
        "has_place": PLACE in publications.local_places(published.body),
    }


def _own(adopted: publications.Adopted | None) -> Form:
    part = adopted.local_parts.get(PLACE) if adopted is not None else None
    return Form(OwnWords(), obj={"text": part["text"] if isinstance(part, dict) else ""})
