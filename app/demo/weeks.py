"""Who works in the demo, whom they support, and their weeks of visits: made by a seed, alike at each load."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final
from uuid import UUID, uuid5

from app.demo.people import NAMESPACE, DemoCoop, name_lists
from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.care.actions.seeding import SeedPerson, SeedVisit
from franchise_kit.payroll.rules.paye import NOTHING_BEFORE, tax_due
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.tax_calendar import Frequency, tax_month
from franchise_kit.payroll.rules.tax_code import TaxCode
from franchise_kit.people.actions.seeding import SeedWorker
from franchise_kit.people.queries.facts import WorkerFacts
from franchise_kit.time.actions.seeding import SeedEntry
from tenants.clock import LONDON

# The runs of this product begin with October; what was paid before stands as a leaver's paper would say it.
CONTRACTS_FROM: Final = date(2026, 4, 6)
FIRST_RUN: Final = date(2026, 10, 30)
VISIT: Final = timedelta(minutes=45)
AND_THE_WAY: Final = timedelta(minutes=60)
FIRST_ROUND, LATER_ROUND, LAST_IN_A_ROUND = time(7), time(15, 30), 5
# Of seven workers five are at work on a day.
AT_WORK: Final = (5, 7)
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


def day_of(text: str) -> date:
    """Return a day of the data file."""
    return date.fromisoformat(text)


def staff_of(coop: DemoCoop, accounts: list[SeedAccount]) -> Staffed:
    """Return a co-op's workers: those with accounts first, then as many more as its data file says."""
    chance = _chance(coop, "workers")
    made: list[tuple[WorkerFacts, tuple[str, int]]] = []
    for account in accounts:
        job = _job_of(coop, account)
        if job is not None:
            first, last = account.full_name.rsplit(" ", 1)
            facts = _worker(coop, len(made), (first, last, account.language), chance, job[0], account)
            made.append((facts, job))
    while len(made) < int(coop.facts["employees"]):
        made.append((_worker(coop, len(made), _name(coop, chance), chance, CARER[0], None), CARER))
    workers = tuple(_seed_worker(facts, job[1], number) for number, (facts, job) in enumerate(made))
    return Staffed(workers, tuple(facts for facts, job in made if job == CARER))


def people_supported_of(coop: DemoCoop) -> list[SeedPerson]:
    """Return whom a co-op supports."""
    chance = _chance(coop, "people supported")
    data = services()
    made = []
    for number in range(int(coop.facts["people_supported"])):
        first, last, language = _name(coop, chance)
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
                started_on=date(2026, 8, 1) - timedelta(days=chance.randint(20, 1500)),
            )
        )
    return made


