"""Proposing a co-op's short name from its name, and saying whether one is free."""

import re
from typing import Final

from franchise_kit.kernel.text import folded
from tenants import registry
from tenants.names import SlugRefused, checked_slug

_NOT_LETTERS: Final = re.compile(r"[^a-z0-9]+")
# Words that most co-ops have in their name, and that tell none from another.
_EMPTY_WORDS: Final = frozenset(
    {"limited", "ltd", "cyfyngedig", "cyf", "care", "co", "op", "coop", "the", "y"}
)
LONGEST: Final = 40


def propose_slug(name: str) -> str:
    """Return a free short name made of a name, or nothing if none can be made of it."""
    words = [word for word in _NOT_LETTERS.split(folded(name)) if word]
    telling = [word for word in words if word not in _EMPTY_WORDS] or words
    stem = "-".join(telling)[: LONGEST - 3].strip("-")
    tries = [stem, *(f"{stem}-{number}" for number in range(2, 10))]
    return next((slug for slug in tries if is_free(slug)), "")


def is_free(slug: str) -> bool:
    """Say whether a short name is allowed, and was never another co-op's."""
    try:
        checked_slug(slug)
    except SlugRefused:
        return False
    return registry.find(slug) is None
