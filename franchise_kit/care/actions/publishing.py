"""Publishing what was planned: a week, a worker's or a person's part of it, or single visits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from franchise_kit.care.actions.changing import check_may_plan
from franchise_kit.care.actions.telling import ROTA_PUBLISHED, ring, settle, tell_all
from franchise_kit.care.models import Visit
from franchise_kit.care.queries.untold import Part, is_part, is_to_tell
from franchise_kit.care.rules.visits import VisitChangedMeanwhile
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import Refusal
from tenants.transaction import transaction

Line = Row[*tuple[Any, ...]]

__all__ = ["NothingToPublish", "Published", "ToPublish", "publish"]


@dataclass(frozen=True, slots=True)
class ToPublish(Part):
    """What is published: visits by id, or a week by its Monday, narrowed to a worker or a person supported.

    ``seen_versions`` are the versions that whoever publishes has looked at, by visit; where they are given, a
    visit that has another version now is not published, and neither is any other.
    """

    seen_versions: Mapping[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Published:
    """How many visits were published, and how many workers got a notice."""

    visits: int
    workers_told: int


class NothingToPublish(Refusal):
    """Nothing of it is a draft or was changed since it was told."""

    code = "nothing_to_publish"


def publish(*, coop: Coop, what: ToPublish, by: Actor, now: datetime) -> Published:
    """Tell what is planned; those affected, and nobody else, get one notice each.

    Affected is who has a visit now that they were not told of like this, and who had it and has it no more.
    Visits that are over, cancelled or begun stay as they were told. Raise ``NothingToPublish``,
    ``VisitChangedMeanwhile``, ``WorkerElsewhere`` or ``NotAMonday``.
    """
    with transaction(coop, by=by, doing="care.publish") as session:
        check_may_plan(by)
        rows = _to_tell(session, what, now)
        _check_seen(rows, what.seen_versions)
        if not rows:
            raise NothingToPublish
        affected = _affected(rows)
        tell_all(session, rows, at=now)
        settle(session)
        first_at = min(row.planned_from for row in rows)
        told = ring(session, affected, kind=ROTA_PUBLISHED, first_at=first_at, count=len(rows))
        about = rows[0].id if len(rows) == 1 else None
        journal.note(session, record_kind="visit", record_id=about, visits=len(rows), workers=len(affected))
        return Published(len(rows), told)


def _to_tell(session: Session, what: ToPublish, now: datetime) -> Sequence[Line]:
    if what.monday is None and not what.visit_ids:
        # What was never said is not published by mistake.
        raise NothingToPublish
    wanted = select(Visit.id, Visit.version, Visit.worker_id, Visit.told_worker_id, Visit.planned_from)
    wanted = wanted.where(*is_to_tell(now), *is_part(what))
    return session.execute(wanted.order_by(Visit.id).with_for_update()).all()


def _check_seen(rows: Sequence[Line], seen: Mapping[UUID, int]) -> None:
    if not seen:
        return
    changed = [row for row in rows if seen.get(row.id) != row.version]
    if changed:
        raise VisitChangedMeanwhile(visit_id=changed[0].id, version=changed[0].version, visits=len(changed))


def _affected(rows: Sequence[Line]) -> set[UUID]:
    both = {row.worker_id for row in rows} | {row.told_worker_id for row in rows}
    return {worker_id for worker_id in both if worker_id is not None}
