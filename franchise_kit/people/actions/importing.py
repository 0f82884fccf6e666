"""Keeping many rows about workers at once: whoever is new is entered, what differs is changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from franchise_kit.kernel.changes import apply_changes
from franchise_kit.kernel.days import london_day
from franchise_kit.kernel.sheets import Verdict, counted, to_keep
from franchise_kit.people.models import Worker
from franchise_kit.people.queries.importing import SEALED, SheetWorker, weigh_workers, workers_by_key
from franchise_kit.people.queries.profile import WORKER
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.transaction import transaction


def import_workers(
    *, coop: Coop, rows: Sequence[SheetWorker], by: Actor, now: datetime
) -> tuple[Verdict, ...]:
    """Enter and change workers as the rows say; return what came of each. Done twice, nothing is done twice.

    What the rules refuse is left out, and its verdict says why. Raise ``NotFound``.
    """
    with transaction(coop, by=by, doing="people.import_workers") as session:
        verdicts = weigh_workers(session, rows, by=by, today=london_day(now))
        kept = workers_by_key(session)
        new, changed = to_keep(rows, verdicts)
        session.add_all(_worker(row, by, now) for row in new)
        for row in changed:
            _change(session, kept[row.key][0], row, by=by, now=now)
        journal.note(session, record_kind=WORKER, record_id=None, **counted(verdicts))
        return tuple(verdicts)


def _change(session: Session, kept: Worker, row: SheetWorker, *, by: Actor, now: datetime) -> None:
    held = session.get_one(Worker, kept.id, with_for_update=True, populate_existing=True)
    apply_changes(session, held, _columns(row.said), record_kind=WORKER, by=by, now=now)


def _worker(row: SheetWorker, by: Actor, now: datetime) -> Worker:
    return Worker(
        id=uuid4(),
        person_id=uuid4(),
        given_name=row.given_name,
        family_name=row.family_name,
        started_on=row.started_on,
        entered_by_person=by.person_id,
        entered_at=now,
        **_columns({**row.usual, **row.said}),
    )


def _columns(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields as the table keeps them: what is sealed is none where nothing is said."""
    return {name: (value or None) if name in SEALED else value for name, value in said.items()}
