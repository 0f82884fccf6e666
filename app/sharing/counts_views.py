"""The counts of each month: what would be told, and the co-op's yes or no to it."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.sharing import counts as words
from app.sharing.views import pages
from app.web import dates
from app.web.context import current_actor, current_coop, reading_session
from app.web.guards import needs
from app.web.posting import sent_on
from app.web.refusals import sentence_for
from app.web.sent_once import sent_once
from franchise_kit.access import Permission
from franchise_kit.quality import actions
from franchise_kit.quality.queries.counts import get_shared_counts
from tenants import clock

__all__ = ["pages", "words"]

DECIDE = Permission.SERVICE_AGREEMENT_DECIDE


@pages.get("/counts")
@needs(Permission.DISCLOSURE_READ)
def counts() -> ResponseReturnValue:
    """Show whether the counts are told, what was told last, and what the last month would say."""
    by = current_actor()
    found = get_shared_counts(reading_session(), by=by, today=clock.today())
    return render_template(
        "sharing/counts.html", found=found, count_lines=words.count_lines, may_decide=by.may(DECIDE)
    )


@pages.post("/counts/agree")
@needs(DECIDE)
def agree_to_counts() -> ResponseReturnValue:
    """Agree that each month is told."""

    def act() -> ResponseReturnValue:
        month = actions.agree_to_counts(coop=current_coop(), by=current_actor(), now=clock.now())
        said = _(
            "Agreed: the network's office is told each month, from %(month)s on", month=dates.month(month)
        )
        return sent_on(url_for(".counts"), said)

    return _done(act)


@pages.post("/counts/stop")
@needs(DECIDE)
def stop_counts() -> ResponseReturnValue:
    """Stop telling them."""

    def act() -> ResponseReturnValue:
        actions.stop_counts(coop=current_coop(), by=current_actor(), now=clock.now())
        return sent_on(url_for(".counts"), _("Stopped: no further month is told"))

    return _done(act)


def _done(act: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Return what an act answers; what somebody else did meanwhile is said on the page."""
    try:
        return sent_once(act)
    except (actions.CountsAgreedAlready, actions.CountsNotAgreed) as refusal:
        flash(sentence_for(refusal), "warning")
        return redirect(url_for(".counts"), code=303)
