"""An office is one walled place: the hub, or one co-op, with its own accounts, journal and files."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

HUB_SCHEMA = "hub"
LIBRARY_SCHEMA = "library"
JOBS_SCHEMA = "jobs"


class CoopState(StrEnum):
    """Where a co-op's wall stands."""

    PREPARING = "preparing"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Hub:
    """The network's office, owned by the co-ops."""

    key: str = "hub"
    schema: str = HUB_SCHEMA
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Coop:
    """One co-op as the registry knows it."""

    id: UUID
    slug: str
    schema: str
    name_en: str
    name_cy: str
    language: str
    stage: str
    state: CoopState
    revision: str
    is_synthetic: bool = False
    town_en: str = ""
    town_cy: str = ""

    @property
    def key(self) -> str:
        """What names this office in jobs, logs and caches: it says nothing about who it is."""
        return self.schema


Office = Hub | Coop
HUB = Hub()
