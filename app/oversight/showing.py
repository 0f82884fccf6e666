"""Charts of the hub's overview: the funnel with its names, and one small chart for each co-op."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from uuid import UUID

from flask_babel import gettext as _
from markupsafe import Markup

from app.oversight.words import not_shown_words, size_words, upright_words
from app.quality.showing import naming_of
from app.search.finding import sort_key
from app.web.charts import Figure, Naming, funnel_figure, xmr_figure, xmr_svg
from app.web.language import current_language
from franchise_kit.oversight.queries_quality import Overview
from franchise_kit.oversight.rules_quality import CoopSeen
from franchise_kit.quality.rules.indicators import Indicator

Names = Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class Small:
    """One co-op's small chart."""

    seen: CoopSeen
    name: str
    picture: Markup
    sentence: str


def by_name(coops: Sequence[CoopSeen], names: Names) -> list[CoopSeen]:
    """Return co-ops in the order of the reader's alphabet."""
    return sorted(coops, key=lambda seen: sort_key(names[seen.coop.id]))


def funnel_of(overview: Overview, names: Names) -> Figure:
    """Return the funnel of all co-ops that can be compared."""
    indicator = overview.indicator
    is_share = indicator.compare == "funnel_PR"
    naming = Naming(
        id="funnel",
        title=indicator.name.said(current_language()),
        unit=indicator.unit.said(current_language()),
        decimals=1 if is_share else 2,
        multiplier=indicator.multiplier if is_share else 1,
        most=indicator.multiplier if is_share else None,
        upright=upright_words(indicator),
        size=size_words(indicator),
        size_multiplier=_size_multiplier(overview),
    )
    return funnel_figure(
        overview.funnel,
        naming,
        direction=indicator.direction,
        names={str(seen.coop.id): _marked(seen, names[seen.coop.id]) for seen in overview.coops},
        notes=not_shown_words(overview.coops),
    )


def small_ones(overview: Overview, names: Names) -> list[Small]:
    """Return one small chart for each co-op that told anything, by name."""
    shown = [
        seen for seen in by_name(overview.coops, names) if any(one.state != "not_told" for one in seen.months)
    ]
    return [_small(overview.indicator, seen, names[seen.coop.id]) for seen in shown]


def large_one(indicator: Indicator, seen: CoopSeen, name: str) -> Figure:
    """Return one co-op's large chart."""
    return xmr_figure(seen.chart, _naming(indicator, seen, name))


def _size_multiplier(overview: Overview) -> float:
    """Return how much exposure one unit of the funnel's width is: an expected case is of many visits."""
    width = fsum(unit.denominator for unit in overview.funnel.units)
    return overview.exposure / width if width else 1.0


def _marked(seen: CoopSeen, name: str) -> str:
    return str(_("%(name)s (synthetic)", name=name)) if seen.coop.is_synthetic else name


def _small(indicator: Indicator, seen: CoopSeen, name: str) -> Small:
    naming = _naming(indicator, seen, name)
    sentence = xmr_figure(seen.chart, naming).sentence
    return Small(seen, name, xmr_svg(seen.chart, naming), sentence)


def _naming(indicator: Indicator, seen: CoopSeen, name: str) -> Naming:
    base = naming_of(indicator, f"chart-{seen.coop.slug}")
    title = f"{name}: {base.title}"
    return Naming(base.id, title, base.unit, base.decimals, base.multiplier, base.least, base.most)
