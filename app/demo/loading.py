"""Putting the demo network into an installation that has nothing else in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from sqlalchemy import select

from app.demo.people import NAMESPACE, DemoCoop, coops, hub_name, people_of, people_of_hub, synthetic_coops
from app.settings import ALL_TENTHS, DEMO_ONLY, SettingsError
from franchise_kit.access.actions.hashing import hash_password
from franchise_kit.access.actions.seeding import is_seeded, seed_accounts
from tenants import registry
from tenants.actor import SYSTEM
from tenants.office import HUB, CoopState
from tenants.provisioning import Owner, provision
from tenants.refusal import Refusal
from tenants.registry import CoopRow
from tenants.registry.actions import NewCoop, enter_coop
from tenants.registry.naming import get_hub_name, name_hub
from tenants.transaction import reading

# Printed by `make run`: whoever runs a demo may know it, and nobody else can reach it.
PASSWORD: Final = "tair afon a mynydd"  # noqa: S105 - the demo's, which opens nothing else
WITH_US: Final = timedelta(days=365)
Say = Callable[[str], None]


class NotADemo(Refusal):
    """There is something in this installation that the demo did not put there."""

    code = "not_a_demo"


@dataclass(frozen=True, slots=True)
class Loading:
    """One load: as whom tables are made, when, whom it is told to, and how many tenths of the older weeks.

    ``only`` is the short name of the one co-op whose work is made: the others have their people, no more.
    """

    owner: Owner
    now: datetime
    say: Say
    tenths: int = ALL_TENTHS
    only: str | None = None

    def at_work(self) -> list[DemoCoop]:
        """Return the co-ops whose work is made: all that trade, or the one. Raises ``SettingsError``."""
        found = [coop for coop in coops() if coop.is_trading and self.only in {None, coop.slug}]
        if not found:
            msg = f"{DEMO_ONLY} is {self.only!r}: it is the short name of a co-op of the demo that trades."
            raise SettingsError(msg)
        return found


def coop_id_of(slug: str) -> UUID:
    """Return the id that a co-op of the demo has in every installation."""
    return uuid5(NAMESPACE, f"co-op {slug}")


def demo_ids() -> set[UUID]:
    """Return the ids of all the demo's co-ops."""
    slugs = [coop.slug for coop in coops()] + [str(facts["slug"]) for facts in synthetic_coops()]
    return {coop_id_of(slug) for slug in slugs}


def is_loaded() -> bool:
    """Say whether the demo is here; raise ``NotADemo`` if something else is in its place.

    Whoever tries the demo may begin co-ops in it: they are as much a part of it from then on.
    """
    with reading(HUB) as session:
        found = {row.id: row.state for row in session.scalars(select(CoopRow))}
    states = [found.get(coop_id) for coop_id in demo_ids()]
    if None not in states and CoopState.PREPARING not in states:
        return True
    if set(found) - demo_ids():
        raise NotADemo
    return False


def is_whole() -> bool:
    """Say whether the demo is here, every story told: a load that was cut off is finished by the next."""
    if not is_loaded():
        return False
    with reading(HUB) as session:
        return is_seeded(session)


def load(loading: Loading, stories: Callable[[Loading], None]) -> None:
    """Load the demo, or finish a load that was cut off; nothing is made twice."""
    loading.at_work()
    is_loaded()
    hashed = hash_password(PASSWORD)
    key = loading.owner.place.key
    _name_hub(loading.now)
    seed_accounts(office=HUB, people=people_of_hub(key), password_hash=hashed, now=loading.now)
    for facts in synthetic_coops():
        _register(facts, loading.now, is_synthetic=True)
    for coop in coops():
        loading.say(f"  {coop.facts['name_en']}")
        _build(coop, loading, hashed)
    registry.forget()
    stories(loading)


def _name_hub(now: datetime) -> None:
    with reading(HUB) as session:
        is_named = get_hub_name(session).name is not None
    if not is_named:
        name_hub(by=SYSTEM, name=hub_name(), version=0, now=now)


def _build(coop: DemoCoop, loading: Loading, hashed: str) -> None:
    # Those who are served pay for whole months with us, so they did not come today.
    _register(coop.facts, loading.now - WITH_US, is_synthetic=False)
    provision(loading.owner, coop_id_of(coop.slug), now=loading.now)
    registry.forget()
    people = people_of(coop, loading.owner.place.key)
    seed_accounts(office=registry.get(coop.slug), people=people, password_hash=hashed, now=loading.now)


def _register(facts: dict[str, Any], now: datetime, *, is_synthetic: bool) -> None:
    coop_id = coop_id_of(str(facts["slug"]))
    with reading(HUB) as session:
        if session.get(CoopRow, coop_id) is not None:
            return
    names = NewCoop(
        name_en=str(facts["name_en"]),
        name_cy=str(facts["name_cy"]),
        language=str(facts.get("default_language", "en")),
        stage=str(facts["stage"]),
        town_en=str(facts["town_en"]),
        town_cy=str(facts["town_cy"]),
    )
    enter_coop(
        by=SYSTEM, now=now, slug=str(facts["slug"]), names=names, coop_id=coop_id, is_synthetic=is_synthetic
    )
