"""A form that is sent twice does one thing: a double click or a way back is answered as the first was.

Every form that ``post_form`` draws has a key of its own, and ``posting.posted`` asks here before it acts. The
same key with other answers is another act: nobody's second entry gets lost.
"""

import hashlib
import secrets
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from operator import itemgetter
from typing import Final
from uuid import UUID

from flask import current_app, flash, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web.context import current_office, find_actor
from tenants import once
from tenants.once import OnceKey
from tenants.refusal import Refusal
from tenants.transaction import reading, upkeep

FIELD: Final = "once_key"
LONGEST: Final = 64
# What differs between two sendings of one form, and says nothing of what is asked.
_NOT_ASKED: Final = frozenset({"csrf_token"})
# Between the commit of an act and the keeping of its answer there are some milliseconds.
_LOOKS: Final = 20
_PAUSE_SECONDS: Final = 0.05


def new_key() -> str:
    """Return a key for a form that is drawn."""
    return secrets.token_urlsafe(16)


def sent_once(act: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Return what ``act`` answers; for a form that did its thing already, the way the first was sent on.

    Raises what ``act`` raises, and ``AlreadyDone`` where the first was not sent on to anywhere.
    """
    key = _key()
    if key is None:
        return act()
    known = _way_of_the_first(key)
    if known is not None:
        return known
    try:
        with once.bind(key):
            answer = current_app.make_response(act())
    except Refusal:
        # Two at the same instant: the second may be refused for what the first has made.
        known = _way_of_the_first(key)
        if known is None:
            raise
        return known
    if answer.status_code == HTTPStatus.SEE_OTHER:
        with upkeep(current_office()) as session:
            once.keep_answer(session, key, status=HTTPStatus.SEE_OTHER, body={"way": answer.location})
    return answer


def _key() -> OnceKey | None:
    said = request.form.get(FIELD, "")
    whose = _whose() if 0 < len(said) <= LONGEST else None
    if whose is None:
        return None
    asked = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    for part in _parts():
        asked.update(hashlib.sha256(part).digest())
    digest = asked.digest()
    return OnceKey(whose, hashlib.sha256(b"form" + digest).digest(), digest)


def _whose() -> UUID | None:
    """Return whose act it is: an account's, or a person's who is here through an agreement or a grant."""
    actor = find_actor() if "office" in g else None
    return None if actor is None else actor.account_id or actor.person_id


def _parts() -> Iterator[bytes]:
    for name, said in sorted(request.form.items(multi=True)):
        if name not in _NOT_ASKED:
            yield f"{name}={said}".encode(errors="surrogatepass")
    for name, sent in sorted(request.files.items(multi=True), key=itemgetter(0)):
        yield f"{name}:{sent.filename}".encode(errors="surrogatepass")
        yield sent.read()
        sent.seek(0)


def _way_of_the_first(key: OnceKey) -> ResponseReturnValue | None:
    for _look in range(_LOOKS):
        with reading(current_office()) as session:
            found = once.find(session, key)
        if found is None:
            return None
        if found.status is not None and isinstance(found.body, dict):
            flash(_("This was sent twice, and done once."))
            return redirect(found.body["way"], code=HTTPStatus.SEE_OTHER)
        time.sleep(_PAUSE_SECONDS)
    return None
