"""Loading the demo's older weeks, and counting them, beside everything else: the database has the work."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from time import monotonic
from typing import Final

from app.demo.former import people_ended, workers_left
from app.demo.loading import Loading
from app.demo.past_rows import ENTRY_COLUMNS, MILES_COLUMNS, VISIT_COLUMNS, Office, Worked, visit_lines
from app.demo.past_weeks import Crew, days_of, told_days
from app.demo.pay import make_pay
from app.demo.people import DemoCoop
from app.demo.staff import Staffed, day_of, services
from app.demo.telling import actor_of, person_of
from franchise_kit.care.actions.seeding import SeedPerson, SeedVisit
from franchise_kit.care.actions.seeding_past import seed_past_visits
from franchise_kit.kernel.days import london_midnight
from franchise_kit.quality.actions import counting, sharing_counts
from franchise_kit.quality.queries.figures import figures_of
from franchise_kit.time.actions.seeding_past import Lines, seed_past_time
from tenants import registry
from tenants.transaction import reading

AT_ONCE: Final = 2


@dataclass(frozen=True, slots=True)
class Told:
    """What the demo tells closely of a co-op: who works there, whom they support, and their visits."""

    coop: DemoCoop
    staffed: Staffed
    people: list[SeedPerson]
    visits: list[SeedVisit]


class PastLoads:
    """The loads of the co-ops' pasts that are under way, each in a thread of its own."""

    def __init__(self, loading: Loading) -> None:
        self._loading = loading
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="past")
        self._under_way: list[Future[None]] = []

    def begin(self, told: Told) -> None:
        """Begin with the past of a co-op whose people and workers are there, and with its figures."""
        self._under_way.append(self._pool.submit(_load, self._loading, told))

    def wait(self) -> None:
        """Return when all are there; raise what went wrong in one."""
        self._pool.shutdown()
        for one in self._under_way:
            one.result()


def _load(loading: Loading, told: Told) -> None:
    load_past(loading, told)
    begun = monotonic()
    make_pay(loading, told.coop, told.staffed)
    loading.say(f"  pay of {told.coop.facts['name_en']}: {monotonic() - begun:.1f} s")
    _figures(loading, told.coop)


def crew_of(coop: DemoCoop, staffed: Staffed, people: list[SeedPerson], tenths: int) -> Crew:
    """Return who is in a co-op's past: those of today first, in their order."""
    left = tuple(one.facts for one in workers_left(coop))
    return Crew(coop, (*staffed.carers, *left), (*people, *people_ended(coop)), staffed.at_desks, tenths)


def load_past(loading: Loading, told: Told) -> None:
    """Write a co-op's older visits and their time; and what was paid of newer ones before its own runs."""
    crew = crew_of(told.coop, told.staffed, told.people, loading.tenths)
    office = Office(
        plans=person_of(loading, told.coop.slug, "care_coordinator").person_id,
        approves=person_of(loading, told.coop.slug, "responsible_individual").person_id,
    )
    days = list(days_of(crew))
    coop, closely = registry.get(told.coop.slug), day_of(services()["first_week"])
    seed_past_visits(
        coop=coop,
        worker_ids=[one.id for one in crew.carers],
        columns=VISIT_COLUMNS,
        lines_of=lambda numbers: visit_lines(crew, days, office, numbers),
        until=london_midnight(closely),
    )
    runs_from = day_of(services()["last_pay"]["period_from"])
    worked = Worked(crew, office)
    seed_past_time(
        coop=coop,
        entries=Lines(
            ENTRY_COLUMNS, worked.lines(chain(days, told_days(crew, told.visits, closely, runs_from)))
        ),
        miles=Lines(MILES_COLUMNS, worked.miles),
        until=london_midnight(runs_from),
    )


def _figures(loading: Loading, coop: DemoCoop) -> None:
    """Count what is over, tell the hub of all months that had anything to count, and agree to the counts."""
    office = registry.get(coop.slug)
    with reading(office) as session:
        if figures_of(session):
            return
    manager = actor_of(loading, coop.slug, "registered_manager")
    counting.compute_indicators(coop=office, by=manager, now=loading.now)
    with reading(office) as session:
        counted = [one for one in figures_of(session) if one.grain == "month" and one.denominator]
    for month in sorted({one.period.from_ for one in counted}):
        counting.tell_indicators(coop=office, month=month, by=manager, now=loading.now)
    decides = actor_of(loading, coop.slug, "responsible_individual")
    month = sharing_counts.agree_to_counts(coop=office, by=decides, now=loading.now)
    if any(one.period.from_ == month for one in counted):
        sharing_counts.tell_counts(coop=office, month=month, by=decides, now=loading.now)
