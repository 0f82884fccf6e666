"""The co-op's own figures, week by week and month by month, and beside each month what the hub was told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.quality.models import IndicatorValue
from franchise_kit.quality.rules.disclosed import IndicatorTold, figure_to_tell
from franchise_kit.quality.rules.indicators import Indicator, catalogue, value_of
from franchise_kit.quality.rules.periods import Grain, Period
from tenants.actor import Actor
from tenants.openings.queries import Disclosed, DisclosureFilter, list_disclosed

# The figures that this version can count from the co-op's own records.
COUNTED: Final = ("visits_missed", "training_in_date")
MOST_TOLD: Final = 500


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator for one period, in whole counts; a numerator is ``None`` for who sees no small number."""

    indicator: Indicator
    grain: Grain
    period: Period
    numerator: int | None
    denominator: int
    computed_at: datetime

    @property
    def value(self) -> Fraction | None:
        """The value in the indicator's unit, ``None`` where nothing was to be counted or may be seen."""
        return None if self.numerator is None else value_of(self.indicator, self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class Told:
    """What the hub was told last of one indicator and month."""

    fact: IndicatorTold
    made_at: datetime
    arrived_at: datetime | None


@dataclass(frozen=True, slots=True)
class MonthFigure:
    """A month's figure, what would be told of it now, and what was told last."""

    figure: Figure
    to_tell: IndicatorTold
    told: Told | None

    @property
    def is_told(self) -> bool:
        """Whether the hub knows of this month what it would be told now."""
        return self.told is not None and self.told.fact == self.to_tell

    @property
    def is_news(self) -> bool:
        """Whether telling it would say something; a month with nothing to count is no news, if never told."""
        return not self.is_told and (self.told is not None or self.figure.denominator > 0)


def indicators() -> tuple[Indicator, ...]:
    """Return the indicators that are counted here, in their order."""
    return tuple(catalogue()[name] for name in COUNTED)


def list_figures(session: Session, *, by: Actor) -> list[Figure]:
    """Return all figures of this co-op, the oldest first.

    Who reads aggregates alone gets months, and no count that is too small to leave the co-op.
    """
    scope = within(by, Permission.QUALITY_DASHBOARD_READ)
    figures = figures_of(session)
    return [_as_told(one) for one in figures if one.grain == "month"] if scope.is_aggregate else figures


def list_months(session: Session, *, by: Actor) -> list[MonthFigure]:
    """Return every month's figure beside what the hub was told of it, the newest first."""
    months = [one for one in list_figures(session, by=by) if one.grain == "month"]
    return _beside(months, told_of(session))


def months_of(session: Session) -> list[MonthFigure]:
    """Return every month's figure beside what the hub was told. It asks nobody: the caller has asked."""
    return _beside([one for one in figures_of(session) if one.grain == "month"], told_of(session))


def figures_of(session: Session) -> list[Figure]:
    """Return all figures, the oldest first. It asks nobody: the caller has asked already."""
    rows = session.scalars(
        select(IndicatorValue)
        .where(IndicatorValue.indicator.in_(COUNTED))
        .order_by(IndicatorValue.period_from, IndicatorValue.indicator, IndicatorValue.grain)
    )
    return [_figure(row) for row in rows]


def told_of(session: Session) -> dict[tuple[str, date], Told]:
    """Return what the hub was told last, by indicator and first day. It asks nobody."""
    said = list_disclosed(session, DisclosureFilter(kind="indicator_value", most=MOST_TOLD))
    found: dict[tuple[str, date], Told] = {}
    for one in reversed(said):
        if one.fact is not None and one.about_from is not None:
            found[one.fact.indicator, one.about_from] = _told(one)
    return found


def _beside(months: Sequence[Figure], told: Mapping[tuple[str, date], Told]) -> list[MonthFigure]:
    return [
        MonthFigure(one, _to_tell(one), told.get((one.indicator.id, one.period.from_)))
        for one in reversed(months)
    ]


def _to_tell(one: Figure) -> IndicatorTold:
    if one.numerator is None:
        return IndicatorTold(one.indicator.id, None, one.denominator)
    return figure_to_tell(one.indicator, one.numerator, one.denominator)


def _told(one: Disclosed) -> Told:
    return Told(one.fact, one.made_at, one.arrived_at)


def _as_told(figure: Figure) -> Figure:
    return replace(figure, numerator=_to_tell(figure).numerator)


def _figure(row: IndicatorValue) -> Figure:
    return Figure(
        indicator=catalogue()[row.indicator],
        grain="week" if row.grain == "week" else "month",
        period=Period(row.period_from, row.period_until),
        numerator=row.numerator,
        denominator=row.denominator,
        computed_at=row.computed_at,
    )
