"""The web, the commands and the documents."""

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from app.settings import Settings

__all__ = ["create_app", "load"]


def create_app(settings: "Settings") -> "Flask":
    """Return the application for one installation."""
    return load()(settings)


def load() -> "Callable[[Settings], Flask]":
    """Load the whole application and return what makes it.

    Here, since `app.cli` and the supervisor lie below this module and must not load the web to start.
    Meanwhile nothing is collected: what is loaded stays, and looking for garbage in it takes a third longer.
    """
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        from app.factory import create_app as make  # noqa: PLC0415 - above
    finally:
        if was_collecting:
            gc.enable()
    return make
