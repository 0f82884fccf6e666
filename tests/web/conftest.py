"""The application of this test process, made once; and the application served to a browser."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tenants.office import Coop
from tests.support.signing import served_by_name
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
