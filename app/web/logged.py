"""A line in the log for each request that is answered, and the id by which all its lines are found."""

import logging
import time
from http import HTTPStatus
from typing import Final
from uuid import uuid4

from flask import Flask, Response, g, request

from app import logs

KNOWN_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
WATCHED_ROUTE: Final = "/healthz"

log = logging.getLogger("app.request")


def init_logs(flask_app: Flask) -> None:
    """Give each request an id and, when it is answered, a line."""
    flask_app.before_request(_begin)
    flask_app.after_request(_end)
    flask_app.teardown_request(_forget)


def route_of_request() -> str:
    """Return the rule that was matched: a path may hold a secret token, its rule does not."""
    return request.url_rule.rule if request.url_rule is not None else "none"


def method_of_request() -> str:
    """Return the method, or that it was an unknown one."""
    return request.method if request.method in KNOWN_METHODS else "OTHER"


def _begin() -> None:
    logs.forget()
    # Always our own: one that a visitor sends could pretend to be another's.
    g.request_id = uuid4().hex
    g.request_began = time.perf_counter()
    logs.note(request=g.request_id)


def _end(response: Response) -> Response:
    began = g.get("request_began")
    if began is None:
        # Something refused the request before its id was made.
        return response
    response.headers["X-Request-ID"] = g.request_id
    if route_of_request() == WATCHED_ROUTE and response.status_code == HTTPStatus.OK:
        # A watcher asks every second or so; only its bad news is worth a line.
        return response
    facts = {
        "method": method_of_request(),
        "route": route_of_request(),
        "status": response.status_code,
        "ms": round((time.perf_counter() - began) * 1000, 1),
    }
    log.info("request", extra=facts)
    return response


def _forget(_error: BaseException | None) -> None:
    logs.forget()
