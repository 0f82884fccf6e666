"""Visits to pages: a signed-in browser for each co-op, straight at the WSGI door."""

import io
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import Engine, QueuePool, create_engine
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import EnvironBuilder

from app.bench.figures import seconds_of
from app.bench.ground import BASE_DOMAIN, EMAIL, PASSWORD, Ground
from app.bench.page import PATH
from franchise_kit.access.actions.sign_in import Visitor, sign_in
from tenants import clock, scope
from tenants.database import Database
from tenants.office import HUB, Coop, Office

Environ = dict[str, Any]
Written = Callable[[bytes], object]


@dataclass
class Visits:
    """Pages of one installation, and the errors that visits met."""

    ground: Ground
    path: str = PATH
    email: str = EMAIL
    errors: list[str] = field(default_factory=list)
    _environs: dict[str, Environ] = field(default_factory=dict)

    def sign_in_everywhere(self) -> None:
        """Sign in once at every co-op that has no session yet, with the password, as anybody does."""
        self.ground.use()
        for coop in self.ground.coops:
            if coop.slug not in self._environs:
                self._environs[coop.slug] = self._signed_in(coop)

    def _signed_in(self, coop: Coop) -> Environ:
        visitor = Visitor(address=None, device="bench/bench")
        begun = sign_in(
            office=coop, email=self.email, password=PASSWORD, visitor=visitor, now=clock.ticking()
        )
        base_url = f"http://{coop.slug}.{BASE_DOMAIN}/"
        with self.ground.app.test_request_context(base_url=base_url):
            interface = self.ground.app.session_interface
            signer = interface.get_signing_serializer(self.ground.app)  # type: ignore[attr-defined] # it is Flask's signed cookie
            data = signer.dumps({"_user_id": begun.token})
            cookie = f"{interface.get_cookie_name(self.ground.app)}={data}"
        builder = EnvironBuilder(path=self.path, base_url=base_url, environ_overrides={"HTTP_COOKIE": cookie})
        return builder.get_environ()

    def visit(self, coop: Coop) -> None:
        """Open the page of one co-op; keep what went wrong and, as a browser does, the cookie given."""
        environ = self._environs[coop.slug]
        answer = call(self.ground.app, dict(environ))
        if answer.status != "200 OK":
            self.errors.append(answer.status)
        if answer.cookie is not None:
            environ["HTTP_COOKIE"] = answer.cookie

    def hop(self, ways: Sequence[Coop], *, threads: int) -> list[float]:
        """Open one page after another, a few at a time, and return how long each took."""
        self.ground.use()
        with ThreadPoolExecutor(threads) as visitors:
            return list(visitors.map(lambda coop: seconds_of(lambda: self.visit(coop)), ways))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser minds of an answer: its status, and the session's cookie when it is given one."""

    status: str
    cookie: str | None


def call(app: Flask, environ: Environ) -> Answer:
    """Send one request through the whole application, and take all that it answers."""
    said: list[Answer] = []

    def start_response(status: str, headers: list[tuple[str, str]], _fault: object = None, /) -> Written:
        given = (value.partition(";")[0] for name, value in headers if name == "Set-Cookie")
        said.append(Answer(status, next(given, None)))
        return lambda _data: None

    environ["wsgi.input"] = io.BytesIO()
    answer: Iterable[bytes] = app.wsgi_app(environ, start_response)
    for _ in answer:
        pass
    close = getattr(answer, "close", None)
    if close is not None:
        close()
    return said[0]


class FixedLogin:
    """The same installation by an ordinary pool whose every connection has one co-op's login.

    What the registry asks of the hub goes the usual way: it is the page that is compared.
    """

    def __init__(self, ground: Ground, coop: Coop) -> None:
        self._usual = ground.database
        place = self._usual.place
        login = place.login_of(coop)
        self.engine: Engine = create_engine(
            "postgresql+psycopg://", creator=lambda: place.connect(login), poolclass=QueuePool, pool_size=4,
            use_native_hstore=False,
        )  # fmt: skip
        self._session = sessionmaker(self.engine, expire_on_commit=False)
        self.database = Database(place, self._usual.engine, self)  # type: ignore[arg-type] # called like a maker

    def __call__(self) -> Session:
        """Make a session, as a sessionmaker does."""
        office: Office = scope.required()
        return self._usual.make_session() if office is HUB else self._session()
