"""Once a day: is a week or a month over that nobody has counted, and does the hub know of the month?

The worker sees to it that every open co-op has its look, so a new one is counted by itself. It is told
by itself only after somebody of the co-op has told a month: with that the co-op agrees to the next ones.
The month's counts of people, visits, hours and workers are told where the co-op agreed to that.
"""

from datetime import date, timedelta
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from franchise_kit.quality.actions.counting import (
    compute_indicators,
    has_anything_to_count,
    tell_indicators,
)
from franchise_kit.quality.actions.sharing_counts import LOOK, is_month_due, tell_counts
from franchise_kit.quality.queries.figures import MonthFigure, figures_of, months_of
from franchise_kit.quality.rules.periods import months_over, weeks_over
from tenants import clock, jobs
from tenants.actor import SYSTEM
from tenants.office import Coop, Office
from tenants.transaction import reading, upkeep

LOOK_EVERY: Final = timedelta(days=1)


@jobs.job(LOOK)
def look(office: Office) -> None:
    """Count what is over, tell the hub of the last month once if the co-op tells months; again tomorrow."""
    if not isinstance(office, Coop):
        return
    # Tomorrow's look first: today's may fail or be refused, and the next takes up what it left.
    look_again(office)
    today, now = clock.today(), clock.now()
    with reading(office) as session:
        is_due = _is_due(session, today)
    if is_due:
        compute_indicators(coop=office, by=SYSTEM, now=now)
    month = months_over(today, most=1)[0].from_
    with reading(office) as session:
        months = months_of(session)
    has_agreed = any(one.told for one in months)
    # A correction is told by a person, who says so: the job tells each month once.
    if has_agreed and any(_is_untold(one, month) for one in months):
        tell_indicators(coop=office, month=month, by=SYSTEM, now=now)
    with reading(office) as session:
        waits = is_month_due(session, months_over(today, most=1)[0])
    if waits:
        tell_counts(coop=office, month=month, by=SYSTEM, now=now)


def _is_untold(one: MonthFigure, month: date) -> bool:
    return one.figure.period.from_ == month and one.told is None and one.is_news


def _is_due(session: Session, today: date) -> bool:
    kept = {(one.grain, one.period.from_) for one in figures_of(session)}
    if not kept:
        # A co-op that has just begun: nothing is written down about nothing.
        return has_anything_to_count(session, today)
    last = (("week", weeks_over(today, most=1)[0].from_), ("month", months_over(today, most=1)[0].from_))
    return not kept.issuperset(last)


def begin(office: Office) -> bool:
    """Ask for a look now where none waits, today or later; say whether one was asked for."""
    with upkeep(office) as session:
        waits = exists().where(jobs.OutboxRow.job == LOOK, jobs.OutboxRow.state == "waiting")
        if not isinstance(office, Coop) or session.scalar(select(waits)):
            return False
        jobs.enqueue(session, LOOK)
        return True


def look_again(office: Office) -> None:
    """Leave one look for tomorrow, however many were asked for today; so a co-op begins to be looked at."""
    now = clock.now()
    with upkeep(office) as session:
        later = exists().where(
            jobs.OutboxRow.job == LOOK,
            jobs.OutboxRow.state == "waiting",
            jobs.OutboxRow.next_at > now + timedelta(hours=1),
        )
        if not session.scalar(select(later)):
            jobs.enqueue(session, LOOK, not_before=now + LOOK_EVERY)
