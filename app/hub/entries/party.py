"""Who is here, and which co-ops there are, for the hub's pages about coming in."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from app.web.context import current_visitor_facts
from app.web.language import current_language
from franchise_kit.access.queries.sign_in import SignedIn
from franchise_kit.kernel.text import welsh_sort_key
from tenants import registry
from tenants.office import Coop, CoopState


def names_of(session: Session) -> Mapping[UUID, str]:
    """Return every co-op's name in the reader's language."""
    return {coop.id: name_of(coop) for coop in registry.list_coops(session)}


def name_of(coop: Coop) -> str:
    """Return a co-op's name in the reader's language."""
    return coop.name_cy if current_language() == "cy" else coop.name_en


def coop_options(session: Session) -> list[tuple[str, str]]:
    """Return the co-ops that somebody can ask or make an offer to."""
    coops = registry.list_coops(session, with_synthetic=False)
    open_coops = [coop for coop in coops if coop.state in (CoopState.ACTIVE, CoopState.SUSPENDED)]
    named = sorted(open_coops, key=lambda coop: welsh_sort_key(name_of(coop)))
    return [(str(coop.id), name_of(coop)) for coop in named]


def somebody() -> SignedIn:
    """Return who is signed in, on a guarded page."""
    facts = current_visitor_facts()
    if facts is None:
        raise RuntimeError("A guarded page has somebody signed in.")  # noqa: TRY003, EM101 - a fault of ours
    return facts
