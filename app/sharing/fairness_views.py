"""How fairly the co-op pays: what would be told, and the co-op's yes or no to it."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.sharing import fairness as words
from app.sharing.views import pages
from app.web import dates
from app.web.context import current_actor, current_coop, reading_session
from app.web.guards import needs
from app.web.posting import sent_on
from app.web.refusals import sentence_for
from app.web.sent_once import sent_once
from franchise_kit.access import Permission
from franchise_kit.payroll.actions import sharing_fairness as actions
from franchise_kit.payroll.queries.pay_fairness import get_shared_fairness
from tenants import clock

__all__ = ["pages", "words"]

DECIDE = Permission.SERVICE_AGREEMENT_DECIDE


@pages.get("/pay-fairness")
@needs(Permission.DISCLOSURE_READ)
def fairness() -> ResponseReturnValue:
    """Show whether it is told, what was told last, and what today would say."""
    by = current_actor()
    found = get_shared_fairness(reading_session(), by=by, today=clock.today())
    return render_template(
        "sharing/fairness.html", found=found, fairness_lines=words.fairness_lines, may_decide=by.may(DECIDE)
    )


@pages.post("/pay-fairness/agree")
@needs(DECIDE)
def agree_to_fairness() -> ResponseReturnValue:
    """Agree that each month is told with its first approved run."""

    def act() -> ResponseReturnValue:
        month = actions.agree_to_fairness(coop=current_coop(), by=current_actor(), now=clock.now())
        said = _(
            "Agreed: the network's office is told each month, from %(month)s on", month=dates.month(month)
        )
        return sent_on(url_for(".fairness"), said)

    return _done(act)


@pages.post("/pay-fairness/stop")
@needs(DECIDE)
def stop_fairness() -> ResponseReturnValue:
    """Stop telling it."""

    def act() -> ResponseReturnValue:
        actions.stop_fairness(coop=current_coop(), by=current_actor(), now=clock.now())
        return sent_on(url_for(".fairness"), _("Stopped: no further month is told"))

    return _done(act)


def _done(act: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Return what an act answers; what somebody else did meanwhile is said on the page."""
    try:
        return sent_once(act)
    except (actions.FairnessAgreedAlready, actions.FairnessNotAgreed) as refusal:
        flash(sentence_for(refusal), "warning")
        return redirect(url_for(".fairness"), code=303)
