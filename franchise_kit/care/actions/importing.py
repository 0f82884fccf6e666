"""Keeping many rows about visits at once, as drafts: what is new is planned, what differs is changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.care.actions.weighing import SheetVisit, Weighing, present_workers
from franchise_kit.care.models import PersonSupported, Visit
from franchise_kit.care.queries.rota import AwayDays
from franchise_kit.kernel.changes import apply_changes
from franchise_kit.kernel.sheets import Verdict, counted, to_keep
from franchise_kit.people.queries.rota_facts import hold_workers
from tenants import journal
from tenants.actor import Actor
from tenants.bulk import insert_rows, is_one_of
from tenants.office import Coop
from tenants.transaction import transaction

Together = dict[tuple[UUID, datetime, datetime], UUID]


def import_visits(
    *, coop: Coop, rows: Sequence[SheetVisit], by: Actor, now: datetime, away: AwayDays = ()
) -> tuple[Verdict, ...]:
    """Plan and change visits as the rows say, told to nobody yet; return what came of each.

    What the rules refuse is left out, and its verdict says why. Done twice, nothing is done twice. ``away``
    are workers and days on which they do not work. Raise ``NotFound``.
    """
    with transaction(coop, by=by, doing="care.import_visits") as session:
        _hold(session, rows)
        weighing = Weighing(session, rows, by=by, now=now, away=away)
        verdicts = weighing.verdicts()
        new, changed = to_keep(rows, verdicts)
        together = _together(session, new, weighing)
        insert_rows(session, Visit, [_visit(row, together, by, now) for row in new])
        _change(session, {weighing.kept[row.key].id: row.said for row in changed}, by, now)
        journal.note(session, record_kind="visit", record_id=None, **counted(verdicts))
        return tuple(verdicts)


def _hold(session: Session, rows: Sequence[SheetVisit]) -> None:
    """Hold those whom the rows are about, so that nobody's last day is set meanwhile."""
    named = {row.said["worker_id"] for row in rows if row.said.get("worker_id")}
    hold_workers(session, named | set(present_workers(session, rows).values()))
    people = select(PersonSupported.id).where(
        is_one_of(PersonSupported.id, {row.person_supported_id for row in rows})
    )
    session.execute(people.order_by(PersonSupported.id).with_for_update(read=True))


def _together(session: Session, new: Iterable[SheetVisit], weighing: Weighing) -> Together:
    """Return what ties two who come together, and write it beside a first visit that is kept already."""
    tied: Together = {}
    for row in new:
        if row.carer == 1:
            continue
        first = weighing.kept.get((row.person_supported_id, row.planned_from, 1))
        tie = first.together_id if first is not None and first.together_id is not None else uuid4()
        tied[row.person_supported_id, row.planned_from, row.planned_until] = tie
        if first is not None and first.together_id is None:
            session.get_one(Visit, first.id, with_for_update=True).together_id = tie
    return tied


def _visit(row: SheetVisit, together: Together, by: Actor, now: datetime) -> dict[str, Any]:
    return {
        **row.usual,
        **row.said,
        "id": uuid4(),
        "person_supported_id": row.person_supported_id,
        "planned_from": row.planned_from,
        "carer": row.carer,
        "together_id": together.get((row.person_supported_id, row.planned_from, row.planned_until)),
        "entered_by_person": by.person_id,
        "entered_at": now,
        "version": 1,
    }


def _change(session: Session, changes: Mapping[UUID, Mapping[str, Any]], by: Actor, now: datetime) -> None:
    """Change visits, and keep of each what it was; each has a line of the journal, before the file's own."""
    wanted = select(Visit).where(is_one_of(Visit.id, set(changes))).order_by(Visit.id).with_for_update()
    changed = {
        visit.id: apply_changes(session, visit, changes[visit.id], record_kind="visit", by=by, now=now)
        for visit in session.scalars(wanted).all()
    }
    journal.note_many(
        session,
        doing="care.import_visit_change",
        record_kind="visit",
        about={visit_id: {"fields": names} for visit_id, names in changed.items() if names},
    )
