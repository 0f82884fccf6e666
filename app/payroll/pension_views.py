"""What automatic enrolment asks of the co-op now, for whoever prepares pay."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.payroll import pension_words as words
from app.web.context import current_actor, reading_session
from app.web.guards import needs
from app.web.hosts import only_for
from franchise_kit.access import Permission
from franchise_kit.payroll.queries import may_draft
from franchise_kit.payroll.queries.assessed import pensions_due
from tenants import clock
from tenants.refusal import NotFound

pages = Blueprint("pensions", __name__, url_prefix="/pensions")
only_for(pages, "coop")


@pages.get("/due")
@needs(Permission.PAYRUN_PREPARE)
def due() -> ResponseReturnValue:
    """List whom to enrol and to write to, the earliest first, and who may ask."""
    by, today = current_actor(), clock.today()
    if not may_draft(by):
        raise NotFound(record_kind="pension")
    found = pensions_due(reading_session(), by=by, today=today)
    return render_template("payroll/pensions_due.html", found=found, today=today, words=words)
