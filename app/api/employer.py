"""The co-op as an employer at HMRC. Files of pay are handed over by people, not programs."""

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields

from app.api.accepted import done
from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.api.paging import PageQuery, cut, page_schema
from app.payroll.filing_schemas import EmployerYearSchema, ReferencesSchema
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.payroll.actions.employer import set_employer, set_employer_year
from franchise_kit.payroll.queries.employer import list_employer_entries, list_year_claims
from franchise_kit.payroll.queries.filing import FilingFacts, get_filing, list_filings
from franchise_kit.payroll.rules.employer import References
from tenants import clock

references = Resource("employer-references", side="coop", about="What HMRC knows the co-op by.")
claims = Resource("employer-claims", side="coop", about="What the co-op claims of HMRC by tax year.")
filings = Resource("filings", side="coop", about="Files that tell HMRC and pension schemes of pay.")


class EmployerReferences(Schema):
    """References that were entered; the newest hold."""

    id = fields.UUID()
    paye = fields.Str()
    accounts_office = fields.Str(attribute="employer.accounts_office_reference")
    econ = fields.Str(attribute="employer.econ")
    corporation_tax = fields.Str(attribute="employer.corporation_tax_reference")
    address = fields.List(fields.Str(), metadata={"description": "Its lines, as P60s and P45s say it."})
    entered_at = fields.AwareDateTime()


class YearSaid(Schema):
    """What is claimed in a tax year; of a year that is not listed nothing is."""

    tax_year = fields.Str(metadata={"description": "Such as 2026-27."})
    claims_allowance = fields.Bool(metadata={"description": "The employment allowance."})
    is_small_employer = fields.Bool(metadata={"description": "All of statutory family pay is got back."})
    entered_at = fields.AwareDateTime()


class YearTold(EmployerYearSchema):
    """What a program says of a tax year: unlike a form, it leaves nothing out to say no."""

    claims_allowance = fields.Bool(required=True)
    is_small_employer = fields.Bool(required=True)


class FilingSaid(Schema):
    """One file and how far it has come; ``kind`` is fps, eps or papdis."""

    id = fields.UUID()
    kind = fields.Str()
    pay_run_id = fields.UUID(allow_none=True)
    scheme_id = fields.UUID(allow_none=True)
    tax_year = fields.Str()
    tax_month = fields.Int()
    state = fields.Str(metadata={"description": "made, handed_over, accepted, refused or withdrawn."})
    payments = fields.Int()
    irmark = fields.Str(allow_none=True, metadata={"description": "Base64, as HMRC's receipt shows it."})
    late_reason = fields.Str(allow_none=True)
    is_test = fields.Bool(
        metadata={"description": "It says so itself: HMRC keeps nothing of it. Never papdis."}
    )
    made_at = fields.AwareDateTime()
    handed_over_at = fields.AwareDateTime(allow_none=True)
    answered_at = fields.AwareDateTime(allow_none=True)
    reason = fields.Str(allow_none=True)
    answer_reference = fields.Str()


@references.route("")
@needs(Permission.PAYRUN_PREPARE)
@references.arguments(PageQuery, location="query")
@references.response(200, page_schema(EmployerReferences))
def list_references(query: dict[str, Any]) -> dict[str, object]:
    """List the references that were entered, the newest first."""
    found = list_employer_entries(reading_session(), by=current_actor())
    return cut(found, query, key=lambda one: f"{one.entered_at.isoformat()} {one.id}", newest_first=True)


@references.route("", methods=["POST"])
@needs(Permission.PAYRUN_PREPARE)
@done_once
@references.arguments(ReferencesSchema)
@references.response(204)
def enter_references(answers: dict[str, Any]) -> Response:
    """Enter the references of the co-op's PAYE scheme; those before stay in the list."""
    set_employer(coop=current_coop(), references=References(**answers), by=current_actor(), now=clock.now())
    return done()


@claims.route("")
@needs(Permission.PAYRUN_PREPARE)
@claims.arguments(PageQuery, location="query")
@claims.response(200, page_schema(YearSaid))
def list_claims(query: dict[str, Any]) -> dict[str, object]:
    """List what is claimed in each tax year, the latest first."""
    found = list_year_claims(reading_session(), by=current_actor())
    return cut(found, query, key=lambda one: one.tax_year, newest_first=True)


@claims.route("", methods=["POST"])
@needs(Permission.PAYRUN_PREPARE)
@done_once
@claims.arguments(YearTold)
@claims.response(204)
def enter_claims(answers: dict[str, Any]) -> Response:
    """Enter what is claimed in a tax year; it takes the place of what was entered before."""
    set_employer_year(coop=current_coop(), **answers, by=current_actor(), now=clock.now())
    return done()


@filings.route("")
@needs(Permission.PAYRUN_PREPARE)
@filings.arguments(PageQuery, location="query")
@filings.response(200, page_schema(FilingSaid))
def list_all_filings(query: dict[str, Any]) -> dict[str, object]:
    """List all files, the newest first."""
    found = list_filings(reading_session(), by=current_actor())
    return cut(found, query, key=lambda one: f"{one.made_at.isoformat()} {one.id}", newest_first=True)


@filings.route("/<uuid:filing_id>")
@needs(Permission.PAYRUN_PREPARE)
@filings.response(200, FilingSaid)
def show_filing(filing_id: UUID) -> FilingFacts:
    """Show one file."""
    return get_filing(reading_session(), filing_id, by=current_actor())
