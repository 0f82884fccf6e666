"""Reading what is learnt here. ``facts`` is for the rooms above, which ask their own permission."""

from franchise_kit.training.queries.authoring import ShippedModule, get_draft, list_shipped
from franchise_kit.training.queries.learning import (
    CompletionFacts,
    OwnAttempt,
    OwnModule,
    get_own_attempt,
    get_own_module,
    list_own_completions,
    list_own_modules,
)
from franchise_kit.training.queries.overview import (
    MonthToTell,
    OfferedModule,
    get_month_to_tell,
    get_offered,
    list_offered,
    matrix,
)
from franchise_kit.training.queries.standings import Column, Matrix, Row

__all__ = [
    "Column",
    "CompletionFacts",
    "Matrix",
    "MonthToTell",
    "OfferedModule",
    "OwnAttempt",
    "OwnModule",
    "Row",
    "ShippedModule",
    "get_draft",
    "get_month_to_tell",
    "get_offered",
    "get_own_attempt",
    "get_own_module",
    "list_offered",
    "list_own_completions",
    "list_own_modules",
    "list_shipped",
    "matrix",
]
