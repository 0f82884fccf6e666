"""A payslip on paper: the same parts as on its page, in the reader's language."""

from dataclasses import asdict
from datetime import datetime
from typing import Final

from flask_babel import gettext as _

from app.documents import render_pdf
from app.payroll.slip import parts_of
from app.web import dates
from app.web.language import current_language
from franchise_kit.payroll.queries import PayslipFacts
from franchise_kit.payroll.queries.beside import Beside
from tenants.office import Coop

TEMPLATE: Final = "payslip"


def payslip_pdf(payslip: PayslipFacts, beside: Beside, coop: Coop, *, now: datetime) -> bytes:
    """Return a payslip as a document, in the reader's language."""
    return render_pdf(TEMPLATE, payslip_data(payslip, beside, coop), at=now)


def payslip_data(payslip: PayslipFacts, beside: Beside, coop: Coop) -> dict[str, object]:
    """Return what stands on the paper of a payslip, in the reader's language."""
    head = payslip.head
    language = current_language()
    office = coop.name_cy if language == "cy" else coop.name_en
    return {
        "title": _("Payslip for %(name)s", name=head.worker_name),
        "office": office,
        "language": language,
        "page_word": _("Page"),
        "lede": _("Paid on %(day)s", day=dates.plain_date(head.pay_on)),
        "is_draft": _("A draft: not approved yet") if head.state != "approved" else "",
        "parts": [asdict(part) for part in parts_of(payslip, beside, office=office)],
    }
