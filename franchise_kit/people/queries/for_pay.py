"""Workers and their rates as a pay run needs them: of everybody at once, in one reading each.

Nothing here asks who reads: the room that calls has asked already, by its own permission.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from franchise_kit.people.models import Contract, PayRate, Worker
from franchise_kit.people.queries.facts import Rate, WorkerFacts, list_facts
from tenants.bulk import is_one_of


@dataclass(frozen=True, slots=True)
class _Held:
    """A rate of a contract, from a day on; ``until`` is the contract's, exclusive."""

    kind: str
    rate: Rate
    from_on: date
    until: date | None


@dataclass(frozen=True, slots=True)
class _Spell:
    """Days, ``until`` exclusive, on all of which the same rates hold."""

    from_on: date
    until: date
    rates: Mapping[str, Rate]


@dataclass(slots=True)
class RateHistory:
    """Which rates were agreed with a worker, on whatever day."""

    held: Sequence[_Held] = ()
    _last: _Spell | None = field(default=None, repr=False)

    def on(self, day: date) -> Mapping[str, Rate]:
        """Return the rates that hold on a day, by kind of time; nothing without a contract.

        Days that follow one another have nearly always the same.
        """
        spell = self._last
        if spell is None or not spell.from_on <= day < spell.until:
            spell = self._last = _spell(self.held, day)
        return spell.rates


def _spell(held: Collection[_Held], day: date) -> _Spell:
    edges = {one.from_on for one in held} | {one.until for one in held if one.until is not None}
    return _Spell(
        max((edge for edge in edges if edge <= day), default=date.min),
        min((edge for edge in edges if edge > day), default=date.max),
        # In order of days and of entry, so the newest that holds is the one that stays.
        {one.kind: one.rate for one in held if one.from_on <= day and (one.until is None or one.until > day)},
    )


def rate_histories(session: Session, worker_ids: Collection[UUID]) -> dict[UUID, RateHistory]:
    """Return all rates that were ever agreed with some workers, each of whom is there. It asks nobody."""
    if not worker_ids:
        return {}
    wanted = (
        select(
            Contract.worker_id,
            PayRate.kind,
            PayRate.pence,
            PayRate.unit,
            PayRate.from_on,
            Contract.valid_from,
            Contract.valid_until,
        )
        .join(PayRate, PayRate.contract_id == Contract.id)
        .where(is_one_of(Contract.worker_id, worker_ids))
        .order_by(PayRate.from_on, PayRate.entered_at)
    )
    found: dict[UUID, list[_Held]] = {}
    for worker_id, kind, pence, unit, from_on, valid_from, until in session.execute(wanted):
        held = _Held(kind, Rate(pence, unit), max(from_on, valid_from), until)
        found.setdefault(worker_id, []).append(held)
    return {worker_id: RateHistory(found.get(worker_id, ())) for worker_id in worker_ids}


def worker_ids_between(session: Session, from_: date, until: date) -> set[UUID]:
    """Return the ids of ``workers_between``. It asks nobody: see the module."""
    return set(session.scalars(select(Worker.id).where(*_here(from_, until))))


def workers_of(session: Session, worker_ids: Collection[UUID]) -> dict[UUID, WorkerFacts]:
    """Return workers by their ids. It asks nobody: see the module."""
    if not worker_ids:
        return {}
    return _by_id(list_facts(session, is_one_of(Worker.id, worker_ids)))


def workers_between(session: Session, from_: date, until: date) -> dict[UUID, WorkerFacts]:
    """Return who worked here on any day from one to before another. It asks nobody: see the module."""
    return _by_id(list_facts(session, *_here(from_, until)))


def _here(from_: date, until: date) -> tuple[ColumnElement[bool], ...]:
    return Worker.started_on < until, or_(Worker.ended_on.is_(None), Worker.ended_on >= from_)


def _by_id(workers: Iterable[WorkerFacts]) -> dict[UUID, WorkerFacts]:
    return {one.id: one for one in workers}
