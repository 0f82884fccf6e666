"""A person at the door: let in by the program; and the application served by its offices' names."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie

import pyotp
from flask import Flask, session
from playwright.sync_api import BrowserContext

from app.login import wrap
from app.web.hosts import SETTINGS
from franchise_kit.access.actions import sign_in as access
from franchise_kit.access.actions.seeding import SeedAccount
from tenants import clock
from tenants.office import Office
from tests.support.access import enter, living
from tests.support.browser import served

KNOCK = access.Visitor(address="127.0.0.1", device="chrome/linux")


@contextmanager
def served_by_name(app: Flask) -> Iterator[str]:
    """Serve the application; its own addresses name the port that it has. Give what they end with."""
    held = app.config[SETTINGS]
    with served(app) as url:
        domain = f"localhost:{url.rpartition(':')[2]}"
        app.config[SETTINGS] = dataclasses.replace(held, base_domain=domain)
        yield domain
    app.config[SETTINGS] = held


def let_in(context: BrowserContext, app: Flask, address: str, office: Office, person: SeedAccount) -> None:
    """Sign somebody in by the actions behind the form, and give the browser the cookie that comes of it.

    The form itself is filled in by ``tests/web/test_sign_in_in_a_browser.py`` and by the journeys; each
    time it costs three pages.
    """
    token = _token_of(office, person)
    with app.test_request_context(base_url=address):
        wrap.begin(token)
        answer = app.make_response("")
        app.session_interface.save_session(app, session, answer)
    [(name, given)] = SimpleCookie(answer.headers["Set-Cookie"]).items()
    host = address.removeprefix("http://").partition(":")[0]
    context.add_cookies(
        [
            {
                "name": name,
                "value": given.value,
                "domain": host,
                "path": given["path"],
                "secure": bool(given["secure"]),
                "httpOnly": bool(given["httponly"]),
                "sameSite": "Lax",
            }
        ]
    )


def _token_of(office: Office, person: SeedAccount) -> str:
    begun = enter(office, person, now=clock.ticking(), visitor=KNOCK)
    if person.totp_secret is None:
        return begun.token
    half = living(office, begun.token, now=clock.ticking())
    code = pyotp.TOTP(person.totp_secret).at(clock.ticking())
    return access.give_code(office=office, signed_in=half, code=code, visitor=KNOCK, now=clock.ticking())
