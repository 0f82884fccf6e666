# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a press that takes a check-out back leaves to look at, and beside which other visits it is refused."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from franchise_kit.care.queries.doubts import list_doubtful
from franchise_kit.care.rules.attending import AnotherVisitSince
from franchise_kit.kernel.changes import list_changes
from franchise_kit.time import queries
from franchise_kit.time.actions import check_in, check_out, take_back_check_out
from franchise_kit.time.actions.visiting import NO_PHONE, Phone
from tenants import clock
from tenants.actor import Actor
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.people import actor_of, make_person
from tests.support.rows import rows
from tests.support.time import NINE, make_carer, make_visit


def after(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


def left(coop: Coop, visit_id: UUID, by: Actor, minutes: int, phone: Phone = NO_PHONE) -> None:
    check_out(coop=coop, visit_id=visit_id, note=None, by=by, now=after(minutes), phone=phone)


def there(coop: Coop, by: Actor, worker_id: UUID, planned: int = 0) -> UUID:
    """Make a visit that was checked into as it was planned, so many minutes after nine."""
    visit_id = make_visit(coop, worker_id, planned_from=after(planned))
    check_in(coop=coop, visit_id=visit_id, by=by, now=after(planned))
    return visit_id


@pytest.mark.parametrize(
    ("case", "first", "came"),
    [
        ("without signal", Phone(after(13), holds=True), 185),
        ("by a phone whose clock is wrong", Phone(after(-60)), 13),
    ],
)
def test_a_doubtful_press_stays_to_be_looked_at_after_a_plain_one(
    aber: Coop, case: str, first: Phone, came: int
) -> None:
    clock.set_fixed(after(240))
    by, worker_id = make_carer(aber)
    desk = actor_of(aber, make_person(aber, "care_coordinator"))
    visit_id = there(aber, by, worker_id)
    left(aber, visit_id, by, 5)
    names = ("taken_back_at", "device_back_at", "received_back_at")

    take_back_check_out(coop=aber, visit_id=visit_id, by=by, now=after(came), phone=first)
    doubtful = [rows(aber, "visit")[0][name] for name in names]
    left(aber, visit_id, by, came + 1)
    take_back_check_out(coop=aber, visit_id=visit_id, by=by, now=after(came + 2))
    left(aber, visit_id, by, came + 3)

    with reading(aber) as session:
        listed = list_doubtful(session, by=desk, from_=NINE.date(), until=after(24 * 60).date())
        entries = queries.list_entries(session, by=desk, from_=NINE.date(), until=after(24 * 60).date())
        looked_at = queries.doubtful_visit_ids(session, entries, by=desk)
        said = [one.before.get("taken_back_at") for one in list_changes(session, "visit", visit_id)]
        slips = queries.list_time_changes(session, entries[0].id, by=by)
    assert [rows(aber, "visit")[0][name] for name in names] == doubtful, case
    assert ([one.id for one in listed], list(looked_at)) == ([visit_id], [visit_id]), case
    assert str(after(came + 2)) in said, case
    assert [entry.minutes for entry in entries] == [came + 3], case
    assert sorted(one.minutes_before or 0 for one in slips) == [5, came + 1], case


def test_a_visit_that_began_before_the_check_out_and_ended_after_it_is_another_since(aber: Coop) -> None:
    by, worker_id = make_carer(aber)
    first = there(aber, by, worker_id)
    left(aber, first, by, 60)
    second = make_visit(aber, worker_id, planned_from=after(60))
    check_in(coop=aber, visit_id=second, by=by, now=after(66), phone=Phone(after(59), holds=True))
    left(aber, second, by, 120)
    kept = rows(aber), rows(aber, "visit")

    with pytest.raises(AnotherVisitSince):
        take_back_check_out(
            coop=aber, visit_id=first, by=by, now=after(121), phone=Phone(after(65), holds=True)
        )

    assert (rows(aber), rows(aber, "visit")) == kept


def test_a_visit_still_open_from_before_the_check_out_is_another_since(aber: Coop) -> None:
    by, worker_id = make_carer(aber)
    first = there(aber, by, worker_id)
    left(aber, first, by, 60)
    second = make_visit(aber, worker_id, planned_from=after(60))
    check_in(coop=aber, visit_id=second, by=by, now=after(66), phone=Phone(after(59), holds=True))
    # A day later the open visit keeps nobody from the next one; it was open when this one ended.
    pressed, came = Phone(after(65), holds=True), after(24 * 60 + 60)

    with pytest.raises(AnotherVisitSince):
        take_back_check_out(coop=aber, visit_id=first, by=by, now=came, phone=pressed)


def test_a_visit_over_before_the_check_out_or_forgotten_long_ago_keeps_no_slip(aber: Coop) -> None:
    by, worker_id = make_carer(aber)
    there(aber, by, worker_id, planned=-25 * 60)
    earlier = there(aber, by, worker_id, planned=-30)
    left(aber, earlier, by, 0)
    first = there(aber, by, worker_id)
    left(aber, first, by, 5)

    take_back_check_out(coop=aber, visit_id=first, by=by, now=after(6))

    (row,) = [one for one in rows(aber, "visit") if one["id"] == first]
    assert (row["taken_back_at"], row["checked_out_at"]) == (after(6), None)
