"""What every chart is drawn with: elements, a plane with its axes, marks that differ in shape.

A picture is 400 units wide: on a phone a unit is a little less than a pixel, at a desk one and a half,
so that its letters can be read on both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final, Literal

from markupsafe import Markup

from franchise_kit.quality.rules.xmr import Variation

MarkKind = Literal["common", "improvement", "concern", "neutral"]
LineKind = Literal["course", "mean", "limit", "limit-near", "limit-trial", "target"]

WIDTH: Final = 400
HEIGHT: Final = 256
LEFT: Final = 50
RIGHT: Final = 392
TOP: Final = 12
BOTTOM: Final = 216
MINUS: Final = "−"
NO_FIGURE: Final = "–"
_STEPS: Final = (1, 2, 2.5, 5, 10)
_TICKS: Final = 4
_KINDS: Final[Mapping[Variation, MarkKind]] = {
    "common_cause": "common",
    "improvement_high": "improvement",
    "improvement_low": "improvement",
    "concern_high": "concern",
    "concern_low": "concern",
    "neutral_high": "neutral",
    "neutral_low": "neutral",
}


@dataclass(frozen=True, slots=True)
class Naming:
    """How a figure is called and written: ``multiplier`` times a value is shown, with so many decimals.

    ``id`` is unique on the page. ``least`` and ``most`` are the smallest and largest value that can be, as
    shown; a limit beyond them is not drawn. Of a funnel ``upright`` says what its height is, ``size`` what
    its width counts, of which one unit of the denominator is ``size_multiplier``.
    """

    id: str
    title: str
    unit: str
    decimals: int = 1
    multiplier: int = 1
    least: float | None = 0
    most: float | None = None
    upright: str = ""
    size: str = ""
    size_multiplier: float = 1.0

    def sized(self, denominator: float) -> str:
        """Return a size as people read it: a whole number of what ``size`` counts."""
        return f"{denominator * self.size_multiplier:,.0f}"

    def written(self, value: float | None) -> str:
        """Return a value as people read it, without its unit; a dash where there is none."""
        if value is None:
            return NO_FIGURE
        digits = f"{abs(value) * self.multiplier:,.{self.decimals}f}"
        is_nil = not digits.strip("0.,")
        return f"{MINUS}{digits}" if value < 0 and not is_nil else digits

    def reachable(self, limit: float | None) -> float | None:
        """Return a limit, or ``None`` where no value could ever lie beyond it."""
        if limit is None:
            return None
        shown = limit * self.multiplier
        is_too_low = self.least is not None and shown < self.least
        is_too_high = self.most is not None and shown > self.most
        return None if is_too_low or is_too_high else limit


@dataclass(frozen=True, slots=True)
class Plane:
    """Where values lie in the picture; ``ticks`` are values on the upright axis, evenly apart."""

    x_from: float
    x_until: float
    ticks: tuple[float, ...]

    def x(self, value: float) -> float:
        """Return how far to the right a value lies."""
        span = self.x_until - self.x_from
        share = (value - self.x_from) / span if span else 0.5
        return round(LEFT + 8 + share * (RIGHT - LEFT - 16), 2)

    def y(self, value: float) -> float:
        """Return how far down a value lies, kept inside the picture."""
        low, high = self.ticks[0], self.ticks[-1]
        share = min(max((value - low) / (high - low), 0.0), 1.0)
        return round(BOTTOM - share * (BOTTOM - TOP), 2)


def element(tag: str, *content: str, **attributes: object) -> Markup:
    """Return one element; words are escaped, ``class_`` is written ``class`` and ``_`` as a hyphen."""
    written = Markup("").join(
        Markup(' {}="{}"').format(name.rstrip("_").replace("_", "-"), value)
        for name, value in attributes.items()
        if value is not None
    )
    return Markup("<{}{}>{}</{}>").format(tag, written, Markup("").join(content), tag)


def picture(naming: Naming, sentence: str, *content: Markup, head: int = 0, foot: int = 0) -> Markup:
    """Return the whole picture, named by its title and told in words by its description.

    ``head`` and ``foot`` are room above and below it, for words that say what its sides are.
    """
    title_id, words_id = f"{naming.id}-title", f"{naming.id}-words"
    return element(
        "svg",
        element("title", naming.title, id=title_id),
        element("desc", sentence, id=words_id),
        *content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 {-head} {WIDTH} {HEIGHT + head + foot}",
        class_="chart-picture",
        role="img",
        aria_labelledby=f"{title_id} {words_id}",
    )


def plane_of(x_values: Sequence[float], y_values: Sequence[float], naming: Naming) -> Plane:
    """Return a plane that holds all values, its ticks at round figures and within what can be."""
    low, high = min(y_values, default=0.0), max(y_values, default=1.0)
    if high - low < 1e-9:  # noqa: PLR2004 (a line of one value gets room above and below)
        low, high = low - max(abs(low) * 0.1, 0.5), high + max(abs(high) * 0.1, 0.5)
    step = _round_step((high - low) / _TICKS)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    if naming.least is not None and min(y_values, default=0.0) * naming.multiplier >= naming.least:
        first = max(first, ceil(naming.least / naming.multiplier / step - 1e-9))
    ticks = tuple(step * number for number in range(first, max(last, first + 1) + 1))
    return Plane(min(x_values, default=0.0), max(x_values, default=1.0), ticks)


def axes(plane: Plane, naming: Naming, x_labels: Sequence[tuple[float, str]]) -> Markup:
    """Return the upright axis with its figures, and words at some places along the foot."""
    lines = [
        element("line", x1=LEFT, x2=RIGHT, y1=plane.y(tick), y2=plane.y(tick), class_="chart-grid")
        for tick in plane.ticks
    ]
    figures = [
        element(
            "text", _tick_words(tick, plane, naming), x=LEFT - 5, y=plane.y(tick) + 5, class_="chart-tick"
        )
        for tick in plane.ticks
    ]
    anchors = _anchors(len(x_labels))
    feet = [
        element(
            "text",
            words,
            x=plane.x(place),
            y=BOTTOM + 21,
            class_=f"chart-foot chart-foot-{anchor}",
        )
        for (place, words), anchor in zip(x_labels, anchors, strict=True)
    ]
    return element("g", *lines, *figures, *feet, aria_hidden="true")


def line_of(points: Sequence[tuple[float, float]], kind: LineKind) -> Markup:
    """Return a line through places in the picture; nothing for fewer than two."""
    if not points[1:]:
        return Markup("")
    places = " ".join(f"{x:g},{y:g}" for x, y in points)
    return element("polyline", points=places, class_=f"chart-line chart-{kind}")


def mark_of(kind: MarkKind, x: float, y: float, *, is_hollow: bool = False) -> Markup:
    """Return one mark: a dot, a diamond for better, a triangle for concern, a square for neither."""
    hollow = " mark-hollow" if is_hollow else ""
    name = f"mark mark-{kind}{hollow}"
    if kind == "common":
        return element("circle", cx=f"{x:g}", cy=f"{y:g}", r="3", class_=name)
    corners = {
        "improvement": ((0, -6), (6, 0), (0, 6), (-6, 0)),
        "concern": ((0, -6), (6, 5), (-6, 5)),
        "neutral": ((-5, -5), (5, -5), (5, 5), (-5, 5)),
    }[kind]
    places = " ".join(f"{x + across:g},{y + down:g}" for across, down in corners)
    return element("polygon", points=places, class_=name)


def kind_of(variation: Variation | None) -> MarkKind:
    """Return the mark of a judgement."""
    return _KINDS[variation or "common_cause"]


def _anchors(count: int) -> list[str]:
    """Return how words along the foot hang on their places: the outer two stay inside the picture."""
    return ["start", *["middle"] * (count - 2), "end"][:count] if count else []


def _round_step(wanted: float) -> float:
    power = 10.0 ** floor(log10(wanted))
    return next(power * step for step in _STEPS if power * step >= wanted * (1 - 1e-9))


def _tick_words(tick: float, plane: Plane, naming: Naming) -> str:
    step = (plane.ticks[1] - plane.ticks[0]) * naming.multiplier
    decimals = next((count for count in range(6) if abs(step - round(step, count)) < step * 1e-6), 6)
    return Naming(naming.id, "", "", decimals, naming.multiplier).written(tick)
