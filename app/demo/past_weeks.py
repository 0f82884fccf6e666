"""The demo's older weeks: visits that are long over, made by a seed without a database.

Instants are minutes of a London day, which no visit leaves: with dates and zones they are written by
``past_rows``, which has a million of them to write.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from uuid import uuid5

from app.demo.past import Past, first_day, past_of
from app.demo.people import NAMESPACE, DemoCoop
from app.demo.staff import HOUR, chance_of, day_of, services
from app.demo.weeks import AT_WORK, CANCELLED, LAST_IN_A_ROUND, VISIT
from app.settings import ALL_TENTHS
from franchise_kit.care.actions.seeding import SeedPerson, SeedVisit
from franchise_kit.people.queries.facts import WorkerFacts
from tenants.clock import LONDON

MINUTES: Final = VISIT.seconds // 60
# In whole hours and a half: a first and a later round, and an hour from one visit to the next.
FIRST_ROUND, LATER_ROUND = 7 * HOUR, 15 * HOUR + 30
EARLIEST, LATEST_IN_TIME, LATE_FROM, LATEST, SHORT_MINUTES = -4, 11, 16, 26, 20
# Whoever was late goes on to the next at once.
AT_LEAST_BETWEEN: Final = 3
SHORT: Final = 0.01
REASONS: Final = ("hospital", "away", "family_there", "not_wanted")


class Done(NamedTuple):
    """A visit that is over, by places in its crew's lists; ``came`` is None where nobody did."""

    id: str
    person: int
    worker: int
    starts: int
    came: int | None
    left: int
    cancelled_by: str | None
    reason: str | None


Day = tuple[date, list[Done]]


@dataclass(frozen=True, slots=True)
class Crew:
    """Who goes out, and to whom, in all of a co-op's past; ``tenths`` of its visits are made."""

    coop: DemoCoop
    carers: tuple[WorkerFacts, ...]
    people: tuple[SeedPerson, ...]
    at_desks: tuple[WorkerFacts, ...] = ()
    tenths: int = ALL_TENTHS


def days_of(crew: Crew) -> Iterator[Day]:
    """Yield each day of a co-op's past with its visits, up to the weeks that the demo tells closely."""
    past, chance = past_of(crew.coop.slug), chance_of(crew.coop, "past")
    ids, number = _ids(crew.coop), 0
    for day in _days(max(past.began, first_day()), day_of(services()["first_week"])):
        people = [
            place for place, one in enumerate(crew.people) if _is_there(one.started_on, one.ended_on, day)
        ]
        # More at once than there are people would be two at one door.
        working = _working(crew, day)[: len(people)]
        visits = _how_many(crew, past.size_on(day), working)
        going, free_at = _Going.on(crew.coop, past, day), dict.fromkeys(working, 0)
        done = []
        for place in range(visits):
            turn, whose = divmod(place, len(working))
            began = FIRST_ROUND if turn < LAST_IN_A_ROUND else LATER_ROUND
            starts = began + turn % LAST_IN_A_ROUND * HOUR
            plan = (f"{ids}{number + place:012x}", people[place % len(people)], working[whose], starts)
            one = Done(*plan, *going.went(starts, free_at[working[whose]], chance))
            free_at[working[whose]] = max(one.left, free_at[working[whose]])
            done.append(one)
        number += visits
        yield day, done


