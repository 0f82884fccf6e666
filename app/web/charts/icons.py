"""Our own small drawings for what a chart says: they stand beside words, and are never read out."""

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from app.web.charts.drawing import LineKind, MarkKind, element, kind_of, line_of, mark_of
from franchise_kit.quality.rules.xmr import Assurance, Variation

_SIZE: Final = 32
_RISING: Final = "M5 25 L13 19 L19 22 L27 9 M20 8 L27.500 8 L27.500 15.500"
_FALLING: Final = "M5 7 L13 13 L19 10 L27 23 M20 24 L27.500 24 L27.500 16.500"
_WAVING: Final = "M4 16 C8 6 10 6 13 16 S18 26 21 16 S26 9 28 14"
# Where the target lies, and what stands at the line's end.
_OUTLOOKS: Final[Mapping[Assurance, tuple[int, MarkKind, str]]] = {
    "pass": (27, "improvement", "M20 5 L23.500 8.500 L30 2"),
    "fail": (5, "concern", "M22 22 L29 29 M29 22 L22 29"),
    "hit_and_miss": (16, "common", ""),
}


def variation_icon(variation: Variation) -> Markup:
    """Return a line that waves, climbs or falls, in the colour and with the mark of its judgement."""
    kind = kind_of(variation)
    course = _WAVING if kind == "common" else _RISING if variation.endswith("high") else _FALLING
    corner = Markup("") if kind == "common" else mark_of(kind, 9, 9 if course == _RISING else 23)
    return _icon(kind, element("path", d=course, class_="chart-icon-course"), corner)


def assurance_icon(assurance: Assurance) -> Markup:
    """Return a waving line with the target clear of it on the good side, on the bad side, or across it."""
    height, kind, end = _OUTLOOKS[assurance]
    target = element("line", x1=3, x2=29, y1=height, y2=height, class_="chart-icon-target")
    sign = element("path", d=end, class_="chart-icon-sign") if end else Markup("")
    return _icon(kind, element("path", d=_WAVING, class_="chart-icon-course"), target, sign)


def key_mark(kind: MarkKind, *, is_hollow: bool = False) -> Markup:
    """Return one mark alone, for the key of a chart."""
    return element(
        "svg",
        mark_of(kind, 8, 8, is_hollow=is_hollow),
        viewBox="0 0 16 16",
        width=16,
        height=16,
        class_="chart-key-mark",
        aria_hidden="true",
    )


def key_line(kind: LineKind) -> Markup:
    """Return a piece of one line, for the key of a chart."""
    return element(
        "svg",
        line_of([(0, 8), (24, 8)], kind),
        viewBox="0 0 24 16",
        width=24,
        height=16,
        class_="chart-key-mark",
        aria_hidden="true",
    )


def _icon(kind: MarkKind, *content: Markup) -> Markup:
    return element(
        "svg",
        *content,
        viewBox=f"0 0 {_SIZE} {_SIZE}",
        width=_SIZE,
        height=_SIZE,
        class_=f"chart-icon chart-icon-{kind}",
        aria_hidden="true",
    )
