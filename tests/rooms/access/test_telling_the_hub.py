# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a co-op tells the hub of itself: how many hold which role, and when."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from franchise_kit.access.actions import roles
from franchise_kit.access.jobs import tell_profile
from franchise_kit.access.rules.disclosed import CoopProfile
from tenants import clock
from tenants.jobs import OutboxRow
from tenants.jobs.runner import run_pending
from tenants.office import HUB, Coop, Hub
from tenants.openings.queries import (
    DisclosureFilter,
    count_waiting,
    find_latest_received,
    list_disclosed,
)
from tenants.transaction import reading, upkeep
from tests.support.openings import carry_all
from tests.support.people import actor_of, make_person


@pytest.fixture(autouse=True)
def at_a_fixed_time(hub: Hub) -> None:
    clock.set_fixed(datetime(2026, 11, 20, 9, tzinfo=UTC))


def told(coop: Coop) -> list[CoopProfile]:
    with reading(coop) as session:
        found = list_disclosed(session, DisclosureFilter(kind="coop_profile"))
    return [one.fact for one in reversed(found)]


def test_the_hub_hears_counts_of_roles_and_nobodys_name(aber: Coop, bryn: Coop) -> None:
    make_person(aber, "care_worker", name="Mari")
    make_person(aber, "care_worker", "training_lead", name="Dai")
    make_person(bryn, "care_worker")

    tell_profile(aber)
    carry_all(aber, bryn)

    with reading(HUB) as session:
        received = find_latest_received(session, kind="coop_profile", coop_id=aber.id)
        of_bryn = find_latest_received(session, kind="coop_profile", coop_id=bryn.id)
    assert received is not None
    assert received.fact == CoopProfile(
        stage="S7",
        language="cy",
        accounts=2,
        role_holders={"care_worker": 2, "training_lead": 1},
        revision=aber.revision,
    )
    assert of_bryn is None


def test_a_change_of_roles_is_told(aber: Coop) -> None:
    admin, worker = make_person(aber, "coop_admin"), make_person(aber, "training_lead")
    tell_profile(aber)

    roles.change(
        office=aber,
        account_id=worker.id,
        wanted=["society_secretary"],
        by=actor_of(aber, admin),
        now=clock.now(),
    )
    run_pending(aber)

    assert [profile.role_holders for profile in told(aber)] == [
        {"coop_admin": 1, "training_lead": 1},
        {"coop_admin": 1, "society_secretary": 1},
    ]


def test_what_has_not_changed_is_told_once_a_month(aber: Coop) -> None:
    make_person(aber, "coop_admin")
    for day in (20, 21, 30):
        clock.set_fixed(datetime(2026, 11, day, 9, tzinfo=UTC))
        tell_profile(aber)
    in_november = len(told(aber))

    clock.set_fixed(datetime(2026, 12, 1, 9, tzinfo=UTC))
    tell_profile(aber)

    assert (in_november, len(told(aber))) == (1, 2)


def test_each_look_leaves_one_for_the_next_day(aber: Coop) -> None:
    make_person(aber, "coop_admin")
    for _look in range(3):
        tell_profile(aber)
    run_pending(aber)

    clock.set_fixed(clock.now() + timedelta(days=1, minutes=1))

    # One look at the profile, and one at what may have been left behind on the way.
    assert run_pending(aber) == 2


def test_what_was_left_behind_is_carried_the_next_day(aber: Coop) -> None:
    make_person(aber, "coop_admin")
    tell_profile(aber)
    with upkeep(aber) as session:
        session.execute(update(OutboxRow).where(OutboxRow.next_at <= clock.now()).values(state="given_up"))
    with reading(aber) as session:
        before = count_waiting(session)

    clock.set_fixed(clock.now() + timedelta(days=1, minutes=1))
    run_pending(aber)

    with reading(aber) as session:
        assert (before, count_waiting(session)) == (1, 0)
