"""A co-op that is suspended or closed is shut at once, keeps its data for its time, and is then erased."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.hub.jobs import use_owner
from tenants import registry
from tenants.actor import SYSTEM
from tenants.closing import AlreadyThere, CannotChangeState, KeptTooShort, close, resume, suspend
from tenants.closing.keeping import Period, keep_until, periods
from tenants.closing.settling import erase, settle
from tenants.jobs.runner import run_pending
from tenants.office import HUB, Coop, CoopState, Hub
from tenants.openings.models import DeliveryPending, DisclosureReceived, InboxItem
from tenants.registry import SlugTaken
from tenants.transaction import reading, transaction
from tests.support.marked import plant
from tests.support.openings import CornSent, HensCounted, count, send, tell
from tests.support.world import World

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def open_doors(world: World, aber: Coop, bryn: Coop) -> Iterator[None]:
    """Let the two co-ops' logins in again after each test."""
    yield
    with world.superuser() as connection:
        for coop in (aber, bryn):
            connection.execute(f"ALTER ROLE {world.place.login_of(coop)} LOGIN")  # type: ignore[call-overload] # test data


def settle_now(world: World, coop: Coop, ended: list[datetime] | None = None) -> CoopState | None:
    def end_sessions(session: Session, now: datetime) -> None:
        assert session.scalar(text("SELECT count(*) FROM account")) is not None
        (ended if ended is not None else []).append(now)

    return settle(owner=world.owner, coop_id=coop.id, by=SYSTEM, end_sessions=end_sessions, now=NOW)


def lines(world: World, coop: Coop) -> list[str]:
    with world.superuser() as connection:
        rows = connection.execute(
            f"SELECT doing FROM {coop.schema}.journal_line WHERE doing LIKE 'coop.%' ORDER BY seq"  # type: ignore[call-overload] # test data
        ).fetchall()
    return [row[0] for row in rows]


def can_log_in(world: World, coop: Coop) -> bool:
    try:
        world.as_login_of(coop).close()
    except psycopg.OperationalError:
        return False
    return True


def test_a_suspended_coops_login_is_shut_and_its_connections_end(
    world: World, aber: Coop, bryn: Coop
) -> None:
    """SECURITY_CHECKLIST 12, for as long as a suspension lasts."""
    open_connection = world.as_login_of(aber)
    ended: list[datetime] = []

    suspend(coop_id=aber.id, by=SYSTEM, now=NOW)
    settle_now(world, aber, ended)

    assert registry.get("aber").state is CoopState.SUSPENDED
    assert not can_log_in(world, aber)
    with pytest.raises(psycopg.OperationalError):
        open_connection.execute("SELECT 1")
    assert ended == [NOW]
    assert lines(world, aber) == ["coop.suspend"]
    assert registry.get("bryn").state is CoopState.ACTIVE
    assert can_log_in(world, bryn)


def test_a_resumed_coop_is_as_it_was(world: World, aber: Coop) -> None:
    plant(aber, "MARKABER")
    suspend(coop_id=aber.id, by=SYSTEM, now=NOW)
    settle_now(world, aber)

    resume(coop_id=aber.id, by=SYSTEM, now=NOW)
    settle_now(world, aber)

    with reading(registry.get("aber")) as session:
        assert session.scalar(text("SELECT count(*) FROM account")) == 2
    assert lines(world, aber) == ["coop.suspend", "coop.resume"]


def test_what_was_held_back_is_carried_as_soon_as_the_co_op_is_open_again(
    world: World, hub: Hub, aber: Coop
) -> None:
    tell(aber, HensCounted(hens=3, on=NOW.date()))
    send(aber, CornSent(sacks=2, sack_id=uuid4()))
    suspend(coop_id=aber.id, by=SYSTEM, now=NOW)
    use_owner(world.owner)
    try:
        run_pending(HUB)
        held = count(HUB, DeliveryPending), count(HUB, DisclosureReceived)
        resume(coop_id=aber.id, by=SYSTEM, now=NOW)
        run_pending(HUB)
    finally:
        use_owner(None)

    assert held == (1, 0)
    assert (count(HUB, DeliveryPending), count(HUB, DisclosureReceived)) == (0, 1)
    assert count(registry.get("aber"), InboxItem) == 1


def test_settling_twice_writes_once(world: World, aber: Coop) -> None:
    suspend(coop_id=aber.id, by=SYSTEM, now=NOW)

    assert [settle_now(world, aber) for _ in range(3)] == [CoopState.SUSPENDED] * 3

    assert lines(world, aber) == ["coop.suspend"]
    assert not can_log_in(world, aber)


def test_a_command_and_a_worker_that_settle_at_once_write_once(world: World) -> None:
    caer = world.add_coop("caer")
    close(coop_id=caer.id, by=SYSTEM, now=NOW)
    ended: list[datetime] = []

    with ThreadPoolExecutor(6) as both:
        done = list(both.map(lambda _: settle_now(world, caer, ended), range(6)))

    assert done == [CoopState.CLOSED] * 6
    assert ended == [NOW]
    assert lines(world, caer) == ["coop.close"]
    assert not can_log_in(world, caer)


def test_a_late_run_of_a_suspension_does_not_shut_who_was_resumed(world: World, aber: Coop) -> None:
    suspend(coop_id=aber.id, by=SYSTEM, now=NOW)
    settle_now(world, aber)
    with ThreadPoolExecutor(1) as worker, world.superuser() as before_it:
        before_it.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [aber.schema])
        late = worker.submit(settle_now, world, aber)
        wait_for_a_waiting_lock(world)
        resume(coop_id=aber.id, by=SYSTEM, now=NOW)
        before_it.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [aber.schema])

        assert late.result() is CoopState.ACTIVE

    assert settle_now(world, aber) is CoopState.ACTIVE
    assert can_log_in(world, aber)
    assert lines(world, aber) == ["coop.suspend", "coop.resume"]


