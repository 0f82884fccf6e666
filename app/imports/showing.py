"""How far an import is, put together from its sealed papers, for the page and for programs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.imports import store
from app.imports.columns import TABLES, Table
from tenants.actor import Actor
from tenants.refusal import NotFound

LOOKING, LOOKED, KEEPING, KEPT = "looking", "looked", "keeping", "kept"


@dataclass(frozen=True, slots=True)
class Import:
    """One's own import: ``state`` is looking, looked, keeping or kept; ``paper`` what is to be told of it."""

    id: UUID
    name: str = field(repr=False)
    state: str
    table: Table
    progress_id: UUID | None
    paper: Mapping[str, Any] = field(repr=False)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many rows there are of each outcome; nothing is known while it is being looked at."""
        counts: Mapping[str, int] = self.paper.get("counts", {})
        return counts


def get_import(session: Session, import_id: UUID, *, by: Actor) -> Import:
    """Return one's own import, or raise ``NotFound``: also when its day is over."""
    known = store.get_own(session, import_id, account_id=by.account_id)
    done = store.find(session, store.DONE, import_id)
    if done is not None:
        return Import(import_id, known.name, KEPT, TABLES[done["table"]], None, done)
    sent = store.find_sheet(session, import_id)
    if sent is None:
        raise NotFound
    look, begun = (store.find(session, kind, import_id) for kind in (store.LOOK, store.BEGUN))
    table = TABLES[sent.table]
    if begun is not None:
        return Import(import_id, sent.name, KEEPING, table, UUID(begun["progress_id"]), look or {})
    if look is None:
        return Import(import_id, sent.name, LOOKING, table, sent.progress_id, {})
    return Import(import_id, sent.name, LOOKED, table, sent.progress_id, look)
