"""The whole application on a test's installation, and browsers without a browser."""

import re
from collections.abc import Iterable
from typing import Any

import pyotp
from flask import Flask
from werkzeug.test import TestResponse

from app import create_app
from app.late_rooms import load_rooms
from app.settings import DatabaseAddress, Mode, Settings
from app.web.guards import guard_of
from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.access.rules.roles import catalogue
from tenants import clock, database, jobs
from tenants.office import Coop, Office
from tests.support.people import PASSWORD
from tests.support.world import World

BASE_DOMAIN = "localhost:8000"
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def settings_of(world: World) -> Settings:
    """Return the settings of a test's installation."""
    address = world.place.address
    return Settings(
        secret_key=world.place.key.secret.decode(),
        database=DatabaseAddress(address.host, address.port, address.database, address.sslmode),
        state_dir=world.state,
        mode=Mode.LOCAL,
        base_domain=BASE_DOMAIN,
        installation=world.place.installation.name,
    )


def app_of(world: World) -> Flask:
    """Return the application; jobs run when a test says so."""

    app = load_rooms(create_app(settings_of(world)))
    # The application brought an engine of its own; the one before it is used no more.
    before, world.database = world.database, database.current()
    before.engine.dispose()
    app.testing = True
    # A fault of ours answers as it would for a visitor; tests look at the page and at the log.
    app.config["PROPAGATE_EXCEPTIONS"] = False
    jobs.set_doorbell(None)
    return app


def may_open(app: Flask, endpoint: str, roles: Iterable[str]) -> bool:
    """Say whether who has these roles may open a page: for anybody else it is not there."""
    guard = guard_of(app.view_functions[endpoint])
    held = {name for role in roles for name in catalogue()[role].permissions}
    return guard is None or guard.permission is None or guard.permission in held


class Visitor:
    """Somebody at one office's host, with a cookie jar, who fills in forms as a browser does."""

    def __init__(self, app: Flask, office: Office) -> None:
        self.host = f"{office.slug}.{BASE_DOMAIN}" if isinstance(office, Coop) else BASE_DOMAIN
        self.client = app.test_client()
        self._token = ""

    def get(self, path: str, **more: object) -> TestResponse:
        """Open a page."""
        response = self.client.get(path, base_url=f"http://{self.host}", **more)
        self._remember(response)
        return response

    def post(self, path: str, data: dict[str, Any] | None = None, **more: object) -> TestResponse:
        """Send a form, with the token of the page that was open last."""
        form = {"csrf_token": self._token, **(data or {})}
        response = self.client.post(path, data=form, base_url=f"http://{self.host}", **more)
        self._remember(response)
        return response

    def sign_in(self, person: SeedAccount) -> TestResponse:
        """Sign in with the password, and with a code where one is asked for."""
        self.get("/sign-in")
        response = self.post("/sign-in", {"email": person.email, "password": PASSWORD})
        if person.totp_secret is not None:
            self.get("/sign-in/second-factor")
            code = pyotp.TOTP(person.totp_secret).at(clock.ticking())
            response = self.post("/sign-in/second-factor", {"code": code})
        assert response.status_code == 303, response.text
        # The token of a session is another than the one before it.
        self.get("/account")
        return response

    def _remember(self, response: TestResponse) -> None:
        found = _TOKEN.search(response.text) if response.mimetype == "text/html" else None
        if found is not None:
            self._token = found.group(1)
