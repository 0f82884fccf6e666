# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hours that are taken along: which they are, whose, and how far each is on its way to pay."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

from flask import Flask

from franchise_kit.kernel.days import london_instant
from franchise_kit.time import actions as times
from franchise_kit.time.models import TimeEntry
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.transaction import upkeep
from tests.support.exported import rows_of
from tests.support.importing import signed_in
from tests.support.thread import make_worker
from tests.support.time import make_entry


def test_hours_say_where_they_stand_and_time_by_hand_why_it_was(app: Flask, aber: Coop) -> None:
    nia = make_worker(aber)
    make_entry(aber, worker_id=nia, starts_at=datetime(2026, 11, 2, 9, tzinfo=UTC))
    make_entry(aber, worker_id=nia, starts_at=datetime(2026, 10, 2, 9, tzinfo=UTC), state="approved")
    begins = london_instant(date(2026, 11, 3), time(14, 0))
    new = times.NewTime("training", begins, begins + timedelta(hours=2), "agreed_before", "Symud a thrin")
    times.enter_time(coop=aber, worker_id=nia, new=new, by=SYSTEM, now=clock.now())
    visitor, days = signed_in(app, aber, "registered_manager"), "since=2026-10-01&until=2026-11-30"

    by_hand = rows_of(visitor.get(f"/lists/time.csv?{days}").data)
    hours = rows_of(visitor.get(f"/lists/hours.csv?{days}").data)
    waiting = rows_of(visitor.get("/lists/waiting.csv").data)

    assert by_hand[1:] == [
        ["Nia Prys", "Training", "2026-11-03", "14:00", "16:00", "It was agreed before", "Symud a thrin"]
    ]
    assert [(row[1], row[2], row[5], row[6]) for row in hours[1:]] == [
        ("Visit", "2026-10-02", "30", "Approved"),
        ("Visit", "2026-11-02", "30", "Waits for approval"),
        ("Training", "2026-11-03", "120", "Waits for approval"),
    ]
    assert waiting[1:] == hours[2:]


def test_hours_are_those_of_the_days_in_london_and_of_the_worker(app: Flask, aber: Coop) -> None:
    nia, other, gone = make_worker(aber), make_worker(aber, "Siôn Gŵyn"), uuid4()
    midnight = datetime(2026, 10, 2, 23, tzinfo=UTC)
    for worker_id, begins, state in (
        (nia, midnight - timedelta(minutes=1), "recorded"),
        (nia, midnight, "recorded"),
        (other, midnight, "recorded"),
        (gone, midnight + timedelta(hours=1), "recorded"),
        (nia, midnight + timedelta(days=1, minutes=-1), "paid"),
        (nia, midnight + timedelta(days=1), "recorded"),
    ):
        make_entry(aber, worker_id=worker_id, starts_at=begins, state=state)
    visitor, day = signed_in(app, aber, "registered_manager"), "since=2026-10-03&until=2026-10-03"

    def said(path: str) -> list[tuple[str, str, str]]:
        return [(row[0], row[3], row[6]) for row in rows_of(visitor.get(path).data)[1:]]

    first, last = ("Nia Prys", "00:00", "Waits for approval"), ("Nia Prys", "23:59", "Paid")
    assert said(f"/lists/hours.csv?{day}&worker_id={nia}") == [first, last]
    assert [name for name, *_rest in said(f"/lists/hours.csv?{day}")].count("") == 1
    assert said(f"/lists/waiting.csv?{day}&worker_id={nia}") == [first]
    assert len(said("/lists/waiting.csv?since=2026-10-03")) == 4
    assert len(said("/lists/waiting.csv?until=2026-10-03")) == 4


def test_hours_of_two_of_one_name_are_told_apart_and_those_that_a_run_holds(app: Flask, aber: Coop) -> None:
    first, second = make_worker(aber, "Nia Prys"), make_worker(aber, "Nia Prys")
    del second
    entry_id = make_entry(aber, worker_id=first, state="approved")
    with upkeep(aber) as session:
        session.get_one(TimeEntry, entry_id).pay_run_id = uuid4()

    rows = rows_of(
        signed_in(app, aber, "registered_manager")
        .get("/lists/hours.csv?since=2026-11-02&until=2026-11-02")
        .data
    )

    assert [(row[0], row[6]) for row in rows[1:]] == [("Nia Prys (2026-01-05)", "In a pay run")]
