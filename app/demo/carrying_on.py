"""The demo's weeks go on: visits up to the instant of a start, and the time that came of them.

Apart from what loads the demo: each start asks for this, and loading it all takes longer than doing it.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from app.demo.life import kinds_of
from app.demo.loading import Loading
from app.demo.people import DemoCoop, coops, people_of
from app.demo.staff import people_supported_of, staff_of
from app.demo.weeks import entries_of, visits_of
from app.settings import FIRST_DEMO_DAY
from franchise_kit.care.actions.seeding import carry_on_care
from franchise_kit.kernel.days import london_midnight
from franchise_kit.time.actions.seeding import SeedEntry, seed_entries
from tenants import registry
from tenants.clock import LONDON

APPROVER = "responsible_individual"


def carry_on(loading: Loading) -> None:
    """Let the weeks go on to the instant of a load: visits, and the time that came of them.

    It does nothing where they are there; a visit that somebody changed stays as it is.
    """
    first = FIRST_DEMO_DAY
    for coop in (coop for coop in coops() if coop.is_trading):
        staffed = staff_of(coop, people_of(coop, loading.owner.place.key))
        people = people_supported_of(coop)
        visits = list(visits_of(coop, staffed, people, now=loading.now, from_=first))
        kinds = kinds_of(coop, people, visits, loading.now)
        office = registry.get(coop.slug)
        standing = carry_on_care(coop=office, visits=visits, now=loading.now, kinds=kinds)
        # Where nothing stands, the demo was loaded without this co-op's work.
        if standing:
            done = entries_of(staffed, people, standing, from_=first, until=tomorrow(loading))
            enter_time(loading, coop, done)


def enter_time(loading: Loading, coop: DemoCoop, entries: Iterable[SeedEntry]) -> None:
    """Enter time: approved by the responsible individual, but for today's, which waits."""
    people = people_of(coop, loading.owner.place.key)
    approver = next(person for person in people if APPROVER in person.roles)
    seed_entries(
        coop=registry.get(coop.slug),
        entries=[entry for entry in entries if entry.ends_at <= loading.now],
        approved_until=london_midnight(loading.now.astimezone(LONDON).date()),
        approved_by_person=approver.person_id,
        now=loading.now,
    )


def tomorrow(loading: Loading) -> date:
    """Return the London day after a load's."""
    return loading.now.astimezone(LONDON).date() + timedelta(days=1)
