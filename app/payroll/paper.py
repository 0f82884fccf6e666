"""A payslip on paper: what the Employment Rights Act 1996, section 8, asks for, and how it came about."""

from datetime import datetime, timedelta

from flask_babel import gettext as _

from app.documents import render_pdf
from app.payroll.steps import said_of
from app.payroll.words import line_words, quantity_words, rate_words, tax_pair
from app.web import dates
from app.web.language import current_language
from app.web.money import pounds
from franchise_kit.payroll.queries import PayslipFacts
from franchise_kit.payroll.rules.tax_calendar import Frequency
from tenants.office import Coop


def payslip_pdf(payslip: PayslipFacts, coop: Coop, *, now: datetime) -> bytes:
    """Return a payslip as a document, in the reader's language."""
    head = payslip.head
    language = current_language()
    office = coop.name_cy if language == "cy" else coop.name_en
    data = {
        "title": _("Payslip for %(name)s", name=head.worker_name),
        "office": office,
        "language": language,
        "page_word": _("Page"),
        "lede": _("Paid on %(day)s", day=dates.plain_date(head.pay_on)),
        "is_draft": _("A draft: not approved yet") if head.state != "approved" else "",
        "about": _about(payslip, office),
        "hours_title": _("Hours and pay"),
        "hours_headings": [_("What"), _("How much"), _("Rate"), _("Pay")],
        "hours": [
            [
                line_words(line, payslip.period_from),
                quantity_words(line),
                rate_words(line),
                pounds(line.amount_pence),
            ]
            for line in payslip.lines
        ],
        "sums_title": _("From gross to net"),
        "sums": _sums(payslip),
        "year_title": _("This tax year, up to this payslip"),
        "year": _year(payslip),
        "steps_title": _("How this was worked out"),
        "steps": said_of((*payslip.tax_steps, *payslip.ni_steps), Frequency.M1),
    }
    return render_pdf("payslip", data, at=now)


def _about(payslip: PayslipFacts, office: str) -> list[list[str]]:
    last_day = payslip.period_until - timedelta(days=1)
    return [
        [_("Employer"), office],
        [
            _("For work"),
            _(
                "%(first)s to %(last)s",
                first=dates.plain_date(payslip.period_from),
                last=dates.plain_date(last_day),
            ),
        ],
        [_("Tax code"), payslip.tax_code],
        [_("National Insurance category"), payslip.ni_category],
        [
            _("Tax year and month"),
            _("%(year)s, month %(month)d", year=payslip.tax_year, month=payslip.tax_period),
        ],
    ]


def _sums(payslip: PayslipFacts) -> list[list[str]]:
    head = payslip.head
    return [
        [_("Gross pay"), pounds(head.gross_pence)],
        list(tax_pair(head.tax_pence)),
        [_("National Insurance"), pounds(head.employee_ni_pence)],
        [_("Net pay"), pounds(head.net_pence)],
    ]


def _year(payslip: PayslipFacts) -> list[list[str]]:
    return [
        [_("Pay"), pounds(payslip.year_pay_pence)],
        list(tax_pair(payslip.year_tax_pence)),
        [_("National Insurance here"), pounds(payslip.year_ni_pence)],
    ]
