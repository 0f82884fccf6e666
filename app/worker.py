"""The worker: looks into the outboxes that the doorbell named, and sweeps all of them now and then."""

import logging
import threading
from collections.abc import Callable
from itertools import count
from typing import Final

import procrastinate

from app.queue import TASK, conninfo
from franchise_kit.quality.jobs import begin as begin_quality
from tenants import clock, registry
from tenants.database import Place
from tenants.jobs import has_waiting
from tenants.jobs.runner import run_pending
from tenants.office import HUB, Coop, CoopState, Office
from tenants.transaction import reading

log = logging.getLogger(__name__)

# In seconds: how long a lost ring can delay a job.
SWEEP_SECONDS: Final = 30
CONCURRENCY: Final = 4
# In turns of the sweep: once an hour is soon enough for what happens once a day.
BEGIN_TURNS: Final = 120


def find_office(key: str) -> Office | None:
    """Return the office with this key, or ``None`` when it is gone."""
    if key == HUB.key:
        return HUB
    with reading(HUB) as session:
        return next((coop for coop in registry.list_coops(session) if coop.schema == key), None)


def drain(office_key: str) -> int:
    """Run what is due in one office's outbox; return how many rows ran."""
    office = find_office(office_key)
    return 0 if office is None else run_pending(office)


def offices_with_work() -> list[Office]:
    """Ask every outbox, one indexed query each."""
    offices: list[Office] = [HUB, *_open_coops()]
    waiting = []
    for office in offices:
        with reading(office) as session:
            if has_waiting(session, now=clock.now()):
                waiting.append(office)
    return waiting


def begin_looks() -> int:
    """See to it that every open co-op has its daily looks; return how many had to begin.

    A co-op has them so from its first hour, however it was made; a look that was given up begins anew.
    """
    return sum(begin_quality(coop) for coop in _open_coops())


def _open_coops() -> list[Coop]:
    with reading(HUB) as session:
        coops = registry.list_coops(session, with_synthetic=False)
    return [coop for coop in coops if coop.state is CoopState.ACTIVE]


def worker_app(place: Place, around: Callable[[Callable[[], int]], int]) -> procrastinate.App:
    """Return the worker's application; ``around`` runs each job inside what the words need."""
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(kwargs=conninfo(place)))

    @app.task(name=TASK)
    def _drain(office_key: str) -> None:
        around(lambda: drain(office_key))

    return app


class Sweep(threading.Thread):
    """Looks into every outbox now and then and runs what no ring announced."""

    def __init__(self, around: Callable[[Callable[[], int]], int]) -> None:
        super().__init__(name="sweep", daemon=True)
        self._around = around
        self._stopped = threading.Event()

    def run(self) -> None:
        """Sweep until told to stop; a database that is away is met at the next turn."""
        for turn in count():
            if self._stopped.wait(SWEEP_SECONDS):
                return
            try:
                for office in offices_with_work():
                    self._around(lambda office=office: run_pending(office))  # type: ignore[misc] # bound now
                if turn % BEGIN_TURNS == 0:
                    self._around(begin_looks)
            except Exception as fault:  # noqa: BLE001 - the sweep outlives any fault and tries again
                log.warning("Could not sweep", extra={"fault": type(fault).__name__})

    def stop(self) -> None:
        """Ask it to end after the present turn."""
        self._stopped.set()


def run_worker(place: Place, around: Callable[[Callable[[], int]], int]) -> None:
    """Work until a signal says stop; a job that runs is finished first."""
    sweep = Sweep(around)
    sweep.start()
    app = worker_app(place, around)
    try:
        app.run_worker(concurrency=CONCURRENCY, wait=True, listen_notify=True, delete_jobs="always")
    finally:
        sweep.stop()
