"""Jobs run after the commit, once, and again when they fail."""

import time
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tenants import clock, jobs, progress
from tenants.actor import SYSTEM
from tenants.jobs import OutboxRow, UnknownJob, runner
from tenants.jobs.runner import LEASE, MOST_TRIES, run_pending
from tenants.office import Coop, Office
from tenants.refusal import Refusal
from tenants.transaction import reading, transaction
from tests.support.world import World

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ran: list[tuple[str, str]] = []
ended: list[str] = []
seen: list[datetime] = []


class Never(Refusal):
    code = "never"


@jobs.job("test.note")
def note(office: Office, *, word: str) -> None:
    ran.append((office.key, word))


@jobs.job("test.fail")
def fail(office: Office, *, word: str) -> None:
    ran.append((office.key, word))
    raise OSError(word)


@jobs.job("test.refuse")
def refuse(office: Office) -> None:
    raise Never


class Killed(BaseException):
    """What a worker does not live to see."""


@jobs.job("test.long_fail")
def fail_at_length(office: Office, *, progress_id: str) -> None:
    progress.tell(office, UUID(progress_id), state="running")
    raise OSError


@jobs.when_given_up("test.long_fail")
def end_long_work(office: Office, *, progress_id: str) -> None:
    del office
    ended.append(progress_id)


@jobs.job("test.long_refuse")
def refuse_at_length(office: Office, *, progress_id: str) -> None:
    progress.tell(office, UUID(progress_id), state="running")
    raise Never


@jobs.job("test.killed")
def kill(office: Office, *, progress_id: str) -> None:
    progress.tell(office, UUID(progress_id), state="running")
    raise Killed


def lease_of(office: Office) -> datetime:
    with reading(office) as session:
        return session.scalars(select(OutboxRow.next_at).where(OutboxRow.job == "test.linger")).one()


@jobs.job("test.linger")
def linger(office: Office) -> None:
    """Stay at work for an hour, and until the lease was renewed."""
    seen.append(lease_of(office))
    clock.set_fixed(NOON + timedelta(hours=1))
    given_up_at = time.monotonic() + 10
    while lease_of(office) == seen[0] and time.monotonic() < given_up_at:
        time.sleep(0.01)
    seen.append(lease_of(office))


@jobs.job("test.broken_end")
def refuse_and_break(office: Office) -> None:
    raise Never


@jobs.when_given_up("test.broken_end")
def break_too(office: Office) -> None:
    raise OSError(office.key)


@pytest.fixture(autouse=True)
def _nothing_ran() -> None:
    ran.clear()
    ended.clear()


def ask_for_long_work(coop: Coop, job: str) -> UUID:
    with transaction(coop, by=SYSTEM, doing="test.ask") as session:
        progress_id = progress.begin(session, job=job, account_id=None, now=clock.now())
        jobs.enqueue(session, job, progress_id=progress_id)
    return progress_id


def standing(coop: Coop, progress_id: UUID) -> tuple[str, str | None]:
    with reading(coop) as session:
        row = progress.get(session, progress_id, account_id=None)
        return row.state, row.refusal_code


def try_until_it_is_given_up(coop: Coop) -> None:
    for tries in range(1, MOST_TRIES + 1):
        clock.set_fixed(NOON + timedelta(hours=2 * tries))
        run_pending(coop)


def ask(coop: Coop, job: str, **arguments: str) -> None:
    with transaction(coop, by=SYSTEM, doing="test.ask") as session:
        jobs.enqueue(session, job, **arguments)


def ask_and_refuse(coop: Coop) -> None:
    with transaction(coop, by=SYSTEM, doing="test.ask") as session:
        jobs.enqueue(session, "test.note", word="one")
        raise Never


def states(coop: Coop) -> list[tuple[str, str, int, str | None]]:
    with reading(coop) as session:
        rows = session.scalars(select(OutboxRow).order_by(OutboxRow.asked_at)).all()
        return [(row.job, row.state, row.tries, row.fault) for row in rows]


def test_a_job_runs_once_and_in_its_own_office(aber: Coop, bryn: Coop) -> None:
    ask(aber, "test.note", word="one")

    assert run_pending(bryn) == 0
    assert run_pending(aber) == 1
    assert run_pending(aber) == 0
    assert ran == [(aber.key, "one")]
    assert states(aber) == [("test.note", "done", 1, None)]


def test_a_rolled_back_act_asks_for_nothing(aber: Coop) -> None:
    with pytest.raises(Never):
        ask_and_refuse(aber)

    assert run_pending(aber) == 0
    assert states(aber) == []


def test_an_unknown_job_cannot_be_asked_for(aber: Coop) -> None:
    with pytest.raises(UnknownJob):
        ask(aber, "test.unknown")

    assert states(aber) == []


def test_a_failed_job_waits_longer_each_time_and_is_given_up_at_last(world: World, aber: Coop) -> None:
    clock.set_fixed(NOON)
    ask(aber, "test.fail", word="away")

    for tries in range(1, MOST_TRIES + 1):
        clock.set_fixed(NOON + timedelta(hours=2 * tries))
        assert run_pending(aber) == 1
        assert run_pending(aber) == 0, "it is not due at once"

    clock.set_fixed(NOON + timedelta(days=9))
    assert run_pending(aber) == 0
    assert states(aber) == [("test.fail", "given_up", MOST_TRIES, "OSError")]


def test_long_work_whose_job_is_given_up_ends_as_failed(aber: Coop, bryn: Coop) -> None:
    clock.set_fixed(NOON)
    ids = [ask_for_long_work(coop, "test.long_fail") for coop in (aber, bryn)]

    try_until_it_is_given_up(aber)

    assert states(aber) == [("test.long_fail", "given_up", MOST_TRIES, "OSError")]
    assert standing(aber, ids[0]) == ("failed", None)
    assert standing(bryn, ids[1]) == ("waiting", None)
    assert ended == [str(ids[0])]


