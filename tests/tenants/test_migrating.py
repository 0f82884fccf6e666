# SPDX-License-Identifier: AGPL-3.0-or-later
"""Carrying a fleet forward: in parallel, one failing apart, killed and resumed, and quick when done."""

import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

import migrations
from tenants import clock
from tenants.embedded import EmbeddedServer
from tenants.migrating import Outcome, migrate_coops, migrate_hub
from tenants.provisioning import provision
from tests.conftest import WORKER
from tests.support.walls import Wall, enter_coop, found_walls
from tests.support.world import World

FLEET = 6
SECOND = '''"""Something more."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add a column, a table and an index."""
    op.add_column("mail", sa.Column("copies", sa.Integer(), nullable=False, server_default="1"))
    op.create_table(
        "note",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("words", sa.Text(), nullable=False),
    )
    op.create_index("ix_note_words", "note", ["words"])
    op.execute('REVOKE UPDATE, DELETE ON note FROM "@login"')
'''


@pytest.fixture(scope="module")
def built(server: EmbeddedServer) -> Wall:
    return found_walls(server, f"moved_{WORKER}")


@pytest.fixture
def line(tmp_path: Path) -> Path:
    """The co-ops' line as it is, and one revision more."""
    known = migrations.known_revisions("coop")
    folder = tmp_path / "coop"
    shutil.copytree(migrations.FOLDER / "coop", folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "rev_9999_more.py").write_text(
        SECOND.replace('"0002"', '"9999"').replace('"0001"', f'"{known[-1]}"')
    )
    (folder / "known.json").write_text(json.dumps([*known, "9999"]))
    return folder


@pytest.fixture
def fleet(built: Wall) -> Iterator[list[str]]:
    """Six co-ops at the present head: each costs a wall, and each test has its own."""
    schemas = []
    for number in range(FLEET - 2):
        coop_id, schema = enter_coop(built.owner, f"fleet-{number:02}")
        provision(built.owner, coop_id, now=clock.now())
        schemas.append(schema)
    yield [built.own, built.other, *schemas]
    with built.superuser() as connection:
        for schema in schemas:
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))
        connection.execute("DELETE FROM hub.coop_migration WHERE revision = '9999'")
        connection.execute(
            "DELETE FROM hub.coop_migration USING hub.coop WHERE coop_id = id AND schema = ANY(%s)", [schemas]
        )
        connection.execute(
            "DELETE FROM hub.coop_slug USING hub.coop WHERE coop_id = id AND schema = ANY(%s)", [schemas]
        )
        connection.execute("DELETE FROM hub.coop WHERE schema = ANY(%s)", [schemas])
        connection.execute("UPDATE hub.coop SET revision = %s", [migrations.known_revisions("coop")[-1]])
        for schema in (built.own, built.other):
            connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(sql.Identifier(schema, "note")))
            mail = sql.Identifier(schema, "mail")
            connection.execute(sql.SQL("ALTER TABLE {} DROP COLUMN IF EXISTS copies").format(mail))


def standing(wall: Wall) -> dict[str, tuple[str, str | None, tuple[bool, bool, bool]]]:
    """Return each schema's revision, the state of the new one in the ledger, and which objects are there."""
    with wall.superuser() as connection:
        rows = connection.execute(
            """
            SELECT schema, coop.revision, coop_migration.state,
                   EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass(schema || '.mail')
                           AND attname = 'copies' AND NOT attisdropped),
                   to_regclass(schema || '.note') IS NOT NULL,
                   to_regclass(schema || '.ix_note_words') IS NOT NULL
            FROM hub.coop
            LEFT JOIN hub.coop_migration ON coop_id = id AND coop_migration.revision = '9999'
            ORDER BY schema
            """
        ).fetchall()
    return {row[0]: (row[1], row[2], (row[3], row[4], row[5])) for row in rows}


def inconsistent(wall: Wall) -> list[str]:
    """Return the co-ops whose revision, ledger and objects do not say the same."""
    before = migrations.known_revisions("coop")[-1]
    good = (("9999", "done", (True, True, True)), (before, None, (False, False, False)))
    return [schema for schema, facts in standing(wall).items() if facts not in good]


def run(wall: Wall, line: Path, *, jobs: int = 4) -> Outcome:
    return migrate_coops(wall.owner, now=clock.now(), jobs=jobs, folder=line)


