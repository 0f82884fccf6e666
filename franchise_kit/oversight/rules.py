"""What makes a co-op somebody's next task at the hub, and in which order."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from tenants.office import Coop, CoopState

# A month and some days: whoever tells the network something once a month is not quiet.
QUIET_AFTER: Final = timedelta(days=35)
# Building a wall takes seconds; an hour later something is wrong.
BUILT_WITHIN: Final = timedelta(hours=1)


class Worry(StrEnum):
    """Why a co-op needs somebody, worst first."""

    MIGRATION_FAILED = "migration_failed"
    BEHIND = "behind"
    STUCK = "stuck"
    SUSPENDED = "suspended"
    QUIET = "quiet"
    NEVER_TOLD = "never_told"


@dataclass(frozen=True, slots=True)
class Standing:
    """How one co-op stands, as far as the hub may know."""

    coop: Coop
    state_since: datetime
    made_at: datetime
    last_disclosure_at: datetime | None
    keep_until: datetime | None
    has_failed_migration: bool

    @property
    def id(self) -> UUID:
        """The co-op's id."""
        return self.coop.id


def is_behind(standing: Standing, *, newest: str) -> bool:
    """Say whether a co-op's tables wait to be brought up to date; one without a wall has none.

    Source: DESIGN 3, migrating: one that fails stays behind, is named, and stops nobody else.
    """
    has_wall = not standing.coop.is_synthetic and standing.coop.state in {
        CoopState.ACTIVE,
        CoopState.SUSPENDED,
    }
    return has_wall and standing.coop.revision != newest


def worries_of(standing: Standing, *, now: datetime, newest: str) -> tuple[Worry, ...]:
    """Return why a co-op needs somebody, worst first; a closed one needs nobody.

    Source: our own design: a co-op that says nothing for 35 days is asked how it is.
    """
    state = standing.coop.state
    if state is CoopState.CLOSED:
        return ()
    told = standing.last_disclosure_at
    is_old = now - standing.made_at > QUIET_AFTER
    is_open = state is CoopState.ACTIVE
    found = {
        Worry.MIGRATION_FAILED: standing.has_failed_migration and is_behind(standing, newest=newest),
        Worry.BEHIND: not standing.has_failed_migration and is_behind(standing, newest=newest),
        Worry.STUCK: state is CoopState.PREPARING and now - standing.made_at > BUILT_WITHIN,
        Worry.SUSPENDED: state is CoopState.SUSPENDED,
        Worry.QUIET: is_open and told is not None and now - told > QUIET_AFTER,
        Worry.NEVER_TOLD: is_open and told is None and is_old,
    }
    return tuple(worry for worry in Worry if found[worry])


def severity(worries: tuple[Worry, ...]) -> int:
    """Return the place of the worst worry, for sorting; none comes last.

    Source: our own design: whoever works at the hub sees the worst first.
    """
    order = list(Worry)
    return order.index(worries[0]) if worries else len(order)
