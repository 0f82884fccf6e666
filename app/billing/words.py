"""What fees are called, and how a line was worked out, in words."""

from collections.abc import Iterator, Mapping
from typing import Final

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.bell.words import add_bell_words
from app.hub.stages import stage_name
from app.journal.words import add_journal_rooms, add_journal_words
from app.ledger.words import add_entry_words
from app.progress_page.words import JobWords, Result, add_job_words
from app.sharing.words import KindWords, add_disclosure_words
from app.web import dates
from app.web.hosts import office_url
from app.web.money import percent, pounds
from app.web.refusals import add_words
from franchise_kit.billing.actions import RUN
from franchise_kit.billing.rules.facts import CareTurnover
from franchise_kit.billing.rules.rating import Line
from tenants.jobs.models import Progress
from tenants.office import HUB

WHOLE_BPS: Final = 10_000
SERVICES: Final[Mapping[str, LazyString]] = {
    "base": _l("Base fee"),
    "payslips": _l("Payslips"),
    "training": _l("Training"),
    "solidarity": _l("Solidarity share"),
}
STATES: Final[Mapping[str, LazyString]] = {
    "billed": _l("Invoiced"),
    "free": _l("Nothing to pay yet"),
    "not_begun": _l("Not with us yet"),
    "held": _l("To be confirmed"),
    "incomplete": _l("Not all told"),
    "ready": _l("Ready"),
}
STATE_TAGS: Final = {
    "billed": "ok",
    "free": "off",
    "not_begun": "off",
    "held": "gap",
    "incomplete": "gap",
    "ready": "now",
}
VAT_CODES: Final[Mapping[str, LazyString]] = {"standard": _l("Standard rate"), "exempt": _l("Exempt")}


def service_name(service: str) -> str:
    """Return what a service is called, or its code when another version billed it."""
    return str(SERVICES[service]) if service in SERVICES else service


def working(line: Line) -> list[str]:
    """Return how a line was worked out, in sentences."""
    return list(_working(line))


def _working(line: Line) -> Iterator[str]:
    if not line.is_told:
        yield _("Not told yet, so nothing is asked for it here.")
        return
    yield _of_service(line)
    if line.share_bps == 0:
        yield _("A co-op at stage %(stage)s pays nothing.", stage=_stage(line))
    elif line.share_bps != WHOLE_BPS:
        yield _(
            "A co-op at stage %(stage)s pays %(share)s of %(amount)s.",
            stage=_stage(line),
            share=percent(line.share_bps),
            amount=pounds(line.whole_pence),
        )


def _of_service(line: Line) -> str:
    month = dates.month(line.month)
    if line.service == "solidarity":
        return _of_turnover(line, month)
    price = pounds(line.price)
    if line.service == "payslips":
        return str(
            ngettext(
                "%(num)d payslip at %(price)s", "%(num)d payslips at %(price)s", line.quantity, price=price
            )
        )
    if line.service == "training":
        return str(
            ngettext(
                "%(num)d learner at %(price)s", "%(num)d learners at %(price)s", line.quantity, price=price
            )
        )
    return str(_("%(price)s for %(month)s", price=price, month=month))


def _of_turnover(line: Line, month: str) -> str:
    facts = {"share": percent(line.price), "turnover": pounds(line.quantity), "month": month}
    if line.cap_pence is None:
        return str(_("%(share)s of %(turnover)s told for %(month)s", **facts))
    facts["cap"] = pounds(line.cap_pence)
    if line.is_capped:
        return str(
            _("%(share)s of %(turnover)s told for %(month)s, but no more than the cap of %(cap)s", **facts)
        )
    return str(_("%(share)s of %(turnover)s told for %(month)s, within the cap of %(cap)s", **facts))


def _stage(line: Line) -> str:
    return f"{line.stage} ({stage_name(line.stage)})"


def vat_words(line: Line) -> str:
    """Return the VAT of a line in words."""
    name = str(VAT_CODES.get(line.vat_code, line.vat_code))
    return f"{name}, {percent(line.vat_bps)}" if line.vat_bps else name


