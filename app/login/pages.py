"""The blueprint of signing in, and what its views share."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

import app.mail.access  # noqa: F401 - declares the words of our mails
from app.login import wrap
from app.login.devices import visitor
from app.web.context import current_office
from app.web.forms import Form
from app.web.next_page import next_page
from app.web.refusals import sentence_for
from franchise_kit.access.actions.throttling import TriesHeld, address_key
from tenants.refusal import Refusal

pages = Blueprint("login", __name__)
security_log = logging.getLogger("app.security")
TOO_MANY: Final = 429
# Writing a link for somebody takes some ten milliseconds more than finding nobody.
EVEN_SECONDS: Final = 0.2


@contextmanager
def evenly(seconds: float = EVEN_SECONDS) -> Iterator[None]:
    """Let a block take no less than this, so that its time does not tell whether somebody is known."""
    began = time.monotonic()
    yield
    time.sleep(max(0.0, began + seconds - time.monotonic()))


def home() -> str:
    """Return the home page of this address, also under a local path."""
    return f"{request.script_root}/"


def onward() -> ResponseReturnValue:
    """Go where the form says, if that is a page of ours, and else home."""
    return redirect(next_page(request.values.get("next"), otherwise=home()), code=303)


def wanted_page() -> str | None:
    """Return the page to come back to, if the address names one of ours."""
    return next_page(request.values.get("next"), otherwise="") or None


def note_stranger(refusal: Refusal) -> None:
    """Write to the security log that somebody was refused who is not known; the address only as a hash."""
    where = address_key(current_office(), visitor().address).hex()[:16]
    security_log.warning("sign_in_refused", extra={"code": refusal.code, "from": where})


def with_refusal(template: str, form: Form, refusal: Refusal, **facts: object) -> ResponseReturnValue:
    """Return a form again with what was refused above it."""
    form.refuse(None, sentence_for(refusal))
    body = render_template(template, form=form, next=wanted_page(), **facts)
    if not isinstance(refusal, TriesHeld):
        return body, 422
    return body, TOO_MANY, {"Retry-After": str(wait_seconds(refusal))}


def wait_seconds(held: TriesHeld) -> int:
    """Return how long somebody who is held back waits, in seconds."""
    return 60 * int(str(held.facts["wait_minutes"]))


def renew(token: str) -> ResponseReturnValue:
    """Give the browser its session's new token and go on."""
    wrap.renew(token)
    return onward()
