"""Makers of workers, people supported and visits, by the actions that the house itself uses."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from franchise_kit.care import actions as care
from franchise_kit.kernel.days import london_instant
from franchise_kit.people import actions as people
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tests.support.people import make_person

BEGAN = date(2026, 1, 5)


def make_worker(
    coop: Coop, name: str = "Nia Prys", *, account_id: UUID | None = None, pence_per_hour: int | None = None
) -> UUID:
    """Enter a worker who started on the first Monday of 2026, with a contract if they have a rate."""
    given, _, family = name.partition(" ")
    worker_id = people.enter_worker(
        coop=coop,
        worker=people.NewWorker(given, family, "cy", "other_social_care", BEGAN, account_id),
        by=SYSTEM,
        now=clock.now(),
    )
    if pence_per_hour is not None:
        people.make_contract(
            coop=coop,
            worker_id=worker_id,
            contract=people.NewContract("guaranteed_hours", 1200, BEGAN, pence_per_hour),
            by=SYSTEM,
            now=clock.now(),
        )
    return worker_id


def make_worker_with_account(coop: Coop, name: str = "Nia Prys", *roles: str) -> tuple[UUID, UUID]:
    """Enter a worker who can sign in; return the worker's id and the account's."""
    person = make_person(coop, *(roles or ("care_worker",)), name=name)
    return make_worker(coop, name, account_id=person.id), person.id


def make_supported(coop: Coop, name: str = "Elsi Fôn") -> UUID:
    """Enter somebody supported since the first Monday of 2026."""
    given, _, family = name.partition(" ")
    person = care.NewPerson(given, family, "cy", BEGAN)
    return care.enter_person(coop=coop, person=person, by=SYSTEM, now=clock.now())


def make_visit(
    coop: Coop, person_id: UUID, day: date, at: str, *, minutes: int = 45, worker_id: UUID | None = None
) -> UUID:
    """Plan a visit at a London clock time, such as ``"09:00"``, beforehand if that is over."""
    begins: datetime = london_instant(day, time.fromisoformat(at))
    reason = "task_within_plan" if minutes < 30 else None
    visit = care.NewVisit(
        person_id, begins, begins + timedelta(minutes=minutes), worker_id, short_reason=reason
    )
    now = min(clock.now(), begins - timedelta(days=1))
    return care.plan_visit(coop=coop, visit=visit, by=SYSTEM, now=now)
