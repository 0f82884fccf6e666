"""Reading who may come in: asked by guards, pages, and every room whose records a guest may read."""

from franchise_kit.visiting.queries.entries import EntryFacts, Reach, entry_in_force, reach
from franchise_kit.visiting.queries.offers import AgreementFacts, get_agreement, list_agreements
from franchise_kit.visiting.queries.requests import (
    Decision,
    GrantFacts,
    Read,
    get_grant,
    list_grants,
    list_reads,
)

__all__ = [
    "AgreementFacts",
    "Decision",
    "EntryFacts",
    "GrantFacts",
    "Reach",
    "Read",
    "entry_in_force",
    "get_agreement",
    "get_grant",
    "list_agreements",
    "list_grants",
    "list_reads",
    "reach",
]
