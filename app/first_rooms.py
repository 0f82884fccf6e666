"""What stands before the front door, and is there from the start: the finder, and whether we are well."""

from typing import Final

from flask import Blueprint

from app.front import views as front_views
from app.web import health

MODULES: Final = (health, front_views)


def blueprints() -> tuple[Blueprint, ...]:
    """Return the pages of the front, in no order that matters."""
    return tuple(dict.fromkeys(module.pages for module in MODULES))
