"""Every resource of the API, in the order in which its description lists them."""

from flask_smorest import Blueprint

from app.api import accounts, bell, disclosures, journal, me, profile, progress, roles, tokens


def resources() -> tuple[Blueprint, ...]:
    """Return the resources."""
    modules = (me, accounts, roles, tokens, journal, disclosures, profile, bell, progress)
    return tuple(module.resource for module in modules)
