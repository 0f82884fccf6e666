"""The rooms of the house that have pages. A room adds its blueprint here."""

from flask import Blueprint

from app.web import health


def blueprints() -> tuple[Blueprint, ...]:
    """Return every room's pages, in no order that matters."""
    return (health.pages,)
