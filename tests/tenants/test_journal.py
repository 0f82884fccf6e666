"""The journal is a chain in which a change shows."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import select, text

from tenants import clock, journal
from tenants.actor import SYSTEM, Actor
from tenants.journal.models import JournalLine
from tenants.office import Coop
from tenants.refusal import Refusal
from tenants.transaction import reading, transaction, upkeep
from tests.support.world import World

NOON = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)


@pytest.fixture
def noon() -> Iterator[None]:
    clock.set_fixed(NOON)
    yield
    clock.set_fixed(None)


def refuse(coop: Coop, account_id: UUID | None, *, times: int) -> None:
    """Let somebody be refused so often."""
    by = Actor(account_id, account_id, "coop" if account_id else "system")
    for _ in range(times):
        with pytest.raises(Refusal), transaction(coop, by=by, doing="test.refused"):
            raise Refusal(limit=3)


def refusals_of(coop: Coop, account_id: UUID | None) -> list[str | None]:
    with reading(coop) as session:
        wanted = select(JournalLine.refusal_code).where(JournalLine.account_id == account_id)
        return list(session.scalars(wanted.order_by(JournalLine.seq)))


def write_lines(coop: Coop, count: int) -> None:
    for number in range(count):
        with transaction(coop, by=SYSTEM, doing="test.write") as session:
            journal.note(session, record_kind="thing", number=number)


def change_and_refuse(coop: Coop) -> None:
    with transaction(coop, by=SYSTEM, doing="test.refused") as session:
        session.execute(text("UPDATE data_key SET made_at = '2001-01-01'"))
        raise Refusal(limit=3)


def break_in(coop: Coop) -> journal.BrokenChain | None:
    with reading(coop) as session:
        return journal.verify(session)


def test_an_untouched_journal_is_whole(aber: Coop, bryn: Coop) -> None:
    write_lines(aber, 3)

    assert break_in(aber) is None
    assert break_in(bryn) is None


def test_many_records_have_a_line_each_and_the_chain_is_whole(aber: Coop, bryn: Coop) -> None:
    write_lines(aber, 1)
    about = {uuid4(): {"number": number, "words": [uuid4()]} for number in range(3)}

    with transaction(aber, by=SYSTEM, doing="test.write_all") as session:
        journal.note_many(session, doing="test.write_one", record_kind="thing", about=about)
        journal.note(session, record_kind="thing", count=3)
    write_lines(aber, 1)

    with reading(aber) as session:
        lines = session.scalars(select(JournalLine).order_by(JournalLine.seq)).all()
    assert break_in(aber) is None
    assert [line.seq for line in lines] == [1, 2, 3, 4, 5, 6]
    assert [line.doing for line in lines[1:5]] == ["test.write_one"] * 3 + ["test.write_all"]
    assert {line.record_id: line.codes["number"] for line in lines[1:4]} == {
        record_id: codes["number"] for record_id, codes in about.items()
    }
    assert lines[4].codes == {"count": 3}
    with reading(bryn) as session:
        assert session.scalars(select(JournalLine)).all() == []


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        ("UPDATE {} SET doing = 'test.lied' WHERE seq = 2", journal.BrokenChain(2, "changed")),
        ("UPDATE {} SET codes = '{{\"number\": 7}}' WHERE seq = 3", journal.BrokenChain(3, "changed")),
        ("DELETE FROM {} WHERE seq = 2", journal.BrokenChain(2, "missing")),
        ("DELETE FROM {} WHERE seq = 4", journal.BrokenChain(4, "cut short")),
    ],
)
def test_a_tampered_row_is_found(
    world: World, aber: Coop, damage: str, expected: journal.BrokenChain
) -> None:
    write_lines(aber, 4)
    with world.superuser() as connection:
        connection.execute(sql.SQL(damage).format(sql.Identifier(aber.schema, "journal_line")))  # type: ignore[arg-type] # test data

    assert break_in(aber) == expected


def test_a_coop_cannot_change_or_delete_its_own_journal(world: World, aber: Coop) -> None:
    write_lines(aber, 1)

    for statement in ("UPDATE journal_line SET doing = 'x'", "DELETE FROM journal_line"):
        with world.as_login_of(aber) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)
    assert break_in(aber) is None


def test_a_refusal_is_journalled_after_the_rollback(aber: Coop) -> None:
    with pytest.raises(Refusal):
        change_and_refuse(aber)

    with reading(aber) as session:
        lines = session.execute(text("SELECT doing, outcome, refusal_code, codes FROM journal_line")).all()
        changed = session.scalar(text("SELECT count(*) FROM data_key WHERE made_at = '2001-01-01'"))
    assert lines == [("test.refused", "refused", "refused", {"limit": 3})]
    assert changed == 0


def test_reading_cannot_write(aber: Coop) -> None:
    with pytest.raises(Exception, match="read-only transaction"), reading(aber) as session:
        session.execute(text("DELETE FROM data_key"))


def test_upkeep_leaves_no_line(aber: Coop) -> None:
    with upkeep(aber) as session:
        session.execute(text("UPDATE data_key SET made_at = now()"))

    with reading(aber) as session:
        assert session.scalar(text("SELECT count(*) FROM journal_line")) == 0


def test_of_an_account_twenty_refusals_an_hour_are_written_and_then_that_no_more_are(
    noon: None, aber: Coop, caplog: pytest.LogCaptureFixture
) -> None:
    eager, other = uuid4(), uuid4()

    with caplog.at_level(logging.WARNING, logger="tenants.security"):
        refuse(aber, eager, times=24)
    refuse(aber, other, times=2)

    assert refusals_of(aber, eager) == ["refused"] * 20 + ["further_refusals_unwritten"]
    assert refusals_of(aber, other) == ["refused"] * 2
    unwritten = [(line.getMessage(), line.__dict__["account"]) for line in caplog.records]
    assert unwritten == [("refusal_unwritten", eager)] * 4
    assert break_in(aber) is None


def test_the_line_that_says_so_keeps_what_was_refused(noon: None, aber: Coop) -> None:
    eager = uuid4()
    refuse(aber, eager, times=21)

    with reading(aber) as session:
        line = session.scalars(select(JournalLine).order_by(JournalLine.seq.desc()).limit(1)).one()

    assert (line.doing, line.outcome, line.codes) == ("test.refused", "refused", {"limit": 3, "most": 20})


def test_the_next_hour_counts_anew(noon: None, aber: Coop) -> None:
    eager = uuid4()
    refuse(aber, eager, times=22)

    clock.set_fixed(NOON + timedelta(minutes=29, seconds=59))
    refuse(aber, eager, times=1)
    assert len(refusals_of(aber, eager)) == 21
    clock.set_fixed(NOON + timedelta(minutes=30))
    refuse(aber, eager, times=22)

    an_hour = ["refused"] * 20 + ["further_refusals_unwritten"]
    assert refusals_of(aber, eager) == an_hour * 2


def test_many_refusals_at_the_same_moment_are_all_counted(noon: None, aber: Coop) -> None:
    eager = uuid4()
    with ThreadPoolExecutor(4) as crowd:
        list(crowd.map(lambda _: refuse(aber, eager, times=8), range(4)))

    assert refusals_of(aber, eager) == ["refused"] * 20 + ["further_refusals_unwritten"]
    assert break_in(aber) is None


def test_what_is_done_and_what_the_system_is_refused_is_always_written(noon: None, aber: Coop) -> None:
    eager = uuid4()
    refuse(aber, eager, times=22)

    with transaction(aber, by=Actor(eager, eager, "coop"), doing="test.write"):
        pass
    refuse(aber, None, times=22)

    assert refusals_of(aber, eager)[-1] is None
    assert len(refusals_of(aber, eager)) == 22
    assert refusals_of(aber, None) == ["refused"] * 22
