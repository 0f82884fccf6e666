"""Payslips: one's own on the phone, and anybody's for whoever prepares pay."""

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.payroll import words
from app.payroll.paper import payslip_pdf
from app.payroll.slip import parts_of
from app.web.attachments import attachment
from app.web.context import current_actor, current_coop, reading_session
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.office_names import current_office_name
from franchise_kit.access import Permission
from franchise_kit.payroll import queries
from franchise_kit.payroll.queries import PayslipFacts
from franchise_kit.payroll.queries.beside import Beside, get_beside
from franchise_kit.payroll.queries.certificates import has_p45, list_p60_years
from franchise_kit.payroll.rules.runs import APPROVED
from franchise_kit.people.queries import find_own_worker
from tenants import clock

pages = Blueprint("payslips", __name__, url_prefix="/payslips")
only_for(pages, "coop")


@pages.get("")
@needs(Permission.PAYSLIP_READ)
def mine() -> ResponseReturnValue:
    """List one's own payslips, P60s and P45."""
    session, by, today = reading_session(), current_actor(), clock.today()
    worker = find_own_worker(session, by=by)
    return render_template(
        "payroll/mine.html",
        payslips=queries.list_own_payslips(session, by=by),
        years=list_p60_years(session, worker.id, by=by, today=today) if worker else [],
        has_p45=worker is not None and has_p45(session, worker.id, by=by, today=today),
        words=words,
    )


@pages.get("/<uuid:payslip_id>")
@needs(Permission.PAYSLIP_READ)
def show(payslip_id: UUID) -> ResponseReturnValue:
    """Show one payslip, with how it was worked out and why it changed."""
    by = current_actor()
    payslip, beside = _read(payslip_id)
    return render_template(
        "payroll/payslip.html",
        payslip=payslip,
        parts=parts_of(payslip, beside, office=current_office_name()),
        may_prepare=by.may(Permission.PAYRUN_PREPARE),
        may_correct=queries.may_draft(by) and payslip.head.state == APPROVED,
    )


@pages.get("/<uuid:payslip_id>/pdf")
@needs(Permission.PAYSLIP_READ)
def paper(payslip_id: UUID) -> ResponseReturnValue:
    """Give a payslip on paper, in the reader's language."""
    payslip, beside = _read(payslip_id)
    content = payslip_pdf(payslip, beside, current_coop(), now=clock.now())
    return attachment(content, "application/pdf", f"payslip-{payslip.head.pay_on.isoformat()}.pdf")


def _read(payslip_id: UUID) -> tuple[PayslipFacts, Beside]:
    session, by = reading_session(), current_actor()
    payslip = queries.get_payslip(session, payslip_id, by=by)
    return payslip, get_beside(session, payslip, by=by, today=clock.today())
