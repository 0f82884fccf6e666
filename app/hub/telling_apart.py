"""What the hub's lists call a co-op: its name, and its short name where the name alone is not enough."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from app.web.language import current_language
from franchise_kit.kernel.text import folded
from tenants.office import Coop


def name_of(coop: Coop) -> str:
    """Return a co-op's name in the reader's language, else in the other, else its short name."""
    names = (coop.name_cy, coop.name_en) if current_language() == "cy" else (coop.name_en, coop.name_cy)
    return next((name for name in names if name.strip()), coop.slug)


def names_apart(coops: Iterable[Coop]) -> dict[UUID, str]:
    """Return the names of co-ops that are shown together; of those that share one, with their short names."""
    named = [(coop, name_of(coop)) for coop in coops]
    times = Counter(folded(name) for _coop, name in named)
    return {
        coop.id: f"{name} ({coop.slug})" if times[folded(name)] > 1 and name != coop.slug else name
        for coop, name in named
    }