def visits_of(
    coop: DemoCoop, staffed: Staffed, people: list[SeedPerson], *, today: date
) -> Iterator[SeedVisit]:
    """Yield a co-op's visits, day by day, from its first week; those of today and later lie ahead."""
    chance = _chance(coop, "visits")
    data = services()
    day, last = day_of(data["first_week"]), day_of(data["last_week"]) + timedelta(days=6)
    usual = round(int(coop.facts["care_hours_per_week"]) * HOUR / 7 / (VISIT.seconds // 60))
    number = 0
    while day <= last:
        working, a_day = _working(staffed.carers, day, usual), usual
        if day == today:
            # The day stands still in the demo: whoever cannot sign in would miss their visits by the hour.
            working = [one for one in staffed.carers if one.account_id is not None]
            a_day = min(usual, LAST_IN_A_ROUND * len(working))
        for place, (worker, starts) in enumerate(_rounds(working, a_day, day)):
            person = people[(number + place) % len(people)]
            visit_id = uuid5(NAMESPACE, f"visit {coop.slug} {number + place}")
            yield _went(coop, (visit_id, person.id, worker.id, starts), chance, day < today, today)
        number += a_day
        day += timedelta(days=1)


def entries_of(staffed: Staffed, visits: list[SeedVisit], *, from_: date, until: date) -> Iterator[SeedEntry]:
    """Yield the time that came of visits, and the days of those at desks, in some London days."""
    person_of = {worker.id: worker.person_id for worker in staffed.carers}
    for visit in visits:
        came, left = visit.checked_in_at, visit.checked_out_at
        if came is None or left is None or not from_ <= came.astimezone(LONDON).date() < until:
            continue
        minutes = max(1, round((left - came).total_seconds() / 60))
        entry_id = uuid5(NAMESPACE, f"time {visit.id}")
        yield SeedEntry(
            entry_id, visit.worker_id, person_of[visit.worker_id], "visit", came, left, minutes, visit.id
        )
    for worker in staffed.at_desks:
        yield from _desk_days(worker, from_, until)


def _desk_days(worker: WorkerFacts, from_: date, until: date) -> Iterator[SeedEntry]:
    for day in (from_ + timedelta(days=more) for more in range((until - from_).days)):
        if day.weekday() < 5:  # noqa: PLR2004 - Monday to Friday
            starts = _at(day, time(9))
            ends = starts + timedelta(hours=7, minutes=30)
            entry_id = uuid5(NAMESPACE, f"desk {worker.id} {day}")
            yield SeedEntry(entry_id, worker.id, worker.person_id, "other", starts, ends, 450, None)


def _rounds(working: list[WorkerFacts], a_day: int, day: date) -> Iterator[tuple[WorkerFacts, datetime]]:
    """Give a day's visits out: each worker goes from one to the next, in a first and a later round."""
    for place in range(a_day):
        turn, whose = divmod(place, len(working))
        begins = FIRST_ROUND if turn < LAST_IN_A_ROUND else LATER_ROUND
        yield working[whose], _at(day, begins) + AND_THE_WAY * (turn % LAST_IN_A_ROUND)


def _working(carers: tuple[WorkerFacts, ...], day: date, a_day: int) -> list[WorkerFacts]:
    at_work, of = AT_WORK
    found = [one for number, one in enumerate(carers) if (number + day.toordinal()) % of < at_work]
    # Where so few are at work that rounds would run into each other, everybody is.
    return found if a_day <= 2 * LAST_IN_A_ROUND * len(found) else list(carers)


def _went(
    coop: DemoCoop,
    planned: tuple[UUID, UUID, UUID, datetime],
    chance: random.Random,
    is_over: bool,
    today: date,
) -> SeedVisit:
    """Return a visit as it went: missed, cancelled, or made within some minutes of its plan."""
    visit_id, person_id, worker_id, starts = planned
    draw, late, longer = chance.random(), chance.randint(-4, 11), chance.randint(-3, 6)
    rates = services()["co_ops"][coop.slug]
    is_lately = starts.date() > today - timedelta(weeks=5)
    missed = rates["missed_lately" if is_lately else "missed"] / 1000
    cancelled_by = "person" if is_over and missed <= draw < missed + 0.03 else None
    is_made = is_over and draw >= missed and cancelled_by is None
    came = starts + timedelta(minutes=late)
    return SeedVisit(
        id=visit_id,
        person_supported_id=person_id,
        worker_id=worker_id,
        planned_from=starts,
        planned_until=starts + VISIT,
        checked_in_at=came if is_made else None,
        checked_out_at=came + VISIT + timedelta(minutes=longer) if is_made else None,
        cancelled_by=cancelled_by,
        cancelled_at=starts - timedelta(days=1) if cancelled_by else None,
    )


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, tzinfo=LONDON)


def _chance(coop: DemoCoop, what: str) -> random.Random:
    return random.Random(f"cydofal demo {coop.slug} {what}")  # noqa: S311 - made-up people are no secret


def _name(coop: DemoCoop, chance: random.Random) -> tuple[str, str, str]:
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
        id=uuid5(NAMESPACE, f"worker {coop.slug} {number}"),
        person_id=account.person_id if account else uuid5(NAMESPACE, f"works {coop.slug} {number}"),
        account_id=account.id if account else None,
        given_name=first,
        family_name=last,
        language=language,
        staff_category=category,
        started_on=CONTRACTS_FROM - timedelta(days=chance.randint(30, 2500)),
        ended_on=None,
    )


def _seed_worker(facts: WorkerFacts, pence_per_hour: int, number: int) -> SeedWorker:
    code = CARE_CODES[number % len(CARE_CODES)]
    # Twenty-six weeks of thirty hours, before the first run that this product makes.
    earlier_pence = 26 * 30 * pence_per_hour
    return SeedWorker(
        facts=facts,
        contract_from=CONTRACTS_FROM,
        weekly_minutes=30 * HOUR,
        pence_per_hour=pence_per_hour,
        tax_code=code,
        earlier_pay_pence=earlier_pence,
        earlier_tax_pence=_tax_until(FIRST_RUN, code, earlier_pence),
    )


def _tax_until(first_run: date, code: str, pay_pence: int) -> int:
    """Return the tax that was due on the pay of this tax year's months before the first run."""
    month = tax_month(first_run) - 1
    due = tax_due(
        code=TaxCode.parse(code),
        frequency=Frequency.M1,
        period=month,
        pay_pence=pay_pence,
        before=NOTHING_BEFORE,
        figures=figures_for(first_run),
    )
    return due.tax_pence
