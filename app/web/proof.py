"""Whether whoever is here has lately proved it: a page asks before it shows what would then be refused."""

from app.web.context import current_visitor_facts
from franchise_kit.access.rules import sessions
from tenants import clock


def is_proved() -> bool:
    """Say whether a route that asks for a fresh factor would let this visitor in now."""
    facts = current_visitor_facts()
    return facts is not None and sessions.is_fresh(facts.proved_at, now=clock.ticking())
