"""Who does what in the demo's stories: people by their role, and the relay that carries what they tell."""

from app.demo.loading import Loading
from app.demo.people import HUB_SLUG, coops, people_of, people_of_hub
from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.access.queries.actors import find_actor
from tenants import registry
from tenants.actor import Actor
from tenants.jobs.runner import run_pending
from tenants.office import HUB, Office
from tenants.transaction import reading


def person_of(loading: Loading, slug: str, role: str) -> SeedAccount:
    """Return the first of an office's people who holds a role."""
    key = loading.owner.place.key
    if slug == HUB_SLUG:
        people = people_of_hub(key)
    else:
        people = people_of(next(coop for coop in coops() if coop.slug == slug), key)
    return next(person for person in people if role in person.roles)


def actor_of(loading: Loading, slug: str, role: str) -> Actor:
    """Return that person as somebody who acts in their office."""
    office = HUB if slug == HUB_SLUG else registry.get(slug)
    return actor_at(office, person_of(loading, slug, role))


def actor_at(office: Office, person: SeedAccount) -> Actor:
    """Return a person of the demo as somebody who acts in an office."""
    with reading(office) as session:
        actor = find_actor(session, person.id)
    if actor is None:
        msg = "Somebody of the demo is missing."
        raise RuntimeError(msg)
    return actor


def carry(*slugs: str) -> None:
    """Run what waits until nothing does: the relay goes both ways, and an answer comes back."""
    offices: list[Office] = [HUB, *(registry.get(slug) for slug in slugs)]
    while sum(run_pending(office) for office in offices):
        pass
