"""The files that tell of pay, written from the payslips: the first time, and the same again.

Nothing here asks who reads: the act that calls has asked already.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.payroll.models import PayRun
from franchise_kit.payroll.queries.employer import employer_of
from franchise_kit.payroll.queries.filing_content import members_of, payees_of
from franchise_kit.payroll.rules.handing_over.eps import employer_payment_summary
from franchise_kit.payroll.rules.handing_over.fps import full_payment_submission
from franchise_kit.payroll.rules.handing_over.from_payslips import employment_of
from franchise_kit.payroll.rules.handing_over.govtalk import Submission, govtalk_message
from franchise_kit.payroll.rules.handing_over.nodes import Node
from franchise_kit.payroll.rules.handing_over.papdis import Period, papdis_table
from franchise_kit.payroll.rules.handing_over.rti import Employer, Kind
from franchise_kit.payroll.rules.handing_over.summary_kept import from_kept
from franchise_kit.payroll.rules.tax_calendar import Frequency
from franchise_kit.people.queries.deductions import schemes_on
from tenants.refusal import NotFound, Refusal


class EmployerReferencesMissing(Refusal):
    """The co-op's references at HMRC are not entered yet."""

    code = "employer_references_missing"


@dataclass(frozen=True, slots=True)
class Telling:
    """What a file tells, and when it was made: all that it needs besides the payslips and the people.

    ``told`` has ``starters`` of a submission of payments, or a summary as it is kept.
    """

    tax_year: str
    tax_month: int
    told: Mapping[str, Any]
    made_at: datetime
    is_by_bureau: bool
    late_reason: str | None = None
    is_test: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A file, its mark for HMRC in Base64, and of how many payments it tells."""

    content: bytes = field(repr=False)
    mark: str | None
    payments: int


def fps_file(session: Session, run: PayRun, telling: Telling) -> Written:
    """Return the full payment submission of an approved run; raise what the rules of it refuse."""
    starters = {UUID(one) for one in telling.told["starters"]}
    payees = payees_of(session, run, as_of=telling.made_at, starters=starters)
    employments = [
        employment_of(one.person, one.year, is_starter=one.is_starter, late_reason=telling.late_reason)
        for one in payees
    ]
    employer = _employer(session, telling.made_at)
    told = full_payment_submission(employer=employer, tax_year=run.tax_year, employments=employments)
    return _enveloped(Kind.FPS, employer, told, telling, len(employments))


def eps_file(session: Session, telling: Telling) -> Written:
    """Return the employer payment summary of a tax month; raise what the rules of it refuse."""
    employer = _employer(session, telling.made_at)
    summary = from_kept(telling.told, begins_in=int(telling.tax_year[:4]), month=telling.tax_month)
    told = employer_payment_summary(employer=employer, tax_year=telling.tax_year, summary=summary)
    return _enveloped(Kind.EPS, employer, told, telling, 0)


def papdis_file(session: Session, run: PayRun, scheme_id: UUID, telling: Telling) -> Written:
    """Return the table for a pension scheme of a run; raise ``NotFound`` or what its rules refuse."""
    scheme = schemes_on(session, run.pay_on).get(scheme_id)
    if scheme is None:
        raise NotFound(record_kind="pension_scheme")
    members = members_of(session, run, scheme_id, as_of=telling.made_at)
    period = Period(
        provider_id=scheme.name,
        employer_id=scheme.provider_reference,
        group="",
        first=run.period_from,
        last=run.period_until - timedelta(days=1),
        deducted_on=run.pay_on,
        frequency=Frequency(run.frequency),
    )
    return Written(papdis_table(period, members), None, len(members))


def _employer(session: Session, as_of: datetime) -> Employer:
    entry = employer_of(session, as_of=as_of)
    if entry is None:
        raise EmployerReferencesMissing
    return entry.employer


def _enveloped(kind: Kind, employer: Employer, told: Node, telling: Telling, payments: int) -> Written:
    submission = Submission(
        kind=kind,
        tax_year=telling.tax_year,
        employer=employer,
        told=told,
        made_at=telling.made_at,
        sender="Bureau" if telling.is_by_bureau else "Employer",
        is_test=telling.is_test,
    )
    message = govtalk_message(submission)
    return Written(message.content, message.mark.base64, payments)
