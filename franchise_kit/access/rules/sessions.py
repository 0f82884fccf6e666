"""When a session is alive, when its proof is fresh, and when it must be written that it was seen."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from franchise_kit.access.rules.roles import idle_limit

ABSOLUTE_LIMIT: Final = timedelta(hours=20)
HALF_LIMIT: Final = timedelta(minutes=10)
FRESH_FOR: Final = timedelta(minutes=5)
SEEN_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Times:
    """The instants of one session."""

    last_seen_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    proved_at: datetime


def is_alive(times: Times, *, role_ids: Collection[str], now: datetime) -> bool:
    """Say whether a session still opens pages.

    Source: SECURITY_CHECKLIST 33: idle 30 minutes or 12 hours by role, 20 hours at most.
    """
    if times.ended_at is not None or now >= times.expires_at:
        return False
    return now - times.last_seen_at < idle_limit(role_ids)


def is_fresh(proved_at: datetime, *, now: datetime) -> bool:
    """Say whether a factor was proved lately enough for a sensitive change.

    Source: SECURITY_CHECKLIST 35: within the last five minutes.
    """
    return now - proved_at < FRESH_FOR


def must_note_seen(last_seen_at: datetime, *, now: datetime) -> bool:
    """Say whether the page must write that the session was seen.

    Source: ours: once a minute is exact enough for a limit of half an hour, and costs one write, not sixty.
    """
    return now - last_seen_at >= SEEN_EVERY
