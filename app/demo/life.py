"""What is alive in the demo around its visits: kinds and patterns, plans and how they go, who is away."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from app.demo.people import NAMESPACE, DemoCoop, name_lists
from app.demo.staff import Staffed, chance_of, life
from app.settings import FIRST_DEMO_DAY
from franchise_kit.care.actions.seeding import SeedPerson, SeedVisit
from franchise_kit.care.actions.seeding_life import SeedKinds, SeedLife, VisitMade
from franchise_kit.people.queries.facts import WorkerFacts
from tenants.clock import LONDON

Row = dict[str, Any]
# A Monday: weeks count from there.
PATTERNS_FROM: Final = FIRST_DEMO_DAY - timedelta(days=27)
# Of so many people, one: who has no plan yet, whose plan must be looked at, who has somebody else's word.
NO_PLAN, OVERDUE, SPOKEN_FOR = 12, 9, 15
A_MEAL: Final = timedelta(minutes=45)
READINGS: Final = (360, 270, 180, 90, 10)
DRAFTS: Final = 6


def kinds_of(coop: DemoCoop, people: list[SeedPerson], visits: list[SeedVisit], now: datetime) -> SeedKinds:
    """Return a co-op's kinds of visit, and the patterns that every second person's visits come from."""
    language_of = {person.id: person.language for person in people[::2]}
    days: dict[tuple[UUID, int], int] = defaultdict(int)
    made: dict[UUID, VisitMade] = {}
    for visit in visits:
        starts = visit.planned_from.astimezone(LONDON)
        key = (visit.person_supported_id, starts.hour * 60 + starts.minute)
        kind_id = kind_at(coop, key[1])
        if visit.person_supported_id in language_of and starts.date() >= PATTERNS_FROM:
            days[key] |= 1 << starts.weekday()
            made[visit.id] = VisitMade(kind_id, _pattern_id(key), starts.date())
        else:
            made[visit.id] = VisitMade(kind_id, None, None)
    patterns = [
        _pattern(coop, key, weekdays, language_of[key[0]]) | {"entered_at": now}
        for key, weekdays in days.items()
    ]
    return SeedKinds(_kinds(coop, now), _tasks(coop), patterns, made)


def _kinds(coop: DemoCoop, now: datetime) -> list[Row]:
    return [
        {
            "id": _id(coop, f"kind {kind['key']}"),
            "name_en": kind["en"],
            "name_cy": kind["cy"],
            "minutes": 45,
            "entered_at": now,
        }
        for kind in life()["kinds"]
    ]


def _tasks(coop: DemoCoop) -> list[Row]:
    return [
        {
            "id": _id(coop, f"task {kind['key']} {position}"),
            "visit_kind_id": _id(coop, f"kind {kind['key']}"),
            "position": position,
            "words_en": english,
            "words_cy": welsh,
            "is_essential": is_essential,
        }
        for kind in life()["kinds"]
        for position, (english, welsh, is_essential) in enumerate(kind["tasks"], start=1)
    ]


def _pattern(coop: DemoCoop, key: tuple[UUID, int], weekdays: int, language: str) -> Row:
    return {
        "id": _pattern_id(key),
        "person_supported_id": key[0],
        "visit_kind_id": kind_at(coop, key[1]),
        "weekdays": weekdays,
        "starts_minute": key[1],
        "minutes": 45,
        "window_minutes": 15,
        "language": "cy" if language == "cy" else None,
        "valid_from": PATTERNS_FROM,
    }


def life_of(
    coop: DemoCoop, staffed: Staffed, people: list[SeedPerson], visits: list[SeedVisit], now: datetime
) -> SeedLife:
    """Return what stands around the people, what their visits brought up, and what is planned besides."""
    today = now.astimezone(LONDON).date()
    planned = [(number, one) for number, one in enumerate(people) if number % NO_PLAN != NO_PLAN - 1]
    outcomes = [_outcome(coop, number, one, today) for number, one in planned]
    return SeedLife(
        contacts=[_contact(coop, number, one) for number, one in enumerate(people) if number % 3 == 0],
        representatives=[_speaker(coop, number, one) for number, one in planned if number % SPOKEN_FOR == 0],
        consents=[_consent(coop, number, one) for number, one in enumerate(people) if number % 3 == 0],
        wishes=list(_wishes(coop, people, visits)),
        outcomes=outcomes,
        readings=[row for number, row in enumerate(outcomes) for row in _readings(number, row, today)],
        plans=[_plan(coop, number, one, today) for number, one in planned],
        reviews=[_review(coop, number, one, today) for number, one in planned if number % OVERDUE],
        concerns=list(_concerns(coop, staffed, people, visits)),
        drafts=list(_drafts(coop, staffed, people, today)),
        moved=_last_of(visits, today + timedelta(days=3)),
    )


def absences_of(
    coop: DemoCoop, staffed: Staffed, visits: list[SeedVisit], now: datetime, decider: UUID
) -> list[Row]:
    """Return a holiday that waits for an answer, one that was agreed, and a sickness without an end."""
    today = now.astimezone(LONDON).date()
    out = {one.worker_id for one in visits if one.planned_from.astimezone(LONDON).date() == today}
    at_home = [one for one in staffed.carers if one.id not in out] or list(staffed.carers[-1:])
    asks, goes = staffed.carers[0], staffed.carers[len(staffed.carers) // 2]
    note = life()["absence"][asks.language]
    waits = _away(coop, asks, "holiday", now - timedelta(days=2)) | {
        "from_on": today + timedelta(days=15),
        "last_on": today + timedelta(days=19),
        "leave_minutes": 1800,
        "note": note,
    }
    agreed = _away(coop, goes, "holiday agreed", now - timedelta(days=20)) | {
        "from_on": today + timedelta(days=9),
        "last_on": today + timedelta(days=12),
        "leave_minutes": 1440,
        "state": "agreed",
        "decided_by_person": decider,
        "decided_at": now - timedelta(days=18),
    }
    ill = _away(coop, at_home[-1], "sickness", now - timedelta(hours=4)) | {
        "from_on": today,
        "last_on": None,
        "certificate": "self",
    }
    return [waits, agreed, ill]


def _away(coop: DemoCoop, worker: WorkerFacts, what: str, asked_at: datetime) -> Row:
    return {
        "id": _id(coop, f"absence {what}"),
        "worker_id": worker.id,
        "worker_person": worker.person_id,
        "kind": what.partition(" ")[0],
        "asked_by_person": worker.person_id,
        "asked_at": asked_at,
    }


def _outcome(coop: DemoCoop, number: int, one: SeedPerson, today: date) -> Row:
    words = life()["outcomes"][one.language]
    return {
        "id": _id(coop, f"outcome {number}"),
        "person_supported_id": one.id,
        "words": words[number % len(words)],
        "started_on": max(one.started_on, today - timedelta(days=365)),
    }


def _readings(number: int, outcome: Row, today: date) -> Iterator[Row]:
    for place, ago in enumerate(READINGS):
        on_day = today - timedelta(days=ago)
        if on_day >= outcome["started_on"]:
            yield {
                "id": uuid5(outcome["id"], f"reading {ago}"),
                "outcome_id": outcome["id"],
                "on_day": on_day,
                "score": min(5, 1 + number % 3 + (place + number % 2) // 2),
                "said_by": "person" if place % 2 else "together",
            }


def _plan(coop: DemoCoop, number: int, one: SeedPerson, today: date) -> Row:
    # A plan whose first review is past, or one that was looked at some weeks ago.
    agreed_on = max(one.started_on, today - timedelta(days=100 + number % 60))
    due_on = (
        agreed_on + timedelta(days=90)
        if not number % OVERDUE
        else _reviewed(number, today) + timedelta(days=90)
    )
    words = {name: life()[name][one.language] for name in ("support", "strengths", "risks")}
    is_spoken_for = number % SPOKEN_FOR == 0
    return {
        "id": _id(coop, f"plan {number}"),
        "person_supported_id": one.id,
        "number": 1,
        "state": "agreed",
        **{name: options[number % len(options)] for name, options in words.items()},
        "written_with": life()["with"][one.language],
        "agreed_on": agreed_on,
        "agreed_by": "representative" if is_spoken_for else "person",
        "agreed_how": "in_person",
        "representative_id": _id(coop, f"speaks {number}") if is_spoken_for else None,
        "review_due_on": due_on,
    }


def _reviewed(number: int, today: date) -> date:
    return today - timedelta(days=5 + number * 7 % 85)


def _review(coop: DemoCoop, number: int, one: SeedPerson, today: date) -> Row:
    return {
        "id": _id(coop, f"review {number}"),
        "care_plan_id": _id(coop, f"plan {number}"),
        "reviewed_on": _reviewed(number, today),
        "with_whom": life()["with"][one.language],
        "outcomes_said": life()["said"][one.language],
        "came_of_it": "stays",
        "next_due_on": _reviewed(number, today) + timedelta(days=90),
    }


def _contact(coop: DemoCoop, number: int, one: SeedPerson) -> Row:
    relations, firsts = life()["relation"][one.language], name_lists()["first"][one.language]
    return {
        "id": _id(coop, f"contact {number}"),
        "person_supported_id": one.id,
        "name": f"{firsts[number * 7 % len(firsts)]} {one.family_name}",
        "relation": relations[number // 3 % len(relations)],
        # Numbers kept for stories: nobody has one of them.
        "phone": f"01632 960{number:03d}",
        "is_first_to_ring": True,
        "may_come": "yes",
    }


def _speaker(coop: DemoCoop, number: int, one: SeedPerson) -> Row:
    firsts = name_lists()["first"][one.language]
    return {
        "id": _id(coop, f"speaks {number}"),
        "person_supported_id": one.id,
        "name": f"{firsts[(number * 5 + 3) % len(firsts)]} {one.family_name}",
        "phone": f"01632 960{500 + number:03d}",
        "authority": "lpa_health_welfare",
        "seen_on": one.started_on,
        "from_on": one.started_on,
    }


def _consent(coop: DemoCoop, number: int, one: SeedPerson) -> Row:
    return {
        "id": _id(coop, f"consent {number}"),
        "person_supported_id": one.id,
        "with_whom": "family" if number % 2 else "doctor",
        "what": life()["share"][one.language],
        "said_how": "in_person",
        "given_on": one.started_on,
    }


def _wishes(coop: DemoCoop, people: Sequence[SeedPerson], visits: Sequence[SeedVisit]) -> Iterator[Row]:
    """Yield for a few people that they would rather have whoever comes most."""
    for number, one in enumerate(people[:40:8]):
        came = Counter(visit.worker_id for visit in visits if visit.person_supported_id == one.id)
        yield {
            "id": _id(coop, f"wish {number}"),
            "person_supported_id": one.id,
            "worker_id": came.most_common(1)[0][0],
            "wish": "prefers",
        }


def _concerns(
    coop: DemoCoop, staffed: Staffed, people: Sequence[SeedPerson], visits: Sequence[SeedVisit]
) -> Iterator[Row]:
    """Yield two concerns that nobody has seen yet, of the newest visits that are over."""
    language_of = {one.id: one.language for one in people}
    person_of = {one.id: one.person_id for one in staffed.carers}
    over = [one for one in visits if one.checked_out_at is not None][-9::6]
    for number, visit in enumerate(over[:2]):
        yield {
            "id": _id(coop, f"concern {number}"),
            "visit_id": visit.id,
            "person_supported_id": visit.person_supported_id,
            "raised_by_person": person_of[visit.worker_id],
            "raised_at": visit.checked_out_at,
            "words": life()["concerns"][language_of[visit.person_supported_id]][number],
        }


def _drafts(coop: DemoCoop, staffed: Staffed, people: Sequence[SeedPerson], today: date) -> Iterator[Row]:
    """Yield meals of the coming week that nobody was told of; the last has no worker yet."""
    chance = chance_of(coop, "drafts")
    for number in range(DRAFTS):
        starts = _at(today, 1 + number, time(13))
        worker = staffed.carers[number % len(staffed.carers)]
        yield {
            "id": _id(coop, f"draft {number}"),
            "person_supported_id": chance.choice(people).id,
            "visit_kind_id": _id(coop, "kind midday"),
            "worker_id": worker.id if number < DRAFTS - 1 else None,
            "planned_from": starts,
            "planned_until": starts + A_MEAL,
            "window_minutes": 15,
        }


def _last_of(visits: Sequence[SeedVisit], day: date) -> list[UUID]:
    """Return the id of a day's last visit: after it, whoever makes it has time."""
    theirs = [one for one in visits if one.planned_from.astimezone(LONDON).date() == day]
    return [one.id for one in sorted(theirs, key=lambda one: one.planned_from)[-1:]]


def kind_at(coop: DemoCoop, minute: int) -> UUID:
    """Return the kind of a visit that begins at a minute of the clock in London."""
    key = next(kind["key"] for kind in life()["kinds"] if minute < kind["before"])
    return _id(coop, f"kind {key}")


def _pattern_id(key: tuple[UUID, int]) -> UUID:
    return uuid5(key[0], f"pattern {key[1]}")


def _at(today: date, days: int, moment: time) -> datetime:
    return datetime.combine(today + timedelta(days=days), moment, tzinfo=LONDON)


def _id(coop: DemoCoop, what: str) -> UUID:
    return uuid5(NAMESPACE, f"{coop.slug} {what}")
