"""The doctor finds nothing in a healthy installation, and names what was broken."""

from datetime import timedelta

import pytest

from tenants import clock
from tenants.doctor import Finding, Verdict, machine, offices, worst
from tenants.doctor.rights import check_rights
from tenants.office import Coop
from tenants.provisioning import mend_wall
from tenants.provisioning.queue import prepare_queue, queue_version
from tests.support.marked import plant
from tests.support.world import World


def examine(world: World) -> list[Finding]:
    with world.owner.connect(autocommit=True) as connection:
        coops = offices.known_coops(connection)
        findings = [
            *machine.check_versions(connection),
            *machine.check_clock(connection, now=clock.ticking()),
            *offices.check_revisions(connection, coops),
            *offices.check_keys(connection, world.owner, coops),
            *offices.check_waiting(connection, coops, now=clock.now()),
            *check_rights(world.owner, coops),
        ]
    with offices.session_as_owner(world.owner) as session:
        return findings + list(offices.check_journals(session, coops))


def sentences(world: World) -> list[str]:
    return [finding.sentence for finding in examine(world) if finding.verdict is not Verdict.GOOD]


@pytest.fixture(autouse=True)
def queue(world: World) -> None:
    """The queue's tables, as ``migrate`` makes them."""
    prepare_queue(world.owner)


def test_a_healthy_installation_has_nothing_to_mend(world: World, aber: Coop) -> None:
    plant(aber, "MARKABER")

    findings = examine(world)

    assert sentences(world) == []
    assert worst(findings) is Verdict.GOOD
    assert {finding.check for finding in findings} == {
        "versions", "clock", "revisions", "keys", "waiting", "rights", "public", "journals",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("break_it", "mend_it", "expected"),
    [
        (
            "GRANT SELECT ON {schema}.account TO {other}",
            "REVOKE SELECT ON {schema}.account FROM {other}",
            ["Table account of co-op aber: {other} has SELECT and should not."],
        ),
        (
            "GRANT UPDATE ON {schema}.journal_line TO {login}",
            "REVOKE UPDATE ON {schema}.journal_line FROM {login}",
            ["Table journal_line of co-op aber: {login} has UPDATE and should not."],
        ),
        (
            "REVOKE INSERT ON {schema}.account FROM {login}",
            "GRANT INSERT ON {schema}.account TO {login}",
            ["Table account of co-op aber: {login} lacks INSERT."],
        ),
        (
            "GRANT USAGE ON SCHEMA {schema} TO {other}",
            "REVOKE USAGE ON SCHEMA {schema} FROM {other}",
            ["Schema {schema}: {other} has USAGE and should not."],
        ),
        (
            "ALTER ROLE {login} BYPASSRLS",
            "ALTER ROLE {login} NOBYPASSRLS",
            ["Role {login} has an attribute that goes past every wall."],
        ),
        (
            "GRANT {other} TO {login}",
            "REVOKE {other} FROM {login}",
            ["Role {login} is a member of {other}."],
        ),
        (
            "ALTER ROLE {login} NOLOGIN",
            "ALTER ROLE {login} LOGIN",
            ["Role {login} cannot log in and should."],
        ),
        (
            "GRANT CREATE ON SCHEMA public TO PUBLIC",
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            [
                "Schema public: PUBLIC has CREATE and should not.",
                "Everybody has rights on schema public: run `cydofal migrate` with CYDOFAL_SUPERUSER_URL.",
            ],
        ),
        (
            "GRANT EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) TO PUBLIC",
            "REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC",
            [
                "This server did not let us take 1 functions and views from everybody, such as ",
            ],
        ),
        ("CREATE TABLE {schema}.left_over ()", "DROP TABLE {schema}.left_over", ["left_over"]),
    ],
)
def test_a_grant_that_drifted_is_named(
    world: World, aber: Coop, bryn: Coop, break_it: str, mend_it: str, expected: list[str]
) -> None:
    names = {
        "schema": aber.schema,
        "login": world.place.login_of(aber),
        "other": world.place.login_of(bryn),
    }
    with world.superuser() as connection:
        connection.execute(break_it.format_map(names))  # type: ignore[call-overload] # damage on purpose
        try:
            found = sentences(world)
        finally:
            connection.execute(mend_it.format_map(names))  # type: ignore[call-overload] # as above

    assert len(found) == len(expected)
    assert all(part.format_map(names) in sentence for part, sentence in zip(expected, found, strict=True))
    assert sentences(world) == []


