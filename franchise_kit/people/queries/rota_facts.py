"""Facts about many workers at once, for the room that plans their weeks.

Nothing here asks who reads: the room that calls has asked already, by its own permission.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from franchise_kit.people.models import Contract, Worker
from franchise_kit.people.queries.facts import WorkerFacts, worker_facts


@dataclass(frozen=True, slots=True)
class RotaWorker:
    """A worker as the rota knows them. ``weekly_minutes`` is None where no contract holds; pay stays out."""

    id: UUID
    person_id: UUID
    name: str
    speaks: frozenset[str]
    started_on: date
    ended_on: date | None
    weekly_minutes: int | None


def rota_workers(session: Session, from_: date, until: date) -> list[RotaWorker]:
    """Return who works here on any of the days from ``from_`` to before ``until``, by family name.

    The minutes are of the contract that holds on the last of the days, or else on the first. It asks nobody:
    see the module.
    """
    rows = session.execute(
        select(
            Worker.id, Worker.person_id, Worker.given_name, Worker.known_as, Worker.family_name,
            Worker.language, Worker.speaks, Worker.started_on, Worker.ended_on,
        )
        .where(Worker.started_on < until, or_(Worker.ended_on.is_(None), Worker.ended_on >= from_))
        .order_by(Worker.family_name, Worker.given_name, Worker.id)
    ).all()  # fmt: skip
    minutes = _weekly_minutes(session, from_, until)
    return [
        RotaWorker(
            id=row.id,
            person_id=row.person_id,
            name=f"{row.given_name} {row.family_name}",
            speaks=frozenset(row.speaks or (row.language,)),
            started_on=row.started_on,
            ended_on=row.ended_on,
            weekly_minutes=minutes.get(row.id),
        )
        for row in rows
    ]


def hold_workers(session: Session, worker_ids: Collection[UUID]) -> dict[UUID, WorkerFacts]:
    """Return workers, locked in one order until the transaction ends. It asks nobody: see the module."""
    if not worker_ids:
        return {}
    wanted = select(Worker).where(Worker.id.in_(set(worker_ids))).order_by(Worker.id).with_for_update()
    return {row.id: worker_facts(row) for row in session.scalars(wanted)}


def accounts_of(session: Session, worker_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return the accounts of those workers who can sign in. It asks nobody: see the module."""
    if not worker_ids:
        return {}
    rows = session.execute(
        select(Worker.id, Worker.account_id).where(
            Worker.id.in_(set(worker_ids)), Worker.account_id.is_not(None)
        )
    )
    return {worker_id: account_id for worker_id, account_id in rows if account_id is not None}


def _weekly_minutes(session: Session, from_: date, until: date) -> dict[UUID, int]:
    rows = session.execute(
        select(Contract.worker_id, Contract.weekly_minutes)
        .where(Contract.valid_from < until, or_(Contract.valid_until.is_(None), Contract.valid_until > from_))
        .order_by(Contract.valid_from)
    )
    # In order of days, so the latest of the week is the one that stays.
    return dict(rows.all())
