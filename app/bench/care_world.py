"""A co-op whose rota is measured: 70 workers, each with four visits a day, and some weeks behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final
from uuid import UUID, uuid4

from app.bench.figures import dice
from app.bench.sheets import bring_in, visits_csv
from app.bench.workers import made_up_worker
from franchise_kit.access import Permission
from franchise_kit.care import actions, queries
from franchise_kit.care.actions.seeding import SeedVisit, seed_care
from franchise_kit.kernel.days import london_instant
from franchise_kit.people.actions.seeding import SeedWorker, seed_workers
from franchise_kit.people.queries.facts import WorkerFacts
from franchise_kit.time.actions import check_in
from tenants.actor import SYSTEM, Actor
from tenants.office import Coop
from tenants.transaction import reading

WORKERS: Final = 70
ROUNDS: Final = (time(8), time(10), time(13), time(17))
MINUTES: Final = 45
WEEK: Final = timedelta(days=7)
MONDAY: Final = date(2026, 11, 16)
BEGAN: Final = date(2024, 1, 1)
NOW: Final = datetime(2026, 11, 15, 12, 0, tzinfo=UTC)
WEEKS_MADE: Final = 6
# A file of 10,000 visits is of 36 days.
WEEKS_OF_A_FILE: Final = 6
EVERY_DAY: Final = 127
SEEDED_AT_ONCE: Final = 5_000


@dataclass
class World:
    """One co-op of 70 workers, each with four visits a day to the same people, and some weeks behind it."""

    coop: Coop
    weeks: int
    workers: list[WorkerFacts] = field(default_factory=list)
    people: list[UUID] = field(default_factory=list)
    visits_count: int = 0

    def build(self) -> None:
        """Enter everybody, agree the patterns and load the weeks that are over."""
        self.workers = [made_up_worker(number, BEGAN) for number in range(WORKERS)]
        contracts = [SeedWorker(one, BEGAN, 2100, 1300, "1257L", 0, 0) for one in self.workers]
        seed_workers(coop=self.coop, workers=contracts, now=NOW)
        kind = actions.KindSaid("Round", "Rownd", MINUTES)
        kind_id = actions.add_kind(coop=self.coop, kind=kind, by=SYSTEM, now=NOW)
        chance = dice()
        for number in range(WORKERS * len(ROUNDS)):
            place = f"52.{chance.randrange(10**5):05},-4.{chance.randrange(10**5):05}"
            person = actions.NewPerson("Person", f"{number:03}", "cy", BEGAN, place=place)
            person_id = actions.enter_person(coop=self.coop, person=person, by=SYSTEM, now=NOW)
            self.people.append(person_id)
            at = ROUNDS[number // WORKERS]
            pattern = actions.NewPattern(person_id, kind_id, EVERY_DAY, at.hour * 60, MINUTES, BEGAN)
            actions.make_pattern(coop=self.coop, pattern=pattern, by=SYSTEM, now=NOW)
        visits = list(self._history())
        # A statement has its time, on a busy machine too: a year goes over in parts.
        for first in range(0, len(visits), SEEDED_AT_ONCE):
            seed_care(coop=self.coop, people=[], visits=visits[first : first + SEEDED_AT_ONCE], now=NOW)
        self.visits_count = len(visits)

    def _history(self) -> Iterator[SeedVisit]:
        for number, person_id in enumerate(self.people):
            worker_id, at = self.workers[number % WORKERS].id, ROUNDS[number // WORKERS]
            for day in range(-7 * self.weeks, 0):
                begins = london_instant(MONDAY + timedelta(days=day), at)
                ends = begins + timedelta(minutes=MINUTES)
                yield SeedVisit(uuid4(), person_id, worker_id, begins, ends, begins, ends, None, None)

    def generate(self, monday: date) -> None:
        """Make the drafts of a week."""
        made = actions.generate_week(coop=self.coop, monday=monday, by=SYSTEM, now=NOW)
        self.visits_count += made.made

    def publish(self, monday: date) -> None:
        """Publish a week that was made."""
        actions.publish(coop=self.coop, what=actions.ToPublish(monday=monday), by=SYSTEM, now=NOW)

    def bring_in(self, number: int) -> dict[str, int]:
        """Bring in a file of 10,000 visits, the first, second or third, that lie after all that were made."""
        first = MONDAY + (WEEKS_MADE + number * WEEKS_OF_A_FILE) * WEEK
        return bring_in(self.coop, visits_csv(first=first, rounds=ROUNDS, workers=WORKERS))

    def week(self) -> queries.RotaWeek:
        """Read that week as its co-ordinator does."""
        with reading(self.coop) as session:
            return queries.week_of_rota(session, by=SYSTEM, monday=MONDAY, now=NOW)

    def suggest(self, visit_id: UUID) -> queries.Suggestions:
        """Ask who could do a visit."""
        with reading(self.coop) as session:
            return queries.suggest(session, visit_id, by=SYSTEM, now=NOW)

    def suggest_all(self, visit_ids: Sequence[UUID]) -> dict[UUID, queries.Suggestions]:
        """Ask who could do each of some visits, as the page of somebody's days away does."""
        with reading(self.coop) as session:
            return queries.suggest_all(session, visit_ids, by=SYSTEM, now=NOW)

    def check_in(self, visit: queries.RotaVisit) -> None:
        """Check a visit's own worker in, as its time comes."""
        worker = next(one for one in self.workers if one.id == visit.worker_id)
        own = MappingProxyType({Permission.VISIT_RECORD.value: "assigned"})
        by = Actor(account_id=None, person_id=worker.person_id, side="coop", permissions=own)
        check_in(coop=self.coop, visit_id=visit.id, by=by, now=visit.planned_from)
