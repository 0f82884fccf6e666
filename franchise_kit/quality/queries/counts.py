"""A month's counts for the hub: what they would be, what was told, and whether the co-op agreed to it."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.queries.counts import count_supported
from franchise_kit.care.queries.facts import visit_counts
from franchise_kit.people.queries.facts import categories_on
from franchise_kit.quality.models import IndicatorValue
from franchise_kit.quality.rules.counts import CountsAgreed, MonthCounted, MonthlyCounts, counts_to_tell
from franchise_kit.quality.rules.periods import Period, months_over
from franchise_kit.time.queries.counts import worked_by_kind
from tenants.actor import Actor
from tenants.openings.queries import Disclosed, DisclosureFilter, find_latest_disclosed, list_disclosed

AGREED, TOLD = "counts_agreed", "monthly_counts"
VISITS = "visits_missed"
_MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class SharedCounts:
    """Whether the counts are told and since when that is so, and the last month that was.

    ``last_over`` is the last month that is over, as it would be told.
    """

    agreed: CountsAgreed | None
    last_told: Disclosed | None
    last_over: MonthlyCounts
    is_last_over_told: bool

    @property
    def is_agreed(self) -> bool:
        """Whether the co-op tells them now."""
        return self.agreed is not None and self.agreed.is_agreed


def get_shared_counts(session: Session, *, by: Actor, today: date) -> SharedCounts:
    """Return what is told, was told and would be told, for whoever reads what the co-op shares."""
    within(by, Permission.DISCLOSURE_READ)
    month = months_over(today, most=1)[0]
    return SharedCounts(
        agreed=find_agreed(session),
        last_told=find_latest_disclosed(session, TOLD),
        last_over=counts_to_tell(month_to_tell(session, month)),
        is_last_over_told=is_told(session, month.from_),
    )


def find_agreed(session: Session) -> CountsAgreed | None:
    """Return what the co-op said last of telling its counts. It asks nobody: see ``month_counted``."""
    said = find_latest_disclosed(session, AGREED)
    return said.fact if said is not None else None


def is_told(session: Session, month: date) -> bool:
    """Say whether a month was told; ``month`` is its first day. It asks nobody: see ``month_counted``."""
    told = list_disclosed(session, DisclosureFilter(kind=TOLD, most=_MOST_MONTHS))
    return any(one.about_from == month for one in told)


def month_to_tell(session: Session, month: Period) -> MonthCounted:
    """Return a month as it is told: with the visits of the quality figure, once that is counted.

    Two counts of one month would tell what each hides. It asks nobody: see ``month_counted``.
    """
    counted = month_counted(session, month)
    figure = session.get(IndicatorValue, (VISITS, "month", month.from_))
    if figure is None:
        return counted
    return replace(counted, visits_planned=figure.denominator, visits_missed=figure.numerator)


def month_counted(session: Session, month: Period) -> MonthCounted:
    """Return a month from the records of the rooms below. It asks nobody: the caller has asked already."""
    visits = visit_counts(session, month.from_, month.until)
    worked = worked_by_kind(session, month.from_, month.until)
    return MonthCounted(
        month=month.from_,
        people_supported=count_supported(session, month.from_, month.until),
        visits_planned=visits.planned,
        visits_missed=visits.missed,
        worked={kind: (one.minutes, one.workers) for kind, one in worked.items()},
        workers=categories_on(session, month.last_day),
    )
