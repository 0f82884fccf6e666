"""Keeping many rows about workers at once: whoever is new is entered, what differs is changed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from franchise_kit.kernel.changes import apply_changes
from franchise_kit.kernel.days import london_day
from franchise_kit.kernel.sheets import Verdict, counted, none_if_empty, to_keep
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
    apply_changes(session, held, none_if_empty(row.said, SEALED), record_kind=WORKER, by=by, now=now)


def _worker(row: SheetWorker, by: Actor, now: datetime) -> Worker:
    return Worker(**row.facts(by=by, now=now), **none_if_empty({**row.usual, **row.said}, SEALED))
