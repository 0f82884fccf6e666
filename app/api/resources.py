"""Every resource of the API, in the order in which its description lists them."""

from flask_smorest import Blueprint

from app.api import (
    accounts,
    agreements,
    bell,
    coops,
    disclosures,
    grants,
    journal,
    me,
    profile,
    progress,
    roles,
    tokens,
)

OF_EVERY_OFFICE = (me, accounts, roles, tokens, journal, bell, progress)
OF_A_COOP = (profile, disclosures, agreements, grants)
OF_THE_HUB = (coops,)


def resources() -> tuple[Blueprint, ...]:
    """Return the resources."""
    return tuple(module.resource for module in (*OF_EVERY_OFFICE, *OF_A_COOP, *OF_THE_HUB))