def _say_turnover(fact: CareTurnover) -> Iterator[str]:
    yield _(
        "Our turnover from care in %(month)s was %(amount)s.",
        month=dates.month(fact.month),
        amount=pounds(fact.turnover_pence),
    )


def _billed(_session: Session, row: Progress) -> Result | None:
    month = str(row.result.get("month", ""))[:7]
    issued, held = (int(row.result.get(name, 0)) for name in ("issued", "held"))
    note = ngettext("%(num)d invoice was sent.", "%(num)d invoices were sent.", issued)
    if held:
        note += " " + ngettext(
            "%(num)d co-op could not be billed; the page says why.",
            "%(num)d co-ops could not be billed; the page says why.",
            held,
        )
    return Result(office_url(HUB, f"/network/fees?month={month}"), _("To the month"), note)


WORDS: Final = {
    "service_name": service_name,
    "working": working,
    "vat_words": vat_words,
    "state_names": STATES,
    "state_tags": STATE_TAGS,
}
add_job_words(
    RUN,
    JobWords(
        title=_l("Billing a month"),
        done=_l("The month is billed."),
        steps={"invoices": _l("Each co-op's invoice is worked out and sent.")},
        find_result=_billed,
    ),
)
add_disclosure_words(
    "care_turnover",
    KindWords(
        _l("What we took in for care"),
        _l("Once a month, when we tell it, so that the network can work out the solidarity share"),
        _say_turnover,
    ),
)
add_journal_rooms({"billing": _l("The network's fees")})
add_journal_words(
    {
        "billing.issue_invoice": _l("issued the invoice %(number)s"),
        "billing.ask_for_run": _l("had %(month)s billed"),
        "billing.record_transfer": _l("recorded a bank transfer for an invoice"),
        "billing.use_credit": _l("used a co-op's credit for an invoice"),
        "billing.take_back": _l("took back a wrong entry for an invoice"),
        "billing.publish_plan": _l("published version %(version)s of the network's fees"),
        "billing.tell_turnover": _l("told the network the turnover from care"),
    }
)
add_bell_words(
    {
        "invoice_arrived": _l("An invoice of the network has come"),
        "month_billed": _l("The month is billed"),
    }
)
add_entry_words(
    {
        "invoice": _l("Invoice to a co-op"),
        "transfer": _l("Bank transfer from a co-op"),
        "network_invoice": _l("The network's invoice"),
        "network_payment": _l("Payment to the network"),
        "transfer_taken_back": _l("Bank transfer taken back"),
        "network_payment_taken_back": _l("Payment to the network taken back"),
    }
)
add_words(
    {
        "month_not_over": _l("This month is not over yet."),
        "month_billed_already": _l("This month is billed already."),
        "nothing_to_bill": _l("The month comes to nothing, so there is no invoice."),
        "invoice_line_out_of_bounds": _l(
            "A line is more than three times what it was. Look at it, and confirm it if it is right."
        ),
        "no_fee_plan": _l("No published plan of fees is in force in this month."),
        "fee_plan_not_readable": _l("The published plan of fees is not in the form that we need: %(field)s."),
        "over_payment": _l(
            "That is more than is owed for this invoice. If it is right, say that the rest is kept as credit."
        ),
        "no_credit_to_use": _l("The co-op has no credit, or nothing is owed for this invoice."),
        "transfer_taken_back": _l("This entry is taken back already."),
        "credit_is_used": _l("Its credit is used for an invoice. Take that back first."),
        "transfer_recorded_already": _l(
            "A transfer with this reference, day and amount is recorded for this invoice already."
        ),
        "transfer_not_possible": _l("A transfer came in today or before, and is at least a penny."),
        "turnover_told_already": _l("The turnover of this month is told already."),
        "turnover_not_possible": _l("Enter a turnover of £0.00 or more, and of less than £100,000,000.00."),
    }
)
