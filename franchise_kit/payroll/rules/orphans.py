"""Time that no run pays: a run is not sent while there is any, unless it was set aside with a reason."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final
from uuid import UUID

from tenants.refusal import Refusal

# Why a run may close without some time; the next run finds it again.
REASONS: Final = ("not_clear_yet", "nobody_to_approve", "papers_missing", "agreed_for_later")


class TimeWithoutOwner(Refusal):
    """Time up to the end of a run's period is neither in a run nor set aside."""

    code: ClassVar[str] = "time_without_owner"


class NothingToSetAside(Refusal):
    """No time was chosen, or for no reason that there is."""

    code: ClassVar[str] = "nothing_to_set_aside"


class TimeChangedSince(Refusal):
    """What was seen is not what there is now: more was written down, or a run took it."""

    code: ClassVar[str] = "time_changed_since"


@dataclass(frozen=True, slots=True)
class OrphanSeen:
    """Time of a worker's London day without an owner, as somebody saw it; ``why`` as ``time`` says it."""

    worker_id: UUID
    day: date
    why: str
    entries: int
    minutes: int

    @property
    def key(self) -> str:
        """The same in one word, for a form."""
        return f"{self.worker_id}:{self.day}:{self.why}:{self.entries}:{self.minutes}"
