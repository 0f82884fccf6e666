"""An invoice on paper: one document in both languages, with the working of every line."""

from collections.abc import Callable
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from app.billing.words import service_name, vat_words, working
from app.documents import render_pdf
from app.web import dates
from app.web.language import locale_of
from app.web.money import pounds
from franchise_kit.billing.queries.invoices import InvoiceFacts
from franchise_kit.billing.queries.received import ReceivedFacts
from franchise_kit.billing.rules.rating import Line
from tenants import registry
from tenants.office import Coop

# The Welsh, then the English.
Pair = list[str]


def invoice_pdf(invoice: InvoiceFacts | ReceivedFacts, coop: Coop, *, now: datetime) -> bytes:
    """Return an invoice as a document; it is the same whoever asks, in whichever language."""
    heading = _in_both(lambda: _("Invoice %(number)s", number=invoice.number))
    hub = _hub_name()
    data = {
        "title": " / ".join(heading),
        "office": " / ".join(dict.fromkeys(hub)),
        "language": "cy",
        "page_word": " / ".join(_in_both(lambda: _("Page"))),
        "heading": heading,
        "about": _about(invoice, coop, hub),
        "lines_title": _in_both(lambda: _("How it was worked out")),
        "headings": [
            _in_both(lambda: _("For what")),
            _in_both(lambda: _("How it was worked out")),
            _in_both(lambda: _("Amount before VAT")),
            _in_both(lambda: _("VAT")),
        ],
        "lines": [_line(line) for line in invoice.lines],
        "sums": [
            [_in_both(lambda: _("Before VAT")), pounds(invoice.net_pence)],
            [_in_both(lambda: _("VAT")), pounds(invoice.vat_pence)],
            [_in_both(lambda: _("Total")), pounds(invoice.total_pence)],
        ],
    }
    return render_pdf("invoice", data, at=now)


def _in_both(say: Callable[[], str]) -> Pair:
    said = []
    for language in ("cy", "en"):
        with force_locale(locale_of(language)):
            said.append(say())
    return said


def _hub_name() -> Pair:
    known = registry.hub_name_seen()
    if known is not None:
        return [known.name_cy, known.name_en]
    return _in_both(lambda: _("The network's office"))


def _about(invoice: InvoiceFacts | ReceivedFacts, coop: Coop, hub: Pair) -> list[list[Pair]]:
    return [
        [_in_both(lambda: _("From")), hub],
        [_in_both(lambda: _("To the co-op")), [coop.name_cy, coop.name_en]],
        [_in_both(lambda: _("Month")), _in_both(lambda: dates.month(invoice.month))],
        [_in_both(lambda: _("Issued")), _in_both(lambda: dates.plain_date(invoice.issued_on))],
        [_in_both(lambda: _("Due")), _in_both(lambda: dates.plain_date(invoice.due_on))],
        [_in_both(lambda: _("Plan of fees")), _in_both(lambda: _version(invoice.plan_version))],
    ]


def _version(number: int) -> str:
    return str(_("Version %(number)d", number=number))


def _line(line: Line) -> list[object]:
    return [
        _in_both(lambda: service_name(line.service)),
        _in_both(lambda: ". ".join(working(line))),
        pounds(line.net_pence),
        pounds(line.vat_pence),
        _in_both(lambda: vat_words(line)),
    ]
