"""A program with a token, at one office's host."""

from collections.abc import Iterable
from datetime import timedelta

from flask import Flask
from werkzeug.test import TestResponse

from franchise_kit.access.queries.actors import find_actor
from franchise_kit.access.rules.roles import permissions_of
from franchise_kit.tokens import actions
from franchise_kit.tokens.actions import NewToken
from franchise_kit.tokens.rules import NEVER
from tenants import clock
from tenants.office import Coop, Office
from tenants.transaction import reading
from tests.support.people import SeedAccount, make_person
from tests.support.web import BASE_DOMAIN

API = "/api/v1"


def make_token(
    office: Office, person: SeedAccount, permissions: Iterable[str] | None = None, *, days: int = 30
) -> NewToken:
    """Make a token; without permissions it may do all that its holder may and a program can."""
    with reading(office) as session:
        actor = find_actor(session, person.id)
    assert actor is not None
    wanted = (
        frozenset(permissions_of(person.roles)) - NEVER if permissions is None else frozenset(permissions)
    )
    now = clock.now()
    return actions.make_token(
        office=office,
        by=actor,
        name="Rota",
        permissions=wanted,
        expires_at=now + timedelta(days=days),
        now=now,
    )


class Program:
    """Something that calls the API; ``token`` may be changed between calls."""

    def __init__(self, app: Flask, office: Office, token: str | None) -> None:
        self.host = f"{office.slug}.{BASE_DOMAIN}" if isinstance(office, Coop) else BASE_DOMAIN
        self.client = app.test_client(use_cookies=False)
        self.token = token

    def call(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **more: object
    ) -> TestResponse:
        """Call an address below ``/api/v1``, or a whole one that an answer gave."""
        given = {"Authorization": f"Bearer {self.token}"} if self.token is not None else {}
        address = path if path.startswith(API) else API + path
        return self.client.open(
            address, method=method, base_url=f"http://{self.host}", headers=given | (headers or {}), **more
        )

    def get(self, path: str, **more: object) -> TestResponse:
        """Read."""
        return self.call("GET", path, **more)

    def post(self, path: str, json: object = None, **more: object) -> TestResponse:
        """Do something."""
        return self.call("POST", path, **({"json": json} if json is not None else {}), **more)

    def patch(self, path: str, json: object, **more: object) -> TestResponse:
        """Change something."""
        return self.call("PATCH", path, json=json, **more)


def program_of(
    app: Flask,
    office: Office,
    *roles: str,
    permissions: Iterable[str] | None = None,
    language: str = "en",
) -> Program:
    """Make a person with these roles, and a program that acts for them."""
    person = make_person(office, *roles, language=language)
    return Program(app, office, make_token(office, person, permissions).text)