def told_days(crew: Crew, visits: list[SeedVisit], from_: date, until: date) -> Iterator[Day]:
    """Yield some days of the weeks that the demo tells closely, as ``days_of`` does those before.

    Where some tenths are made, they are the visits of so many tenths of the carers.
    """
    made = -(-len(crew.carers) * crew.tenths // ALL_TENTHS)
    people = {one.id.int: place for place, one in enumerate(crew.people)}
    carers = {one.id.int: place for place, one in enumerate(crew.carers)}
    days: dict[date, list[Done]] = {day: [] for day in _days(from_, until)}
    for visit in visits:
        starts = visit.planned_from.astimezone(LONDON)
        came, left = visit.checked_in_at, visit.checked_out_at
        is_made = carers[visit.worker_id.int] < made and starts.date() in days
        if is_made and came is not None and left is not None:
            days[starts.date()].append(
                Done(
                    str(visit.id),
                    people[visit.person_supported_id.int],
                    carers[visit.worker_id.int],
                    _minute(starts),
                    _minute(came.astimezone(LONDON)),
                    _minute(left.astimezone(LONDON)),
                    None,
                    None,
                )
            )
    yield from days.items()


@dataclass(frozen=True, slots=True)
class _Going:
    """How a day's visits go, in shares: missed below the first, called off, cancelled; late from the top."""

    missed: float
    weather: float
    late: float

    @classmethod
    def on(cls, coop: DemoCoop, past: Past, day: date) -> "_Going":
        missed, winter = services()["co_ops"][coop.slug]["missed"] / 1000, past.winter
        if winter is not None and winter.from_ <= day < winter.until:
            return cls(missed, winter.weather / 1000, winter.late / 1000)
        return cls(missed, 0.0, past.late / 1000)

    def went(
        self, starts: int, free_at: int, chance: random.Random
    ) -> tuple[int | None, int, str | None, str | None]:
        """Return when somebody came who was free at a minute, and left; or who cancelled it and why."""
        luck, spread = chance.random(), chance.random()
        if luck < self.missed:
            return None, 0, None, None
        if luck < self.missed + self.weather:
            return None, 0, "co_op", "weather"
        if luck < self.missed + self.weather + CANCELLED:
            return None, 0, "person", REASONS[int(spread * len(REASONS))]
        if luck >= 1 - self.late:
            return _stay(starts + LATE_FROM + int(spread * (LATEST - LATE_FROM)), free_at, MINUTES)
        came = starts + EARLIEST + int(spread * (LATEST_IN_TIME - EARLIEST + 1))
        if luck >= 1 - self.late - SHORT:
            return _stay(came, free_at, SHORT_MINUTES)
        # Minutes beyond its length come of a chance that is there: to draw is most of what a visit costs.
        return _stay(came, free_at, MINUTES + int(spread * 997) % 10 - 3)


def _stay(came: int, free_at: int, minutes: int) -> tuple[int, int, None, None]:
    came = max(came, free_at + AT_LEAST_BETWEEN)
    return came, came + minutes, None, None


def _ids(coop: DemoCoop) -> str:
    """Return what the ids of a co-op's visits begin with; in the order of days they go into an index fast."""
    return id_space(f"past visits {coop.slug}")


def id_space(what: str) -> str:
    """Return the first 24 characters of made-up ids; whoever has it counts the last twelve."""
    return str(uuid5(NAMESPACE, what))[:24]


def _days(from_: date, until: date) -> Iterator[date]:
    return (from_ + timedelta(days=more) for more in range((until - from_).days))


def _is_there(first: date, last: date | None, day: date) -> bool:
    return first <= day and (last is None or day <= last)


def _working(crew: Crew, day: date) -> list[int]:
    """Return the places of those at work on a day: five of seven of those who work here, or some tenths."""
    at_work, of = AT_WORK
    here = [place for place, one in enumerate(crew.carers) if _is_there(one.started_on, one.ended_on, day)]
    found = [place for place in here if (place + day.toordinal()) % of < at_work]
    return found[: -(-len(found) * crew.tenths // ALL_TENTHS)] or here[:1]


def _how_many(crew: Crew, size: float, working: list[int]) -> int:
    """Return how many visits a day has: by the co-op's hours, and no more than two rounds of all hold."""
    hours = int(crew.coop.facts["care_hours_per_week"])
    visits = round(hours * HOUR / 7 / MINUTES * size * crew.tenths / ALL_TENTHS)
    return max(1, min(visits, 2 * LAST_IN_A_ROUND * len(working)))


def _minute(at: datetime) -> int:
    return at.hour * HOUR + at.minute
