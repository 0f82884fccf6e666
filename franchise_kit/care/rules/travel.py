"""How long it takes from one door to another, where nobody knows better."""

import math
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

POLE, DATE_LINE = 90, 180
EARTH_METRES: Final = 6_371_009
# A road is longer than the straight line, and a rural mile is slow: 40 km an hour from door to door.
TRAVEL_FACTOR_PERCENT: Final = 140
METRES_PER_MINUTE: Final = 667


@dataclass(frozen=True, slots=True)
class Place:
    """Where a door is: microdegrees north and east."""

    north: int
    east: int


def place_of(text: str | None) -> Place | None:
    """Return a place that is written as latitude and longitude in degrees; None for anything else.

    Source: table ``person_supported``, column ``place``.
    """
    parts = (text or "").split(",")
    try:
        north, east = (Decimal(part.strip()) for part in parts)
    except (InvalidOperation, ValueError):
        return None
    if not (north.is_finite() and east.is_finite()) or abs(north) > POLE or abs(east) > DATE_LINE:
        return None
    return Place(int(north * 1_000_000), int(east * 1_000_000))


def straight_metres(one: Place, other: Place) -> int:
    """Return the distance along the surface of the earth in whole metres, rounded.

    Source: the haversine formula on a sphere of the mean radius (IUGG, 1980).
    """
    if one == other:
        return 0
    first, second = math.radians(one.north / 1_000_000), math.radians(other.north / 1_000_000)
    north, east = second - first, math.radians((other.east - one.east) / 1_000_000)
    half = math.sin(north / 2) ** 2 + math.cos(first) * math.cos(second) * math.sin(east / 2) ** 2
    return round(2 * EARTH_METRES * math.asin(min(1.0, math.sqrt(half))))


def road_metres(straight: int, factor_percent: int) -> int:
    """Return how long the road is taken to be, in whole metres rounded up.

    Source: the co-op's own factor, table ``rota_settings``.
    """
    return -(-straight * factor_percent // 100)


def travel_minutes(metres: int, metres_per_minute: int) -> int:
    """Return how long a way takes in whole minutes, rounded up.

    Source: the co-op's own speed, table ``rota_settings``.
    """
    return -(-metres // metres_per_minute)
