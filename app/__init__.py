"""The web, the commands and the documents."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.settings import Settings

__all__ = ["create_app"]


def create_app(settings: "Settings") -> "Flask":
    """Return the application for one installation."""
    # `app.cli` and the supervisor lie below this module, and must not load the web to start.
    from app.factory import create_app as make  # noqa: PLC0415 - see above

    return make(settings)