def test_a_fleet_moves_together(built: Wall, line: Path, fleet: list[str]) -> None:
    assert run(built, line) == Outcome(FLEET, ())

    assert set(standing(built).values()) == {("9999", "done", (True, True, True))}
    with built.connect(built.place.installation.coop(fleet[-1])) as connection:
        connection.execute("INSERT INTO note (id, words) VALUES (gen_random_uuid(), 'in the new table')")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM note")
        assert connection.execute("SELECT count(*) FROM note").fetchone() == (1,)


def test_a_run_that_finds_nothing_asks_one_question(built: Wall, line: Path, fleet: list[str]) -> None:
    run(built, line)
    asked: list[str] = []
    execute = psycopg.Connection.execute

    def noted(connection: Any, query: Any, *rest: Any, **named: Any) -> Any:  # noqa: ANN401 - the driver's own
        asked.append(str(query))
        return execute(connection, query, *rest, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(psycopg.Connection, "execute", noted)
        assert run(built, line) == Outcome(0, ())

    assert [question for question in asked if "advisory" not in question] == [
        question for question in asked if "FROM hub.coop JOIN" in question
    ]
    assert len(asked) == 3


def test_one_that_conflicts_and_one_that_is_locked_stay_behind_by_name(
    built: Wall, line: Path, fleet: list[str]
) -> None:
    conflicting, locked = fleet[3], fleet[5]
    with built.superuser() as connection:
        mail = sql.Identifier(conflicting, "mail")
        connection.execute(sql.SQL("ALTER TABLE {} ADD COLUMN copies text").format(mail))
        with connection.transaction():
            connection.execute(sql.SQL("LOCK TABLE {}").format(sql.Identifier(locked, "mail")))
            started = time.monotonic()
            outcome = run(built, line)
            seconds = time.monotonic() - started

    assert outcome.moved == FLEET - 2
    assert sorted((failure.slug, failure.revision) for failure in outcome.failures) == [
        ("fleet-01", "9999"),
        ("fleet-03", "9999"),
    ]
    faults = {failure.slug: failure.fault for failure in outcome.failures}
    assert 'column "copies" of relation "mail" already exists' in faults["fleet-01"]
    assert "lock timeout" in faults["fleet-03"]
    assert seconds < 20
    facts = standing(built)
    before = migrations.known_revisions("coop")[-1]
    assert facts[conflicting] == (before, "failed", (True, False, False))
    assert facts[locked] == (before, "failed", (False, False, False))

    with built.superuser() as connection:
        connection.execute(sql.SQL("ALTER TABLE {} DROP COLUMN copies").format(mail))
    assert run(built, line) == Outcome(2, ())
    assert inconsistent(built) == []
    with built.superuser() as connection:
        tries = connection.execute(
            "SELECT tries FROM hub.coop_migration WHERE revision = '9999' AND fault IS NULL ORDER BY tries"
        ).fetchall()
    assert tries == [(1,)] * (FLEET - 2) + [(2,)] * 2


def test_a_lost_connection_costs_nobody_a_failure(built: Wall, line: Path, fleet: list[str]) -> None:
    with built.superuser() as connection, ThreadPoolExecutor(1) as thread:
        with connection.transaction():
            connection.execute(sql.SQL("LOCK TABLE {}").format(sql.Identifier(fleet[5], "mail")))
            running = thread.submit(run, built, line)
            end_whoever_waits(built)
        assert running.result() == Outcome(FLEET, ())

    assert inconsistent(built) == []


def end_whoever_waits(wall: Wall) -> None:
    for _ in range(300):
        with wall.superuser() as connection:
            ended = connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE usename = %s AND wait_event_type = 'Lock' AND wait_event = 'relation'",
                [wall.names["owner"]],
            ).fetchall()
        if ended:
            return
        time.sleep(0.01)
    pytest.fail("Nobody waited.")


