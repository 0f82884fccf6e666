"""The demo is the same at every load, is finished when it was cut off, and keeps away from real data."""

import pytest

from app.demo import loading, signing_in, stories
from app.demo.loading import Loading, NotADemo
from app.demo.people import coops, people_of, people_of_hub, synthetic_coops
from tenants import clock, registry
from tenants.credentials import InstallationKey
from tenants.office import HUB
from tenants.transaction import reading
from tests.support.world import World

KEY = InstallationKey(b"k" * 32)


def test_every_load_makes_the_same_people() -> None:
    made = {coop.slug: people_of(coop, KEY) for coop in coops()}

    assert made == {coop.slug: people_of(coop, KEY) for coop in coops()}
    assert {slug: len(people) for slug, people in made.items()} == {
        "glan-wysg": 15,
        "glannau-teifi": 15,
        "bryn-eithin": 15,
        "bro-moelwyn": 15,
        "hafren-ganol": 15,
        "glan-dyfrdwy": 6,
    }
    assert (len(people_of_hub(KEY)), len(synthetic_coops())) == (10, 7)


def test_addresses_are_of_nobody_and_each_is_one_persons() -> None:
    emails = [person.email for coop in coops() for person in people_of(coop, KEY)]

    assert len(emails) == len(set(emails))
    assert {email.rsplit(".", 1)[1] for email in emails} == {"example"}


def test_one_person_works_in_two_coops() -> None:
    found = [
        person.person_id
        for coop in coops()
        if coop.slug in {"glannau-teifi", "bro-moelwyn"}
        for person in people_of(coop, KEY)
        if person.roles == ("payroll_contact",)
    ]

    assert len(found) == 2
    assert len(set(found)) == 1


def test_another_installations_codes_are_others() -> None:
    now = clock.ticking()
    other = InstallationKey(b"o" * 32)

    assert signing_in.code_of(KEY, "hub/quality-lead", at=now) != signing_in.code_of(
        other, "hub/quality-lead", at=now
    )


def test_the_demo_does_not_load_beside_real_data(world: World) -> None:
    with pytest.raises(NotADemo):
        loading.load(Loading(world.owner, clock.now(), str), stories.tell)

    with reading(HUB) as session:
        assert [coop.slug for coop in registry.list_coops(session)] == ["aber", "bryn"]
