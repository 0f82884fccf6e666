"""What a chart says, in words: for its description, for the line below it, for whoever hears it read."""

from collections.abc import Mapping
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.web.charts.drawing import LineKind, MarkKind, Naming
from franchise_kit.quality.rules.funnel import Funnel, FunnelUnit, Note, Position, Side
from franchise_kit.quality.rules.xmr import Assurance, Variation, XmrChart, XmrPoint
from franchise_kit.quality.rules.xmr_patterns import Mark

_SIGNS: Final[Mapping[Variation, object]] = {
    "common_cause": _l("Nothing special"),
    "improvement_high": _l("Better: higher than chance"),
    "improvement_low": _l("Better: lower than chance"),
    "concern_high": _l("Worth asking about: higher than chance"),
    "concern_low": _l("Worth asking about: lower than chance"),
    "neutral_high": _l("A change: higher than chance"),
    "neutral_low": _l("A change: lower than chance"),
}
_JUDGEMENTS: Final[Mapping[Variation, object]] = {
    "common_cause": _l("It is within what usually happens."),
    "improvement_high": _l("It is higher than chance would make it, and that is better."),
    "improvement_low": _l("It is lower than chance would make it, and that is better."),
    "concern_high": _l("It is higher than chance would make it, and worth asking about."),
    "concern_low": _l("It is lower than chance would make it, and worth asking about."),
    "neutral_high": _l("It is higher than chance would make it; in itself that is neither good nor bad."),
    "neutral_low": _l("It is lower than chance would make it; in itself that is neither good nor bad."),
}
_TARGETS: Final[Mapping[Assurance, object]] = {
    "pass": _l("Will keep meeting the target"),
    "fail": _l("Will keep missing the target"),
    "hit_and_miss": _l("Will meet the target only at times"),
}
_MARKS: Final[Mapping[Mark, object]] = {
    "outside": _l("outside the limits"),
    "trend": _l("part of a steady climb or fall"),
    "two_of_three": _l("close to a limit"),
    "shift": _l("part of a long run"),
}
_REASONS: Final[Mapping[Mark, object]] = {
    "outside": _l("Outside the limits: chance alone would hardly take a figure so far."),
    "trend": _l("Part of a steady climb or fall: seven or more in a row, each further the same way."),
    "two_of_three": _l("Close to a limit: two of three in a row came near the same one."),
    "shift": _l("Part of a long run: seven or more in a row on one side of the mean."),
}
_KEYS: Final[Mapping[MarkKind, object]] = {
    "common": _l("within what usually happens"),
    "improvement": _l("a change for the better"),
    "concern": _l("worth asking about"),
    "neutral": _l("a change, in itself neither good nor bad"),
}
_FUNNEL_KEYS: Final[Mapping[tuple[MarkKind, bool], object]] = {
    ("common", False): _l("within what chance would give"),
    ("improvement", False): _l("clearly better than chance would give"),
    ("improvement", True): _l("a little better than chance would give"),
    ("concern", False): _l("clearly worse than chance would give"),
    ("concern", True): _l("a little worse than chance would give"),
    ("neutral", False): _l("clearly other than chance would give"),
    ("neutral", True): _l("a little other than chance would give"),
}
_LINES: Final[Mapping[LineKind, object]] = {
    "mean": _l("mean"),
    "limit": _l("limits"),
    "limit-trial": _l("limits on trial"),
    "target": _l("target"),
}
_FUNNEL_LINES: Final[Mapping[LineKind, object]] = {
    "mean": _l("all co-ops together"),
    "limit-near": _l("inner limits, 95 in 100 by chance"),
    "limit": _l("outer limits, 998 in 1,000 by chance"),
}
_PLACES: Final[Mapping[tuple[Position, Side | None], object]] = {
    ("inside", None): _l("within what chance would give"),
    ("beyond_95", "high"): _l("a little higher than chance would give"),
    ("beyond_95", "low"): _l("a little lower than chance would give"),
    ("beyond_998", "high"): _l("clearly higher than chance would give"),
    ("beyond_998", "low"): _l("clearly lower than chance would give"),
}
_BASES: Final[Mapping[Note, object]] = {
    "no_units": _l("There is nothing to compare yet."),
    "too_few_units": _l("With fewer than ten co-ops the limits show chance alone."),
    "adjusted": _l("Co-ops differ by more than chance, and the limits allow for it."),
    "chance_alone": _l("Co-ops differ by no more than chance would make them."),
}


