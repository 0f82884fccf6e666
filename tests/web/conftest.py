"""The application of this test process, made once; a browser, and the application served to it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tenants.office import Coop
from tests.support.browser import open_browser
from tests.support.signing import served_to
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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a file."""
    with open_browser() as running:
        yield running


@pytest.fixture
def address(app: Flask, aber: Coop) -> Iterator[str]:
    """Where a browser finds the pages of one of the co-ops."""
    with served_to(app, aber) as url:
        yield url
