"""What a view may ask about its request: which office, who is here, and the one session to read with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Protocol

from flask import Flask, current_app, g, request
from sqlalchemy.orm import Session

from app.logs import note_account
from app.web.hosts import current_coop, current_office
from franchise_kit.access.queries.signed_in import SignedIn
from tenants import scope
from tenants.actor import Actor
from tenants.office import Office
from tenants.transaction import reading

__all__ = [
    "BearerReader",
    "TokenHolder",
    "current_actor",
    "current_coop",
    "current_office",
    "current_visitor_facts",
    "find_actor",
    "identify",
    "is_api",
    "read_again",
    "reading_session",
    "set_bearer_reader",
    "set_browser_reader",
]

_BEARER = "cydofal_bearer"
_BROWSER = "cydofal_browser"
_WORD = "Bearer "


@dataclass(frozen=True, slots=True)
class TokenHolder:
    """A program that came with a token: what it may do, and whether its use must be written down now."""

    actor: Actor
    language: str
    must_note_use: bool = False


class BearerReader(Protocol):
    """Knows the tokens of programs."""

    def find(self, session: Session, secret: str) -> TokenHolder | None:
        """Return the holder of a living token."""

    def note_use(self, office: Office, actor: Actor) -> None:
        """Write that a token was used, in a transaction of its own."""


BrowserReader = Callable[[Session], SignedIn | None]


def set_bearer_reader(app: Flask, reader: BearerReader) -> None:
    """Say who knows programs' tokens; without one nobody gets in that way."""
    app.extensions[_BEARER] = reader


def set_browser_reader(app: Flask, reader: BrowserReader) -> None:
    """Say who finds the session that a browser's cookie names."""
    app.extensions[_BROWSER] = reader


def is_api() -> bool:
    """Say whether a program asks: it is known by its token, and by no cookie."""
    return request.path.startswith("/api/")


def bearer_reader() -> BearerReader | None:
    """Return who knows programs' tokens."""
    reader: BearerReader | None = current_app.extensions.get(_BEARER)
    return reader


def identify(session: Session) -> None:
    """Find out, with an open session of this office, who is here; an earlier answer is replaced."""
    g.signed_in = None
    g.token_holder = None
    if is_api():
        g.token_holder = _find_token_holder(session)
    elif _BROWSER in current_app.extensions:
        g.signed_in = current_app.extensions[_BROWSER](session)
    actor = find_actor()
    note_account(actor.account_id if actor is not None else None)


def _find_token_holder(session: Session) -> TokenHolder | None:
    header = request.headers.get("Authorization", "")
    reader = bearer_reader()
    if reader is None or not header.startswith(_WORD):
        return None
    return reader.find(session, header.removeprefix(_WORD).strip())


def current_visitor_facts() -> SignedIn | None:
    """Return the living session of whoever is here, half-way in or wholly; ``None`` for a stranger.

    On a page that is open to all this looks, once, with a reading of its own.
    """
    if "signed_in" not in g:
        if "office" not in g or scope.bound() is not None:
            return None
        with reading(current_office()) as session:
            identify(session)
    found: SignedIn | None = g.signed_in
    return found


def find_actor() -> Actor | None:
    """Return who acts, or ``None`` while nobody is signed in."""
    found = current_visitor_facts()
    if found is not None and found.is_open:
        return _with_request(found.actor)
    holder: TokenHolder | None = g.get("token_holder")
    return _with_request(holder.actor) if holder is not None else None


def current_actor() -> Actor:
    """Return who acts; a guarded page always has somebody."""
    actor = find_actor()
    if actor is None:
        msg = "This page has no guard that lets only known people in."
        raise RuntimeError(msg)
    return actor


def _with_request(actor: Actor) -> Actor:
    return replace(actor, request_id=g.get("request_id"))


def reading_session() -> Session:
    """Return the read-only session that the guard opened for this GET."""
    session: Session | None = g.get("reading_session")
    if session is None:
        msg = "Only a guarded GET has a session to read with."
        raise RuntimeError(msg)
    return session


@contextmanager
def read_again() -> Iterator[Session]:
    """Give a session to read with anywhere: the GET's own, or a short one, as a POST with an error needs."""
    held: Session | None = g.get("reading_session")
    if held is not None:
        yield held
        return
    with reading(current_office()) as session:
        # What draws the page around it reads too, and scopes do not nest.
        g.reading_session = session
        try:
            yield session
        finally:
            g.pop("reading_session", None)
