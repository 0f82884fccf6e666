"""The counts of each month: what would be told, and the co-op's yes or no to it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.sharing import counts as words
from app.sharing.telling import agreed, stopped
from app.sharing.views import pages
from app.web.context import current_actor, reading_session
from app.web.guards import needs
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
        "sharing/counts.html", found=found, lines_of=words.count_lines, may_decide=by.may(DECIDE)
    )


@pages.post("/counts/agree")
@needs(DECIDE)
def agree_to_counts() -> ResponseReturnValue:
    """Agree that each month is told."""
    return agreed(actions.agree_to_counts, ".counts", unless=actions.CountsAgreedAlready)


@pages.post("/counts/stop")
@needs(DECIDE)
def stop_counts() -> ResponseReturnValue:
    """Stop telling them."""
    return stopped(actions.stop_counts, ".counts", unless=actions.CountsNotAgreed)
