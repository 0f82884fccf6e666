"""The one place where a refusal or a fault becomes a page or a JSON problem."""

import logging
import secrets
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError
from werkzeug.exceptions import BadHost, HTTPException, UnprocessableEntity

from app.web.closed import CoopIsClosed, CoopIsShut, CoopIsSuspended
from app.web.next_page import next_page
from app.web.refusals import sentence_for
from tenants import registry, scope
from tenants.office import Coop, CoopState
from tenants.pool import PoolBusy
from tenants.refusal import NotFound, Refusal

log = logging.getLogger(__name__)
RETRY_AFTER_SECONDS: Final = 10
REFUSED: Final = "errors/refused.html"
# Refusals of a change that was made from an older version; a program that named its version is told 412.
# A record that somebody else changed since it was read: each room names its own so.
_STALE: Final = "changed_meanwhile"
_SHUT: Final[dict[CoopState, type[CoopIsShut]]] = {
    CoopState.SUSPENDED: CoopIsSuspended,
    CoopState.CLOSED: CoopIsClosed,
}
# No connection at all, a login that is refused, and one whose connection was ended by the owner.
_AT_THE_WALL: Final = frozenset({None, "28000", "57P01"})
_KEPT_HEADERS: Final = frozenset({"Allow"})
_UNREADABLE: Final = _l("Something in what was sent could not be read.")
# What a program is told, so that whoever writes it knows what to send instead.
_FOR_PROGRAMS: Final[dict[int, LazyString]] = {
    400: _l(
        "Something in what was sent could not be read. "
        "Look at the JSON of the body, and at the parameters in the address."
    ),
    405: _l("This address does not take that method. The header Allow names those that it takes."),
    412: _l("Somebody changed this meanwhile. Read it again, and send the ETag that you get then."),
    413: _l("This is too much at once. JSON may have 512 KB, and a file 10 MB."),
    415: _l(
        "Send the body as application/json, and say so in Content-Type. Files go as multipart/form-data."
    ),
    428: _l("Send the header If-Match with this change. Its value is the ETag of the record that you read."),
}


def init_errors(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CoopIsShut, _shut)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(PoolBusy, _busy)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(InterfaceError, _database_away)
    app.register_error_handler(Exception, _fault)


def wants_json() -> bool:
    """Say whether the answer is for a program."""
    return request.path.startswith("/api/")


def problem(status: int, code: str, detail: str, **more: object) -> Response:
    """Return a problem as JSON (RFC 9457)."""
    body = {"type": f"urn:cydofal:problem:{code}", "title": HTTPStatus(status).phrase, "status": status}
    response = jsonify({**body, "code": code, "detail": detail, **more})
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


def _answer(status: int, code: str, sentence: str, *, template: str | None = None) -> ResponseReturnValue:
    if wants_json():
        return problem(status, code, sentence)
    if isinstance(request.routing_exception, BadHost):
        # What came as a host is no name at all, so a page could not say where its links lead.
        return Response(sentence, status, content_type="text/plain; charset=utf-8")
    name = template or f"errors/{status}.html"
    facts = {"sentence": sentence, "reference": _reference(), "way_back": ""}
    if name == REFUSED:
        facts["way_back"] = _way_back() or _room_index()
    return render_template([name, "errors/other.html"], **facts), status


def _way_back() -> str:
    """Return where the reader came from, if that is a page of this same office, or else an empty address."""
    came_from = urlsplit(request.referrer or "")
    if came_from.netloc != request.host or not came_from.path.startswith(f"{request.script_root}/"):
        return ""
    path = came_from.path.removeprefix(request.script_root)
    is_here = request.method == "GET" and path == request.path
    if is_here or not _can_be_opened(path):
        return ""
    return next_page(came_from._replace(scheme="", netloc="", fragment="").geturl(), otherwise="")


def _can_be_opened(path: str) -> bool:
    """Say whether a path is a page: a form that was sent and shown again has an address that is none."""
    adapter = current_app.create_url_adapter(request)
    return adapter is not None and adapter.test(path, method="GET")


def _room_index() -> str:
    """Return the first page of the room that the request was for, or an empty address if it has none."""
    endpoint = f"{request.blueprint}.index"
    return url_for(endpoint) if endpoint in current_app.view_functions else ""