def test_long_work_that_goes_on_is_not_called_failed(aber: Coop) -> None:
    progress_id = ask_for_long_work(aber, "test.long_fail")
    run_pending(aber)

    assert standing(aber, progress_id) == ("running", None)
    assert ended == []


def test_long_work_that_is_refused_says_why(aber: Coop) -> None:
    progress_id = ask_for_long_work(aber, "test.long_refuse")
    run_pending(aber)

    assert standing(aber, progress_id) == ("failed", "never")


def test_what_is_done_stays_done_whatever_becomes_of_its_job(aber: Coop) -> None:
    progress_id = ask_for_long_work(aber, "test.long_fail")
    progress.tell(aber, progress_id, state="done")
    progress.fail(aber, progress_id)

    assert standing(aber, progress_id) == ("done", None)


def test_long_work_whose_workers_are_killed_ends_as_failed(world: World, aber: Coop) -> None:
    """A worker that is killed never says so: the row is leased, and each worker after it counts a try."""
    clock.set_fixed(NOON)
    progress_id = ask_for_long_work(aber, "test.killed")
    for tries in range(MOST_TRIES):
        clock.set_fixed(NOON + tries * 2 * LEASE)
        with pytest.raises(Killed):
            run_pending(aber)
    assert standing(aber, progress_id) == ("running", None)

    clock.set_fixed(NOON + MOST_TRIES * 2 * LEASE)
    run_pending(aber)

    assert standing(aber, progress_id) == ("failed", None)
    assert states(aber) == [("test.killed", "given_up", MOST_TRIES + 1, "died")]
    assert run_pending(aber) == 0


def test_a_job_whose_end_breaks_rests_too(aber: Coop) -> None:
    clock.set_fixed(NOON)
    ask(aber, "test.broken_end")

    run_pending(aber)

    assert states(aber) == [("test.broken_end", "given_up", 1, "never")]


def test_work_that_failed_says_when_it_is_tried_again_until_it_is(aber: Coop, bryn: Coop) -> None:
    clock.set_fixed(NOON)
    progress_id, other_id = (ask_for_long_work(aber, job) for job in ("test.long_fail", "test.long_refuse"))
    before = next_try(aber, progress_id)
    run_pending(aber)
    failed = next_try(aber, progress_id)

    assert before is None
    assert failed is not None
    assert timedelta(seconds=3) < failed - NOON < timedelta(seconds=7)
    assert (next_try(aber, other_id), next_try(bryn, progress_id)) == (None, None)


def next_try(coop: Coop, progress_id: UUID) -> datetime | None:
    with reading(coop) as session:
        return progress.find_next_try(session, progress_id)


def test_the_fault_is_kept_without_its_words(aber: Coop) -> None:
    ask(aber, "test.fail", word="Mrs Secret")
    run_pending(aber)

    assert states(aber) == [("test.fail", "waiting", 1, "OSError")]


def test_while_it_is_tried_again_nothing_is_wrong_with_it(aber: Coop) -> None:
    clock.set_fixed(NOON)
    progress_id = ask_for_long_work(aber, "test.killed")
    with transaction(aber, by=SYSTEM, doing="test.claim") as session:
        session.scalars(select(OutboxRow)).one().fault = "OSError"
    failed = next_try(aber, progress_id)

    with pytest.raises(Killed):
        run_pending(aber)

    assert (failed, next_try(aber, progress_id)) == (NOON, None)


def test_a_refused_job_is_not_tried_again(aber: Coop) -> None:
    ask(aber, "test.refuse")
    run_pending(aber)

    assert states(aber) == [("test.refuse", "given_up", 1, "never")]


def test_a_dead_workers_job_is_taken_up_after_its_lease(aber: Coop) -> None:
    clock.set_fixed(NOON)
    ask(aber, "test.note", word="one")
    with transaction(aber, by=SYSTEM, doing="test.claim") as session:
        row = session.scalars(select(OutboxRow)).one()
        row.next_at, row.tries = NOON + LEASE, 1

    assert run_pending(aber) == 0
    clock.set_fixed(NOON + LEASE)
    assert run_pending(aber) == 1
    assert ran == [(aber.key, "one")]


def test_a_job_that_is_still_at_work_keeps_its_lease(aber: Coop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "RENEWED_EVERY", timedelta(milliseconds=10))
    clock.set_fixed(NOON)
    ask(aber, "test.linger")

    run_pending(aber)

    assert seen == [NOON + LEASE, NOON + timedelta(hours=1) + LEASE]
    with reading(aber) as session:
        # Nothing of the lease is left to what comes after the job.
        left = select(OutboxRow.state).where(OutboxRow.job == "test.linger")
        assert session.scalars(left).all() == ["done"]


def test_the_bell_rings_only_after_a_commit_that_asked(aber: Coop) -> None:
    rung: list[str] = []
    jobs.set_doorbell(lambda office: rung.append(office.key))
    try:
        with pytest.raises(Never):
            ask_and_refuse(aber)
        with transaction(aber, by=SYSTEM, doing="test.nothing"):
            pass
        assert rung == []

        ask(aber, "test.note", word="two")
        assert rung == [aber.key]
    finally:
        jobs.set_doorbell(None)


def test_arguments_are_ids_and_text(aber: Coop) -> None:
    record_id = uuid4()
    ask(aber, "test.note", word=record_id)  # type: ignore[arg-type] # an id becomes text
    run_pending(aber)

    assert ran == [(aber.key, str(record_id))]
