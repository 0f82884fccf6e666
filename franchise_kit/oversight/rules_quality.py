"""Co-ops' figures beside each other: what is compared, what cannot be, and who is worth a conversation.

Nobody is ranked: co-ops stand in the order of their names, and a sentence says what the figures do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from uuid import UUID

from franchise_kit.quality.rules import funnel, xmr
from franchise_kit.quality.rules.funnel import Funnel, FunnelUnit, Unit
from franchise_kit.quality.rules.indicators import Indicator, catalogue, may_leave, value_of
from franchise_kit.quality.rules.periods import Period, months_between, months_over, three_months_before
from franchise_kit.quality.rules.xmr import Direction, XmrChart, variation_of
from tenants.office import Coop

MONTHS_SHOWN: Final = 24

State = Literal["told", "hidden", "nothing_to_count", "not_told"]
Why = Literal["over_time", "beside_others"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One co-op's figure for one month as told; a numerator of ``None`` stayed inside."""

    coop_id: UUID
    period: Period
    numerator: int | None
    denominator: int


@dataclass(frozen=True, slots=True)
class MonthSeen:
    """One month of a co-op as the hub sees it; ``value`` is in the indicator's unit."""

    period: Period
    state: State
    value: float | None


@dataclass(frozen=True, slots=True)
class CoopSeen:
    """One co-op's months, the oldest first, read as a chart, and why a conversation would be worth it."""

    coop: Coop
    months: tuple[MonthSeen, ...]
    chart: XmrChart
    compared: State
    unit: FunnelUnit | None
    why_talk: tuple[Why, ...]

    @property
    def latest(self) -> MonthSeen:
        """The last month that is over."""
        return self.months[-1]

    @property
    def hidden_months(self) -> int:
        """How many months were told with a figure too small to be shown."""
        return sum(one.state == "hidden" for one in self.months)


def numerator_to_keep(indicator_id: str, numerator: int | None, denominator: int) -> int | None:
    """Return a numerator that was told, or ``None`` where it is too small to be known at the hub.

    The co-op's own wall has hidden it already; whoever wrote past that wall is met here. What a later version
    tells of a figure that is not known yet stands as told.

    Source: ``data/indicators.json``, suppression of each; quality.md 1.6.
    """
    indicator = catalogue().get(indicator_id)
    if numerator is None or indicator is None or may_leave(indicator, numerator, denominator):
        return numerator
    return None


def period_to_compare(indicator: Indicator, today: date) -> Period:
    """Return what is compared: of what is counted the last three months, of a share on a day the last one.

    Source: our own design: single months are too small to compare, and a share on a day is not added up.
    """
    if indicator.frequency == "month":
        return months_over(today, most=1)[0]
    return three_months_before(today)


def compared_unit(readings: Sequence[Reading], coop_id: UUID, period: Period) -> tuple[State, Unit | None]:
    """Return a co-op's counts over the months of a period, or why there are none.

    Source: quality.md 1.6: a sum with a hidden part would tell the part, so it is hidden too.
    """
    months = months_between(period.from_, period.until)
    own = [one for one in readings if one.coop_id == coop_id and one.period in months]
    if len(own) < len(months):
        return "not_told", None
    denominator = sum(one.denominator for one in own)
    if denominator == 0:
        return "nothing_to_count", None
    counts = [one.numerator if one.denominator else 0 for one in own]
    known = [one for one in counts if one is not None]
    if len(known) < len(counts):
        return "hidden", None
    return "told", Unit(str(coop_id), sum(known), denominator)


def funnel_of(indicator: Indicator, units: Sequence[Unit]) -> Funnel:
    """Return the funnel that an indicator is compared by: of shares, or of counts against what is expected.

    Source: ``data/indicators.json``, compare; quality.md 1.4.
    """
    if indicator.compare == "funnel_PR":
        return funnel.proportions(units)
    return funnel.ratios(funnel.expected_of(units))


def months_seen(
    indicator: Indicator, readings: Sequence[Reading], coop_id: UUID, today: date
) -> tuple[MonthSeen, ...]:
    """Return a co-op's months up to the last that is over, from the first told; at least the last.

    Source: our own design: a month that was not told is a gap, and is said.
    """
    own = {one.period: one for one in readings if one.coop_id == coop_id}
    over = months_over(today, most=MONTHS_SHOWN)
    first = next((index for index, month in enumerate(over) if month in own), len(over) - 1)
    return tuple(_month(indicator, month, own.get(month)) for month in over[first:])


def chart_of(indicator: Indicator, months: Sequence[MonthSeen], labels: Sequence[str]) -> XmrChart:
    """Return a co-op's months as an XmR chart; ``labels`` name them in the reader's language.

    Source: quality.md 1.1; a month hidden or not told is a gap.
    """
    target = indicator.suggested_target
    return xmr.chart(
        [xmr.Point(label, one.value) for label, one in zip(labels, months, strict=True)],
        direction=indicator.direction,
        target=None if target is None else float(target),
    )


def why_talk(chart: XmrChart, unit: FunnelUnit | None, direction: Direction) -> tuple[Why, ...]:
    """Return why a conversation would be worth it: a concern over time, or clearly apart from the others.

    Source: NHS Making Data Count: the icon opens a conversation; quality.md 1.1, a trial raises no alert.
    """
    found: list[Why] = []
    if not chart.is_trial and chart.variation in ("concern_high", "concern_low"):
        found.append("over_time")
    if unit is not None and unit.position == "beyond_998":
        side = variation_of(unit.side, direction)
        if side in ("concern_high", "concern_low"):
            found.append("beside_others")
    return tuple(found)


def units_by_coop(drawn: Funnel) -> Mapping[str, FunnelUnit]:
    """Return the co-ops of a funnel by their key.

    Source: none needed: the same facts in another order.
    """
    return {unit.key: unit for unit in drawn.units}


def _month(indicator: Indicator, month: Period, told: Reading | None) -> MonthSeen:
    if told is None:
        return MonthSeen(month, "not_told", None)
    if told.denominator == 0:
        return MonthSeen(month, "nothing_to_count", None)
    if told.numerator is None:
        return MonthSeen(month, "hidden", None)
    value = value_of(indicator, told.numerator, told.denominator)
    return MonthSeen(month, "told", float(value) if value is not None else None)
