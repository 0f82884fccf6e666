"""How long work took, on which day it counts, and why a time may be put right."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

LONGEST_MINUTES: Final = 1440
# A visit that is under way so long after its planned end was left without checking out, as far as we know.
FORGOTTEN_AFTER: Final = timedelta(hours=2)
# Why somebody at a desk puts a time right: codes, since what people write about people stays out of journals.
REASONS: Final = (
    "checked_in_late",
    "checked_out_late",
    "checked_out_early",
    "no_signal",
    "agreed_with_worker",
)
# Its worker took back a check-out that was a slip; nobody chooses this one.
TAKEN_BACK: Final = "taken_back"


def worked_minutes(starts_at: datetime, ends_at: datetime) -> int:
    """Return the minutes between two aware instants, to the nearest whole minute, a half up, at least 1.

    Units: whole minutes of real time, also across a change of the clocks.
    Source: ours; the Regulated Services (Service Providers and Responsible Individuals) (Wales) Regulations
    2017 (WSI 2017/1264), reg. 41, asks that time for care is told apart, and not how it is rounded.
    """
    # Two instants of one zone are subtracted by their clock faces, so both go to UTC first.
    passed = ends_at.astimezone(UTC) - starts_at.astimezone(UTC)
    return max(1, (passed + timedelta(seconds=30)) // timedelta(minutes=1))


def week_of(day: date) -> date:
    """Return the Monday of a day's week.

    Source: ISO 8601: weeks begin on Monday.
    """
    return day - timedelta(days=day.weekday())