def _reference() -> str:
    """Return the number that a reader may quote: it is in the log line of this request, and says nothing."""
    request_id: str = getattr(g, "request_id", None) or secrets.token_hex(8)
    return request_id


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    return _answer(400, "form_expired", _("This page was open too long. Please go back and try again."))


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error
    if error.code == HTTPStatus.NOT_FOUND:
        return _answer(404, NotFound.code, sentence_for(NotFound()))
    if isinstance(error, UnprocessableEntity) and wants_json():
        wrong = _field_problems(getattr(error, "data", {}).get("messages"))
        return problem(422, "fields_wrong", _("Some fields are not right."), errors=wrong)
    code = HTTPStatus(error.code).name.lower()
    answer = make_response(_answer(error.code, code, _sentence_of(error.code)))
    answer.headers.extend((name, value) for name, value in error.get_headers() if name in _KEPT_HEADERS)
    return answer


def _sentence_of(status: int) -> str:
    if wants_json() and status in _FOR_PROGRAMS:
        return str(_FOR_PROGRAMS[status])
    return (
        str(_UNREADABLE)
        if status == HTTPStatus.BAD_REQUEST
        else _("This request cannot be answered as it stands.")
    )


def _field_problems(messages: object) -> list[dict[str, str]]:
    """Return what webargs found, field by field; where it looked (body, query) is not part of a name."""
    if not isinstance(messages, Mapping):
        return []
    return [
        {"field": field, "message": message}
        for found in messages.values()
        for field, message in _each_message(found, ())
    ]


def _each_message(found: object, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(found, Mapping):
        for name, inner in found.items():
            yield from _each_message(inner, path if name == "_schema" else (*path, str(name)))
    elif isinstance(found, list | tuple):
        for inner in found:
            yield from _each_message(inner, path)
    else:
        yield ".".join(path), str(found)


def _shut(refusal: CoopIsShut) -> ResponseReturnValue:
    answer = _answer(refusal.status, refusal.code, sentence_for(refusal), template="errors/shut.html")
    return _retry_later(answer) if refusal.status == HTTPStatus.SERVICE_UNAVAILABLE else answer


def _refused(refusal: Refusal) -> ResponseReturnValue:
    if isinstance(refusal, NotFound):
        # Not there and not theirs look the same, also to a program that reads codes.
        return _answer(404, NotFound.code, sentence_for(NotFound()))
    if refusal.code.endswith(_STALE) and "If-Match" in request.headers:
        return _answer(412, refusal.code, sentence_for(refusal))
    return _answer(409, refusal.code, sentence_for(refusal), template=REFUSED)


def _look_for_nobody() -> None:
    """Let the page of a fault ask no database who reads it: that is what has just failed."""
    g.setdefault("signed_in", None)
    g.setdefault("token_holder", None)


def _busy(_error: PoolBusy) -> ResponseReturnValue:
    _look_for_nobody()
    sentence = _("Many people are here at once. Please try again in a moment.")
    return _retry_later(_answer(503, "busy", sentence))


def _database_away(error: OperationalError | InterfaceError) -> ResponseReturnValue:
    shut = _shut_since(error)
    if shut is not None:
        g.signed_in = None
        return _shut(shut)
    log.error("The database did not answer", extra={"fault": type(error).__name__})
    _look_for_nobody()
    sentence = _("The service is away for a moment. Nothing is lost. Please try again.")
    return _retry_later(_answer(503, "database_away", sentence))


def _shut_since(error: OperationalError | InterfaceError) -> CoopIsShut | None:
    """Say whether the login was turned away since its co-op was shut a moment ago, and how."""
    office = g.get("office")
    # A login that may not connect has no code of its own: it never came so far.
    is_at_the_wall = getattr(error.orig, "sqlstate", None) in _AT_THE_WALL
    if not is_at_the_wall or not isinstance(office, Coop) or scope.bound() is not None:
        return None
    try:
        coop = registry.find_now(office.slug)
    except (OperationalError, InterfaceError, PoolBusy):
        return None
    refusal = _SHUT.get(coop.state) if coop is not None else None
    return refusal() if refusal is not None else None


def _fault(error: Exception) -> ResponseReturnValue:
    # The traceback is logged without values: a row in it could hold somebody's data.
    log.error("Could not answer a request", exc_info=error, extra={"fault": type(error).__name__})
    _look_for_nobody()
    return _answer(500, "fault", _("Something went wrong on our side."))


def _retry_later(answer: ResponseReturnValue) -> ResponseReturnValue:
    response = make_response(answer)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
