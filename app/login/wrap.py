"""flask-login, wrapped here and used nowhere else: it carries a session's token, the database the rest."""

from typing import Final, Literal

from flask import Flask, session
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy.orm import Session

from app.login.cookies import OfficeCookies
from app.web.context import current_office, set_browser_reader
from franchise_kit.access.queries.signed_in import SignedIn
from tenants import clock
from tenants.transaction import reading

_FIRST_ASKED: Final = "first_asked"


class _Holder:
    """What flask-login takes for somebody: it knows the token of their session and nothing else."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, token: str) -> None:
        self.token = token

    def get_id(self) -> str:
        """Return what flask-login keeps in the cookie."""
        return self.token


def init_login(app: Flask) -> None:
    """Set flask-login and our cookies up."""
    manager = LoginManager()
    # Its own protection ties a session to an address, which changes on every train.
    manager.session_protection = None
    manager.user_loader(_Holder)
    manager.init_app(app, add_context_processor=False)
    app.session_interface = OfficeCookies()
    set_browser_reader(app, _find)


def token() -> str | None:
    """Return the token that this browser brought."""
    brought: str | None = getattr(current_user, "token", None)
    return brought


def _find(database: Session) -> SignedIn | None:
    brought = token()
    if not brought:
        return None
    from franchise_kit.access.queries.sign_in import find_signed_in  # noqa: PLC0415 - a stranger needs no tables

    return find_signed_in(database, brought, now=clock.ticking())


def find_last_end() -> Literal["roles", "visit"] | None:
    """Return how the dead session ended that this browser's cookie still names, as far as we tell."""
    brought = token()
    if brought is None:
        return None
    from franchise_kit.access.queries.sign_in import find_end  # noqa: PLC0415 - as above

    with reading(current_office()) as database:
        return find_end(database, brought)


def begin(new_token: str, *, first_asked: str | None = None) -> None:
    """Start a session in this browser; whatever was in its cookie goes, the form's token too.

    ``first_asked`` is the page to come back to, should something else have to be done first.
    """
    session.clear()
    if first_asked is not None:
        session[_FIRST_ASKED] = first_asked
    login_user(_Holder(new_token))


def take_first_asked() -> str | None:
    """Return, once, the page that was asked for before the session began."""
    path: str | None = session.pop(_FIRST_ASKED, None)
    return path


def renew(new_token: str) -> None:
    """Give this browser another token for the session that it has."""
    login_user(_Holder(new_token))


def end() -> None:
    """Forget the session in this browser."""
    logout_user()
    session.clear()