def xmr_sentence(chart: XmrChart, naming: Naming) -> str:
    """Return what the chart says: the latest figure, whether it is special and why, and the target."""
    latest = next((point for point in reversed(chart.points) if point.value is not None), None)
    if latest is None:
        return str(_("There are no figures yet."))
    value = f"{naming.written(latest.value)} {naming.unit}".strip()
    said = [str(_("The latest figure, %(period)s: %(value)s.", period=latest.label, value=value))]
    if not is_judged(chart):
        said.append(_why_not(chart))
        return " ".join(said)
    said += [str(_JUDGEMENTS[chart.variation]), *_why(latest)]
    if chart.assurance is not None:
        said.append(_outlook(chart.assurance, naming.written(chart.target)))
    return " ".join(said)


def is_judged(chart: XmrChart) -> bool:
    """Return whether the chart says anything of its latest figure."""
    return not chart.reasons


def seen_words(chart: XmrChart) -> tuple[str, ...]:
    """Return what the marks in the table mean; nothing where there are none."""
    seen = {point.mark for point in chart.points} if is_judged(chart) else set()
    said = [str(words) for mark, words in _REASONS.items() if mark in seen]
    if said and chart.variation == "common_cause":
        said.append(str(_("The latest figure is nothing special; the table says which earlier ones were.")))
    return tuple(said)


def variation_words(variation: Variation) -> str:
    """Return the few words that stand beside the icon of a judgement."""
    return str(_SIGNS[variation])


def assurance_words(assurance: Assurance) -> str:
    """Return the few words that stand beside the icon of an outlook on the target."""
    return str(_TARGETS[assurance])


def mark_words(mark: Mark | None) -> str:
    """Return what is special about a point; nothing for one that is not."""
    return str(_MARKS[mark]) if mark else ""


def key_words(kind: MarkKind) -> str:
    """Return what a mark of a chart over time stands for."""
    return str(_KEYS[kind])


def funnel_key_words(kind: MarkKind, *, is_hollow: bool) -> str:
    """Return what a mark of a funnel stands for; a hollow one lies between the inner and the outer limits."""
    return str(_FUNNEL_KEYS[kind, is_hollow])


def line_words(kind: LineKind) -> str:
    """Return what a level line of a chart over time stands for."""
    return str(_LINES[kind])


def funnel_line_words(kind: LineKind) -> str:
    """Return what a curve of a funnel stands for."""
    return str(_FUNNEL_LINES[kind])


def size_words() -> str:
    """Return what runs along the foot of a funnel."""
    return str(_("Size"))


def limits_sentence(funnel: Funnel) -> str:
    """Return what the curves of a funnel mean; nothing where none are drawn."""
    if not funnel.units:
        return ""
    if funnel.is_adjusted:
        said = _(
            "If co-ops differed only as they usually do, 95 in 100 would lie between the inner limits and"
            " 998 in 1,000 between the outer. The smaller a co-op, the wider its limits."
        )
    else:
        said = _(
            "If nothing but chance were at work, 95 in 100 co-ops would lie between the inner limits and"
            " 998 in 1,000 between the outer. The smaller a co-op, the wider its limits."
        )
    return str(said)


def position_words(unit: FunnelUnit) -> str:
    """Return where a co-op lies on a funnel."""
    return str(_PLACES[unit.position, unit.side])


def funnel_sentence(funnel: Funnel, *, own: str | None) -> str:
    """Return what the funnel says: the own co-op's place, else how many lie apart, and on what it rests."""
    basis = str(_BASES[funnel.note])
    if not funnel.units:
        return basis
    mine = next((unit for unit in funnel.units if unit.key == own), None)
    if mine is not None:
        said = _("Your co-op, for its size: %(place)s.", place=position_words(mine))
    else:
        said = ngettext(
            "%(num)d co-op lies clearly apart from the others.",
            "%(num)d co-ops lie clearly apart from the others.",
            sum(unit.position == "beyond_998" for unit in funnel.units),
        )
    return " ".join((said, basis, _("This is no ranking.")))


def _why_not(chart: XmrChart) -> str:
    if "too_few_points" in chart.reasons:
        said = _("Too few to say more: with twelve figures we can tell what is special.")
    else:
        said = _("Nothing is judged: there are too few figures that differ.")
    return str(said)


def _why(latest: XmrPoint) -> list[str]:
    return [str(_("Why: %(pattern)s.", pattern=mark_words(latest.mark)))] if latest.mark else []


def _outlook(assurance: Assurance, target: str) -> str:
    if assurance == "pass":
        said = _("Unless something changes, the target of %(target)s will be met.", target=target)
    elif assurance == "fail":
        said = _("Unless something changes, the target of %(target)s will not be met.", target=target)
    else:
        said = _("The target of %(target)s will be met at some times and missed at others.", target=target)
    return str(said)
