"""A chart as a page shows it: picture, sentence, signs with their words, key, and the figures as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from app.web.charts.drawing import NO_FIGURE, LineKind, MarkKind, Naming
from app.web.charts.funnel import funnel_svg, unit_kind
from app.web.charts.icons import assurance_icon, key_line, key_mark, variation_icon
from app.web.charts.words import (
    assurance_words,
    funnel_key_words,
    funnel_line_words,
    funnel_sentence,
    is_judged,
    key_words,
    limits_sentence,
    line_words,
    mark_words,
    position_words,
    seen_words,
    size_words,
    variation_words,
    xmr_sentence,
)
from app.web.charts.xmr import kind_in, xmr_svg
from franchise_kit.quality.rules.funnel import Funnel
from franchise_kit.quality.rules.xmr import Direction, XmrChart

_ORDER: tuple[MarkKind, ...] = ("common", "improvement", "concern", "neutral")


@dataclass(frozen=True, slots=True)
class Sign:
    """A small drawing, and the words that it must not be without."""

    drawing: Markup
    words: str


@dataclass(frozen=True, slots=True)
class Figure:
    """What ``components/chart.html`` shows; in each row of the table the first answer is the row's name.

    ``reasons`` say what is meant by words in the table, for whoever opens them.
    """

    title: str
    picture: Markup
    sentence: str
    signs: tuple[Sign, ...]
    key: tuple[Sign, ...]
    headings: tuple[str, ...]
    numeric: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


def xmr_figure(chart: XmrChart, naming: Naming) -> Figure:
    """Return a chart over time, in the language of the page."""
    signs = [_variation_sign(chart)] if is_judged(chart) else []
    if chart.assurance is not None and is_judged(chart):
        signs.append(Sign(assurance_icon(chart.assurance), assurance_words(chart.assurance)))
    return Figure(
        title=naming.title,
        picture=xmr_svg(chart, naming),
        sentence=xmr_sentence(chart, naming),
        signs=tuple(signs),
        key=_xmr_key(chart),
        headings=(_("Period"), _("Figure"), _("Mean"), _("Lower limit"), _("Upper limit"), _("What is seen")),
        numeric=(1, 2, 3, 4),
        rows=tuple(
            (
                point.label,
                naming.written(point.value),
                naming.written(point.mean),
                naming.written(naming.reachable(point.lower)),
                naming.written(naming.reachable(point.upper)),
                (mark_words(point.mark) if is_judged(chart) else "") or NO_FIGURE,
            )
            for point in chart.points
        ),
        reasons=seen_words(chart),
    )


def funnel_figure(
    funnel: Funnel,
    naming: Naming,
    *,
    direction: Direction,
    names: Mapping[str, str],
    own: str | None = None,
    notes: Sequence[str] = (),
) -> Figure:
    """Return a funnel, in the language of the page; ``names`` are of the co-ops, listed by name, not rank.

    A co-op without a name in ``names`` is drawn, and is in no table. ``notes`` stand below what limits mean.
    """
    named = sorted((unit for unit in funnel.units if unit.key in names), key=lambda unit: names[unit.key])
    return Figure(
        title=naming.title,
        picture=funnel_svg(funnel, naming, direction=direction, own=own),
        sentence=funnel_sentence(funnel, own=own),
        signs=(),
        key=_funnel_key(funnel, direction),
        headings=(
            _("Co-op"),
            naming.upright or _("Figure"),
            naming.size or size_words(),
            _("Where it lies"),
        ),
        numeric=(1, 2),
        rows=tuple(
            (
                names[unit.key],
                naming.written(unit.value),
                naming.sized(unit.denominator),
                position_words(unit),
            )
            for unit in named
        ),
        notes=tuple(note for note in (limits_sentence(funnel), *notes) if note),
    )


def _variation_sign(chart: XmrChart) -> Sign:
    return Sign(variation_icon(chart.variation), variation_words(chart.variation))


def _xmr_key(chart: XmrChart) -> tuple[Sign, ...]:
    there = {kind_in(chart, point) for point in chart.points if point.value is not None}
    last = chart.segments[-1]
    lines: tuple[tuple[LineKind, bool], ...] = (
        ("mean", last.mean is not None),
        ("limit", any(one.lower is not None and not one.is_trial for one in chart.segments)),
        ("limit-trial", any(one.lower is not None and one.is_trial for one in chart.segments)),
        ("target", chart.target is not None),
    )
    return (
        *(Sign(key_mark(kind), key_words(kind)) for kind in _ORDER if kind in there),
        *(Sign(key_line(kind), line_words(kind)) for kind, is_there in lines if is_there),
    )


def _funnel_key(funnel: Funnel, direction: Direction) -> tuple[Sign, ...]:
    if not funnel.units:
        return ()
    there = {(unit_kind(unit, direction), unit.position == "beyond_95") for unit in funnel.units}
    marks = [
        (kind, is_hollow) for kind in _ORDER for is_hollow in (False, True) if (kind, is_hollow) in there
    ]
    lines: tuple[LineKind, ...] = ("mean", "limit-near", "limit")
    return (
        *(
            Sign(key_mark(kind, is_hollow=hollow), funnel_key_words(kind, is_hollow=hollow))
            for kind, hollow in marks
        ),
        *(Sign(key_line(kind), funnel_line_words(kind)) for kind in lines),
    )
