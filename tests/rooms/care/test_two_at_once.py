# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two who act at the same moment: a worker is in one place, and an account stands for one worker."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from sqlalchemy import text

from franchise_kit.care import actions
from franchise_kit.care.actions.tying import AccountIsOfSomebody, tie_account
from franchise_kit.care.rules.visits import PersonNotSupportedThen, VisitsAfterLastDay, WorkerElsewhere
from franchise_kit.people.actions import AccountHasWorker
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.refusal import Refusal
from tenants.transaction import reading
from tests.support.people import actor_of, make_person
from tests.support.rota import generate, make_kind, make_pattern
from tests.support.thread import make_supported, make_visit, make_worker

MONDAY = date(2026, 11, 2)


def at_once(*acts: Callable[[], object]) -> list[type[Refusal] | None]:
    """Do the acts at the same moment, and return which were refused."""
    start = Barrier(len(acts))

    def one(act: Callable[[], object]) -> type[Refusal] | None:
        start.wait()
        try:
            act()
        except Refusal as refusal:
            return type(refusal)
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def count(coop: Coop, table: str) -> int:
    with reading(coop) as session:
        return int(session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


def test_a_worker_is_planned_for_one_place_at_a_time(aber: Coop) -> None:
    worker_id = make_worker(aber)
    people = [make_supported(aber, name) for name in ("Elsi Fôn", "Gwen Morys", "Twm Huws")]

    refused = at_once(
        *(
            lambda person_id=person_id: make_visit(aber, person_id, MONDAY, "09:00", worker_id=worker_id)
            for person_id in people
        )
    )

    assert sorted(str(one) for one in refused) == sorted([str(None), *[str(WorkerElsewhere)] * 2])
    assert count(aber, "visit") == 1


def test_an_account_is_taken_once(aber: Coop) -> None:
    account = make_person(aber, "care_worker")

    refused = at_once(*[lambda: make_worker(aber, account_id=account.id)] * 3)

    assert sorted(str(one) for one in refused) == sorted([str(None), *[str(AccountHasWorker)] * 2])
    assert count(aber, "worker") == 1


def test_an_account_is_tied_to_one_person(aber: Coop) -> None:
    people = [make_supported(aber, name) for name in ("Elsi Fôn", "Gwen Morys", "Twm Huws")]
    account_id = make_person(aber, "supported_member").id
    by = actor_of(aber, make_person(aber, "registered_manager"))

    refused = at_once(
        *(
            lambda person_id=person_id: tie_account(
                coop=aber, person_supported_id=person_id, account_id=account_id, by=by
            )
            for person_id in people
        )
    )

    assert sorted(str(one) for one in refused) == sorted([str(None), *[str(AccountIsOfSomebody)] * 2])


def test_no_visit_slips_in_after_the_last_day(aber: Coop) -> None:
    person_id = make_supported(aber)

    refused = at_once(
        lambda: make_visit(aber, person_id, MONDAY, "09:00"),
        lambda: actions.end_support(
            coop=aber, person_supported_id=person_id, ended_on=date(2026, 11, 1), by=SYSTEM
        ),
    )

    assert refused in ([PersonNotSupportedThen, None], [None, VisitsAfterLastDay])


def test_a_week_that_two_make_at_once_is_made_once(aber: Coop) -> None:
    make_pattern(aber, make_supported(aber), make_kind(aber))

    refused = at_once(*[lambda: generate(aber)] * 3)

    assert refused == [None] * 3
    assert count(aber, "visit") == 7