def test_instants_come_in_utc_from_a_server_that_lives_in_london(world: World, aber: Coop) -> None:
    database = world.place.address.database
    with world.superuser() as connection:
        connection.execute(f"ALTER DATABASE {database} SET timezone TO 'Europe/London'")  # type: ignore[call-overload] # our own name
        try:
            with world.as_login_of(aber) as own:
                zone = own.execute("SHOW timezone").fetchone()
        finally:
            connection.execute(f"ALTER DATABASE {database} RESET timezone")  # type: ignore[call-overload] # our own name

    assert zone == ("UTC",)


def test_a_login_that_lost_its_settings_and_rights_is_named_and_mended(world: World, aber: Coop) -> None:
    login, database = world.place.login_of(aber), world.place.address.database
    with world.as_login_of(aber) as connection:
        connection.execute(f"ALTER ROLE {login} SET statement_timeout TO 0")  # type: ignore[call-overload] # damage
    with world.superuser() as connection:
        connection.execute(f"REVOKE CONNECT ON DATABASE {database} FROM {login}")  # type: ignore[call-overload] # damage
        connection.execute(f"REVOKE USAGE ON SCHEMA {aber.schema} FROM {login}")  # type: ignore[call-overload] # damage

    found = sentences(world)
    mend_wall(world.owner, aber.schema)

    assert f"Role {login} may not connect to the database." in found
    assert f"The settings that hang on role {login} are not as they were made." in found
    assert f"Schema {aber.schema}: {login} lacks USAGE." in found
    assert sentences(world) == []


def test_a_broken_journal_is_named(world: World, aber: Coop) -> None:
    plant(aber, "MARKABER")
    with world.superuser() as connection:
        connection.execute(f"UPDATE {aber.schema}.journal_line SET doing = 'test.lied'")  # type: ignore[call-overload] # damage

    assert sentences(world) == ["The journal of co-op aber breaks at line 1: changed."]


def test_a_lost_key_and_a_coop_left_behind_are_named(world: World, aber: Coop, bryn: Coop) -> None:
    with world.superuser() as connection, connection.transaction(force_rollback=True):
        connection.execute(f"UPDATE {bryn.schema}.data_key SET wrapped = decode('00', 'hex') || wrapped")  # type: ignore[call-overload] # damage
        connection.execute("UPDATE hub.coop SET revision = '0000' WHERE id = %s", [aber.id])
        coops = offices.known_coops(connection)
        findings = [
            *offices.check_revisions(connection, coops),
            *offices.check_keys(connection, world.owner, coops),
        ]

    bad = [finding.sentence for finding in findings if finding.verdict is Verdict.BAD]
    assert bad == [
        "Co-op aber is at 0000 and not at 0001, so it is shut: run `cydofal migrate`.",
        (
            "The data key of co-op bryn does not open with CYDOFAL_SECRET_KEY: "
            "give the earlier key in CYDOFAL_PREVIOUS_SECRET_KEYS and run `cydofal db rekey`."
        ),
    ]


def test_work_that_waits_long_is_named(world: World, aber: Coop) -> None:
    with world.superuser() as connection:
        connection.execute(
            f"""
            INSERT INTO {aber.schema}.outbox (id, job, arguments, state, asked_at, next_at, tries)
            VALUES (gen_random_uuid(), 'mail.send', '{{}}', 'waiting', %s, %s, 0),
                   (gen_random_uuid(), 'relay', '{{}}', 'given_up', %s, %s, 12)
            """,  # type: ignore[call-overload] # test data
            [clock.now() - timedelta(hours=1)] * 4,
        )

    assert sentences(world) == [
        "1 jobs, 1 of them mails, have waited more than 15 minutes: does `cydofal worker` run?",
        "1 jobs were given up after many tries; the log says why.",
    ]


def test_clocks_that_disagree_are_named(world: World) -> None:
    with world.owner.connect(autocommit=True) as connection:
        far = list(machine.check_clock(connection, now=clock.ticking() + timedelta(minutes=5)))

    assert [finding.verdict for finding in far] == [Verdict.BAD]


def test_the_queue_is_made_once_and_its_login_may_use_it(world: World) -> None:
    assert prepare_queue(world.owner) is None
    with world.place.connect(world.place.installation.jobs) as connection:
        connection.execute(
            "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('q', 'drain', 0, NULL, NULL, '{}', NULL)"
            "::procrastinate_job_to_defer_v1])"
        )
        assert connection.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (1,)
        connection.rollback()
    with world.owner.connect() as connection:
        assert queue_version(connection) == "3.10.0"
