"""Our scripts in a real browser: passkeys against the server's library, copying, a page that counts."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, render_template_string, request
from flask.typing import ResponseReturnValue
from playwright.sync_api import Browser, Page, expect
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.structs import AuthenticatorSelectionCriteria, ResidentKeyRequirement

from tests.support.browser import served
from tests.support.shell import DESK, Reader, make_shell_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGE = """
{% extends "layout/plain.html" %}
{% from "macros/forms.html" import post_form %}
{% from "macros/page.html" import copyable, fold, progress %}
{% block title %}Keys{% endblock %}
{% block main %}
<h1>Keys</h1>
<p id="said">{{ said }}</p>
{% for kind in ("register", "sign-in") %}
{% call post_form(none, "/keys/" ~ kind, id=kind) %}
  <input type="hidden" name="credential" value="">
  <button type="button" data-passkey="{{ kind }}" data-options-url="/keys/{{ kind }}/options"
    data-failed="No key came" hidden>{{ kind }}</button>
{% endcall %}
{% endfor %}
{{ copyable("ABCD-EFGH", "Recovery code") }}
{{ progress(1, 3, "1 of 3", "/keys/progress") }}
{% call fold("Folded", "once") %}<p>What is folded</p>{% endcall %}
{% endblock %}
"""


class Keys:
    """The server's side of the two ceremonies, and what it keeps between them."""

    def __init__(self, app: Flask) -> None:
        self.options: Any = None
        self.known: Any = None
        self.origin = ""
        self.asked = 0
        app.add_url_rule("/keys", "keys", lambda: render_template_string(PAGE, said=""))
        app.add_url_rule("/keys/<kind>/options", "options", self.offer, methods=["POST"])
        app.add_url_rule("/keys/<kind>", "answer", self.take, methods=["POST"])
        app.add_url_rule("/keys/progress", "progress", self.progress)

    def offer(self, kind: str) -> ResponseReturnValue:
        if kind == "register":
            self.options = generate_registration_options(
                rp_id="localhost",
                rp_name="Teifi",
                user_name="mari",
                # Whoever signs in says no name first, so the key itself must know whose it is.
                authenticator_selection=AuthenticatorSelectionCriteria(
                    resident_key=ResidentKeyRequirement.REQUIRED
                ),
            )
        else:
            self.options = generate_authentication_options(rp_id="localhost")
        return options_to_json(self.options), {"Content-Type": "application/json"}

    def take(self, kind: str) -> ResponseReturnValue:
        proof = {"credential": json.loads(request.form["credential"]), "expected_rp_id": "localhost"}
        proof |= {"expected_challenge": self.options.challenge, "expected_origin": self.origin}
        if kind == "register":
            self.known = verify_registration_response(**proof)
            return render_template_string(PAGE, said="registered")
        verify_authentication_response(
            **proof,
            credential_public_key=self.known.credential_public_key,
            credential_current_sign_count=self.known.sign_count,
        )
        return render_template_string(PAGE, said="signed in")

    def progress(self) -> ResponseReturnValue:
        self.asked += 1
        return {"done": 1 + self.asked, "total": 3, "words": f"{1 + self.asked} of 3", "next": None}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    app = make_shell_app(Reader(visitor=DESK), csrf=True)
    keys = Keys(app)
    with served(app) as address:
        keys.origin = address.replace("127.0.0.1", "localhost")
        context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
        opened = context.new_page()
        opened.goto(f"{keys.origin}/keys")
        yield opened
        context.close()


def add_authenticator(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
    }
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_registered_and_signs_in(page: Page) -> None:
    add_authenticator(page)

    page.get_by_role("button", name="register").click()
    expect(page.locator("#said")).to_have_text("registered")

    page.get_by_role("button", name="sign-in").click()
    expect(page.locator("#said")).to_have_text("signed in")


def test_when_no_key_comes_the_page_says_so_and_stays(page: Page) -> None:
    page.route("**/options", lambda route: route.fulfill(status=429))

    page.get_by_role("button", name="sign-in").click()

    expect(page.get_by_role("alert")).to_have_text("No key came")
    expect(page.get_by_role("button", name="sign-in")).to_be_enabled()


def test_a_code_is_copied(page: Page) -> None:
    page.get_by_role("button", name="Copy").click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "ABCD-EFGH"


def test_a_long_job_counts_by_itself(page: Page) -> None:
    expect(page.locator("[data-progress-words]")).to_have_text("2 of 3", timeout=4000)

    assert page.locator("progress").get_attribute("value") == "2"


def test_what_is_folded_is_open_on_paper_and_folded_again(page: Page) -> None:
    folded = page.locator(".fold p")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    was_open = page.locator(".fold").evaluate("fold => fold.open")
    page.evaluate("dispatchEvent(new Event('afterprint'))")

    assert was_open is True
    expect(folded).to_be_hidden()
    # Also where no script runs.
    page.emulate_media(media="print")
    expect(folded).to_be_visible()
