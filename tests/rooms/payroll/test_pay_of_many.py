# SPDX-License-Identifier: AGPL-3.0-or-later
"""A run of many is made with as few statements as a run of one."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import event
from sqlalchemy.engine import Engine

from franchise_kit.people.actions.seeding import SeedWorker, seed_workers
from franchise_kit.people.queries.facts import WorkerFacts
from franchise_kit.time.actions.seeding import SeedEntry, seed_entries
from tenants import clock
from tenants.office import Coop
from tests.support.pay import draft, preparer, roll_back, rows
from tests.support.thread import BEGAN

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
DAYS = 3
HOURS = timedelta(hours=7)


def employ(coop: Coop, count: int) -> None:
    """Make workers with a rate, a tax code and three days of approved time."""
    facts = [
        WorkerFacts(
            id=uuid4(),
            number=0,
            person_id=uuid4(),
            account_id=None,
            given_name="Nia",
            family_name=f"Prys {number}",
            language="cy",
            staff_category="other_social_care",
            started_on=BEGAN,
            ended_on=None,
        )
        for number in range(count)
    ]
    workers = [SeedWorker(one, BEGAN, 1200, 1345, "1257L", 0, 0) for one in facts]
    seed_workers(coop=coop, workers=workers, now=clock.now())
    begins = [FIRST + timedelta(days=day) for day in range(DAYS)]
    entries = [
        SeedEntry(uuid4(), one.id, one.person_id, "training", at, at + HOURS, 420, None)
        for one in facts
        for at in begins
    ]
    until = FIRST + timedelta(days=DAYS)
    seed_entries(
        coop=coop, entries=entries, approved_until=until, approved_by_person=uuid4(), now=clock.now()
    )


@contextmanager
def statements() -> "Iterator[list[str]]":
    """Collect what is sent to the database."""
    seen: list[str] = []

    def note(*said: object) -> None:
        seen.append(str(said[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_a_run_of_many_takes_as_few_statements_as_one_of_two(aber: Coop) -> None:
    contact = preparer(aber)
    counts = []
    for more in (2, 18):
        employ(aber, more)
        with statements() as seen:
            run = draft(aber, contact)
        counts.append((len(seen), len(rows(aber, "payslip"))))
        roll_back(aber, run, contact)

    (few, first), (many, both) = counts
    # The first run makes the co-op's own schedule, and its payslips stay after it was taken back.
    assert (first, both) == (2, 2 + 20)
    assert many <= few
    assert {row["gross_pence"] for row in rows(aber, "payslip")} == {21 * 1345}
