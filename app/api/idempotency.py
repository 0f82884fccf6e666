"""A POST with an ``Idempotency-Key`` is done once, however often it is sent."""

import hashlib
from collections.abc import Callable, Iterator
from functools import wraps
from http import HTTPStatus
from operator import itemgetter
from typing import Final, ParamSpec

from flask import Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.api.accepted import done
from app.web.context import current_actor, current_office
from app.web.errors import problem
from tenants import once
from tenants.once import AlreadyDone, DoneOnce, OnceKey
from tenants.transaction import reading, upkeep

P = ParamSpec("P")
HEADER: Final = "Idempotency-Key"
LONGEST: Final = 200
# Read where the API describes itself; guards keep it when they wrap a view.
MARK: Final = "__takes_key__"


def done_once(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Answer a repeated request with the first one's answer, and do nothing a second time."""

    @wraps(view)
    def around(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        said = request.headers.get(HEADER)
        if said is None:
            return view(*args, **kwargs)
        if not 0 < len(said) <= LONGEST:
            return problem(400, "idempotency_key_wrong", _("The key has 1 to 200 characters."))
        key = _key(said)
        return _known_answer(key) or _act(key, lambda: view(*args, **kwargs))

    setattr(around, MARK, True)
    return around


def _key(said: str) -> OnceKey:
    account_id = current_actor().account_id
    if account_id is None:
        msg = "A token always acts for an account."
        raise RuntimeError(msg)
    what = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    for part in _parts_of_body():
        what.update(hashlib.sha256(part).digest())
    return OnceKey(account_id, hashlib.sha256(said.encode()).digest(), what.digest())


def _parts_of_body() -> Iterator[bytes]:
    """Give what the body says. The same form is written differently each time: its boundary is random."""
    if request.mimetype != "multipart/form-data":
        yield request.get_data()
        return
    for name, text in sorted(request.form.items(multi=True)):
        yield f"{name}={text}".encode()
    for name, sent in sorted(request.files.items(multi=True), key=itemgetter(0)):
        yield f"{name}:{sent.filename}".encode()
        yield sent.read()
        sent.seek(0)


def _act(key: OnceKey, view: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    try:
        with once.bind(key):
            response = current_app.make_response(view())
    except AlreadyDone:
        return _known_answer(key) or _lost()
    if response.is_json or response.status_code == HTTPStatus.NO_CONTENT:
        with upkeep(current_office()) as session:
            once.keep_answer(session, key, status=response.status_code, body=response.get_json(silent=True))
    return response


def _known_answer(key: OnceKey) -> Response | None:
    with reading(current_office()) as session:
        found = once.find(session, key)
    if found is None:
        return None
    if found.request_hash != key.request_hash:
        return problem(422, "idempotency_key_reused", _("This key belongs to another request."))
    return _replayed(found) if found.status is not None else _lost()


def _replayed(found: DoneOnce) -> Response:
    is_empty = found.status == HTTPStatus.NO_CONTENT
    response = done() if is_empty else jsonify(found.body)
    response.status_code = found.status or HTTPStatus.OK
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _lost() -> Response:
    return problem(
        409, AlreadyDone.code, _("This was done already, and its answer was lost. Read the record.")
    )
