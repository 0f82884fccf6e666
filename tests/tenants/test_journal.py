"""The journal is a chain in which a change shows."""

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import text

from tenants import journal
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.refusal import Refusal
from tenants.transaction import reading, transaction, upkeep
from tests.support.world import World


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
