"""Counting the co-op's figures from its own records, and telling the hub those of a month."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.queries.facts import visit_counts
from franchise_kit.kernel.days import london_day
from franchise_kit.quality.models import IndicatorValue
from franchise_kit.quality.queries.figures import months_of
from franchise_kit.quality.rules.periods import Grain, Period, month_of, months_over, weeks_over
from franchise_kit.training.queries.facts import in_date_counts
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.openings.disclosures import disclose
from tenants.refusal import Refusal
from tenants.transaction import transaction

MOST_WEEKS: Final = 52
MOST_MONTHS: Final = 24

Counts = tuple[int, int]
Source = Callable[[Session, Period], Counts]


class MonthNotCounted(Refusal):
    """A month is told when it is over and has been counted."""

    code = "month_not_counted"


class NothingNewToTell(Refusal):
    """The hub knows this month already as it is."""

    code = "nothing_new_to_tell"


def _visits_missed(session: Session, period: Period) -> Counts:
    counts = visit_counts(session, period.from_, period.until)
    return counts.missed, counts.planned


def _training_in_date(session: Session, period: Period) -> Counts:
    return in_date_counts(session, period.last_day)


# Numerator and denominator of a period that is over, from the records of the room below.
SOURCES: Final[Mapping[str, Source]] = {
    "visits_missed": _visits_missed,
    "training_in_date": _training_in_date,
}
# A share of what is in date on a day changes too little from week to week to be looked at by weeks.
BY_WEEK: Final = frozenset({"visits_missed"})


def compute_indicators(*, coop: Coop, by: Actor, now: datetime) -> int:
    """Count every figure of the weeks and months that are over anew; return how many changed.

    What was put right in the records since is in the figures then; what the hub was told stays as it was.
    """
    with transaction(coop, by=by, doing="quality.compute_indicators") as session:
        within(by, Permission.SELF_ASSESSMENT_WRITE)
        changed = sum(_keep(session, *counted, now) for counted in _count(session, london_day(now)))
        journal.note(session, record_kind="indicator", changed=changed)
        return changed


def tell_indicators(*, coop: Coop, month: date, by: Actor, now: datetime) -> list[UUID]:
    """Tell the hub the figures of the month that a day lies in, where it does not know them so already.

    Counts that are too small stay inside. Telling a month again replaces at the hub what it was told before.
    """
    with transaction(coop, by=by, doing="quality.tell_indicators") as session:
        within(by, Permission.SELF_ASSESSMENT_WRITE)
        period = month_of(month)
        # One telling after the other: the second finds what the first told.
        session.scalars(
            select(IndicatorValue).where(IndicatorValue.period_from == period.from_).with_for_update()
        ).all()
        counted = [one for one in months_of(session) if one.figure.period == period]
        if not counted or period.until > london_day(now):
            raise MonthNotCounted
        to_tell = [one for one in counted if one.is_news]
        if not to_tell:
            raise NothingNewToTell
        told = []
        for one in to_tell:
            told.append(disclose(session, one.to_tell, about=(period.from_, period.until)))
            row = session.get_one(IndicatorValue, (one.to_tell.indicator, "month", period.from_))
            row.told_at = now
        journal.note(session, record_kind="indicator", month=period.from_, told=len(told))
        return told


def has_anything_to_count(session: Session, today: date) -> bool:
    """Return whether the records of what is over have anything to count. It asks nobody."""
    return any(counts[1] > 0 for *_, counts in _count(session, today))


def _count(session: Session, today: date) -> Iterator[tuple[str, Grain, Period, Counts]]:
    """Yield what the records say of each period, from the first with anything to count; at least the last."""
    months, weeks = months_over(today, most=MOST_MONTHS), weeks_over(today, most=MOST_WEEKS)
    grains: tuple[tuple[Grain, list[Period]], ...] = (("month", months), ("week", weeks))
    for name, source in SOURCES.items():
        for grain, periods in grains:
            if grain == "week" and name not in BY_WEEK:
                continue
            has_begun = False
            for period in periods:
                counts = source(session, period)
                has_begun = has_begun or counts[1] > 0 or period == periods[-1]
                if has_begun:
                    yield name, grain, period, counts


def _keep(
    session: Session, indicator: str, grain: Grain, period: Period, counts: Counts, now: datetime
) -> bool:
    """Write one figure; say whether it is another than before."""
    row = session.get(IndicatorValue, (indicator, grain, period.from_))
    if row is None:
        row = IndicatorValue(indicator=indicator, grain=grain, period_from=period.from_)
        session.add(row)
    elif (row.numerator, row.denominator) == counts:
        return False
    row.period_until, row.computed_at = period.until, now
    row.numerator, row.denominator = counts
    return True
