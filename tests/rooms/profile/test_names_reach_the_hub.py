# SPDX-License-Identifier: AGPL-3.0-or-later
"""A co-op that says it is called otherwise is called so in the network's list."""

from dataclasses import replace

import pytest

from franchise_kit.profile import actions, jobs
from franchise_kit.profile.rules import ProfileFacts, changed_fields
from tenants import clock, registry
from tenants.jobs.runner import run_pending
from tenants.office import Coop
from tenants.openings import queries as openings
from tenants.transaction import reading
from tests.support.people import actor_of, make_person

assert jobs
FACTS = ProfileFacts("Aber Care", "Gofal yr Aber", "Aberystwyth", "Aberystwyth", "cy")


def save(coop: Coop, facts: ProfileFacts, version: int) -> tuple[str, ...]:
    by = actor_of(coop, make_person(coop, "coop_admin"))
    return actions.save_profile(coop=coop, by=by, facts=facts, version=version, now=clock.now())


def told(coop: Coop) -> int:
    with reading(coop) as session:
        return openings.list_kinds_disclosed(session).get("coop_named", 0)


def test_new_names_are_told_and_taken_in(aber: Coop, bryn: Coop) -> None:
    save(aber, FACTS, 0)

    run_pending(aber)

    registry.forget()
    named = registry.get("aber")
    assert (named.name_en, named.name_cy, named.town_cy) == ("Aber Care", "Gofal yr Aber", "Aberystwyth")
    assert registry.get("bryn").name_en == bryn.name_en


def test_a_telephone_number_is_told_to_nobody(aber: Coop) -> None:
    save(aber, FACTS, 0)
    before = told(aber)

    changed = save(aber, replace(FACTS, phone="01970 000 000"), 1)

    assert changed == ("phone",)
    assert told(aber) == before == 1


def test_a_save_over_somebody_elses_changes_nothing(aber: Coop) -> None:
    save(aber, FACTS, 0)

    with pytest.raises(actions.ProfileChangedMeanwhile):
        save(aber, replace(FACTS, name_en="Over"), 0)

    assert told(aber) == 1


def test_what_differs_is_named_in_its_order() -> None:
    assert changed_fields(FACTS, replace(FACTS, purpose_cy="x", name_cy="y")) == ("name_cy", "purpose_cy")
