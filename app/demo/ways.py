"""How far it is from one of the demo's doors to another, and what lies between two visits."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from franchise_kit.care.actions.seeding import SeedPerson
from franchise_kit.care.rules.travel import (
    METRES_PER_MINUTE,
    TRAVEL_FACTOR_PERCENT,
    place_of,
    road_metres,
    straight_metres,
    travel_minutes,
)


@dataclass(slots=True)
class Ways:
    """How far it is between some people, by their places in a list; each way is worked out once."""

    people: Sequence[SeedPerson]
    _known: dict[tuple[int, int], tuple[int, int] | None] = field(default_factory=dict)

    def way(self, one: int, other: int) -> tuple[int, int] | None:
        """Return the whole minutes and the metres of a way; None where nobody knows."""
        if one == other:
            return 0, 0
        pair = (one, other)
        if pair not in self._known:
            self._known[pair] = self._straight(one, other)
        return self._known[pair]

    def _straight(self, one: int, other: int) -> tuple[int, int] | None:
        here, there = place_of(self.people[one].place), place_of(self.people[other].place)
        if here is None or there is None:
            return None
        metres = road_metres(straight_metres(here, there), TRAVEL_FACTOR_PERCENT)
        return travel_minutes(metres, METRES_PER_MINUTE), metres
