"""The application of this test process, made once."""

import pytest
from flask import Flask

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
