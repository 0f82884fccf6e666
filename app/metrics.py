"""Prometheus metrics of all our processes, served on a loopback port of their own, never by the web.

Labels are routes, methods, status classes and offices' opaque keys: nothing that a visitor can make up.
"""

import time
from typing import Final

from flask import Flask, Response, g
from prometheus_client import Counter, Gauge, Histogram

from app.logs import noted
from app.web.logged import method_of_request, route_of_request
from tenants import database

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


def _count(response: Response) -> Response:
    began = g.get("request_began")
    if began is not None:
        status = f"{response.status_code // 100}xx"
        took = time.perf_counter() - began
        REQUEST_SECONDS.labels(method_of_request(), route_of_request(), status).observe(took)
        OFFICE_REQUESTS.labels(noted().get("office", "none"), status).inc()
        if database.is_given():
            for state, count in database.current().pool.counts().items():
                POOL_CONNECTIONS.labels(state).set(count)
    return response
