"""How tries are counted and held back, so that guessing is slow and nobody is locked out for good."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

MOST_TRIES: Final = 10
WINDOW: Final = timedelta(minutes=5)
FIRST_HOLD: Final = timedelta(minutes=15)
LONGEST_HOLD: Final = timedelta(hours=1)
FORGOTTEN_AFTER: Final = timedelta(hours=24)
MOST_ACCOUNTS: Final = 50
ACCOUNTS_WINDOW: Final = timedelta(hours=1)
# A whole office may stand behind one address; whoever gets in from there begins the count anew.
MOST_QUESTIONS: Final = 30


@dataclass(frozen=True, slots=True)
class Tries:
    """How often something was tried, when last, and until when it is held."""

    count: int
    last_at: datetime
    holds: int = 0
    held_until: datetime | None = None

    def is_held(self, now: datetime) -> bool:
        """Say whether tries are refused at an instant."""
        return self.held_until is not None and now < self.held_until


def after_try(
    tries: Tries | None, *, now: datetime, most: int = MOST_TRIES, window: timedelta = WINDOW
) -> Tries:
    """Return the count after one more try, which is allowed if it is not held afterwards.

    A try while held changes nothing, so that knocking on does not make the wait longer. Ten tries are
    allowed until five minutes pass without one; the next begins a hold of 15 minutes, which doubles up to
    an hour each time and starts over after a quiet day.
    Source: SECURITY_CHECKLIST 19 and 21.
    """
    if tries is None or now - tries.last_at >= FORGOTTEN_AFTER:
        return Tries(count=1, last_at=now)
    if tries.is_held(now):
        return tries
    if now - tries.last_at >= window or tries.held_until is not None:
        return replace(tries, count=1, last_at=now, held_until=None)
    if tries.count < most:
        return replace(tries, count=tries.count + 1, last_at=now)
    return replace(tries, holds=tries.holds + 1, last_at=now, held_until=now + hold(tries.holds))


def hold(earlier_holds: int) -> timedelta:
    """Return how long the next hold is.

    Source: SECURITY_CHECKLIST 19 and 21: 15 minutes, growing, with an end.
    """
    return min(LONGEST_HOLD, FIRST_HOLD * (1 << min(earlier_holds, 8)))


def is_too_many_accounts(count: int) -> bool:
    """Say whether one address has tried so many accounts within the hour that it must wait.

    Source: SECURITY_CHECKLIST 20.
    """
    return count >= MOST_ACCOUNTS
