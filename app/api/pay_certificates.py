"""P60s and P45s: one's own, or anybody's for whoever reads all payslips. People alone make and print them."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from app.api.blueprint import Resource
from app.web.context import current_actor, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.payroll.queries import certificates as queries
from franchise_kit.payroll.queries.certificates import Leaving, YearsEnd
from tenants import clock

resource = Resource("pay-certificates", side="coop", about="What a P60 and a P45 say of a worker's pay.")


class WhoseQuery(Schema):
    """Of whom: without a worker of oneself."""

    worker_id = fields.UUID(load_default=None)


class CertificatesThere(Schema):
    """Which certificates of a worker are there."""

    worker_id = fields.UUID()
    p60_years = fields.List(fields.Str(), metadata={"description": "Tax years such as 2026-27."})
    has_p45 = fields.Bool()


class CertificateHolder(Schema):
    """Whom a certificate names, and the employer; the National Insurance number masked unless one's own."""

    worker_id = fields.UUID()
    number = fields.Int(metadata={"description": "The worker's number here."})
    given_name = fields.Str()
    family_name = fields.Str()
    ni_number = fields.Str()
    address = fields.List(fields.Str())
    born_on = fields.Date(allow_none=True)
    sex = fields.Str(allow_none=True)
    paye = fields.Str(allow_none=True, metadata={"description": "The employer's reference."})
    employer_address = fields.List(fields.Str())


class PayAndTax(Schema):
    """Taxable pay and the tax on it, in whole pence."""

    pay_pence = fields.Int()
    tax_pence = fields.Int()


class ContributionsByLetter(Schema):
    """Earnings and the worker's National Insurance by category letter, in whole pence."""

    letter = fields.Str()
    at_lel_pence = fields.Int()
    lel_to_pt_pence = fields.Int()
    pt_to_uel_pence = fields.Int()
    employee_pence = fields.Int()


class P60(Schema):
    """A P60: the tax year, in earlier employments, here, and both together."""

    holder = fields.Nested(CertificateHolder)
    tax_year = fields.Str(attribute="figures.tax_year")
    tax_code = fields.Str(attribute="figures.tax_code.printed")
    letters = fields.List(fields.Nested(ContributionsByLetter), attribute="figures.letters")
    before = fields.Nested(PayAndTax, attribute="figures.before")
    here = fields.Nested(PayAndTax, attribute="figures.here")
    together = fields.Nested(PayAndTax, attribute="figures.together")
    student_loans_pence = fields.Int(attribute="figures.student_loans_pence")
    postgraduate_loans_pence = fields.Int(attribute="figures.postgraduate_loans_pence")
    statutory_pence = fields.Dict(
        keys=fields.Str(),
        values=fields.Int(),
        attribute="figures.statutory_pence",
        metadata={"description": "Statutory pay for a family by kind; it is in the pay."},
    )


class P45(Schema):
    """A P45. ``week_or_month`` and ``to_date`` are there where the code is cumulative."""

    holder = fields.Nested(CertificateHolder)
    made_at = fields.AwareDateTime(allow_none=True, metadata={"description": "Null of one still to be made."})
    left_on = fields.Date(attribute="figures.left_on")
    tax_code = fields.Str(attribute="figures.tax_code.printed")
    frequency = fields.Str(attribute="figures.frequency.value")
    week_or_month = fields.Int(attribute="figures.week_or_month", allow_none=True)
    to_date = fields.Nested(PayAndTax, attribute="figures.to_date", allow_none=True)
    here = fields.Nested(PayAndTax, attribute="figures.here")
    goes_on_with_student_loan = fields.Bool(attribute="figures.goes_on_with_student_loan")
    goes_on_with_postgraduate_loan = fields.Bool(attribute="figures.goes_on_with_postgraduate_loan")


@resource.route("")
@needs(Permission.PAYSLIP_READ)
@resource.arguments(WhoseQuery, location="query")
@resource.response(200, CertificatesThere)
def list_certificates(query: dict[str, Any]) -> dict[str, object]:
    """Say which certificates of a worker are there."""
    session, by, today = reading_session(), current_actor(), clock.today()
    worker_id = query["worker_id"] or queries.get_own_worker_id(session, by=by)
    return {
        "worker_id": worker_id,
        "p60_years": queries.list_p60_years(session, worker_id, by=by, today=today),
        "has_p45": queries.has_p45(session, worker_id, by=by, today=today),
    }


@resource.route("/<uuid:worker_id>/p60/<tax_year>")
@needs(Permission.PAYSLIP_READ)
@resource.response(200, P60)
def get_p60(worker_id: UUID, tax_year: str) -> YearsEnd:
    """Show a worker's P60 of a tax year such as 2026-27."""
    return queries.get_p60(reading_session(), worker_id, tax_year, by=current_actor(), now=clock.now())


@resource.route("/<uuid:worker_id>/p45")
@needs(Permission.PAYSLIP_READ)
@resource.response(200, P45)
def get_p45(worker_id: UUID) -> Leaving:
    """Show a leaver's P45; one that is still to be made is for whoever reads all payslips."""
    return queries.get_p45(reading_session(), worker_id, by=current_actor(), now=clock.now())