@pytest.mark.parametrize("moved_when_killed", [1, 3])
def test_killed_in_the_middle_nothing_is_half_and_the_next_run_goes_on(
    built: Wall, line: Path, fleet: list[str], moved_when_killed: int
) -> None:
    """The child waits at the table of one co-op, so that it is killed in the middle of work for certain."""
    with built.superuser() as connection, connection.transaction():
        # Co-ops move in the order of their slugs: aber, bryn, then the fleet.
        connection.execute(
            sql.SQL("LOCK TABLE {}").format(sql.Identifier(fleet[moved_when_killed + 1], "mail"))
        )
        child = os.fork()
        if child == 0:
            try:
                run(built, line, jobs=2)
            finally:
                os._exit(0)
        wait_until_moved(built, moved_when_killed)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    wait_until_alone(built)

    assert inconsistent(built) == []
    moved = [facts for facts in standing(built).values() if facts[0] == "9999"]
    assert moved_when_killed <= len(moved) < FLEET
    assert run(built, line) == Outcome(FLEET - len(moved), ())
    assert inconsistent(built) == []


def wait_until_moved(wall: Wall, least: int) -> None:
    for _ in range(1000):
        if sum(facts[0] == "9999" for facts in standing(wall).values()) >= least:
            return
        time.sleep(0.005)
    pytest.fail("Nothing moved.")


def wait_until_alone(wall: Wall) -> None:
    """The server notices a killed client when it next writes to it."""
    for _ in range(1000):
        with wall.superuser() as connection:
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE usename = %s", [wall.names["owner"]]
            ).fetchone()
        if row == (0,):
            return
        time.sleep(0.01)
    pytest.fail("The killed run's sessions did not end.")


def test_a_second_run_waits_for_the_first(built: Wall, line: Path, fleet: list[str]) -> None:
    outcomes: list[Outcome] = []
    runs = [threading.Thread(target=lambda: outcomes.append(run(built, line))) for _ in range(3)]
    for thread in runs:
        thread.start()
    for thread in runs:
        thread.join()

    assert sorted(outcome.moved for outcome in outcomes) == [0, 0, FLEET]
    assert inconsistent(built) == []


def test_a_co_op_ahead_of_the_program_is_named_and_left_alone(
    built: Wall, line: Path, fleet: list[str]
) -> None:
    with built.superuser() as connection:
        connection.execute("UPDATE hub.coop SET revision = 'from-the-future' WHERE schema = %s", [fleet[2]])

    outcome = run(built, line)

    assert outcome.moved == FLEET - 1
    assert [failure.slug for failure in outcome.failures] == ["fleet-00"]
    assert standing(built)[fleet[2]][2] == (False, False, False)


def test_the_hub_at_its_head_is_left_alone(built: Wall) -> None:
    assert migrate_hub(built.owner, now=clock.now()) == []


IN_THE_LIBRARY = '''"""Something more."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"


def upgrade() -> None:
    """Add a column."""
    op.add_column("publication", sa.Column("more", sa.Integer()), schema="library")
'''


def test_a_reader_of_the_library_holds_up_the_hub_and_nobody_else(built: Wall, tmp_path: Path) -> None:
    known = migrations.known_revisions("hub")
    folder = tmp_path / "hub"
    shutil.copytree(migrations.FOLDER / "hub", folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "rev_9999_more.py").write_text(IN_THE_LIBRARY.format(before=known[-1]))
    (folder / "known.json").write_text(json.dumps([*known, "9999"]))
    reading = "SELECT count(*) FROM library.publication"
    waits: list[float] = []
    with built.connect(built.names["own_login"]) as holder, holder.transaction():
        holder.execute(reading)
        with ThreadPoolExecutor(1) as thread, built.connect(built.names["b_login"]) as other:
            running = thread.submit(migrate_hub, built.owner, now=clock.now(), folder=folder)
            while not running.done():
                started = time.monotonic()
                other.execute(reading)
                waits.append(time.monotonic() - started)
                time.sleep(0.05)
            with pytest.raises(psycopg.errors.LockNotAvailable):
                running.result()

    assert max(waits) < 4
    assert migrate_hub(built.owner, now=clock.now(), folder=folder) == ["9999"]
    with built.superuser() as connection:
        connection.execute("ALTER TABLE library.publication DROP COLUMN more")
        connection.execute("DELETE FROM hub.hub_revision WHERE revision = '9999'")


def test_installations_of_one_server_keep_apart(world: World, built: Wall) -> None:
    arguments = built.place.connection_arguments(built.names["own_login"])
    psycopg.connect(**arguments).close()

    with pytest.raises(psycopg.OperationalError, match="CONNECT privilege"):
        psycopg.connect(**(arguments | {"dbname": world.place.address.database}))
