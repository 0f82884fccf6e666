"""Who worked in the demo's co-ops and was supported by them, and is no more: made by a seed."""

from datetime import date, timedelta
from typing import Final
from uuid import uuid5

from app.demo.past import ALL_LEFT_BY, Past, first_day, past_of
from app.demo.people import NAMESPACE, DemoCoop
from app.demo.staff import CARER, HOUR, chance_of, door, name_of, services
from franchise_kit.care.actions.seeding import SeedPerson
from franchise_kit.people.actions.seeding import SeedWorker
from franchise_kit.people.queries.facts import WorkerFacts

# The last year of the demo begins here: turnover is told by years.
LAST_YEAR: Final = date(2025, 11, 22)
FIRST_TO_LEAVE: Final = timedelta(days=20)


def workers_left(coop: DemoCoop) -> list[SeedWorker]:
    """Return the carers who left a co-op; as many in each year as its past says."""
    chance, past = chance_of(coop, "workers who left"), past_of(coop.slug)
    made = []
    for number, last_day in enumerate(_last_days(past)):
        first, last, language = name_of(coop, chance)
        # Where many leave, many leave soon.
        stayed = chance.randint(90, 1400) * past.joined_percent // 100
        facts = WorkerFacts(
            number=0,
            id=uuid5(NAMESPACE, f"worker who left {coop.slug} {number}"),
            person_id=uuid5(NAMESPACE, f"worked {coop.slug} {number}"),
            account_id=None,
            given_name=first,
            family_name=last,
            language=language,
            staff_category=CARER[0],
            started_on=max(past.registered, last_day - timedelta(days=max(60, stayed))),
            ended_on=last_day,
        )
        made.append(SeedWorker(facts, facts.started_on, 30 * HOUR, CARER[1], "1257L", 0, 0))
    return made


def people_ended(coop: DemoCoop) -> list[SeedPerson]:
    """Return whom a co-op supported until they died, moved away or were well again."""
    chance, past, data = chance_of(coop, "support that ended"), past_of(coop.slug), services()
    made = []
    for number, last_day in enumerate(_spread(first_day() + FIRST_TO_LEAVE, ALL_LEFT_BY, past.people_ended)):
        first, last, language = name_of(coop, chance)
        town = coop.facts["town_cy"] if language == "cy" else coop.facts["town_en"]
        made.append(
            SeedPerson(
                id=uuid5(NAMESPACE, f"support that ended {coop.slug} {number}"),
                person_id=uuid5(NAMESPACE, f"was supported {coop.slug} {number}"),
                given_name=first,
                family_name=last,
                language=language,
                address=f"{chance.randint(1, 80)} {chance.choice(data['streets'][language])}, {town}",
                what_matters=chance.choice(data["what_matters"][language]),
                started_on=max(past.registered, last_day - timedelta(days=chance.randint(60, 1500))),
                place=door(coop, chance),
                ended_on=last_day,
            )
        )
    return made


def _last_days(past: Past) -> list[date]:
    before, lately = past.workers_left
    return [
        *_spread(first_day() + FIRST_TO_LEAVE, LAST_YEAR, before),
        *_spread(LAST_YEAR + timedelta(days=5), ALL_LEFT_BY, lately),
    ]


def _spread(first: date, until: date, number: int) -> list[date]:
    """Return so many days, evenly from one to another."""
    return [first + (until - first) * turn // max(1, number) for turn in range(number)]
