"""The web, the commands and the documents."""

import os
from typing import TYPE_CHECKING

from app.loading import uncollected

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from app.settings import Settings

__all__ = ["create_app", "load"]


def create_app(settings: "Settings") -> "Flask":
    """Return the application for one installation; rooms behind the front door are loaded when asked for."""
    return load()(settings)


def load() -> "Callable[[Settings], Flask]":
    """Load what every request needs, and return what makes the application.

    Here, since `app.cli` and the supervisor lie below this module and must not load the web to start.
    """
    # Else pytz, which comes with flask-babel, opens six hundred zones' files to see that they are there.
    os.environ.setdefault("PYTZ_SKIPEXISTSCHECK", "1")
    with uncollected():
        from app.factory import create_app as make  # noqa: PLC0415 - above
    return make
