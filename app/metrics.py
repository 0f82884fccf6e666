"""Prometheus metrics of all our processes, served on a loopback port of their own, never by the web.

Labels are routes, methods, status classes and offices' opaque keys: nothing that a visitor can make up.
"""

import os
import re
import shutil
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from flask import Flask, Response, g
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, multiprocess, start_http_server
from prometheus_client.metrics_core import Metric
from structlog.contextvars import get_contextvars

from app.logs import method_of_request, route_of_request
from tenants import database

DIRECTORY_VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"
LOOPBACK: Final = "127.0.0.1"
LIVE_FILE: Final = re.compile(r"gauge_live[a-z]*_([0-9]+)\.db")

REQUEST_SECONDS: Final = Histogram(
    "cydofal_request_seconds",
    "Time that requests took, by route.",
    ["method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
OFFICE_REQUESTS: Final = Counter("cydofal_office_requests", "Requests, by office.", ["office", "status"])
POOL_CONNECTIONS: Final = Gauge(
    "cydofal_pool_connections",
    "Database connections of the web's processes.",
    ["state"],
    multiprocess_mode="livesum",
)


def init_metrics(flask_app: Flask) -> None:
    """Count and time every request. ``init_logs`` goes first: it notes when a request began."""
    flask_app.after_request(_count)


def empty_directory(path: Path) -> None:
    """Make the directory that processes share their numbers in, without any from before."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(mode=0o700, parents=True)


def serve_metrics(directory: Path, port: int) -> None:
    """Serve the numbers of all processes that share a directory, on this machine only, for ever."""
    registry = CollectorRegistry()
    registry.register(_LivingProcesses(directory))
    _server, thread = start_http_server(port, addr=LOOPBACK, registry=registry)
    thread.join()


class _LivingProcesses(multiprocess.MultiProcessCollector):
    """Leaves out what a killed process, which nobody told us of, still claims to hold."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        super().__init__(CollectorRegistry(), path=str(directory))  # type: ignore[no-untyped-call] # the library has no types here

    def collect(self) -> Iterable[Metric]:
        """Return the numbers of the living."""
        for path in self._directory.iterdir():
            match = LIVE_FILE.fullmatch(path.name)
            if match is not None and not _is_alive(int(match.group(1))):
                path.unlink(missing_ok=True)
        collected: Iterable[Metric] = super().collect()  # type: ignore[no-untyped-call] # as above
        return collected


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _count(response: Response) -> Response:
    began = g.get("request_began")
    if began is not None:
        status = f"{response.status_code // 100}xx"
        took = time.perf_counter() - began
        REQUEST_SECONDS.labels(method_of_request(), route_of_request(), status).observe(took)
        OFFICE_REQUESTS.labels(get_contextvars().get("office", "none"), status).inc()
        if database.is_given():
            for state, count in database.current().pool.counts().items():
                POOL_CONNECTIONS.labels(state).set(count)
    return response
