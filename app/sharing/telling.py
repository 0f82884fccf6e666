"""Agreeing to something being told by itself, and stopping it: one act each, and back to the page."""

from collections.abc import Callable
from datetime import date

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web import dates
from app.web.context import current_actor, current_coop
from app.web.posting import acted, sent_on
from app.web.refusals import sentence_for
from app.web.sent_once import sent_once
from tenants import clock
from tenants.refusal import Refusal


def agreed(agree: Callable[..., date], page: str, *, unless: type[Refusal]) -> ResponseReturnValue:
    """Agree, and say from which month on; ``unless`` somebody else did meanwhile, which is said there."""

    def act() -> ResponseReturnValue:
        month = agree(coop=current_coop(), by=current_actor(), now=clock.now())
        said = _(
            "Agreed: the network's office is told each month, from %(month)s on", month=dates.month(month)
        )
        return sent_on(url_for(page), said)

    return _done(act, page, unless)


def stopped(stop: Callable[..., None], page: str, *, unless: type[Refusal]) -> ResponseReturnValue:
    """Stop, and say so; ``unless`` somebody else did meanwhile, which is said there."""
    said = _("Stopped: no further month is told")
    return _done(lambda: acted(stop, url_for(page), said), page, unless)


def _done(act: Callable[[], ResponseReturnValue], page: str, unless: type[Refusal]) -> ResponseReturnValue:
    try:
        return sent_once(act)
    except unless as refusal:
        flash(sentence_for(refusal), "warning")
        return redirect(url_for(page), code=303)
