"""The picture of co-ops beside each other, by size: the curves of chance, and who lies beyond them."""

from collections.abc import Iterator

from markupsafe import Markup

from app.web.charts.drawing import (
    HEIGHT,
    LEFT,
    RIGHT,
    MarkKind,
    Naming,
    Plane,
    axes,
    element,
    kind_of,
    line_of,
    mark_of,
    picture,
    plane_of,
)
from app.web.charts.words import funnel_sentence, size_words
from franchise_kit.quality.rules.funnel import Funnel, FunnelUnit
from franchise_kit.quality.rules.xmr import Direction, variation_of

_HEAD = 24
_FOOT = 10
_CURVES = ("lower_95", "upper_95", "lower_998", "upper_998")


def funnel_svg(funnel: Funnel, naming: Naming, *, direction: Direction, own: str | None = None) -> Markup:
    """Return the picture, in the language of the page; ``own`` is the key of the co-op that looks at it."""
    sizes = [point.denominator for point in funnel.curve]
    plane = plane_of([min(sizes, default=0.0), max(sizes, default=1.0)], _heights(funnel), naming)
    feet = [(size, naming.sized(size)) for size in (plane.x_from, plane.x_until)] if sizes else []
    return picture(
        naming,
        funnel_sentence(funnel, own=own),
        axes(plane, naming, feet),
        element("text", naming.upright or naming.unit, x=4, y=-8, class_="chart-foot chart-foot-start"),
        element(
            "text",
            naming.size or size_words(),
            x=(LEFT + RIGHT) / 2,
            y=HEIGHT + 4,
            class_="chart-foot chart-foot-middle",
        ),
        *_curves(funnel, plane),
        *(_mark(unit, plane, direction, is_own=unit.key == own) for unit in funnel.units),
        head=_HEAD,
        foot=_FOOT,
    )


def unit_kind(unit: FunnelUnit, direction: Direction) -> MarkKind:
    """Return the mark of a co-op: a dot inside the limits, and beyond them what its side means."""
    return "common" if unit.position == "inside" else kind_of(variation_of(unit.side, direction))


def _heights(funnel: Funnel) -> list[float]:
    """Return what the picture must hold: all co-ops, and the curves where the smallest co-op lies."""
    heights = [unit.value for unit in funnel.units]
    for unit in funnel.units:
        heights += [unit.limits.lower_998, unit.limits.upper_998]
    return heights


def _curves(funnel: Funnel, plane: Plane) -> Iterator[Markup]:
    if funnel.centre is None:
        return
    sizes = [point.denominator for point in funnel.curve]
    yield line_of([(plane.x(size), plane.y(funnel.centre)) for size in (sizes[0], sizes[-1])], "mean")
    for name in _CURVES:
        places = [
            (plane.x(point.denominator), plane.y(getattr(point.limits, name))) for point in funnel.curve
        ]
        yield line_of(places, "limit" if name.endswith("998") else "limit-near")


def _mark(unit: FunnelUnit, plane: Plane, direction: Direction, *, is_own: bool) -> Markup:
    x, y = plane.x(unit.denominator), plane.y(unit.value)
    mark = mark_of(unit_kind(unit, direction), x, y, is_hollow=unit.position == "beyond_95")
    if not is_own:
        return mark
    ring = element("circle", cx=f"{x:g}", cy=f"{y:g}", r="10", class_="mark-own")
    return element("g", ring, mark)
