"""The application of this test process, made once; and the application served to a browser."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tenants.office import Coop
from tests.support.browser import DESK_SIZE, PHONE_SIZE
from tests.support.signing import served_by_name
from tests.support.walking import Company, House, house_of, walkers
from tests.support.web import app_of
from tests.support.world import World


@pytest.fixture(scope="session")
def built_app(built_world: World) -> Flask:
    """The whole application on the test's installation."""
    return app_of(built_world)


@pytest.fixture
def app(built_app: Flask, world: World) -> Flask:
    """The application, on an installation that is emptied after the test."""
    return built_app


@pytest.fixture
def domain(app: Flask) -> Iterator[str]:
    """Serve the application; give what its addresses end with, the hub's own is no more than that."""
    with served_by_name(app) as name:
        yield name


@pytest.fixture
def address(domain: str, aber: Coop) -> str:
    """Where a browser finds the pages of one of the co-ops."""
    return f"http://{aber.slug}.{domain}"


@pytest.fixture
def house(app: Flask, world: World, browser: Browser) -> Iterator[House]:
    """The application, served to people who walk through it."""
    with house_of(app, world, browser) as standing:
        yield standing


@pytest.fixture(params=[(DESK_SIZE, "en"), (PHONE_SIZE, "cy")], ids=["desk-en", "phone-cy"])
def company(house: House, request: pytest.FixtureRequest) -> Iterator[Company]:
    """The people who walk: at a desk in English, then on phones in Welsh."""
    size, language = request.param
    with walkers(house, size, language) as people:
        yield people
