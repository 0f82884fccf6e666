"""The curves of a funnel on its three scales: arcsine root of a proportion, logarithm or root of a ratio."""

from collections.abc import Callable
from dataclasses import dataclass
from math import asin, exp, log, pi, sin, sqrt
from typing import Literal

from franchise_kit.quality.rules.intervals import Z_95, Z_998
from franchise_kit.quality.rules.poisson import exact_limits

Method = Literal["log", "root"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The two pairs of limits at one denominator, in the unit of the centre."""

    lower_95: float
    upper_95: float
    lower_998: float
    upper_998: float


@dataclass(frozen=True, slots=True)
class Scale:
    """How one kind of funnel reckons: a z score and its error for a unit, and its limits with a tau squared.

    ``limits(denominator, None)`` are the limits of chance alone.
    """

    score: Callable[[float, float], float]
    error: Callable[[float], float]
    limits: Callable[[float, float | None], Limits]


def proportion_scale(centre: float) -> Scale:
    """Return the scale of proportions about a centre from 0 to 1.

    Source: Spiegelhalter 2005, arcsine square root; quality.md 1.4 (b): clipped by the angle at every size.
    """
    middle = asin(sqrt(centre))

    def score(numerator: float, denominator: float) -> float:
        return (asin(sqrt(numerator / denominator)) - middle) / error(denominator)

    def error(denominator: float) -> float:
        return 1 / (2 * sqrt(denominator))

    def limits(denominator: float, tau2: float | None) -> Limits:
        reach = sqrt(error(denominator) ** 2 + (tau2 or 0.0))
        return _limits(lambda z: sin(min(max(middle + z * reach, 0.0), pi / 2)) ** 2)

    return Scale(score, error, limits)


def log_scale() -> Scale:
    """Return the scale of observed over expected by the logarithm, for counts above nil.

    Source: quality.md 1.4: ``z = sqrt(E) ln(O/E)``; limits ``exp(±z sqrt(1/E + tau2))``.
    """

    def limits(expected: float, tau2: float | None) -> Limits:
        if tau2 is None:
            return _exact(expected)
        reach = sqrt(1 / expected + tau2)
        return _limits(lambda z: exp(z * reach))

    return Scale(
        score=lambda observed, expected: sqrt(expected) * log(observed / expected),
        error=lambda expected: 1 / sqrt(expected),
        limits=limits,
    )


def root_scale() -> Scale:
    """Return the scale of observed over expected by the square root, for counts that may be nil.

    Source: quality.md 1.4 (a) and (c): squared back to the ratio, floored at nil; nil counts use this scale.
    """

    def limits(expected: float, tau2: float | None) -> Limits:
        if tau2 is None:
            return _exact(expected)
        reach = sqrt(1 / (4 * expected) + tau2)
        return _limits(lambda z: max(1 + z * reach, 0.0) ** 2)

    return Scale(
        score=lambda observed, expected: 2 * (sqrt(observed) - sqrt(expected)),
        error=lambda expected: 1 / (2 * sqrt(expected)),
        limits=limits,
    )


def _limits(at: Callable[[float], float]) -> Limits:
    return Limits(at(-Z_95), at(Z_95), at(-Z_998), at(Z_998))


def _exact(expected: float) -> Limits:
    return Limits(*exact_limits(expected, 0.95), *exact_limits(expected, 0.998))
