"""How sure a proportion or a rate is, from its own count."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Final

Z_95: Final = NormalDist().inv_cdf(0.975)
Z_998: Final = NormalDist().inv_cdf(0.999)


@dataclass(frozen=True, slots=True)
class Interval:
    """The two ends of a 95 per cent interval, in the unit of the estimate."""

    lower: float
    upper: float


def wilson(n: int, of: int) -> Interval:
    """Return the 95 per cent interval of a proportion, ``n`` out of ``of``; both ends from 0 to 1.

    Raises ``ValueError`` where ``of`` is nil or ``n`` is not from 0 to ``of``.

    Source: Wilson 1927, score interval without correction for continuity; quality.md 1.4.
    """
    if not 0 <= n <= of or not of:
        raise ValueError("A proportion needs a whole number of one or more, and a part of it.")  # noqa: TRY003, EM101 (a fault of ours)
    square = Z_95 * Z_95
    middle = n + square / 2
    reach = Z_95 * sqrt(n * (of - n) / of + square / 4)
    lower = 0.0 if n == 0 else (middle - reach) / (of + square)
    upper = 1.0 if n == of else (middle + reach) / (of + square)
    return Interval(lower, upper)


def byar(count: int, exposure: float) -> Interval:
    """Return the 95 per cent interval of a rate, ``count`` over ``exposure`` (or over the expected count).

    Raises ``ValueError`` where the count is below nil or the exposure not above it.

    Source: Byar's approximation, Breslow and Day 1987; quality.md 1.4.
    """
    if count < 0 or exposure <= 0:
        raise ValueError("A rate needs a count of nil or more, and some exposure.")  # noqa: TRY003, EM101 (a fault of ours)
    lower = 0.0 if count == 0 else _byar_end(count, -Z_95)
    return Interval(lower / exposure, _byar_end(count + 1, Z_95) / exposure)


def _byar_end(count: int, z: float) -> float:
    return count * (1 - 1 / (9 * count) + z / (3 * sqrt(count))) ** 3
