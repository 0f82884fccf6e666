"""Asking for a new co-op: entered into the registry now, its wall built by a job."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from tenants import journal, progress, registry
from tenants.actor import Actor
from tenants.jobs import enqueue
from tenants.office import HUB, CoopState
from tenants.transaction import transaction

PROVISION: Final = "coops.provision"


@dataclass(frozen=True, slots=True)
class NewCoop:
    """What the registry keeps of a co-op."""

    name_en: str
    name_cy: str
    language: str
    stage: str
    town_en: str = ""
    town_cy: str = ""


def enter_coop(
    *,
    by: Actor,
    now: datetime,
    slug: str,
    names: NewCoop,
    coop_id: UUID | None = None,
    is_synthetic: bool = False,
) -> UUID:
    """Enter a co-op whose wall the caller builds at once; return its id.

    A synthetic one gets no wall: it is open as it stands, and only sends disclosures.
    """
    with transaction(HUB, by=by, doing="coop.create") as session:
        row = registry.add(session, slug=slug, now=now, coop_id=coop_id, **asdict(names))
        if is_synthetic:
            row.is_synthetic, row.state = True, CoopState.ACTIVE
        journal.note(session, record_kind="coop", record_id=row.id, stage=names.stage)
        entered_id = row.id
    registry.forget()
    return entered_id


def request_coop(
    *,
    by: Actor,
    now: datetime,
    slug: str,
    names: NewCoop,
    admin_email: str | None,
    admin_name: str | None = None,
) -> tuple[UUID, UUID]:
    """Enter a co-op and ask for its wall in one transaction of the hub; return its id and the progress's.

    The first administrator's address and first name go with the job, and leave the outbox with it.
    """
    with transaction(HUB, by=by, doing="coop.create") as session:
        row = registry.add(session, slug=slug, now=now, **asdict(names))
        progress_id = progress.begin(session, job=PROVISION, account_id=by.account_id, now=now)
        enqueue(
            session,
            PROVISION,
            coop_id=row.id,
            progress_id=progress_id,
            admin_email=admin_email,
            admin_name=admin_name,
        )
        journal.note(session, record_kind="coop", record_id=row.id, stage=names.stage)
        coop_id = row.id
    registry.forget()
    return coop_id, progress_id
