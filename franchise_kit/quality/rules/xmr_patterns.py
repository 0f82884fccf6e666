"""The four patterns of an XmR chart, each as the points that take part in it and the side they lie on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from franchise_kit.quality.rules.closeness import is_above, is_below
from franchise_kit.quality.rules.xmr_limits import Segment, stretches

Mark = Literal["outside", "trend", "two_of_three", "shift"]
Side = Literal["high", "low"]
Marked = Mapping[int, Side]

RUN: Final = 7
_WINDOW: Final = 3
_CLOSE_IN_WINDOW: Final = 2
_SIDES: Final[Mapping[int, Side]] = {1: "high", -1: "low"}


def marks_of(values: Sequence[float | None], segment: Segment) -> dict[int, tuple[Mark, Side]]:
    """Return which values of one segment are special, by index in ``values``, with mark and side.

    Where several patterns hold, the first of outside, trend, two of three, shift is named. Nothing is special
    where the values are too much alike.

    Source: NHS Making Data Count as coded in NHSRplotthedots 0.2.2; quality.md 1.1, "Order", product rule 2.
    """
    mean = segment.mean
    if segment.is_too_coarse or mean is None:
        return {}
    found: dict[int, tuple[Mark, Side]] = {}
    outside = _outside(values, segment)
    # The weakest first: a later one writes over it.
    patterns: tuple[tuple[Mark, Marked], ...] = (
        ("shift", _shifts(values, mean)),
        ("two_of_three", _twos_of_three(values, segment, outside)),
        ("trend", _trends(values, mean)),
        ("outside", outside),
    )
    for mark, members in patterns:
        found.update({index: (mark, side) for index, side in members.items()})
    return found


def _outside(values: Sequence[float | None], segment: Segment) -> Marked:
    return _beyond(values, segment.lower, segment.upper, segment.mean or 0.0)


def _beyond(
    values: Sequence[float | None], lower: float | None, upper: float | None, scale: float
) -> dict[int, Side]:
    found: dict[int, Side] = {}
    if lower is None or upper is None:
        return found
    for index, value in enumerate(values):
        if value is None:
            continue
        if is_above(value, upper, scale):
            found[index] = "high"
        elif is_below(value, lower, scale):
            found[index] = "low"
    return found


def _signs(values: Sequence[float | None], mean: float) -> Iterator[tuple[range, list[int]]]:
    """Yield each stretch with +1 above the mean, -1 below it, 0 on it."""
    for stretch in stretches(values):
        yield stretch, [_sign(values[index], mean, mean) for index in stretch]


def _sign(value: float | None, line: float | None, scale: float) -> int:
    if value is None or line is None:
        return 0
    return is_above(value, line, scale) - is_below(value, line, scale)


def _runs(signs: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield ``(sign, start, end)`` of each run of one sign, ``end`` exclusive."""
    start = 0
    for index in range(1, len(signs) + 1):
        if index == len(signs) or signs[index] != signs[start]:
            yield signs[start], start, index
            start = index


def _shifts(values: Sequence[float | None], mean: float) -> Marked:
    found: dict[int, Side] = {}
    for stretch, signs in _signs(values, mean):
        for sign, start, end in _runs(signs):
            if sign and end - start >= RUN:
                found.update(dict.fromkeys(stretch[start:end], _SIDES[sign]))
    return found


def _trends(values: Sequence[float | None], mean: float) -> Marked:
    found: dict[int, Side] = {}
    for stretch in stretches(values):
        steps = [_sign(values[index + 1], values[index], mean) for index in stretch[:-1]]
        for sign, start, end in _runs(steps):
            # Six rises have seven points; the one that turns belongs to the later trend, written last.
            if sign and end - start + 1 >= RUN:
                found.update(dict.fromkeys(stretch[start : end + 1], _SIDES[sign]))
    return found


def _twos_of_three(values: Sequence[float | None], segment: Segment, outside: Marked) -> Marked:
    mean = segment.mean or 0.0
    near = _beyond(values, segment.near_lower, segment.near_upper, mean)
    close = {index: side for index, side in near.items() if index not in outside}
    found: dict[int, Side] = {}
    for stretch, signs in _signs(values, mean):
        for start in range(len(stretch) - _WINDOW + 1):
            members = [index for index in stretch[start : start + _WINDOW] if index in close]
            if len(members) >= _CLOSE_IN_WINDOW and abs(sum(signs[start : start + _WINDOW])) == _WINDOW:
                found.update({index: close[index] for index in members})
    return found
