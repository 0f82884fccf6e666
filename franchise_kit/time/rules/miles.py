"""Miles as people say them, in tenths, and metres as they are kept."""

from typing import Final

# A mile has 1,609.344 metres: a tenth of one has so many ten-thousandths of a metre.
_MILE_MILLIMETRES: Final = 1_609_344
_TENTHS: Final = 10_000
# Purposes of a claim by hand; those of visits claim themselves.
BY_HAND: Final = ("errand", "training", "meeting", "other")
MOST_METRES: Final = 1_000_000


def metres_of(tenths: int) -> int:
    """Return the whole metres of some tenths of a mile, a half up.

    Source: Weights and Measures Act 1985, Schedule 1, Part I: a mile is 1,609.344 metres.
    """
    return (tenths * _MILE_MILLIMETRES + _TENTHS // 2) // _TENTHS


def tenths_of(metres: int) -> int:
    """Return the tenths of a mile that some metres are, a half up.

    Source: as ``metres_of``.
    """
    return (metres * _TENTHS + _MILE_MILLIMETRES // 2) // _MILE_MILLIMETRES