def wait_for_a_waiting_lock(world: World) -> None:
    """Return when somebody stands behind an advisory lock."""
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    deadline = time.monotonic() + 10
    with world.superuser() as connection:
        while connection.execute(waiting).fetchone() == (0,):
            assert time.monotonic() < deadline
            time.sleep(0.01)


def test_settling_an_open_coop_changes_nothing(world: World, aber: Coop) -> None:
    assert settle_now(world, aber) is CoopState.ACTIVE
    assert lines(world, aber) == []


def test_a_state_is_not_reached_twice(aber: Coop) -> None:
    with pytest.raises(AlreadyThere):
        resume(coop_id=aber.id, by=SYSTEM, now=NOW)

    assert registry.get("aber").state is CoopState.ACTIVE


def test_a_closed_coop_does_not_resume(world: World) -> None:
    caer = world.add_coop("caer")
    close(coop_id=caer.id, by=SYSTEM, now=NOW)

    with pytest.raises(CannotChangeState):
        resume(coop_id=caer.id, by=SYSTEM, now=NOW)

    assert registry.get("caer").state is CoopState.CLOSED


def test_closing_keeps_data_until_the_law_lets_go(world: World) -> None:
    """SECURITY_CHECKLIST 12: kept for the documented time."""
    caer = world.add_coop("caer")
    plant(caer, "MARKCAER")

    close(coop_id=caer.id, by=SYSTEM, now=NOW)
    settle_now(world, caer)

    with world.superuser() as connection:
        kept = connection.execute("SELECT keep_until FROM hub.coop WHERE id = %s", [caer.id]).fetchone()
        rows = connection.execute(f"SELECT count(*) FROM {caer.schema}.account").fetchone()  # type: ignore[call-overload] # test data
    assert kept == (datetime(2033, 11, 26, tzinfo=UTC),)
    assert rows == (2,)
    assert not can_log_in(world, caer)
    assert lines(world, caer) == ["coop.close"]


def test_a_day_before_the_laws_is_refused(world: World, aber: Coop) -> None:
    with pytest.raises(KeptTooShort) as refused:
        close(coop_id=aber.id, by=SYSTEM, now=NOW, kept_until=date(2030, 1, 1))

    assert refused.value.facts == {"earliest": "2033-11-26"}
    assert registry.get("aber").state is CoopState.ACTIVE


def test_the_keeper_erases_when_the_time_is_over_and_not_before(world: World, aber: Coop) -> None:
    """SECURITY_CHECKLIST 77 and 78: nothing is left, the hub's journal says so, the name is gone."""
    caer = world.add_coop("caer", name_en="MARKCAER Care", name_cy="Gofal MARKCAER")
    plant(caer, "MARKCAER")
    close(coop_id=caer.id, by=SYSTEM, now=NOW)
    settle_now(world, caer)
    late = NOW + timedelta(days=366 * 8)

    assert erase(owner=world.owner, coop_id=caer.id, now=NOW) is False
    assert erase(owner=world.owner, coop_id=caer.id, now=late) is True
    assert erase(owner=world.owner, coop_id=caer.id, now=late) is False

    with world.superuser() as connection:
        found = connection.execute(
            "SELECT to_regnamespace(%s), (SELECT count(*) FROM pg_roles WHERE rolname = %s)",
            [caer.schema, world.place.login_of(caer)],
        ).fetchone()
        row = connection.execute(
            "SELECT name_en, name_cy, state FROM hub.coop WHERE id = %s", [caer.id]
        ).fetchone()
    assert found == (None, 0)
    assert row == ("", "", "closed")
    assert not (world.state / "files" / caer.schema).exists()
    assert (world.state / "files").exists()
    with reading(HUB) as session:
        doings = session.scalars(text("SELECT doing FROM journal_line ORDER BY seq")).all()
    assert doings == ["registry.add", "coop.close", "coop.erase"]
    with pytest.raises(SlugTaken), transaction(HUB, by=SYSTEM, doing="registry.add") as session:
        registry.add(
            session, slug="caer", now=NOW, name_en="Other", name_cy="Arall", language="en", stage="S1"
        )


def test_a_suspended_coop_is_never_erased(world: World, aber: Coop) -> None:
    suspend(coop_id=aber.id, by=SYSTEM, now=NOW)

    assert erase(owner=world.owner, coop_id=aber.id, now=NOW + timedelta(days=9999)) is False


@pytest.mark.parametrize(
    ("case", "closed_on", "expected"),
    [
        ("the tax year's last day counts to that year", date(2027, 4, 5), date(2030, 4, 5)),
        ("the next day begins another", date(2027, 4, 6), date(2031, 4, 5)),
    ],
)
def test_payroll_records_run_from_the_tax_years_end(case: str, closed_on: date, expected: date) -> None:
    payroll = [Period("payroll_records", 3, "tax_year_end", "", True)]

    assert keep_until(closed_on, payroll) == expected, case


def test_a_leap_day_rounds_to_the_longer_side() -> None:
    assert keep_until(date(2028, 2, 29), [Period("x", 3, "closing_day", "", True)]) == date(2031, 3, 1)


def test_every_period_has_a_source() -> None:
    assert [period.kind for period in periods() if len(period.source) < 40] == []
    assert [period.kind for period in periods() if not period.is_confirmed] == [
        "care_records_adults",
        "accident_records",
    ]
