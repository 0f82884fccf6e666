"""The co-op as an employer at HMRC: its references, and what it claims in a tax year."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.payroll.filing_schemas import EmployerYearSchema, ReferencesSchema
from app.web.context import current_actor, read_again, reading_session
from app.web.forms import Form
from app.web.posting import Answers, acted, posted
from franchise_kit.payroll.actions.employer import set_employer, set_employer_year
from franchise_kit.payroll.queries.employer import list_employer_entries, list_year_claims
from franchise_kit.payroll.rules.employer import References
from franchise_kit.payroll.rules.rates import known_tax_years

_BESIDE: Final[Mapping[str, str | None]] = MappingProxyType(
    {
        "paye_reference_unreadable": "paye",
        "accounts_office_reference_unreadable": "accounts_office",
        "econ_unreadable": "econ",
        "corporation_tax_reference_unreadable": "corporation_tax",
        "employer_address_not_sound": "address",
    }
)


def employer() -> ResponseReturnValue:
    """Show the references that hold, those before them, and what is claimed by tax year."""
    session, by = reading_session(), current_actor()
    return render_template(
        "payroll/employer.html",
        entries=list_employer_entries(session, by=by),
        claims=list_year_claims(session, by=by),
        is_guest=by.entry_id is not None,
    )


def new_references() -> ResponseReturnValue:
    """Ask for the references; what is kept stands in the form."""
    entries = list_employer_entries(reading_session(), by=current_actor())
    kept = None
    if entries:
        newest = entries[0]
        kept = {
            "paye": newest.paye,
            "accounts_office": newest.employer.accounts_office_reference,
            "econ": newest.employer.econ,
            "corporation_tax": newest.employer.corporation_tax_reference,
            "address": "\n".join(newest.address),
        }
    return _references_page(Form(ReferencesSchema(), obj=kept))


def set_references() -> ResponseReturnValue:
    """Keep the references."""

    def act(answers: Answers) -> ResponseReturnValue:
        said = _("The references are kept")
        return acted(set_employer, url_for(".employer"), said, references=References(**answers))

    def page(form: Form) -> str:
        with read_again():
            return _references_page(form)

    return posted(Form(ReferencesSchema(), data=request.form), act, page=page, beside=_BESIDE)


def new_year() -> ResponseReturnValue:
    """Ask what is claimed in a tax year."""
    return _year_page(_year_form())


def set_year() -> ResponseReturnValue:
    """Keep what is claimed in a tax year."""

    def act(answers: Answers) -> ResponseReturnValue:
        return acted(set_employer_year, url_for(".employer"), _("It is kept"), **answers)

    def page(form: Form) -> str:
        with read_again():
            return _year_page(form)

    return posted(_year_form(given=True), act, page=page)


def _year_form(*, given: bool = False) -> Form:
    years = [(one, one) for one in reversed(known_tax_years())]
    return Form(EmployerYearSchema(), data=request.form if given else None, options={"tax_year": years})


def _references_page(form: Form) -> str:
    return _step(form, _("References at HMRC"), url_for(".set_references"))


def _year_page(form: Form) -> str:
    return _step(form, _("What the co-op claims in a tax year"), url_for(".set_year"))


def _step(form: Form, title: str, to_url: str) -> str:
    return render_template(
        "workers/step.html",
        form=form,
        title=title,
        lede=_("The co-op as an employer"),
        back_url=url_for(".employer"),
        to_url=to_url,
        button=_("Keep it"),
    )
