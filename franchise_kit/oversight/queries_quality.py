"""What co-ops told about quality, as the hub may see it: one indicator at a time, and never a rank."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.oversight.hub_models import AssessmentReading, IndicatorReading
from franchise_kit.oversight.queries_shared import SharedCriterion, shared_of
from franchise_kit.oversight.rules_quality import (
    CoopSeen,
    Reading,
    chart_of,
    compared_unit,
    funnel_of,
    months_seen,
    period_to_compare,
    units_by_coop,
    why_talk,
)
from franchise_kit.quality.queries.figures import indicators
from franchise_kit.quality.rules.funnel import Funnel
from franchise_kit.quality.rules.indicators import Indicator
from franchise_kit.quality.rules.periods import Period
from tenants import registry
from tenants.actor import Actor
from tenants.office import Coop, CoopState
from tenants.refusal import NotFound

Label = Callable[[Period], str]


@dataclass(frozen=True, slots=True)
class Overview:
    """One indicator across the co-ops: the funnel of a period, and each co-op over time.

    ``exposure`` is what the counts of those on the funnel are out of, all together.
    """

    indicator: Indicator
    period: Period
    funnel: Funnel
    exposure: int
    coops: tuple[CoopSeen, ...]


@dataclass(frozen=True, slots=True)
class AssessmentSeen:
    """How a co-op judged itself against a standard, the last that it told.

    ``shared`` are the criteria that it named as worth learning from, and none of its other answers.
    """

    coop: Coop
    standard_key: str
    standard_version: int
    met: int
    applicable: int
    needs_attention: bool
    told_at: datetime
    shared: tuple[SharedCriterion, ...]


def get_overview(session: Session, indicator_id: str, *, by: Actor, today: date, label: Label) -> Overview:
    """Return one indicator across all open co-ops or raise ``NotFound``; ``label`` names a month."""
    within(by, Permission.QUALITY_DASHBOARD_READ)
    indicator = next((one for one in indicators() if one.id == indicator_id), None)
    if indicator is None:
        raise NotFound(record_kind="indicator")
    coops = [coop for coop in registry.list_coops(session) if coop.state is CoopState.ACTIVE]
    readings = _readings(session, indicator.id)
    period = period_to_compare(indicator, today)
    compared = {coop.id: compared_unit(readings, coop.id, period) for coop in coops}
    units = [unit for _, unit in compared.values() if unit is not None]
    drawn = funnel_of(indicator, units)
    exposure = round(sum(unit.denominator for unit in units))
    placed = units_by_coop(drawn)
    seen = []
    for coop in coops:
        months = months_seen(indicator, readings, coop.id, today)
        chart = chart_of(indicator, months, [label(one.period) for one in months])
        unit = placed.get(str(coop.id))
        why = why_talk(chart, unit, indicator.direction)
        seen.append(CoopSeen(coop, months, chart, compared[coop.id][0], unit, why))
    return Overview(indicator, period, drawn, exposure, tuple(seen))


def get_coop_seen(overview: Overview, coop_id: UUID) -> CoopSeen:
    """Return one co-op of an overview or raise ``NotFound``."""
    found = next((one for one in overview.coops if one.coop.id == coop_id), None)
    if found is None:
        raise NotFound(record_kind="coop")
    return found


def list_assessments_told(session: Session, *, by: Actor) -> list[AssessmentSeen]:
    """Return how every co-op judged itself last, in the order of the co-ops' short names."""
    within(by, Permission.QUALITY_DASHBOARD_READ)
    coops = {coop.id: coop for coop in registry.list_coops(session)}
    rows = session.scalars(select(AssessmentReading)).all()
    shared = shared_of(session, rows)
    found = [
        AssessmentSeen(
            coops[row.coop_id],
            row.standard_key,
            row.standard_version,
            row.met,
            row.applicable,
            row.needs_attention,
            row.told_at,
            shared.get(row.disclosure_id, ()),
        )
        for row in rows
        if row.coop_id in coops
    ]
    return sorted(found, key=lambda one: (one.coop.slug, one.standard_key))


def list_readings(session: Session, indicator_id: str, *, by: Actor) -> list[Reading]:
    """Return every reading of an indicator, in no order that matters."""
    within(by, Permission.QUALITY_DASHBOARD_READ)
    return _readings(session, indicator_id)


def _readings(session: Session, indicator_id: str) -> list[Reading]:
    rows = session.scalars(select(IndicatorReading).where(IndicatorReading.indicator == indicator_id))
    return [
        Reading(row.coop_id, Period(row.period_from, row.period_until), row.numerator, row.denominator)
        for row in rows
    ]
