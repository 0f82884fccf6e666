"""The pension schemes that the co-op pays into, and their shares of pay from a day on."""

from functools import partial
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.people import deduction_words as said
from app.people.deduction_schemas import PensionTermsSchema, SchemeSchema
from app.people.record import holds
from app.people.views import pages
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.payroll.rules.pensions import Arrangement, Basis, Scheme, check_minimum, pension_figures
from franchise_kit.people.actions import pension_schemes
from franchise_kit.people.queries.deduction_entries import list_schemes
from franchise_kit.people.queries.deductions import SchemeFacts
from tenants import clock
from tenants.refusal import NotFound

READ, WRITE = Permission.EMPLOYMENT_READ, Permission.EMPLOYMENT_WRITE
BESIDE = {"pension_below_minimum": "employer"}


@pages.get("/pension-schemes")
@needs(WRITE)
def schemes() -> ResponseReturnValue:
    """List the co-op's pension schemes with their shares."""
    return render_template(
        "workers/schemes.html",
        schemes=list_schemes(reading_session(), by=current_actor(), on=clock.today()),
        may_enter=holds(WRITE),
        said=said,
    )


@pages.get("/pension-schemes/new")
@needs(WRITE)
def new_scheme() -> ResponseReturnValue:
    """Ask about a scheme."""
    return _scheme_page(Form(SchemeSchema()))


@pages.post("/pension-schemes/new")
@needs(WRITE)
def enter_scheme() -> ResponseReturnValue:
    """Keep a scheme."""

    def keep(answers: Answers) -> ResponseReturnValue:
        keep_scheme(answers)
        return sent_on(url_for(".schemes"), _("The scheme is kept"))

    return posted(Form(SchemeSchema(), data=request.form), keep, page=_scheme_page, beside=BESIDE)


@pages.get("/pension-schemes/<uuid:scheme_id>/terms")
@needs(WRITE)
def new_terms(scheme_id: UUID) -> ResponseReturnValue:
    """Ask about other shares."""
    return _terms_page(scheme_of(scheme_id), Form(PensionTermsSchema()))


@pages.post("/pension-schemes/<uuid:scheme_id>/terms")
@needs(WRITE)
def set_terms(scheme_id: UUID) -> ResponseReturnValue:
    """Keep other shares from a day on."""
    scheme = scheme_of(scheme_id)

    def keep(answers: Answers) -> ResponseReturnValue:
        keep_terms(scheme, answers)
        return sent_on(url_for(".schemes"), _("The shares are kept"))

    form = Form(PensionTermsSchema(), data=request.form)
    return posted(form, keep, page=partial(_terms_page, scheme), beside=BESIDE)


def keep_scheme(answers: Answers) -> UUID:
    """Keep a scheme that a form or a program says; raise ``PensionBelowMinimum``."""
    terms = _terms(answers)
    check_least(answers["arrangement"], answers["basis"], terms)
    scheme = pension_schemes.NewScheme(
        name=answers["name"],
        arrangement=answers["arrangement"],
        basis=answers["basis"],
        provider_reference=answers["provider_reference"],
        terms=terms,
    )
    return pension_schemes.enter_scheme(
        coop=current_coop(), scheme=scheme, by=current_actor(), now=clock.now()
    )


def keep_terms(scheme: SchemeFacts, answers: Answers) -> UUID:
    """Keep other shares that a form or a program says; raise ``PensionBelowMinimum``."""
    terms = _terms(answers)
    check_least(scheme.arrangement, scheme.basis, terms)
    return pension_schemes.set_terms(
        coop=current_coop(), scheme_id=scheme.id, terms=terms, by=current_actor(), now=clock.now()
    )


def scheme_of(scheme_id: UUID) -> SchemeFacts:
    """Return one of the co-op's schemes, or raise ``NotFound``."""
    with read_again() as session:
        found = list_schemes(session, by=current_actor(), on=clock.today())
    for scheme in found:
        if scheme.id == scheme_id:
            return scheme
    raise NotFound(record_kind="pension_scheme")


def check_least(arrangement: str, basis: str, terms: pension_schemes.NewTerms) -> None:
    """Refuse shares below the least that the law asks for today."""
    scheme = Scheme(Arrangement(arrangement), Basis(basis), terms.employee_bps, terms.employer_bps)
    check_minimum(scheme, pension_figures(clock.today()))


def _terms(answers: Answers) -> pension_schemes.NewTerms:
    return pension_schemes.NewTerms(answers["from_on"], answers["employee"], answers["employer"])


def _scheme_page(form: Form) -> str:
    lede = _("What is taken by it begins with each worker.")
    return _step(form, _("Enter a pension scheme"), lede, url_for(".enter_scheme"))


def _terms_page(scheme: SchemeFacts, form: Form) -> str:
    to_url = url_for(".set_terms", scheme_id=scheme.id)
    return _step(form, _("Other shares from a day on"), scheme.name, to_url)


def _step(form: Form, title: str, lede: str, to_url: str) -> str:
    return render_template(
        "workers/step.html",
        form=form,
        title=title,
        lede=lede,
        back_url=url_for(".schemes"),
        to_url=to_url,
        button=_("Keep it"),
    )
