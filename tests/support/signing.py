"""A person at the door, in a browser; and the application served to it by its offices' names."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager

import pyotp
from flask import Flask
from playwright.sync_api import Page

from app.web.hosts import SETTINGS
from franchise_kit.access.actions.seeding import SeedAccount
from tenants import clock
from tenants.office import Coop
from tests.support.browser import served
from tests.support.people import PASSWORD, make_person


@contextmanager
def served_by_name(app: Flask) -> Iterator[str]:
    """Serve the application; its own addresses name the port that it has. Give what they end with."""
    held = app.config[SETTINGS]
    with served(app) as url:
        domain = f"localhost:{url.rpartition(':')[2]}"
        app.config[SETTINGS] = dataclasses.replace(held, base_domain=domain)
        yield domain
    app.config[SETTINGS] = held


def sign_in(page: Page, address: str, person: SeedAccount) -> None:
    """Sign in, with the second factor where there is one, and wait for the first page."""
    page.goto(f"{address}/sign-in")
    page.fill("#email", person.email)
    page.fill("#password", PASSWORD)
    page.click("main form:first-of-type button[type=submit]")
    if person.totp_secret is not None:
        page.fill("#code", pyotp.TOTP(person.totp_secret).at(clock.ticking()))
        page.click("main form:first-of-type button[type=submit]")
    page.wait_for_url("**/today")


def sign_in_at_the_desk(page: Page, address: str, coop: Coop, language: str, *roles: str) -> None:
    """Let somebody of the office sign in: a care co-ordinator, or who has other roles."""
    held = roles or ("care_coordinator",)
    sign_in(page, address, make_person(coop, *held, name="Mair Desg", language=language))
