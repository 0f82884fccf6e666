"""What would come of rows about visits: the rules of planning one visit, asked for thousands at once."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.care.actions.changing import WorkerAway, WorkerNotWanted, check_may_plan
from franchise_kit.care.actions.drafting import Supported
from franchise_kit.care.models import PersonSupported, Visit, WorkerWish
from franchise_kit.care.queries.rota import AwayDays
from franchise_kit.care.rules import visits as rules
from franchise_kit.kernel.days import london_day
from franchise_kit.kernel.sheets import CHANGED, NEW, UNCHANGED, Verdict, compared, judged
from franchise_kit.people.queries.facts import WorkerFacts, workers_from
from franchise_kit.people.rules.contracts import is_employed
from tenants.actor import Actor
from tenants.bulk import is_one_of
from tenants.refusal import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY: Final = timedelta(days=1)
LONG_AGO: Final = date(2000, 1, 1)
Key = tuple[UUID, datetime, int]
Busy = tuple[datetime, datetime, UUID | None]


@dataclass(frozen=True, slots=True)
class SheetVisit:
    """A row about a visit: whose, from when, and of which of two carers; ``said`` what else the row says.

    ``usual`` is what is kept of a new one where the row says nothing. Fields are those of the table; instants
    are aware.
    """

    person_supported_id: UUID
    planned_from: datetime
    carer: int
    said: Mapping[str, Any]
    usual: Mapping[str, Any]

    @property
    def key(self) -> Key:
        """What a visit is known by."""
        return self.person_supported_id, self.planned_from, self.carer

    @property
    def planned_until(self) -> datetime:
        """The end, which each row says."""
        until: datetime = self.said["planned_until"]
        return until


@dataclass(frozen=True, slots=True)
class Kept:
    """A visit that is here already; fields are those of the table."""

    id: UUID
    planned_until: datetime
    worker_id: UUID | None
    visit_kind_id: UUID | None
    window_minutes: int
    short_reason: str | None
    told_until: datetime | None
    checked_in_at: datetime | None
    version: int
    together_id: UUID | None


@dataclass(frozen=True, slots=True)
class _About:
    """What must be known of a row to judge it."""

    row: SheetVisit
    kept: Kept | None
    worker_id: UUID | None
    day: date = field(repr=False)

    @property
    def short_reason(self) -> str | None:
        """Why it is short, by the row or by what is kept."""
        said: str | None = self.row.said.get("short_reason")
        return said or (self.kept.short_reason if self.kept is not None else None)


class Weighing:
    """Judges the rows of one file, with all that must be known for them read at once."""

    def __init__(
        self, session: Session, rows: Sequence[SheetVisit], *, by: Actor, now: datetime, away: AwayDays
    ) -> None:
        check_may_plan(by)
        self._session, self._rows, self._now = session, rows, now
        self._away = frozenset(away)
        self._people: dict[UUID, Supported] = {}
        self._workers: dict[UUID, WorkerFacts] = {}
        self._unwanted: frozenset[tuple[UUID, UUID]] = frozenset()
        self._busy: dict[tuple[UUID, date], list[Busy]] = defaultdict(list)
        self._firsts: set[tuple[UUID, datetime, datetime]] = set()
        self.kept: dict[Key, Kept] = {}
        if rows:
            self._read()

    def verdicts(self) -> list[Verdict]:
        """Return what comes of each row; first carers are judged before the second ones beside them."""
        found: dict[int, Verdict] = {}
        for place in sorted(range(len(self._rows)), key=lambda at: self._rows[at].carer):
            row = self._rows[place]
            found[place] = self._verdict(row)
            if found[place].outcome in {NEW, CHANGED}:
                self._note(row)
        return [found[place] for place in range(len(self._rows))]

    def _verdict(self, row: SheetVisit) -> Verdict:
        kept = self.kept.get(row.key)
        verdict = compared(row.said, [asdict(kept)] if kept is not None else [])
        if verdict.outcome == UNCHANGED:
            return verdict
        worker_id = row.said.get("worker_id", kept.worker_id if kept is not None else None)
        about = _About(row, kept, worker_id, london_day(row.planned_from))
        return judged(verdict, self._checks(about))

    def _checks(self, about: _About) -> "Iterable[tuple[str | None, Callable[[], None]]]":
        row, times = about.row, (about.row.planned_from, about.row.planned_until)
        yield "minutes", lambda: rules.check_length(*times)
        yield "day", lambda: rules.check_not_over(row.planned_until, self._now)
        yield "short_reason", lambda: rules.check_short_reason(*times, about.short_reason)
        yield "day", lambda: self._check_supported(about)
        yield None, lambda: _check_ahead(about)
        yield "day", lambda: _check_not_missed(about, self._now)
        if about.kept is None:
            yield "carer", lambda: self._check_beside_first(row)
        if about.worker_id is not None:
            yield "worker_id", lambda: self._check_worker(about)

    def _check_supported(self, about: _About) -> None:
        person = self._people.get(about.row.person_supported_id)
        if person is None:
            raise NotFound(record_kind="care_plan")
        rules.check_supported(person.started_on, person.ended_on, about.day)

    def _check_beside_first(self, row: SheetVisit) -> None:
        beside = row.person_supported_id, row.planned_from, row.planned_until
        if row.carer > 1 and beside not in self._firsts:
            raise rules.SecondCarerAlone

    def _check_worker(self, about: _About) -> None:
        worker_id, row = about.worker_id, about.row
        worker = self._workers.get(worker_id) if worker_id is not None else None
        if worker is None:
            raise NotFound(record_kind="worker")
        if not is_employed(worker.started_on, worker.ended_on, about.day):
            raise rules.WorkerNotEmployedThen(worker_id=worker.id)
        if (worker.id, about.day) in self._away:
            raise WorkerAway(worker_id=worker.id)
        if (row.person_supported_id, worker.id) in self._unwanted:
            raise WorkerNotWanted(worker_id=worker.id)
        own = about.kept.id if about.kept is not None else None
        others = [
            rules.Planned(begins, ends)
            for day in _days(row.planned_from, row.planned_until)
            for begins, ends, visit_id in self._busy.get((worker.id, day), ())
            if own is None or visit_id != own
        ]
        rules.check_free(row.planned_from, row.planned_until, others)

    def _note(self, row: SheetVisit) -> None:
        """Count an accepted row among what is planned, for the rows that come after it."""
        kept = self.kept.get(row.key)
        if kept is not None:
            self._free(row, kept)
        if row.carer == 1:
            self._firsts.add((row.person_supported_id, row.planned_from, row.planned_until))
        worker_id = row.said.get("worker_id", kept.worker_id if kept is not None else None)
        if worker_id is not None:
            own = kept.id if kept is not None else None
            self._occupy(worker_id, row.planned_from, row.planned_until, own)

    def _free(self, row: SheetVisit, kept: Kept) -> None:
        """Let go of where a changed visit was: its worker and its second carer go by the row now."""
        if row.carer == 1:
            self._firsts.discard((row.person_supported_id, row.planned_from, kept.planned_until))
        if kept.worker_id is not None:
            for day in _days(row.planned_from, kept.planned_until):
                busy = self._busy[kept.worker_id, day]
                busy[:] = [one for one in busy if one[2] != kept.id]

    def _occupy(self, worker_id: UUID, begins: datetime, ends: datetime, visit_id: UUID | None) -> None:
        for day in _days(begins, ends):
            self._busy[worker_id, day].append((begins, ends, visit_id))

    def _read(self) -> None:
        ids = {row.person_supported_id for row in self._rows}
        people = select(
            PersonSupported.id,
            PersonSupported.given_name,
            PersonSupported.family_name,
            PersonSupported.started_on,
            PersonSupported.ended_on,
        ).where(is_one_of(PersonSupported.id, ids))
        self._people = {
            row.id: Supported(f"{row.given_name} {row.family_name}", row.started_on, row.ended_on)
            for row in self._session.execute(people)
        }
        self._workers = {one.id: one for one in workers_from(self._session, LONG_AGO)}
        wishes = select(WorkerWish.person_supported_id, WorkerWish.worker_id)
        unwanted = self._session.execute(wishes.where(WorkerWish.wish == "not_this_one"))
        self._unwanted = frozenset((row[0], row[1]) for row in unwanted)
        self._read_visits()

    def _read_visits(self) -> None:
        begins = min(row.planned_from for row in self._rows) - DAY
        ends = max(row.planned_until for row in self._rows) + DAY
        visits = select(Visit.person_supported_id, Visit.planned_from, Visit.carer, *_kept_columns()).where(
            Visit.cancelled_at.is_(None), Visit.planned_from >= begins, Visit.planned_from < ends
        )
        for person_id, planned_from, carer, *columns in self._session.execute(visits):
            visit = Kept(*columns)
            self.kept[person_id, planned_from, carer] = visit
            if carer == 1:
                self._firsts.add((person_id, planned_from, visit.planned_until))
            if visit.worker_id is not None:
                self._occupy(visit.worker_id, planned_from, visit.planned_until, visit.id)


def present_workers(session: Session, rows: Sequence[SheetVisit]) -> dict[Key, UUID]:
    """Return who has the visits of rows that name nobody: they keep them. Whoever calls has asked who may."""
    silent = {row.key for row in rows if "worker_id" not in row.said}
    if not silent:
        return {}
    begins = [planned_from for _person_id, planned_from, _carer in silent]
    found = session.execute(
        select(Visit.person_supported_id, Visit.planned_from, Visit.carer, Visit.worker_id).where(
            Visit.cancelled_at.is_(None),
            Visit.worker_id.is_not(None),
            Visit.planned_from.between(min(begins), max(begins)),
        )
    )
    kept = {(person_id, begins, carer): worker_id for person_id, begins, carer, worker_id in found}
    return {key: worker_id for key, worker_id in kept.items() if key in silent and worker_id is not None}


def _kept_columns() -> list[Any]:
    return [Visit.__table__.c[one.name] for one in fields(Kept)]


def _check_ahead(about: _About) -> None:
    if about.kept is not None and about.kept.checked_in_at is not None:
        raise rules.CheckedInAlready(visit_id=about.kept.id)


def _check_not_missed(about: _About, now: datetime) -> None:
    """Refuse another end of a visit that is over: it was missed there, as ``move_visit`` has it."""
    kept = about.kept
    if kept is not None and kept.planned_until != about.row.planned_until:
        rules.check_not_over(kept.told_until or kept.planned_until, now)


def _days(begins: datetime, ends: datetime) -> set[date]:
    return {begins.date(), ends.date()}
