"""How fairly the co-op pays: what would be told, and the co-op's yes or no to it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.sharing import fairness as words
from app.sharing.telling import agreed, stopped
from app.sharing.views import pages
from app.web.context import current_actor, reading_session
from app.web.guards import needs
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
        "sharing/fairness.html", found=found, lines_of=words.fairness_lines, may_decide=by.may(DECIDE)
    )


@pages.post("/pay-fairness/agree")
@needs(DECIDE)
def agree_to_fairness() -> ResponseReturnValue:
    """Agree that each month is told with its first approved run."""
    return agreed(actions.agree_to_fairness, ".fairness", unless=actions.FairnessAgreedAlready)


@pages.post("/pay-fairness/stop")
@needs(DECIDE)
def stop_fairness() -> ResponseReturnValue:
    """Stop telling it."""
    return stopped(actions.stop_fairness, ".fairness", unless=actions.FairnessNotAgreed)
