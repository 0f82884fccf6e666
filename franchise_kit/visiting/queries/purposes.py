"""What hub people were let in for, for whoever reads the journal: also after the door was shut again."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.visiting.models import AccessGrant, ServiceAgreement


@dataclass(frozen=True, slots=True)
class Purpose:
    """A grant's purpose in its asker's words, or the kind of an agreement as a code."""

    kind: Literal["agreement", "grant"]
    said: str


def purposes_of(session: Session, entry_ids: Collection[UUID]) -> dict[UUID, Purpose]:
    """Return the purposes of agreements and grants by id, whatever became of them."""
    if not entry_ids:
        return {}
    grants = select(AccessGrant.id, AccessGrant.purpose).where(AccessGrant.id.in_(entry_ids))
    agreements = select(ServiceAgreement.id, ServiceAgreement.kind).where(ServiceAgreement.id.in_(entry_ids))
    found = {row_id: Purpose("grant", said) for row_id, said in session.execute(grants)}
    offered = {row_id: Purpose("agreement", said) for row_id, said in session.execute(agreements)}
    return found | offered
