"""The demo's weeks of visits, and the time that came of them: made by a seed, alike at each load."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID, uuid5

from app.demo.people import NAMESPACE, DemoCoop
from app.demo.staff import HOUR, Staffed, chance_of, day_of, services
from app.demo.ways import Ways
from franchise_kit.care.actions.seeding import SeedPerson, SeedVisit
from franchise_kit.people.queries.facts import WorkerFacts
from franchise_kit.time.actions.seeding import SeedEntry
from franchise_kit.time.rules.gaps import gap_between
from tenants.clock import LONDON

VISIT: Final = timedelta(minutes=45)
AND_THE_WAY: Final = timedelta(minutes=60)
FIRST_ROUND, LATER_ROUND, LAST_IN_A_ROUND = time(7), time(15, 30), 5
# Of seven workers five are at work on a day.
AT_WORK: Final = (5, 7)
AHEAD: Final = timedelta(days=7)
# Where figures slip, they slip since then.
LATELY: Final = timedelta(weeks=5)
CANCELLED: Final = 0.03
# Since this day, a few visits in a hundred begin late, and as many are short: by chance's highest draws.
SLIPS_FROM: Final = date(2026, 11, 9)
SHORT, LATE = 0.96, 0.98
# At desks from Monday to Friday, by minutes of the day.
SATURDAY, DESK_FROM, DESK_MINUTES = 5, 9 * HOUR, 450


@dataclass(frozen=True, slots=True)
class Drawn:
    """What chance says of a visit: whether it is made, and minutes after its plan and beyond its length."""

    luck: float
    late: int
    longer: int


def visits_of(
    coop: DemoCoop,
    staffed: Staffed,
    people: list[SeedPerson],
    *,
    now: datetime,
    from_: date | None = None,
) -> Iterator[SeedVisit]:
    """Yield a co-op's visits as they stand at an instant: how those went that began, and a week of plans.

    From its first week, or from a London day on. What a visit is and how it goes is the same at any instant,
    but that whoever can sign in is at work on the instant's own day.
    """
    chance, today = chance_of(coop, "visits"), now.astimezone(LONDON).date()
    a_day = round(int(coop.facts["care_hours_per_week"]) * HOUR / 7 / (VISIT.seconds // 60))
    first = day_of(services()["first_week"])
    for number in range((today + AHEAD - first).days + 1):
        day = first + timedelta(days=number)
        # Drawn for the days that are left out too: what comes after them depends on it.
        drawn = [_drawn(chance) for _ in range(a_day)]
        if from_ is not None and day < from_:
            continue
        missed = _missed_share(coop, is_lately=day > today - LATELY)
        working = _working(staffed.carers, day, a_day)
        if day == today:
            working = _who_sign_in_first(staffed.carers, working)
        for place, (worker, starts) in enumerate(_rounds(working, a_day, day)):
            of_all = number * a_day + place
            visit_id = uuid5(NAMESPACE, f"visit {coop.slug} {of_all}")
            # The same people at the same times each day: what comes back has a pattern.
            plan = (visit_id, people[place % len(people)].id, worker.id, starts)
            yield _went(plan, drawn[place], missed, now)


def entries_of(
    staffed: Staffed, people: Sequence[SeedPerson], visits: Iterable[SeedVisit], *, from_: date, until: date
) -> Iterator[SeedEntry]:
    """Yield the time that came of visits and lay between them, and the days at desks, in some London days."""
    carers, ways = {worker.id: worker for worker in staffed.carers}, Ways(people)
    places = {one.id: place for place, one in enumerate(people)}
    before: dict[UUID, SeedVisit] = {}
    for visit in sorted(visits, key=lambda one: (one.checked_in_at or one.planned_from, one.id)):
        came, left = visit.checked_in_at, visit.checked_out_at
        if came is None or left is None or not from_ <= came.astimezone(LONDON).date() < until:
            continue
        minutes = max(1, round((left - came).total_seconds() / 60))
        entry_id, person_id = uuid5(NAMESPACE, f"time {visit.id}"), carers[visit.worker_id].person_id
        yield SeedEntry(entry_id, visit.worker_id, person_id, "visit", came, left, minutes, visit.id)
        last = before.get(visit.worker_id)
        before[visit.worker_id] = visit
        if last is not None and last.checked_out_at is not None and last.checked_out_at < came:
            way = ways.way(places[last.person_supported_id], places[visit.person_supported_id])
            yield from _between(last.checked_out_at, visit, person_id, way)
    for worker in staffed.at_desks:
        yield from _desk_days(worker, from_, until)


def _between(
    left: datetime, visit: SeedVisit, person_id: UUID, way: tuple[int, int] | None
) -> Iterator[SeedEntry]:
    """Yield the travel to a visit, and the waiting, as the product writes them down itself."""
    gap = gap_between(left, visit.checked_in_at or left, way and way[0])
    parts = (("travel", gap.travel, way[1] or None if way else None), ("waiting", gap.waiting, None))
    for kind, minutes, metres in parts:
        if minutes:
            entry_id, ends = uuid5(NAMESPACE, f"{kind} {visit.id}"), left + timedelta(minutes=minutes)
            yield SeedEntry(entry_id, visit.worker_id, person_id, kind, left, ends, minutes, visit.id, metres)
            left = ends


def _desk_days(worker: WorkerFacts, from_: date, until: date) -> Iterator[SeedEntry]:
    for day in (from_ + timedelta(days=more) for more in range((until - from_).days)):
        if day.weekday() < SATURDAY:
            starts = _at(day, time(DESK_FROM // HOUR))
            ends, entry_id = starts + timedelta(minutes=DESK_MINUTES), desk_id(worker.id, day)
            yield SeedEntry(entry_id, worker.id, worker.person_id, "other", starts, ends, DESK_MINUTES, None)


def desk_id(worker_id: UUID, day: date) -> UUID:
    """Return the id of a worker's day at a desk."""
    return uuid5(NAMESPACE, f"desk {worker_id} {day}")


