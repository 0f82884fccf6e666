"""Charts of the hub's overview: the funnel with its names, and one small chart for each co-op."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from app.oversight.words import compared_unit_words, coop_name
from app.quality.showing import naming_of
from app.search.finding import sort_key
from app.web.charts import Figure, Naming, funnel_figure, xmr_figure, xmr_svg
from app.web.language import current_language
from franchise_kit.oversight.queries_quality import Overview
from franchise_kit.oversight.rules_quality import CoopSeen
from franchise_kit.quality.rules.indicators import Indicator


@dataclass(frozen=True, slots=True)
class Small:
    """One co-op's small chart."""

    seen: CoopSeen
    name: str
    picture: Markup
    sentence: str


def by_name(coops: Sequence[CoopSeen]) -> list[CoopSeen]:
    """Return co-ops in the order of the reader's alphabet."""
    return sorted(coops, key=lambda seen: sort_key(coop_name(seen.coop)))


def funnel_of(overview: Overview) -> Figure:
    """Return the funnel of all co-ops that can be compared."""
    indicator = overview.indicator
    is_share = indicator.compare == "funnel_PR"
    naming = Naming(
        id="funnel",
        title=indicator.name.said(current_language()),
        unit=compared_unit_words(indicator),
        decimals=1 if is_share else 2,
        multiplier=indicator.multiplier if is_share else 1,
        most=indicator.multiplier if is_share else None,
    )
    names = {str(seen.coop.id): _marked(seen) for seen in overview.coops}
    return funnel_figure(overview.funnel, naming, direction=indicator.direction, names=names)


def small_ones(overview: Overview) -> list[Small]:
    """Return one small chart for each co-op that told anything, by name."""
    shown = [seen for seen in by_name(overview.coops) if any(one.state != "not_told" for one in seen.months)]
    return [_small(overview.indicator, seen) for seen in shown]


def large_one(indicator: Indicator, seen: CoopSeen) -> Figure:
    """Return one co-op's large chart."""
    return xmr_figure(seen.chart, _naming(indicator, seen))


def _marked(seen: CoopSeen) -> str:
    name = coop_name(seen.coop)
    return str(_("%(name)s (synthetic)", name=name)) if seen.coop.is_synthetic else name


def _small(indicator: Indicator, seen: CoopSeen) -> Small:
    naming = _naming(indicator, seen)
    sentence = xmr_figure(seen.chart, naming).sentence
    return Small(seen, coop_name(seen.coop), xmr_svg(seen.chart, naming), sentence)


def _naming(indicator: Indicator, seen: CoopSeen) -> Naming:
    base = naming_of(indicator, f"chart-{seen.coop.slug}")
    title = f"{coop_name(seen.coop)}: {base.title}"
    return Naming(base.id, title, base.unit, base.decimals, base.multiplier, base.least, base.most)
