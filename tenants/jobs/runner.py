"""Running what the outboxes hold. A row is leased, so a dead worker's work is taken up by another."""

import logging
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, select, update

from tenants import clock, progress
from tenants.jobs import OutboxRow, end_of, handler_of
from tenants.office import Coop, CoopState, Office
from tenants.refusal import Refusal
from tenants.transaction import upkeep

log = logging.getLogger(__name__)

# A worker that lives renews its lease long before it runs out; of one that died it runs out soon.
LEASE: Final = timedelta(minutes=2)
RENEWED_EVERY: Final = timedelta(seconds=30)
MOST_TRIES: Final = 12
LONGEST_WAIT: Final = timedelta(hours=1)
DONE_ROWS_KEPT: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A row that this worker leased."""

    id: UUID
    job: str
    arguments: dict[str, Any]
    tries: int


def run_pending(office: Office, *, most: int = 500) -> int:
    """Run what is due in one office and return how many rows ran. Two workers never take the same row."""
    ran = 0
    while ran < most:
        claimed = _claim(office)
        if claimed is None:
            break
        _run(office, claimed)
        ran += 1
    return ran


def _claim(office: Office) -> _Claimed | None:
    if isinstance(office, Coop) and office.state is not CoopState.ACTIVE:
        return None
    now = clock.now()
    with upkeep(office) as session:
        row = session.scalars(
            select(OutboxRow)
            .where(OutboxRow.state == "waiting", OutboxRow.next_at <= now)
            .order_by(OutboxRow.next_at, OutboxRow.asked_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if row is None:
            session.execute(
                delete(OutboxRow).where(OutboxRow.state == "done", OutboxRow.done_at < now - DONE_ROWS_KEPT)
            )
            return None
        # The lease: if this worker dies, another takes the row up when it has run out.
        row.next_at = now + LEASE
        row.tries += 1
        # What went wrong last time no longer holds while it is being tried.
        row.fault = None
        return _Claimed(row.id, row.job, dict(row.arguments), row.tries)


def _run(office: Office, claimed: _Claimed) -> None:
    if claimed.tries > MOST_TRIES:
        # Its last worker never said how it went: it died of it, perhaps.
        log.error("A job never came to its end", extra=_about(office, claimed))
        _give_up(office, claimed, fault="died")
        return
    with _kept(office, claimed):
        fault = _fault_of(office, claimed, lambda: handler_of(claimed.job)(office, **claimed.arguments))
    if fault is None:
        _finish(office, claimed.id, state="done", fault=None)
    elif isinstance(fault, Refusal):
        _give_up(office, claimed, fault=fault.code, refusal_code=fault.code)
    elif claimed.tries >= MOST_TRIES:
        _give_up(office, claimed, fault=type(fault).__name__)
    else:
        _finish(office, claimed.id, state="waiting", fault=type(fault).__name__, tries=claimed.tries)


@contextmanager
def _kept(office: Office, claimed: _Claimed) -> Iterator[None]:
    """Renew a row's lease for as long as its job runs, however long that is."""
    is_over = threading.Event()

    def renew() -> None:
        while not is_over.wait(RENEWED_EVERY.total_seconds()):
            _fault_of(office, claimed, lambda: _renew(office, claimed.id))

    keeper = threading.Thread(target=renew, name="lease", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        is_over.set()
        # What is written of the row next must not be renewed away.
        keeper.join()


def _renew(office: Office, row_id: UUID) -> None:
    with upkeep(office) as session:
        session.execute(
            update(OutboxRow)
            .where(OutboxRow.id == row_id, OutboxRow.state == "waiting")
            .values(next_at=clock.now() + LEASE)
        )


def _fault_of(office: Office, claimed: _Claimed, act: Callable[[], None]) -> Exception | None:
    """Do something for a job; write down and return what went wrong, if anything did."""
    try:
        act()
    except Refusal as refusal:
        log.warning("A job was refused", extra={**_about(office, claimed), "code": refusal.code})
        return refusal
    except Exception as fault:
        log.exception("Could not do a job", extra=_about(office, claimed))
        return fault
    return None


def _about(office: Office, claimed: _Claimed) -> dict[str, object]:
    return {"job": claimed.job, "office": office.key, "tries": claimed.tries}


def _give_up(office: Office, claimed: _Claimed, *, fault: str, refusal_code: str | None = None) -> None:
    """Tell whoever waits for a job that it will not be tried again, then let its row rest.

    In this order, so that a worker who dies in between leaves a row that is taken up and told once more.
    """
    _fault_of(office, claimed, lambda: _tell_the_end(office, claimed, refusal_code))
    _finish(office, claimed.id, state="given_up", fault=fault)


def _tell_the_end(office: Office, claimed: _Claimed, refusal_code: str | None) -> None:
    progress_id = claimed.arguments.get("progress_id")
    if progress_id is not None:
        progress.fail(office, UUID(progress_id), refusal_code=refusal_code)
    end = end_of(claimed.job)
    if end is not None:
        end(office, **claimed.arguments)


def _finish(office: Office, row_id: UUID, *, state: str, fault: str | None, tries: int = 0) -> None:
    now = clock.now()
    values: dict[str, Any] = {"state": state, "fault": fault, "done_at": now if state == "done" else None}
    if state == "waiting":
        values["next_at"] = now + _wait(tries)
    with upkeep(office) as session:
        session.execute(update(OutboxRow).where(OutboxRow.id == row_id).values(**values))


def _wait(tries: int) -> timedelta:
    """Return how long to wait before the next try: doubling from 5 s, up to an hour, a little apart."""
    seconds = min(LONGEST_WAIT.total_seconds(), 5.0 * 2 ** (tries - 1))
    return timedelta(seconds=seconds * random.uniform(0.8, 1.2))  # noqa: S311 - it only spreads load
