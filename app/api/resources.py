"""Every resource of the API, in the order in which its description lists them."""

from flask_smorest import Blueprint

from app.api import me, tokens


def resources() -> tuple[Blueprint, ...]:
    """Return the resources."""
    return (me.resource, tokens.resource)
