"""The co-op's figures as its page shows them: charts, and months beside what the network was told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from app.web.charts import Figure as Drawn
from app.web.charts import Naming, xmr_figure
from app.web.language import current_language, locale_of
from franchise_kit.quality.queries.figures import Figure, MonthFigure, indicators
from franchise_kit.quality.rules import xmr
from franchise_kit.quality.rules.indicators import Indicator
from franchise_kit.quality.rules.periods import Grain, Period

PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """One indicator: its chart, and its last figure."""

    indicator: Indicator
    drawn: Drawn
    grain: Grain
    latest: Figure | None


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month: each indicator's figure in the order of the indicators, ``None`` where there is none."""

    from_: date
    cells: tuple[MonthFigure | None, ...]

    @property
    def is_news(self) -> bool:
        """Whether there is something that the network does not know."""
        return any(one is not None and one.is_news for one in self.cells)

    @property
    def was_told(self) -> bool:
        """Whether the network was told anything of this month."""
        return any(one is not None and one.told is not None for one in self.cells)


def naming_of(indicator: Indicator, picture_id: str) -> Naming:
    """Return how an indicator's values are named and written."""
    language = current_language()
    return Naming(
        id=picture_id,
        title=indicator.name.said(language),
        unit=indicator.unit.said(language),
        most=indicator.multiplier if indicator.is_share else None,
    )


def label_of(period: Period, grain: Grain = "month") -> str:
    """Return what a period is called on a chart, short enough for three of them along its foot."""
    pattern = "MMM y" if grain == "month" else "d MMM y"
    return format_date(period.from_, pattern, locale=locale_of(current_language()))


def charts_of(figures: Sequence[Figure]) -> list[Shown]:
    """Return each indicator's chart: by weeks where weeks are counted, else by months."""
    found = []
    for indicator in indicators():
        own = [one for one in figures if one.indicator == indicator]
        grain: Grain = "week" if any(one.grain == "week" for one in own) else "month"
        shown = [one for one in own if one.grain == grain]
        drawn = xmr_figure(_chart(indicator, shown, grain), naming_of(indicator, f"chart-{indicator.id}"))
        found.append(Shown(indicator, drawn, grain, shown[-1] if shown else None))
    return found


def rows_of(months: Iterable[MonthFigure], *, most: int = 13) -> list[MonthRow]:
    """Return the last months, the newest first."""
    by_month: dict[date, dict[str, MonthFigure]] = {}
    for one in months:
        by_month.setdefault(one.figure.period.from_, {})[one.figure.indicator.id] = one
    newest = sorted(by_month, reverse=True)[:most]
    known = indicators()
    return [MonthRow(day, tuple(by_month[day].get(one.id) for one in known)) for day in newest]


def _chart(indicator: Indicator, figures: Sequence[Figure], grain: Grain) -> xmr.XmrChart:
    target = indicator.suggested_target
    points = [
        xmr.Point(label_of(one.period, grain), None if one.value is None else float(one.value))
        for one in figures
    ]
    return xmr.chart(points, direction=indicator.direction, target=None if target is None else float(target))
