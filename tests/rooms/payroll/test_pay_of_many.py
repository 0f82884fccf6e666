# SPDX-License-Identifier: AGPL-3.0-or-later
"""A run of many is made with as few statements as a run of one, and its time is taken in few writes."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import Index, event, text
from sqlalchemy.engine import Engine

from franchise_kit.people.actions.seeding import SeedWorker, seed_workers
from franchise_kit.people.queries.facts import WorkerFacts
from franchise_kit.time.actions import gather
from franchise_kit.time.actions.seeding import SeedEntry, seed_entries
from franchise_kit.time.models import TimeEntry
from tenants import clock
from tenants.office import Coop
from tenants.transaction import upkeep
from tests.support.pay import draft, preparer, roll_back
from tests.support.rows import rows
from tests.support.thread import BEGAN

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
DAYS = 3
HOURS = timedelta(hours=7)


def employ(coop: Coop, count: int, *, code: str = "1257L") -> set[UUID]:
    """Make workers with a rate, a tax code and three days of approved time; return their ids."""
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
    workers = [SeedWorker(one, BEGAN, 1200, 1345, code, 0, 0) for one in facts]
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
    return {one.id for one in facts}


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


def test_whoever_is_left_out_keeps_their_time_for_another_run(aber: Coop) -> None:
    paid, left_out = employ(aber, 2), employ(aber, 1, code="1257LL")

    run = draft(aber, preparer(aber))

    holds = {row["worker_id"]: (row["state"], row["pay_run_id"]) for row in rows(aber, "time_entry")}
    assert holds == dict.fromkeys(paid, ("approved", run)) | dict.fromkeys(left_out, ("approved", None))
    assert {row["worker_id"] for row in rows(aber, "payslip")} == paid


def test_the_time_of_a_run_is_marked_beside_what_it_was_and_in_no_exact_index(aber: Coop) -> None:
    employ(aber, 20)
    pages = text("SELECT id, split_part(CAST(ctid AS text), ',', 1) FROM time_entry ORDER BY id")

    with upkeep(aber) as session:
        before = session.execute(pages).all()
        held = gather(session, pay_run_id=uuid4(), until=(FIRST + timedelta(days=DAYS)).date())
        after = session.execute(pages).all()

    assert (len(held), after) == (20 * DAYS, before)
    exact = [index for index in TimeEntry.metadata.tables["time_entry"].indexes if not is_summary(index)]
    assert not any("pay_run_id" in f"{index.columns.keys()} {condition(index)}" for index in exact)


def is_summary(index: Index) -> bool:
    return bool(index.dialect_options["postgresql"]["using"] == "brin")


def condition(index: Index) -> object:
    return index.dialect_options["postgresql"]["where"]
