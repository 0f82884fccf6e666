# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who comes, as whoever is visited reads it who holds another role too; and as a worker reads their own."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from flask import Flask

from franchise_kit.care.actions.tying import tie_account
from franchise_kit.profile.actions import set_shown_names
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tests.support.people import actor_of, make_person
from tests.support.thread import make_supported, make_visit, make_worker
from tests.support.web import Visitor

TOMORROW = date(2026, 11, 10)
SINCE = "(since 5 Jan 2026)"


@pytest.fixture(autouse=True)
def _monday() -> None:
    clock.set_fixed(datetime(2026, 11, 9, 12, 0, tzinfo=UTC))


def visited(app: Flask, coop: Coop, *roles: str, language: str = "en") -> tuple[Visitor, list[str]]:
    """Return whoever is visited by one of two Nias, signed in, and the addresses of where that stands."""
    person_id, worker_id, _namesake = make_supported(coop), make_worker(coop), make_worker(coop)
    visit_id = make_visit(coop, person_id, TOMORROW, "09:00", worker_id=worker_id)
    elsi = make_person(coop, *roles, name="Elsi Fôn", language=language)
    tie(coop, person_id, elsi.id)
    visitor = Visitor(app, coop)
    visitor.sign_in(elsi)
    return visitor, [f"/people-supported/{person_id}/visits", f"/rota/visits/{visit_id}"]


def tie(coop: Coop, person_id: UUID, account_id: UUID) -> None:
    manager = actor_of(coop, make_person(coop, "registered_manager", name="Nest Roberts"))
    tie_account(coop=coop, person_supported_id=person_id, account_id=account_id, by=manager)


BOTH = [("supported_member",), ("supported_member", "care_worker"), ("supported_member", "carer_member")]


@pytest.mark.parametrize("roles", BOTH)
@pytest.mark.parametrize(
    ("shown", "language", "said"),
    [
        ("nobody", "en", "Somebody from the co-op"),
        ("nobody", "cy", "Rhywun o"),
        ("first", "en", "Nia"),
        ("full", "en", "Nia Prys"),
    ],
)
def test_whoever_is_visited_reads_the_name_that_the_co_op_has_chosen(
    app: Flask, aber: Coop, roles: tuple[str, ...], shown: str, language: str, said: str
) -> None:
    visitor, addresses = visited(app, aber, *roles, language=language)
    set_shown_names(coop=aber, by=SYSTEM, shown=shown, now=clock.now())

    pages = [visitor.get(address).text for address in addresses]

    assert [said in page for page in pages] == [True, True]
    assert [one for one in ("Nobody yet", "Neb eto", "(since", "(ers") if one in "".join(pages)] == []


def test_a_worker_still_tells_apart_whom_they_visit(app: Flask, aber: Coop) -> None:
    nia = make_person(aber, "care_worker", name="Nia Prys")
    worker_id, person_id, _namesake = (
        make_worker(aber, account_id=nia.id),
        make_supported(aber),
        make_supported(aber),
    )
    visit_id = make_visit(aber, person_id, TOMORROW, "09:00", worker_id=worker_id)
    both = make_person(aber, "care_worker", "supported_member", name="Alys Bevan")
    theirs = make_visit(
        aber, person_id, TOMORROW, "11:00", worker_id=make_worker(aber, "Alys Bevan", account_id=both.id)
    )
    pages = []
    for account, address in ((nia, visit_id), (both, theirs)):
        visitor = Visitor(app, aber)
        visitor.sign_in(account)
        pages.append(visitor.get(f"/rota/visits/{address}").text)

    assert [f"A visit to Elsi Fôn {SINCE}" in page for page in pages] == [True, True]
    assert ("Nia Prys" in pages[0], "Alys Bevan" in pages[1]) == (True, True)
