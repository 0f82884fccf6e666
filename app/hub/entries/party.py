"""Who is here, and which co-ops there are, for the hub's pages about coming in."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from app.hub.telling_apart import names_apart
from app.web.context import current_visitor_facts
from franchise_kit.access.queries.signed_in import SignedIn
from franchise_kit.kernel.text import welsh_sort_key
from tenants import registry
from tenants.office import CoopState


def names_of(session: Session) -> Mapping[UUID, str]:
    """Return every co-op's name in the reader's language, told apart where two share one."""
    return names_apart(registry.list_coops(session))


def coop_options(session: Session) -> list[tuple[str, str]]:
    """Return the co-ops that somebody can ask or make an offer to."""
    coops = registry.list_coops(session, with_synthetic=False)
    open_coops = [coop for coop in coops if coop.state in (CoopState.ACTIVE, CoopState.SUSPENDED)]
    named = sorted(names_apart(open_coops).items(), key=lambda one: welsh_sort_key(one[1]))
    return [(str(coop_id), name) for coop_id, name in named]


def somebody() -> SignedIn:
    """Return who is signed in, on a guarded page."""
    facts = current_visitor_facts()
    if facts is None:
        raise RuntimeError("A guarded page has somebody signed in.")  # noqa: TRY003, EM101 - a fault of ours
    return facts
