"""Drafts of a whole week: who is free for them, who may come, and what could not be made, with the reason."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.care.models import PersonSupported, Visit, VisitKind, WorkerWish
from franchise_kit.care.queries.rota import AwayDays
from franchise_kit.care.rules.patterns import NIGHTS, WEEK
from franchise_kit.kernel.days import london_day, london_midnight
from franchise_kit.people.queries.rota_facts import hold_workers
from franchise_kit.people.rules.contracts import is_employed
from tenants.actor import Actor
from tenants.bulk import insert_rows, is_one_of

if TYPE_CHECKING:
    from franchise_kit.people.queries.facts import WorkerFacts

DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A visit that was not made, or was made without its worker (``is_made``), and the reason's code."""

    person_supported_id: UUID
    person_name: str = field(repr=False)
    planned_from: datetime
    reason: str
    is_made: bool = False
    worker_id: UUID | None = None
    worker_name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Supported:
    """Somebody supported, and from when to when."""

    name: str = field(repr=False)
    started_on: date
    ended_on: date | None

    def is_on(self, day: date) -> bool:
        """Whether they are supported on a day."""
        return self.started_on <= day and (self.ended_on is None or day <= self.ended_on)


class Drafts:
    """The drafts that one act makes for a week, with all that must be known for them read at once."""

    def __init__(self, session: Session, monday: date, *, by: Actor, now: datetime, away: AwayDays) -> None:
        self._session, self._by, self._now = session, by, now
        self._away = frozenset(away)
        self.monday = monday
        self.nights = frozenset(session.scalars(select(VisitKind.id).where(VisitKind.pays_as.in_(NIGHTS))))
        self.supported: dict[UUID, Supported] = {}
        self.skipped: list[Skipped] = []
        self._workers: dict[UUID, WorkerFacts] = {}
        self._busy: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
        self._unwanted: frozenset[tuple[UUID, UUID]] = frozenset()
        self._rows: list[dict[str, Any]] = []

    def hold(self, person_ids: Collection[UUID], worker_ids: Collection[UUID]) -> None:
        """Hold those whom the drafts are about, so that nobody's last day is set meanwhile."""
        self._workers = hold_workers(self._session, worker_ids)
        self.supported = {
            row.id: Supported(
                f"{row.known_as or row.given_name} {row.family_name}", row.started_on, row.ended_on
            )
            for row in self._session.execute(
                select(
                    PersonSupported.id, PersonSupported.given_name, PersonSupported.known_as,
                    PersonSupported.family_name, PersonSupported.started_on, PersonSupported.ended_on,
                )
                .where(is_one_of(PersonSupported.id, set(person_ids)))
                .order_by(PersonSupported.id)
                .with_for_update(read=True)
            )
        }  # fmt: skip
        self._read_wishes_and_visits(worker_ids)

    def _read_wishes_and_visits(self, worker_ids: Collection[UUID]) -> None:
        wishes = select(WorkerWish.person_supported_id, WorkerWish.worker_id).where(
            WorkerWish.wish == "not_this_one"
        )
        self._unwanted = frozenset((row[0], row[1]) for row in self._session.execute(wishes))
        for worker_id, begins, ends in self._session.execute(
            select(Visit.worker_id, Visit.planned_from, Visit.planned_until).where(
                Visit.worker_id.in_(set(worker_ids)),
                Visit.cancelled_at.is_(None),
                Visit.planned_from >= london_midnight(self.monday - DAY),
                Visit.planned_from < london_midnight(self.monday + WEEK + DAY),
            )
        ):
            if worker_id is not None:
                self._busy[worker_id].append((begins, ends))

    def skip(self, person_id: UUID, begins: datetime, reason: str) -> None:
        """Write down that a visit was not made."""
        self.skipped.append(Skipped(person_id, self.supported[person_id].name, begins, reason))

    def reason_against(self, person_id: UUID, begins: datetime, ends: datetime) -> str | None:
        """Return why no visit can be made to somebody then, or None."""
        if not self.supported[person_id].is_on(london_day(begins)):
            return "not_supported"
        return "over" if ends <= self._now else None

    def add(self, row: dict[str, Any], worker_id: UUID | None) -> None:
        """Make a draft, with the worker if they can; who cannot is written down."""
        person_id, begins, ends = row["person_supported_id"], row["planned_from"], row["planned_until"]
        reason = self._unable(person_id, worker_id, begins, ends) if worker_id is not None else None
        if worker_id is not None and reason is not None:
            worker = self._workers.get(worker_id)
            name = worker.full_name if worker is not None else ""
            person = self.supported[person_id].name
            self.skipped.append(Skipped(person_id, person, begins, reason, True, worker_id, name))
        given = worker_id if reason is None else None
        if given is not None:
            self._busy[given].append((begins, ends))
        self._rows.append(
            row
            | {
                "id": uuid4(),
                "worker_id": given,
                "entered_by_person": self._by.person_id,
                "entered_at": self._now,
                "version": 1,
            }
        )

    def keep(self) -> int:
        """Write the drafts; return how many."""
        insert_rows(self._session, Visit, self._rows)
        return len(self._rows)

    def _unable(self, person_id: UUID, worker_id: UUID, begins: datetime, ends: datetime) -> str | None:
        worker, day = self._workers.get(worker_id), london_day(begins)
        if worker is None or not is_employed(worker.started_on, worker.ended_on, day):
            return "left"
        if (worker_id, day) in self._away:
            return "away"
        if (person_id, worker_id) in self._unwanted:
            return "not_wanted"
        return "elsewhere" if _overlaps(self._busy[worker_id], begins, ends) else None


def _overlaps(spans: Iterable[tuple[datetime, datetime]], begins: datetime, ends: datetime) -> bool:
    return any(one < ends and begins < other for one, other in spans)


def sorted_skipped(skipped: Sequence[Skipped]) -> tuple[Skipped, ...]:
    """Return what was skipped in the order of the week."""
    return tuple(sorted(skipped, key=lambda one: (one.planned_from, one.person_name)))
