"""The picture of one figure over time: its line with gaps, mean and limits, and marks for what is special."""

from collections.abc import Iterator, Sequence
from typing import Final

from markupsafe import Markup

from app.web.charts.drawing import (
    LineKind,
    MarkKind,
    Naming,
    Plane,
    axes,
    kind_of,
    line_of,
    mark_of,
    picture,
    plane_of,
)
from app.web.charts.words import is_judged, xmr_sentence
from franchise_kit.quality.rules.xmr import XmrChart, XmrPoint
from franchise_kit.quality.rules.xmr_limits import Segment, stretches

_FEW: Final = 8


def xmr_svg(chart: XmrChart, naming: Naming) -> Markup:
    """Return the picture, in the language of the page."""
    plane = plane_of([0, len(chart.points) - 1], _heights(chart, naming), naming)
    ends = (plane.x(0) - 6, plane.x(len(chart.points) - 1) + 6) if chart.points else (0.0, 0.0)
    return picture(
        naming,
        xmr_sentence(chart, naming),
        axes(plane, naming, _feet(chart.points)),
        *(line for segment in chart.segments for line in _lines(segment, plane, naming)),
        *([] if chart.target is None else [_level(chart.target, ends, plane, "target")]),
        *_course(chart.points, plane),
        *_marks(chart, plane),
    )


def _heights(chart: XmrChart, naming: Naming) -> list[float]:
    heights = [point.value for point in chart.points if point.value is not None]
    for segment in chart.segments:
        for line in (segment.mean, naming.reachable(segment.lower), naming.reachable(segment.upper)):
            heights += [] if line is None else [line]
    return heights if chart.target is None else [*heights, chart.target]


def _feet(points: Sequence[XmrPoint]) -> list[tuple[float, str]]:
    """Return the first, the middle and the last label: more would not fit a phone."""
    if not points:
        return []
    last = len(points) - 1
    places = [0, last // 2, last] if last >= _FEW else [0, last]
    return [(place, points[place].label) for place in dict.fromkeys(places)]


def _lines(segment: Segment, plane: Plane, naming: Naming) -> Iterator[Markup]:
    ends = (plane.x(segment.start) - 6, plane.x(segment.end - 1) + 6)
    if segment.mean is not None:
        yield _level(segment.mean, ends, plane, "mean")
    for limit in (naming.reachable(segment.lower), naming.reachable(segment.upper)):
        if limit is not None:
            yield _level(limit, ends, plane, "limit-trial" if segment.is_trial else "limit")


def _level(value: float, ends: tuple[float, float], plane: Plane, kind: LineKind) -> Markup:
    return line_of([(end, plane.y(value)) for end in ends], kind)


def _course(points: Sequence[XmrPoint], plane: Plane) -> Iterator[Markup]:
    """Yield one line for each stretch without a gap."""
    values = [point.value for point in points]
    for stretch in stretches(values):
        yield line_of([(plane.x(index), plane.y(values[index] or 0.0)) for index in stretch], "course")


def kind_in(chart: XmrChart, point: XmrPoint) -> MarkKind:
    """Return how a point is drawn: all alike on a chart that judges nothing yet."""
    return kind_of(point.variation) if is_judged(chart) else "common"


def _marks(chart: XmrChart, plane: Plane) -> Iterator[Markup]:
    for index, point in enumerate(chart.points):
        if point.value is not None:
            yield mark_of(kind_in(chart, point), plane.x(index), plane.y(point.value))
