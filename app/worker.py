"""The worker: looks into the outboxes that the doorbell named, and sweeps all of them now and then."""

import logging
import threading
from collections.abc import Callable
from typing import Final

import procrastinate

from app.queue import TASK, conninfo
from tenants import clock, registry
from tenants.database import Place
from tenants.jobs import has_waiting
from tenants.jobs.runner import run_pending
from tenants.office import HUB, CoopState, Office
from tenants.transaction import reading

log = logging.getLogger(__name__)

# In seconds: how long a lost ring can delay a job.
SWEEP_SECONDS: Final = 30
CONCURRENCY: Final = 4


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
    with reading(HUB) as session:
        coops = registry.list_coops(session, with_synthetic=False)
    open_coops: list[Office] = [HUB, *(coop for coop in coops if coop.state is CoopState.ACTIVE)]
    waiting = []
    for office in open_coops:
        with reading(office) as session:
            if has_waiting(session, now=clock.now()):
                waiting.append(office)
    return waiting


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
        while not self._stopped.wait(SWEEP_SECONDS):
            try:
                for office in offices_with_work():
                    self._around(lambda office=office: run_pending(office))  # type: ignore[misc] # bound now
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
