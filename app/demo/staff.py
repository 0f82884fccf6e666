"""Who works in the demo and whom they support: made by a seed, alike at each load."""

import json
import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final
from uuid import uuid5

from app.demo.past import first_day, past_of
from app.demo.people import NAMESPACE, DemoCoop, name_lists
from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.care.actions.seeding import SeedPerson
from franchise_kit.people.actions.seeding import SeedWorker
from franchise_kit.people.queries.facts import WorkerFacts

# Everybody but a new starter was here before the tax year in which runs are kept.
TAX_YEAR: Final = date(2026, 4, 6)
HOUR: Final = 60
# Annual-return category and pence an hour by role; everybody else gives care.
OFFICE: Final = {
    "registered_manager": ("manager", 1980),
    "care_coordinator": ("other_supervisory", 1520),
    "training_lead": ("other_supervisory", 1475),
    "payroll_contact": ("other", 1440),
}
CARER: Final = ("other_social_care", 1345)
CARE_CODES: Final = ("1257L", "1257L", "C1257L")
# Left for whoever tries the demo: this co-op has one care worker more than it has written down.
UNWRITTEN: Final = ("glannau-teifi", ("care_worker",))


@dataclass(frozen=True, slots=True)
class Staffed:
    """A co-op's workers, and those of them who go on visits."""

    workers: tuple[SeedWorker, ...]
    carers: tuple[WorkerFacts, ...]

    @property
    def at_desks(self) -> tuple[WorkerFacts, ...]:
        """Those who do not go on visits."""
        carers = set(self.carers)
        return tuple(one.facts for one in self.workers if one.facts not in carers)


@cache
def services() -> dict[str, Any]:
    """Return what the demo's services are made from."""
    text = files("app.demo").joinpath("services.json").read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


@cache
def life() -> dict[str, Any]:
    """Return what stands around the demo's people, and its words."""
    read: dict[str, Any] = json.loads(files("app.demo").joinpath("life.json").read_text(encoding="utf-8"))
    return read


def day_of(text: str) -> date:
    """Return a day of the data file."""
    return date.fromisoformat(text)


def staff_of(coop: DemoCoop, accounts: list[SeedAccount]) -> Staffed:
    """Return a co-op's workers: those with accounts first, then as many more as its data file says."""
    chance = chance_of(coop, "workers")
    made: list[tuple[WorkerFacts, tuple[str, int]]] = []
    for account in accounts:
        job = _job_of(coop, account)
        if job is not None:
            first, last = account.full_name.rsplit(" ", 1)
            facts = _worker(coop, len(made), (first, last, account.language), chance, job[0], account)
            made.append((facts, job))
    while len(made) < int(coop.facts["employees"]):
        made.append((_worker(coop, len(made), name_of(coop, chance), chance, CARER[0], None), CARER))
    workers = tuple(_seed_worker(facts, job[1], number) for number, (facts, job) in enumerate(made))
    return Staffed(workers, tuple(facts for facts, job in made if job == CARER))


def people_supported_of(coop: DemoCoop) -> list[SeedPerson]:
    """Return whom a co-op supports."""
    chance, doors = chance_of(coop, "people supported"), chance_of(coop, "doors")
    data = services()
    made = []
    for number in range(int(coop.facts["people_supported"])):
        first, last, language = name_of(coop, chance)
        place = coop.facts["town_cy"] if language == "cy" else coop.facts["town_en"]
        made.append(
            SeedPerson(
                id=uuid5(NAMESPACE, f"person supported {coop.slug} {number}"),
                person_id=uuid5(NAMESPACE, f"supported {coop.slug} {number}"),
                given_name=first,
                family_name=last,
                language=language,
                address=f"{chance.randint(1, 80)} {chance.choice(data['streets'][language])}, {place}",
                what_matters=chance.choice(data["what_matters"][language]),
                started_on=_supported_from(coop, number, chance.randint(20, 1500)),
                place=door(coop, doors),
                getting_in=doors.choice(life()["getting_in"][language]),
                key_facts=doors.choice(life()["key_facts"][language]),
            )
        )
    return made


def chance_of(coop: DemoCoop, what: str) -> random.Random:
    """Return the chances of one thing at a co-op."""
    return random.Random(f"cydofal demo {coop.slug} {what}")  # noqa: S311 - made-up people are no secret


def _supported_from(coop: DemoCoop, number: int, days: int) -> date:
    past = past_of(coop.slug)
    if past.began > first_day():
        # A young co-op's people came one after the other, as it grew.
        return past.day_of_size((number + 1) / int(coop.facts["people_supported"]))
    return max(past.registered, date(2026, 8, 1) - timedelta(days=days))


def _works_from(coop: DemoCoop, days: int) -> date:
    past = past_of(coop.slug)
    return max(past.registered, TAX_YEAR - timedelta(days=days * past.joined_percent // 100))


def _started_on(coop: DemoCoop, number: int, days: int) -> date:
    starter = services()["starter"]
    if (coop.slug, number) == (starter["co_op"], starter["number"]):
        return day_of(starter["from"])
    return _works_from(coop, days)


def door(coop: DemoCoop, chance: random.Random) -> str:
    """Return a place within some two miles of the co-op's town, or four, as latitude and longitude."""
    north, east = (Decimal(str(degrees)) for degrees in life()["towns"][coop.slug])
    far = Decimal(past_of(coop.slug).far_percent) / 100
    north += far * chance.randint(-2500, 2500) / 100_000
    east += far * chance.randint(-4000, 4000) / 100_000
    return f"{north:.5f},{east:.5f}"


def name_of(coop: DemoCoop, chance: random.Random) -> tuple[str, str, str]:
    """Return a first and a last name and a language: most people have the co-op's own."""
    other = "en" if coop.language == "cy" else "cy"
    language = coop.language if chance.random() < 0.7 else other  # noqa: PLR2004 - most people
    lists = name_lists()
    return chance.choice(lists["first"][language]), chance.choice(lists["last"][language]), language


def _job_of(coop: DemoCoop, account: SeedAccount) -> tuple[str, int] | None:
    if (coop.slug, account.roles) == UNWRITTEN:
        return None
    for role in account.roles:
        if role in OFFICE:
            return OFFICE[role]
    return CARER if "care_worker" in account.roles else None


def _worker(
    coop: DemoCoop,
    number: int,
    name: tuple[str, str, str],
    chance: random.Random,
    category: str,
    account: SeedAccount | None,
) -> WorkerFacts:
    first, last, language = name
    return WorkerFacts(
        # The database counts.
        number=0,
        id=uuid5(NAMESPACE, f"worker {coop.slug} {number}"),
        person_id=account.person_id if account else uuid5(NAMESPACE, f"works {coop.slug} {number}"),
        account_id=account.id if account else None,
        given_name=first,
        family_name=last,
        language=language,
        staff_category=category,
        started_on=_started_on(coop, number, chance.randint(30, 2500)),
        ended_on=None,
    )


def _seed_worker(facts: WorkerFacts, pence_per_hour: int, number: int) -> SeedWorker:
    return SeedWorker(
        facts=facts,
        contract_from=facts.started_on,
        weekly_minutes=30 * HOUR,
        pence_per_hour=pence_per_hour,
        tax_code=CARE_CODES[number % len(CARE_CODES)],
        earlier_pay_pence=0,
        earlier_tax_pence=0,
    )
