"""Payslips: one's own on the phone, and anybody's for whoever prepares pay."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.payroll import words
from app.payroll.paper import payslip_pdf
from app.payroll.steps import said_of
from app.time.words import duration
from app.web.attachments import attachment
from app.web.context import current_actor, current_coop, reading_session
from app.web.guards import needs
from app.web.hosts import only_for
from franchise_kit.access import Permission
from franchise_kit.payroll import queries
from franchise_kit.payroll.rules.tax_calendar import Frequency
from tenants import clock

pages = Blueprint("payslips", __name__, url_prefix="/payslips")
only_for(pages, "coop")


@pages.get("")
@needs(Permission.PAYSLIP_READ)
def mine() -> ResponseReturnValue:
    """List one's own payslips."""
    payslips = queries.list_own_payslips(reading_session(), by=current_actor())
    return render_template("payroll/mine.html", payslips=payslips, words=words)


@pages.get("/<uuid:payslip_id>")
@needs(Permission.PAYSLIP_READ)
def show(payslip_id: UUID) -> ResponseReturnValue:
    """Show one payslip, with how it was worked out."""
    by = current_actor()
    payslip = queries.get_payslip(reading_session(), payslip_id, by=by)
    return render_template(
        "payroll/payslip.html",
        payslip=payslip,
        last_day=payslip.period_until - timedelta(days=1),
        may_prepare=by.may(Permission.PAYRUN_PREPARE),
        said_of=partial(said_of, frequency=Frequency.M1),
        words=words,
        duration=duration,
    )


@pages.get("/<uuid:payslip_id>/pdf")
@needs(Permission.PAYSLIP_READ)
def paper(payslip_id: UUID) -> ResponseReturnValue:
    """Give a payslip on paper, in the reader's language."""
    payslip = queries.get_payslip(reading_session(), payslip_id, by=current_actor())
    content = payslip_pdf(payslip, current_coop(), now=clock.now())
    return attachment(content, "application/pdf", f"payslip-{payslip.head.pay_on.isoformat()}.pdf")
