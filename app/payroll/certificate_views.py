"""P60 and P45: one's own on the phone, and a worker's pay with both for whoever prepares it."""

from collections.abc import Sequence
from functools import partial
from typing import Final
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.payroll import words
from app.payroll.certificates import Certificate, missing_in, p45_of, p45_pdf, p60_of, p60_pdf
from app.payroll.payslip_views import pages
from app.payroll.schedule_words import CORRECTION_REASONS
from app.people.named import told_apart
from app.people.record import worker_page
from app.web.attachments import attachment
from app.web.context import current_actor, current_coop, reading_session
from app.web.guards import needs
from app.web.hosts import office_url
from app.web.posting import acted
from franchise_kit.access import Permission
from franchise_kit.payroll import queries
from franchise_kit.payroll.actions import certificates as actions
from franchise_kit.payroll.queries import certificates
from franchise_kit.payroll.queries.certificates import Holder, Leaving, YearsEnd
from franchise_kit.payroll.queries.corrections import list_corrections
from franchise_kit.people.queries import get_worker
from franchise_kit.people.rules.contracts import EMPLOYED
from tenants import clock

READ: Final = Permission.PAYSLIP_READ
PREPARE: Final = Permission.PAYRUN_PREPARE
PDF: Final = "application/pdf"


@pages.get("/p60/<tax_year>")
@needs(READ)
def own_p60(tax_year: str) -> ResponseReturnValue:
    """Show one's own P60."""
    found = _own_p60(tax_year)
    paper = url_for(".own_p60_paper", tax_year=tax_year)
    return _page([p60_of(found)], found.holder, back=url_for(".mine"), paper_url=paper)


@pages.get("/p60/<tax_year>/pdf")
@needs(READ)
def own_p60_paper(tax_year: str) -> ResponseReturnValue:
    """Give one's own P60 on paper."""
    return attachment(p60_pdf(_own_p60(tax_year), now=clock.now()), PDF, f"P60-{tax_year}.pdf")


@pages.get("/p45")
@needs(READ)
def own_p45() -> ResponseReturnValue:
    """Show one's own P45."""
    found = _own_p45()
    paper = url_for(".own_p45_paper")
    return _page(p45_of(found), found.holder, back=url_for(".mine"), paper_url=paper)


@pages.get("/p45/pdf")
@needs(READ)
def own_p45_paper() -> ResponseReturnValue:
    """Give one's own P45 on paper."""
    return attachment(p45_pdf(_own_p45(), now=clock.now()), PDF, "P45.pdf")


@pages.get("/leavers")
@needs(PREPARE)
def leavers() -> ResponseReturnValue:
    """List who has left and has no P45 yet."""
    session = reading_session()
    due = certificates.list_p45_due(session, by=current_actor(), today=clock.today())
    return render_template("payroll/leavers.html", due=due, called=told_apart(session))


@pages.get("/workers/<uuid:worker_id>")
@needs(READ)
def of_worker(worker_id: UUID) -> ResponseReturnValue:
    """Show a worker's payslips and certificates: a section of their record."""
    session, by, today = reading_session(), current_actor(), clock.today()
    worker = get_worker(session, worker_id, by=by)
    may_correct = queries.may_draft(by) and worker.arrangement == EMPLOYED
    return worker_page(
        "payroll/of_worker.html",
        worker,
        here="payslips.of_worker",
        payslips=[one for one in queries.list_payslips(session, by=by) if one.worker_id == worker_id],
        years=certificates.list_p60_years(session, worker_id, by=by, today=today),
        has_p45=certificates.has_p45(session, worker_id, by=by, today=today),
        words=words,
        may_correct=may_correct,
        corrections=list_corrections(session, by=by, worker_id=worker_id) if may_correct else [],
        reasons=CORRECTION_REASONS,
    )


@pages.get("/workers/<uuid:worker_id>/p60/<tax_year>")
@needs(READ)
def p60_of_worker(worker_id: UUID, tax_year: str) -> ResponseReturnValue:
    """Show a worker's P60, the number masked."""
    found = certificates.get_p60(reading_session(), worker_id, tax_year, by=current_actor(), now=clock.now())
    print_url = url_for(".print_p60", worker_id=worker_id, tax_year=tax_year)
    return _page([p60_of(found)], found.holder, back=_back_to(worker_id), print_url=print_url)


@pages.post("/workers/<uuid:worker_id>/p60/<tax_year>")
@needs(READ)
def print_p60(worker_id: UUID, tax_year: str) -> ResponseReturnValue:
    """Give a worker's P60 on paper, which the journal says."""
    now = clock.now()
    found = actions.print_p60(
        coop=current_coop(), worker_id=worker_id, year=tax_year, by=current_actor(), now=now
    )
    return attachment(p60_pdf(found, now=now), PDF, f"P60-{tax_year}.pdf")


@pages.get("/workers/<uuid:worker_id>/p45")
@needs(READ)
def p45_of_worker(worker_id: UUID) -> ResponseReturnValue:
    """Show a leaver's P45, also before it is made."""
    found = certificates.get_p45(reading_session(), worker_id, by=current_actor(), now=clock.now())
    is_made = found.made_at is not None
    return _page(
        p45_of(found),
        found.holder,
        back=_back_to(worker_id),
        print_url=url_for(".print_p45", worker_id=worker_id) if is_made else None,
        make_url=None if is_made else url_for(".make_p45", worker_id=worker_id),
    )


@pages.post("/workers/<uuid:worker_id>/p45")
@needs(PREPARE)
def make_p45(worker_id: UUID) -> ResponseReturnValue:
    """Make a leaver's P45."""
    said = _("The P45 is made. They can read it if they sign in, and you can print it.")
    url, address = url_for(".p45_of_worker", worker_id=worker_id), partial(office_url, current_coop())
    return acted(actions.make_p45, url, said, worker_id=worker_id, address=address)


@pages.post("/workers/<uuid:worker_id>/p45/pdf")
@needs(READ)
def print_p45(worker_id: UUID) -> ResponseReturnValue:
    """Give a leaver's P45 on paper, which the journal says."""
    now = clock.now()
    found = actions.print_p45(coop=current_coop(), worker_id=worker_id, by=current_actor(), now=now)
    return attachment(p45_pdf(found, now=now), PDF, "P45.pdf")


def _own_p60(tax_year: str) -> YearsEnd:
    session, by = reading_session(), current_actor()
    worker_id = certificates.get_own_worker_id(session, by=by)
    return certificates.get_p60(session, worker_id, tax_year, by=by, now=clock.now())


def _own_p45() -> Leaving:
    session, by = reading_session(), current_actor()
    worker_id = certificates.get_own_worker_id(session, by=by)
    return certificates.get_p45(session, worker_id, by=by, now=clock.now())


def _back_to(worker_id: UUID) -> str:
    if current_actor().may(Permission.WORKER_READ):
        return url_for(".of_worker", worker_id=worker_id)
    return url_for(".leavers")


def _page(parts: Sequence[Certificate], holder: Holder, *, back: str, **more: str | None) -> str:
    """Draw a certificate's first part: those that follow are for others, and are on paper alone.

    ``more`` are the addresses by which it is printed or made.
    """
    is_p45 = len(parts) > 1
    return render_template(
        "payroll/certificate.html",
        part=parts[0],
        has_more=is_p45,
        missing=[] if holder.is_own else missing_in(holder, is_p45=is_p45),
        name=holder.full_name,
        back=back,
        **more,
    )
