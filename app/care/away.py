"""Who is away, for whoever keeps the rota: absence lies above the room of care."""

from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from app.care.week import WEEK
from app.web.context import read_again
from franchise_kit.care.queries.rota import AwayDays
from franchise_kit.time.queries.absence import away_on

DAY: Final = timedelta(days=1)


def away_days(session: Session, from_: date, until: date) -> AwayDays:
    """Return who is away on which day from ``from_`` to before ``until``; the guard has asked who reads."""
    days = [from_ + number * DAY for number in range((until - from_).days)]
    found = away_on(session, from_, until)
    return {
        (worker_id, day)
        for worker_id, spans in found.items()
        for day in days
        if any(span.covers(day) for span in spans)
    }


def away_in_week(monday: date) -> AwayDays:
    """Return who is away on which day of a week, read apart from the act that needs it."""
    with read_again() as session:
        return away_days(session, monday, monday + WEEK)
