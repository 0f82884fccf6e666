"""How much more co-ops differ than chance alone would make them: phi and tau squared."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, fsum
from typing import Final

TRIM: Final = 0.1
_TENTHS: Final = 10


@dataclass(frozen=True, slots=True)
class Spread:
    """``phi``: the mean square of the z scores, 1 by chance. ``tau2``: the variance between co-ops."""

    phi: float
    tau2: float
    used: int


def spread_of(scores: Sequence[float], errors: Sequence[float]) -> Spread:
    """Return phi and tau squared of z scores with their standard errors.

    Source: DerSimonian and Laird's moment estimate, as in Spiegelhalter 2005 (Statistics in Medicine
    24:1185); quality.md 1.4.
    """
    count = len(scores)
    if not count:
        return Spread(1.0, 0.0, 0)
    phi = fsum(score * score for score in scores) / count
    weights = [1 / (error * error) for error in errors]
    total = fsum(weights)
    divisor = total - fsum(weight * weight for weight in weights) / total
    excess = count * phi - (count - 1)
    return Spread(phi, excess / divisor if excess > 0 and count > 1 and divisor > 0 else 0.0, count)


def winsorised(scores: Sequence[float]) -> list[float]:
    """Return the scores with those beyond the 10 and 90 per cent points drawn in to them.

    Source: Spiegelhalter 2005; quality.md 1.4, R quantile type 7.
    """
    ordered = sorted(scores)
    low, high = _quantile(ordered, TRIM), _quantile(ordered, 1 - TRIM)
    return [min(max(score, low), high) for score in scores]


def untrimmed(scores: Sequence[float]) -> list[int]:
    """Return the indexes of the scores that are left when the lowest and the highest tenth are cut off.

    Source: quality.md 1.4: groups ranked, ties averaged; a tenth is ``floor(rank x 10 / (n + 1))``.
    """
    ordered = sorted(scores)
    size = len(scores) + 1
    # Twice the averaged rank is a whole number.
    doubled = [2 * ordered.index(score) + ordered.count(score) + 1 for score in scores]
    return [
        index for index, rank in enumerate(doubled) if 0 < floor(rank * _TENTHS / (2 * size)) < _TENTHS - 1
    ]


def _quantile(ordered: Sequence[float], share: float) -> float:
    place = (len(ordered) - 1) * share
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
