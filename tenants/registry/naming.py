"""The hub's own name, as its people gave it; while nobody did, it goes by what it is."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tenants import journal
from tenants.actor import Actor
from tenants.office import HUB
from tenants.refusal import Refusal
from tenants.registry.models import HubNameRow
from tenants.transaction import transaction


class HubRenamedMeanwhile(Refusal):
    """Somebody else gave the hub another name since the page was opened."""

    code = "hub_renamed_meanwhile"


@dataclass(frozen=True, slots=True)
class HubName:
    """What the hub is called in each language, and in short."""

    name_en: str
    name_cy: str
    short_name: str

    def name(self, language: str) -> str:
        """Return the name in a language."""
        return self.name_cy if language == "cy" else self.name_en


@dataclass(frozen=True, slots=True)
class KeptHubName:
    """The hub's name, if it has one, and the version of it that a page shows: 0 while there is none."""

    name: HubName | None
    version: int


def get_hub_name(session: Session) -> KeptHubName:
    """Return how the hub is called now; the session is the hub's."""
    row = session.get(HubNameRow, HubNameRow.ONLY)
    if row is None:
        return KeptHubName(None, 0)
    return KeptHubName(HubName(row.name_en, row.name_cy, row.short_name), row.version)


def name_hub(*, by: Actor, name: HubName, version: int, now: datetime) -> None:
    """Give the hub a name; ``version`` is the one that the page showed."""
    with transaction(HUB, by=by, doing="hub.rename") as session:
        row = session.get(HubNameRow, HubNameRow.ONLY, with_for_update=True)
        if version != (row.version if row is not None else 0):
            raise HubRenamedMeanwhile
        session.merge(
            HubNameRow(id=HubNameRow.ONLY, **asdict(name), changed_at=now, version=version + 1),
        )
        journal.note(session, record_kind="hub_name", record_id=HubNameRow.ONLY)
