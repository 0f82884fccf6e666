"""A run beside the one before it: for whoever approves, where it is unlike the last."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.payroll.queries.payable import drafted_lines
from franchise_kit.payroll.queries.reaching import may_read_pay
from franchise_kit.payroll.queries.runs import RunFacts, find_last_run
from franchise_kit.payroll.queries.stored import drafted_others
from franchise_kit.payroll.rules.comparing import Difference, differences
from franchise_kit.people.queries.facts import names_of, worker_of_id
from tenants.actor import Actor

MOST_DIFFERING: Final = 5


@dataclass(frozen=True, slots=True)
class Differing:
    """Somebody whose gross pay is unlike last time's."""

    worker_name: str = field(repr=False)
    difference: Difference


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody who is paid in one of two runs alone, with their first and last day of work here."""

    worker_name: str = field(repr=False)
    started_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Compared:
    """The run before, who differs most, and who is paid only now or was only then."""

    last: RunFacts
    differing: tuple[Differing, ...]
    only_now: tuple[Joined, ...]
    only_then: tuple[Joined, ...]


def find_compared(session: Session, run: RunFacts, *, by: Actor) -> Compared | None:
    """Return a run beside the approved one before it, or ``None`` for the first.

    Names and amounts of anybody only for whoever may read pay.
    """
    last = find_last_run(session, run, by=by)
    if last is None:
        return None
    if not may_read_pay(by):
        return Compared(last, (), (), ())
    now, before = drafted_others(session, run.id), drafted_others(session, last.id)
    most = differences(
        drafted_lines(session, run.id),
        drafted_lines(session, last.id),
        other_now=now,
        other_before=before,
    )[:MOST_DIFFERING]
    names = names_of(session, {one.worker_id for one in most})
    return Compared(
        last,
        tuple(Differing(names[one.worker_id], one) for one in most),
        _joined(session, now.keys() - before.keys()),
        _joined(session, before.keys() - now.keys()),
    )


def _joined(session: Session, worker_ids: Iterable[UUID]) -> tuple[Joined, ...]:
    workers = [worker_of_id(session, worker_id) for worker_id in worker_ids]
    found = [Joined(one.full_name, one.started_on, one.ended_on) for one in workers if one is not None]
    return tuple(sorted(found, key=lambda one: one.worker_name))
