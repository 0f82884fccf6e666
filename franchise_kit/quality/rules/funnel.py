"""Funnels: co-ops beside each other, each by its size; who stands apart from chance, and never a rank."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import Final, Literal

from franchise_kit.quality.rules.closeness import is_above, is_below
from franchise_kit.quality.rules.funnel_limits import (
    Limits,
    Method,
    Scale,
    log_scale,
    proportion_scale,
    root_scale,
)
from franchise_kit.quality.rules.funnel_spread import Spread, spread_of, untrimmed, winsorised

FEWEST_UNITS: Final = 10
_CURVE_STEPS: Final = 40

Position = Literal["inside", "beyond_95", "beyond_998"]
Side = Literal["high", "low"]
Note = Literal["no_units", "too_few_units", "adjusted", "chance_alone"]


@dataclass(frozen=True, slots=True)
class Unit:
    """One co-op's count, and what it is out of or expected to be; several with one key are added up."""

    key: str
    numerator: int
    denominator: float


@dataclass(frozen=True, slots=True)
class FunnelUnit:
    """One co-op on the funnel: its value in the centre's unit, the limits at its size, where it stands."""

    key: str
    numerator: int
    denominator: float
    value: float
    limits: Limits
    position: Position
    side: Side | None


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The limits at one size, to draw the funnel's curves from."""

    denominator: float
    limits: Limits


@dataclass(frozen=True, slots=True)
class Funnel:
    """A funnel that has been read.

    ``centre``: the network's value, ``None`` without units. ``phi``, ``tau2``: the spread beyond chance, told
    even where it is not used. ``note``: which limits are drawn and why; ``too_few_units`` says that they are
    those of chance alone because under ten co-ops no spread can be told.
    """

    centre: float | None
    units: tuple[FunnelUnit, ...]
    curve: tuple[CurvePoint, ...]
    is_adjusted: bool
    phi: float
    tau2: float
    note: Note


def proportions(units: Sequence[Unit], *, fewest_units: int = FEWEST_UNITS) -> Funnel:
    """Return the funnel of shares from 0 to 1 about the network's own share.

    Units without a denominator are left out. Raises ``ValueError`` where a numerator is not from 0 to its
    denominator.

    Source: Spiegelhalter 2005; FunnelPlotR 0.6.0 with our corrections: quality.md 1.4.
    """
    merged = _merged(units)
    if any(unit.numerator > unit.denominator for unit in merged):
        raise ValueError("A share is at most the whole.")  # noqa: TRY003, EM101 (a fault of ours)
    if not merged:
        return _empty()
    centre = fsum(unit.numerator for unit in merged) / fsum(unit.denominator for unit in merged)
    scale = proportion_scale(centre)
    scores = winsorised([scale.score(unit.numerator, unit.denominator) for unit in merged])
    spread = spread_of(scores, [scale.error(unit.denominator) for unit in merged])
    return _read(merged, centre, scale, spread, fewest_units)


def ratios(units: Sequence[Unit], *, method: Method = "log", fewest_units: int = FEWEST_UNITS) -> Funnel:
    """Return the funnel of observed over expected about 1; each denominator is the expected count.

    Counts over a mere exposure come through ``expected_of`` first. Where any count is nil the root is used
    instead of the logarithm. Units without a denominator are left out.

    Source: Spiegelhalter 2005; FunnelPlotR 0.6.0 with our corrections: quality.md 1.4.
    """
    merged = _merged(units)
    if not merged:
        return _empty()
    is_log = method == "log" and all(unit.numerator for unit in merged)
    scale = log_scale() if is_log else root_scale()
    scores = [scale.score(unit.numerator, unit.denominator) for unit in merged]
    kept = untrimmed(scores) if is_log else list(range(len(merged)))
    used = [scores[index] for index in kept] if is_log else winsorised(scores)
    spread = spread_of(used, [scale.error(merged[index].denominator) for index in kept])
    return _read(merged, 1.0, scale, spread, fewest_units)


def expected_of(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """Return the units with the count that the network's own rate would give each for its exposure.

    All units are left out where the network has no event at all: nothing is expected then.

    Source: quality.md 5: exposure only, no case mix, and the page says so.
    """
    merged = _merged(units)
    events = sum(unit.numerator for unit in merged)
    exposure = fsum(unit.denominator for unit in merged)
    if not events:
        return ()
    return tuple(Unit(unit.key, unit.numerator, unit.denominator * events / exposure) for unit in merged)


def _merged(units: Sequence[Unit]) -> list[Unit]:
    """Return one unit for each key, in the order of the keys, so that no order of rows changes a figure."""
    if any(unit.numerator < 0 or unit.denominator < 0 for unit in units):
        raise ValueError("Counts and denominators are nil or more.")  # noqa: TRY003, EM101 (a fault of ours)
    merged = [
        Unit(
            key,
            sum(unit.numerator for unit in units if unit.key == key),
            fsum(unit.denominator for unit in units if unit.key == key),
        )
        for key in sorted({unit.key for unit in units})
    ]
    return [unit for unit in merged if unit.denominator > 0]


def _read(units: Sequence[Unit], centre: float, scale: Scale, spread: Spread, fewest_units: int) -> Funnel:
    has_enough = len(units) >= fewest_units
    is_adjusted = has_enough and spread.phi > 1
    tau2 = spread.tau2 if is_adjusted else None
    note: Note = "too_few_units" if not has_enough else "adjusted" if is_adjusted else "chance_alone"
    return Funnel(
        centre=centre,
        units=tuple(_placed(unit, scale.limits(unit.denominator, tau2)) for unit in units),
        curve=_curve(units, scale, tau2),
        is_adjusted=is_adjusted,
        phi=spread.phi,
        tau2=spread.tau2,
        note=note,
    )


def _placed(unit: Unit, limits: Limits) -> FunnelUnit:
    value = unit.numerator / unit.denominator
    position: Position = "inside"
    side: Side | None = None
    if is_above(value, limits.upper_95):
        side = "high"
        position = "beyond_998" if is_above(value, limits.upper_998) else "beyond_95"
    elif is_below(value, limits.lower_95):
        side = "low"
        position = "beyond_998" if is_below(value, limits.lower_998) else "beyond_95"
    return FunnelUnit(unit.key, unit.numerator, unit.denominator, value, limits, position, side)


def _curve(units: Sequence[Unit], scale: Scale, tau2: float | None) -> tuple[CurvePoint, ...]:
    """Return the curves from a little below the smallest unit to a little above the largest."""
    smallest = 0.8 * min(unit.denominator for unit in units)
    largest = 1.1 * max(unit.denominator for unit in units)
    ratio = largest / smallest
    sizes = [smallest * ratio ** (step / _CURVE_STEPS) for step in range(_CURVE_STEPS + 1)]
    return tuple(CurvePoint(size, scale.limits(size, tau2)) for size in sizes)


def _empty() -> Funnel:
    return Funnel(centre=None, units=(), curve=(), is_adjusted=False, phi=1.0, tau2=0.0, note="no_units")
