# SPDX-License-Identifier: AGPL-3.0-or-later
"""Travel, waiting and miles between visits write themselves down, once."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from uuid import UUID

import pytest

from franchise_kit.care.models import Visit
from franchise_kit.care.queries.facts import visit_facts
from franchise_kit.people.queries.facts import worker_of_id
from franchise_kit.time.actions.approving import approve_entries
from franchise_kit.time.actions.travelling import make_travel, remake_day
from tenants import clock
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import upkeep
from tests.support.people import actor_of, make_person
from tests.support.rows import rows
from tests.support.time import NINE, make_carer, make_visit

# Two doors in Aberteifi, some 900 metres apart by road: two minutes by the usual numbers.
HERE, THERE = "52.08310,-4.66090", "52.08670,-4.65380"


@pytest.fixture(autouse=True)
def _in_the_evening() -> None:
    clock.set_fixed(NINE + timedelta(hours=10))


entries = partial(rows, order="starts_at, kind")


def visited(
    coop: Coop, worker_id: UUID, begins: int, ends: int, *, place: str | None = None, day: datetime = NINE
) -> UUID:
    """Make a visit that is over, from and until so many minutes after nine."""
    came, left = (day + timedelta(minutes=minutes) for minutes in (begins, ends))
    visit_id = make_visit(coop, worker_id, planned_from=came, minutes=ends - begins, place=place)
    with upkeep(coop) as session:
        row = session.get_one(Visit, visit_id)
        row.checked_in_at, row.checked_out_at = came, left
        session.flush()
        (visit,) = visit_facts(session, [row])
        worker = worker_of_id(session, worker_id)
        assert worker is not None
        make_travel(session, visit, worker, clock.now())
    return visit_id


def approver(coop: Coop) -> Actor:
    return actor_of(coop, make_person(coop, "care_coordinator"))


def listed(coop: Coop) -> list[tuple[str, int]]:
    return [(row["kind"], row["minutes"]) for row in entries(coop)]


def test_the_way_and_the_waiting_are_written_down(aber: Coop, bryn: Coop) -> None:
    by, worker_id = make_carer(aber)
    visited(aber, worker_id, 0, 30, place=HERE)
    second = visited(aber, worker_id, 40, 70, place=THERE)

    travel, waiting = entries(aber)

    assert (travel["kind"], travel["minutes"], travel["source"]) == ("travel", 2, "rota")
    assert (travel["starts_at"], travel["visit_id"]) == (NINE + timedelta(minutes=30), second)
    assert (waiting["kind"], waiting["minutes"], waiting["metres"]) == ("waiting", 8, None)
    assert waiting["ends_at"] == NINE + timedelta(minutes=40)
    assert (travel["worker_person"], travel["state"]) == (by.person_id, "recorded")
    (claim,) = rows(aber, "mileage_claim", "day")
    assert (claim["purpose"], claim["metres"], claim["day"]) == ("visits", travel["metres"], NINE.date())
    assert 700 < claim["metres"] < 1100
    assert entries(bryn) == []


def test_long_gaps_and_other_workers_give_nothing(aber: Coop) -> None:
    (_, one), (_, other) = make_carer(aber), make_carer(aber)
    visited(aber, one, 0, 30)
    visited(aber, other, 35, 60)
    visited(aber, one, 100, 130)

    assert entries(aber) == []
    assert rows(aber, "mileage_claim", "day") == []


def test_a_visit_in_between_that_ends_later_takes_the_place_of_the_gap(aber: Coop) -> None:
    _, worker_id = make_carer(aber)
    visited(aber, worker_id, 0, 30)
    visited(aber, worker_id, 80, 110)
    assert listed(aber) == [("travel", 50)]

    visited(aber, worker_id, 40, 70)

    assert listed(aber) == [("travel", 10), ("travel", 10)]
    assert [row["version"] for row in entries(aber)] == [1, 2]


def test_doing_it_again_changes_nothing(aber: Coop) -> None:
    _, worker_id = make_carer(aber)
    visited(aber, worker_id, 0, 30, place=HERE)
    visited(aber, worker_id, 40, 70, place=THERE)
    before = entries(aber), rows(aber, "mileage_claim", "day")

    again = remake_day(coop=aber, worker_id=worker_id, day=NINE.date(), by=approver(aber), now=clock.now())

    assert again == 0
    assert (entries(aber), rows(aber, "mileage_claim", "day")) == before


def test_what_was_approved_stays_when_a_day_is_made_again(aber: Coop) -> None:
    _, worker_id = make_carer(aber)
    visited(aber, worker_id, 0, 30)
    moved = visited(aber, worker_id, 40, 70)
    by = approver(aber)
    approve_entries(coop=aber, entry_ids=[entries(aber)[0]["id"]], by=by, now=clock.now())
    with upkeep(aber) as session:
        session.get_one(Visit, moved).checked_in_at = NINE + timedelta(minutes=60)

    changed = remake_day(coop=aber, worker_id=worker_id, day=NINE.date(), by=by, now=clock.now())

    assert changed == 0
    assert listed(aber) == [("travel", 10)]


def test_a_gap_that_is_no_more_is_taken_away(aber: Coop) -> None:
    _, worker_id = make_carer(aber)
    visited(aber, worker_id, 0, 30, place=HERE)
    moved = visited(aber, worker_id, 40, 70, place=THERE)
    with upkeep(aber) as session:
        session.get_one(Visit, moved).checked_in_at = NINE + timedelta(minutes=30)

    changed = remake_day(coop=aber, worker_id=worker_id, day=NINE.date(), by=approver(aber), now=clock.now())

    assert changed == 2
    assert entries(aber) == []
    assert rows(aber, "mileage_claim", "day") == []


@pytest.mark.parametrize(
    ("case", "day", "is_leap"),
    [
        ("over midnight", datetime(2026, 11, 2, 23, 0, tzinfo=UTC), False),
        ("into leap day", datetime(2028, 2, 28, 23, 0, tzinfo=UTC), True),
    ],
)
def test_a_gap_over_midnight_is_of_the_day_it_began(
    aber: Coop, case: str, day: datetime, is_leap: bool
) -> None:
    _, worker_id = make_carer(aber)
    visited(aber, worker_id, 0, 50, place=HERE, day=day)
    visited(aber, worker_id, 70, 100, place=THERE, day=day)

    assert listed(aber) == [("travel", 2), ("waiting", 18)], case
    (claim,) = rows(aber, "mileage_claim", "day")
    assert claim["day"] == (date(2028, 2, 28) if is_leap else date(2026, 11, 2)), case


def test_only_who_approves_makes_a_day_again_and_only_of_somebody_here(aber: Coop, bryn: Coop) -> None:
    (worker, worker_id), (_, elsewhere) = make_carer(aber), make_carer(bryn)
    for by, whose in ((worker, worker_id), (approver(aber), elsewhere)):
        with pytest.raises(NotFound):
            remake_day(coop=aber, worker_id=whose, day=NINE.date(), by=by, now=clock.now())
