"""XmR charts: one figure over time, and whether what moves is more than chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from franchise_kit.quality.rules.closeness import is_above, is_below
from franchise_kit.quality.rules.xmr_limits import Segment, segment_of
from franchise_kit.quality.rules.xmr_patterns import Mark, Side, marks_of

Direction = Literal["higher", "lower", "neutral"]
"""Which way is better; neutral where neither is, such as the number of errors reported."""

Variation = Literal[
    "common_cause",
    "improvement_high",
    "improvement_low",
    "concern_high",
    "concern_low",
    "neutral_high",
    "neutral_low",
]
Assurance = Literal["pass", "fail", "hit_and_miss"]
Reason = Literal["no_values", "too_few_points", "too_much_alike", "no_limits"]


@dataclass(frozen=True, slots=True)
class Point:
    """One period: its label, and its value in the chart's unit, or ``None`` where there is none."""

    label: str
    value: float | None


@dataclass(frozen=True, slots=True)
class XmrPoint:
    """One period with the lines that hold there, in the unit of the values, and what it is part of."""

    label: str
    value: float | None
    mean: float | None
    lower: float | None
    upper: float | None
    near_lower: float | None
    near_upper: float | None
    mark: Mark | None
    side: Side | None
    variation: Variation | None
    """The judgement of this point; ``None`` where the period has no value."""


@dataclass(frozen=True, slots=True)
class XmrChart:
    """A chart that has been read: its points, and the judgement of the last period that has a value.

    ``is_trial``: the last lines rest on fewer than 12 values, so nothing may raise an alert. ``reasons``: why
    nothing is judged, or not yet for good; empty on a chart that stands.
    """

    points: tuple[XmrPoint, ...]
    segments: tuple[Segment, ...]
    direction: Direction
    target: float | None
    variation: Variation
    assurance: Assurance | None
    is_trial: bool
    reasons: tuple[Reason, ...]


def chart(
    points: Sequence[Point],
    *,
    direction: Direction,
    target: float | None = None,
    rebase_at: Sequence[int] = (),
    baseline: int | None = None,
    is_screened: bool = True,
) -> XmrChart:
    """Return the points with their lines and marks, and what they say.

    ``rebase_at``: indexes of points at which new lines start; no pattern crosses them. ``baseline``: only
    the first so many values of each stretch make its lines, 12 at least to be more than a trial.

    Source: NHS Making Data Count as coded in NHSRplotthedots 0.2.2 (nhs-r-community), and our
    product rules where it breaks: quality.md 1.1.
    """
    values = [point.value for point in points]
    starts = sorted({0, *(index for index in rebase_at if 0 < index < len(values))})
    read: list[XmrPoint] = []
    segments: list[Segment] = []
    for start, end in zip(starts, [*starts[1:], len(values)], strict=True):
        segment = segment_of(values[start:end], start, baseline=baseline, is_screened=is_screened)
        segments.append(segment)
        read += _points_of(points[start:end], segment, direction)
    last = segments[-1]
    return XmrChart(
        points=tuple(read),
        segments=tuple(segments),
        direction=direction,
        target=target,
        variation=next((one.variation for one in reversed(read) if one.variation), "common_cause"),
        assurance=assurance_of(last, direction=direction, target=target),
        is_trial=last.is_trial,
        reasons=_reasons(last),
    )


def variation_of(side: Side | None, direction: Direction) -> Variation:
    """Return the judgement of a special point on a side; of one that is not special, common cause.

    Source: quality.md 1.1: seven judgements.
    """
    if side is None:
        return "common_cause"
    if side == "high":
        high: dict[Direction, Variation] = {
            "higher": "improvement_high",
            "lower": "concern_high",
            "neutral": "neutral_high",
        }
        return high[direction]
    low: dict[Direction, Variation] = {
        "higher": "concern_low",
        "lower": "improvement_low",
        "neutral": "neutral_low",
    }
    return low[direction]


def assurance_of(segment: Segment, *, direction: Direction, target: float | None) -> Assurance | None:
    """Return whether the limits lie wholly on the good side of the target, wholly on the other, or about it.

    Source: quality.md 1.1, "Icon for assurance": strictly beyond; a target on a limit is hit and miss.
    """
    lower, upper, scale = segment.lower, segment.upper, segment.mean or 0.0
    if target is None or direction == "neutral" or lower is None or upper is None:
        return None
    if is_above(target, upper, scale):
        return "fail" if direction == "higher" else "pass"
    if is_below(target, lower, scale):
        return "pass" if direction == "higher" else "fail"
    return "hit_and_miss"


def _points_of(points: Sequence[Point], segment: Segment, direction: Direction) -> list[XmrPoint]:
    marks = marks_of([point.value for point in points], segment)
    read = []
    for index, point in enumerate(points):
        mark, side = marks.get(index, (None, None))
        read.append(
            XmrPoint(
                label=point.label,
                value=point.value,
                mean=segment.mean,
                lower=segment.lower,
                upper=segment.upper,
                near_lower=segment.near_lower,
                near_upper=segment.near_upper,
                mark=mark,
                side=side,
                variation=None if point.value is None else variation_of(side, direction),
            )
        )
    return read


def _reasons(segment: Segment) -> tuple[Reason, ...]:
    if not segment.count:
        return ("no_values",)
    facts: tuple[tuple[Reason, bool], ...] = (
        ("too_few_points", segment.is_trial),
        ("too_much_alike", segment.is_too_coarse),
        ("no_limits", segment.lower is None),
    )
    return tuple(reason for reason, holds in facts if holds)
