"""The application, served to a browser of this test process."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from app.hub.jobs import use_owner
from tests.support.browser import DESK_SIZE, PHONE_SIZE
from tests.support.walking import Company, House, house_of, walkers
from tests.support.web import app_of
from tests.support.world import World


@pytest.fixture(scope="package")
def served_app(built_world: World) -> Flask:
    """The whole application on the test's installation."""
    return app_of(built_world)


@pytest.fixture
def house(served_app: Flask, world: World, browser: Browser) -> Iterator[House]:
    """The application, served, with a worker that may build walls."""
    use_owner(world.owner)
    with house_of(served_app, world, browser) as standing:
        yield standing
    use_owner(None)


@pytest.fixture(params=[(DESK_SIZE, "en"), (PHONE_SIZE, "cy")], ids=["desk-en", "phone-cy"])
def company(request: pytest.FixtureRequest, house: House) -> Iterator[Company]:
    """The people of a journey: at a desk in English, then on phones in Welsh."""
    size, language = request.param
    with walkers(house, size, language) as people:
        yield people
