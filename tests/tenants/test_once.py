"""An act under a key is done once, also when two ask at the same instant."""

import threading
from uuid import uuid4

import pytest
from sqlalchemy import text

from tenants import once
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.once import AlreadyDone, OnceKey
from tenants.transaction import reading, transaction, upkeep


def make_key(word: bytes = b"k" * 32) -> OnceKey:
    return OnceKey(uuid4(), word, b"r" * 32)


def act(coop: Coop, key: OnceKey) -> None:
    with once.bind(key), transaction(coop, by=SYSTEM, doing="test.act"):
        pass


def count_lines(coop: Coop, outcome: str) -> int:
    with reading(coop) as session:
        found = session.scalar(
            text("SELECT count(*) FROM journal_line WHERE outcome = :outcome"), {"outcome": outcome}
        )
        return int(found or 0)


def test_the_second_act_under_a_key_is_refused_and_changes_nothing(aber: Coop) -> None:
    key = make_key()
    act(aber, key)

    with pytest.raises(AlreadyDone):
        act(aber, key)

    assert (count_lines(aber, "done"), count_lines(aber, "refused")) == (1, 1)


def test_the_same_key_in_another_coop_is_another_key(aber: Coop, bryn: Coop) -> None:
    key = make_key()
    act(aber, key)
    act(bryn, key)

    assert (count_lines(aber, "done"), count_lines(bryn, "done")) == (1, 1)


def test_of_two_at_the_same_instant_one_acts(aber: Coop) -> None:
    key, outcomes = make_key(), []

    def race() -> None:
        try:
            act(aber, key)
            outcomes.append("done")
        except AlreadyDone:
            outcomes.append("refused")

    threads = [threading.Thread(target=race) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert sorted(outcomes) == ["done", "refused", "refused", "refused"]
    assert count_lines(aber, "done") == 1


def test_the_answer_is_kept_for_a_retry(aber: Coop) -> None:
    key = make_key()
    act(aber, key)
    with upkeep(aber) as session:
        once.keep_answer(session, key, status=201, body={"id": "x"})

    with reading(aber) as session:
        found = once.find(session, key)
    assert found is not None
    assert (found.status, found.body, found.request_hash) == (201, {"id": "x"}, b"r" * 32)


def test_an_answer_is_kept_for_a_day(aber: Coop, bryn: Coop) -> None:
    key = make_key()
    for coop in (aber, bryn):
        act(coop, key)
    with upkeep(aber) as session:
        session.execute(text("UPDATE done_once SET made_at = made_at - interval '25 hours'"))

    act(aber, OnceKey(key.account_id, b"n" * 32, key.request_hash))

    with reading(aber) as session:
        assert once.find(session, key) is None
    with reading(bryn) as session:
        assert once.find(session, key) is not None