def _rounds(working: list[WorkerFacts], a_day: int, day: date) -> Iterator[tuple[WorkerFacts, datetime]]:
    """Give a day's visits out: each worker goes from one to the next, in a first and a later round."""
    for place in range(a_day):
        turn, whose = divmod(place, len(working))
        begins = FIRST_ROUND if turn < LAST_IN_A_ROUND else LATER_ROUND
        yield working[whose], _at(day, begins) + AND_THE_WAY * (turn % LAST_IN_A_ROUND)


def _working(carers: tuple[WorkerFacts, ...], day: date, a_day: int) -> list[WorkerFacts]:
    at_work, of = AT_WORK
    here = [(number, one) for number, one in enumerate(carers) if one.started_on <= day]
    found = [one for number, one in here if (number + day.toordinal()) % of < at_work]
    # Where so few are at work that rounds would run into each other, everybody is.
    return found if a_day <= 2 * LAST_IN_A_ROUND * len(found) else [one for _, one in here]


def _who_sign_in_first(carers: tuple[WorkerFacts, ...], working: list[WorkerFacts]) -> list[WorkerFacts]:
    """Put whoever has an account first, at work or not: who tries the demo is one of them, and has visits."""
    with_account = [one for one in carers if one.account_id is not None]
    return with_account + [one for one in working if one.account_id is None]


def _drawn(chance: random.Random) -> Drawn:
    return Drawn(chance.random(), chance.randint(-4, 11), chance.randint(-3, 6))


def _missed_share(coop: DemoCoop, *, is_lately: bool) -> float:
    rates = services()["co_ops"][coop.slug]
    return float(rates["missed_lately" if is_lately else "missed"]) / 1000


def _went(plan: tuple[UUID, UUID, UUID, datetime], drawn: Drawn, missed: float, now: datetime) -> SeedVisit:
    """Return a visit as it stands: ahead, under way, made within minutes of its plan, missed or cancelled."""
    visit_id, person_id, worker_id, starts = plan
    came = starts + timedelta(minutes=drawn.late)
    left = came + VISIT + timedelta(minutes=drawn.longer)
    if starts.date() >= SLIPS_FROM and drawn.luck >= LATE:
        came = starts + timedelta(minutes=18)
    elif starts.date() >= SLIPS_FROM and drawn.luck >= SHORT:
        left = came + timedelta(minutes=20)
    is_cancelled = starts <= now and missed <= drawn.luck < missed + CANCELLED
    is_made = drawn.luck >= missed + CANCELLED
    return SeedVisit(
        id=visit_id,
        person_supported_id=person_id,
        worker_id=worker_id,
        planned_from=starts,
        planned_until=starts + VISIT,
        checked_in_at=came if is_made and came <= now else None,
        checked_out_at=left if is_made and left <= now else None,
        cancelled_by="person" if is_cancelled else None,
        cancelled_at=starts - timedelta(days=1) if is_cancelled else None,
    )


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, tzinfo=LONDON)
