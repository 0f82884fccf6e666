"""The lines of one stretch of an XmR chart: mean, limits, near limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum
from typing import Final

from franchise_kit.quality.rules.closeness import is_above, is_below

FEWEST_POINTS: Final = 12
FEWEST_DISTINCT: Final = 3
_LIMIT_FACTOR: Final = 2.66
_NEAR_FACTOR: Final = _LIMIT_FACTOR * 2 / 3
_SCREEN_FACTOR: Final = 3.267


@dataclass(frozen=True, slots=True)
class Segment:
    """The lines between two rebases, in the unit of the values; ``None`` where too little is known.

    ``start`` and ``end`` are indexes into the chart's points, ``end`` exclusive; ``count`` is of the
    values that the lines rest on.
    """

    start: int
    end: int
    count: int
    mean: float | None
    average_range: float | None
    lower: float | None
    upper: float | None
    near_lower: float | None
    near_upper: float | None
    is_trial: bool
    is_too_coarse: bool


def segment_of(
    values: Sequence[float | None], start: int, *, baseline: int | None, is_screened: bool
) -> Segment:
    """Return the lines of one stretch of values that starts at index ``start`` of its chart.

    ``baseline``: only the first so many values make the lines. ``is_screened``: ranges that stand out are
    left out once. A gap (``None``) has no part in the mean, and no range crosses it.

    Source: NHS Making Data Count XmR as coded in NHSRplotthedots 0.2.2; quality.md 1.1, product rules 1 to 3.
    """
    present = [value for value in values if value is not None]
    basis = _first(values, baseline)
    used = [value for value in basis if value is not None]
    mean = fsum(used) / len(used) if used else None
    average = None if mean is None else _average_range(_ranges(basis), mean, is_screened=is_screened)
    lines: tuple[float | None, ...] = (None, None, None, None)
    if mean is not None and average is not None:
        lines = tuple(
            mean + factor * average for factor in (-_LIMIT_FACTOR, _LIMIT_FACTOR, -_NEAR_FACTOR, _NEAR_FACTOR)
        )
    return Segment(
        start=start,
        end=start + len(values),
        count=len(used),
        mean=mean,
        average_range=average,
        lower=lines[0],
        upper=lines[1],
        near_lower=lines[2],
        near_upper=lines[3],
        is_trial=len(used) < FEWEST_POINTS,
        is_too_coarse=_distinct(present, mean or 0.0) < FEWEST_DISTINCT,
    )


def stretches(values: Sequence[float | None]) -> list[range]:
    """Return the indexes of each run of values with no gap in it.

    Source: quality.md 1.1, product rule 3: nothing crosses a month without a value.
    """
    found: list[range] = []
    for index, value in enumerate(values):
        if value is None:
            continue
        if found and found[-1].stop == index:
            found[-1] = range(found[-1].start, index + 1)
        else:
            found.append(range(index, index + 1))
    return found


def _first(values: Sequence[float | None], count: int | None) -> Sequence[float | None]:
    """Return the values up to the count-th that is there."""
    if count is None:
        return values
    places = [index for index, value in enumerate(values) if value is not None]
    return values if len(places) <= count else values[: places[count - 1] + 1]


def _ranges(values: Sequence[float | None]) -> list[float]:
    pairs = pairwise(values)
    return [abs(later - earlier) for earlier, later in pairs if earlier is not None and later is not None]


def _average_range(ranges: Sequence[float], mean: float, *, is_screened: bool) -> float | None:
    if not ranges:
        return None
    average = fsum(ranges) / len(ranges)
    if not is_screened:
        return average
    kept = [one for one in ranges if is_below(one, _SCREEN_FACTOR * average, mean)]
    screened = fsum(kept) / len(kept) if kept else 0.0
    # Limits of no width would call every month special.
    return screened if is_above(screened, 0.0, mean) else average


def _distinct(values: Sequence[float], scale: float) -> int:
    ordered = sorted(values)
    steps = sum(is_above(later, earlier, scale) for earlier, later in pairwise(ordered))
    return steps + bool(ordered)
