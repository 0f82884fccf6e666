"""The rooms of the house that have pages. A room adds its modules of views here."""

from typing import Final

from flask import Blueprint

from app.accounts import account_views, factor_views
from app.accounts import views as accounts_views
from app.front import views as front_views
from app.login import link_views, passkey_views
from app.login import views as login_views
from app.tokens import views as token_views
from app.tokens import views as tokens_views
from app.web import health

# Each has a blueprint called ``pages``; several modules may share one.
MODULES: Final = (
    health,
    front_views,
    tokens_views,
    login_views,
    passkey_views,
    link_views,
    account_views,
    factor_views,
    accounts_views,
    token_views,
)


def blueprints() -> tuple[Blueprint, ...]:
    """Return every room's pages, in no order that matters."""
    return tuple(dict.fromkeys(module.pages for module in MODULES))
