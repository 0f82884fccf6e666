# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is posted stands in one office's books, once, and balances."""

from datetime import date
from threading import Barrier, Thread
from uuid import UUID, uuid4

import psycopg
import pytest

from franchise_kit.access.scopes import PermissionLacking
from franchise_kit.ledger import queries
from franchise_kit.ledger.actions import AccountUnknown, EntryDoesNotBalance, PostedAlready, Posting, post
from tenants.actor import SYSTEM
from tenants.office import Coop, Hub, Office
from tenants.transaction import reading, transaction
from tests.support.people import actor_of, make_person
from tests.support.world import World

PAY_DAY = date(2026, 11, 20)
PAY = (Posting("wages", 100_00), Posting("owed_hmrc", -20_00), Posting("wages_payable", -80_00))


def pay(office: Office, record_id: UUID, *postings: Posting) -> UUID:
    with transaction(office, by=SYSTEM, doing="test.post") as session:
        return post(
            session, kind="pay_run", record_id=record_id, on=PAY_DAY, postings=postings or PAY, by=SYSTEM
        )


def balances(office: Office) -> dict[str, int]:
    with reading(office) as session:
        found = queries.trial_balance(session, by=SYSTEM)
    return {one.account.id: one.balance_pence for one in found if one.balance_pence}


def test_an_entry_stands_in_its_own_office_alone(aber: Coop, bryn: Coop, hub: Hub) -> None:
    pay(aber, uuid4())

    assert balances(aber) == {"wages": 100_00, "owed_hmrc": -20_00, "wages_payable": -80_00}
    assert balances(bryn) == balances(hub) == {}


def test_the_same_record_is_posted_once(aber: Coop) -> None:
    record_id = uuid4()
    pay(aber, record_id)

    with pytest.raises(PostedAlready):
        pay(aber, record_id)

    assert balances(aber)["wages"] == 100_00


def test_two_who_post_the_same_at_once_write_one_entry(aber: Coop) -> None:
    record_id, begin, refused = uuid4(), Barrier(2), []

    def turn() -> None:
        begin.wait()
        try:
            pay(aber, record_id)
        except PostedAlready:
            refused.append(True)

    threads = [Thread(target=turn) for _turn in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert refused == [True]
    assert balances(aber)["wages"] == 100_00


@pytest.mark.parametrize(
    ("postings", "refusal"),
    [
        ((Posting("wages", 5), Posting("bank", -4)), EntryDoesNotBalance),
        ((Posting("wages", 5), Posting("debtors", -5)), AccountUnknown),
    ],
)
def test_a_refused_entry_leaves_nothing(
    aber: Coop, postings: tuple[Posting, ...], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        pay(aber, uuid4(), *postings)

    with reading(aber) as session:
        assert queries.verify(session).entries == 0


def test_the_books_are_read_by_those_who_may(aber: Coop) -> None:
    pay(aber, uuid4())
    finance, carer = (actor_of(aber, make_person(aber, role)) for role in ("finance_officer", "care_worker"))

    with reading(aber) as session:
        (entry,) = queries.list_entries(session, by=finance)
        with pytest.raises(PermissionLacking):
            queries.trial_balance(session, by=carer)

    assert (entry.on, entry.kind, entry.postings, entry.total_pence) == (PAY_DAY, "pay_run", PAY, 100_00)


def test_what_is_posted_is_changed_by_nobody_of_the_office(aber: Coop, world: World) -> None:
    pay(aber, uuid4())

    with world.as_login_of(aber) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("UPDATE ledger_posting SET amount_pence = 1")


def test_books_that_somebody_damaged_from_outside_do_not_hold(aber: Coop, world: World) -> None:
    kept, damaged = pay(aber, uuid4()), pay(aber, uuid4())
    assert kept != damaged
    with world.superuser() as connection:
        connection.execute(
            f"UPDATE {aber.schema}.ledger_posting SET amount_pence = 99 WHERE entry_id = %s AND position = 1",
            [damaged],
        )

    with reading(aber) as session:
        verdict = queries.verify(session)

    assert (verdict.holds, verdict.unbalanced, verdict.entries, verdict.postings) == (False, (damaged,), 2, 6)
