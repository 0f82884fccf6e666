# SPDX-License-Identifier: AGPL-3.0-or-later
"""A hub person who is inside a co-op is outside as soon as the hub no longer vouches for them."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from franchise_kit.access.actions import accounts, roles, sessions
from franchise_kit.access.actions.seeding import SeedAccount
from tenants import clock
from tenants.journal.models import JournalLine
from tenants.office import HUB, Coop, Hub
from tenants.transaction import reading
from tests.support.people import actor_of, make_person
from tests.support.visiting import ask_of, give
from tests.web.test_visitors_entering import come_in, go_to_door


def suspend(person: SeedAccount) -> None:
    operator = actor_of(HUB, make_person(HUB, "platform_operator", name="Owen Rees"))
    accounts.suspend(office=HUB, account_id=person.id, by=operator, now=clock.ticking())


def take_the_role(person: SeedAccount) -> None:
    operator = actor_of(HUB, make_person(HUB, "platform_operator", name="Owen Rees"))
    roles.change(office=HUB, account_id=person.id, wanted=(), by=operator, now=clock.ticking())


def sign_out_everywhere(person: SeedAccount) -> None:
    sessions.end_everywhere(office=HUB, by=actor_of(HUB, person), now=clock.ticking())


ENDS = pytest.mark.parametrize("end", [suspend, take_the_role, sign_out_everywhere])


def reads_of(coop: Coop) -> int:
    with reading(coop) as session:
        return len(session.scalars(select(JournalLine).where(JournalLine.doing == "visit.read")).all())


@ENDS
def test_a_guest_is_outside_at_the_next_request(
    app: Flask, hub: Hub, aber: Coop, bryn: Coop, end: Callable[[SeedAccount], None]
) -> None:
    here, there = ask_of(aber), ask_of(bryn)
    give(here)
    give(there)
    gone, stays = come_in(app, here.asker, aber, here.id), come_in(app, there.asker, bryn, there.id)
    before = gone.get("/inside").status_code
    seen = reads_of(aber)

    end(here.asker)
    after = gone.get("/inside")

    assert (before, after.status_code, after.headers["Location"]) == (200, 303, "/sign-in?next=/inside")
    assert (gone.post("/leave").status_code, gone.get("/account").status_code) == (303, 303)
    shown_out = gone.get("/sign-in")
    assert (shown_out.status_code, shown_out.headers["Location"]) == (303, "/left")
    assert "Your visit is over" in gone.get("/left").text
    assert gone.get("/sign-in").status_code == 200
    assert reads_of(aber) == seen
    assert stays.get("/inside").status_code == 200


@pytest.mark.parametrize("end", [suspend, take_the_role])
def test_a_way_in_that_was_not_used_yet_is_shut(
    app: Flask, hub: Hub, aber: Coop, bryn: Coop, end: Callable[[SeedAccount], None]
) -> None:
    asked = ask_of(aber)
    give(asked)
    guest, path = go_to_door(app, asked.asker, aber, asked.id)
    guest.get("/sign-in")

    end(asked.asker)
    answer = guest.post("/enter", {"token": path.partition("=")[2]})

    assert answer.status_code == 409
    assert guest.get("/inside").status_code == 303
