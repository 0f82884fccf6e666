"""What is told of pay to HMRC and to pension schemes, for whoever prepares pay runs or approves them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from franchise_kit.ledger.rules import Posting
from franchise_kit.payroll.models import Filing, PayRun, Payslip
from franchise_kit.payroll.queries.employer import employer_of
from franchise_kit.payroll.queries.filing_content import payees_of, schemes_of_run
from franchise_kit.payroll.queries.runs import check_reads_runs, row_of
from franchise_kit.payroll.rules.handing_over.books import RunSums, run_postings
from franchise_kit.payroll.rules.handing_over.filing_states import STANDING
from franchise_kit.payroll.rules.runs import APPROVED
from franchise_kit.payroll.rules.tax_calendar import tax_month, tax_year
from franchise_kit.people.queries.deductions import schemes_on
from tenants.actor import Actor
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class FilingFacts:
    """One file and how far it has come; ``irmark`` is Base64, and HMRC's receipt shows the same."""

    id: UUID
    kind: str
    pay_run_id: UUID | None
    scheme_id: UUID | None
    tax_year: str
    tax_month: int
    state: str
    payments: int
    irmark: str | None
    late_reason: str | None
    is_test: bool
    is_by_bureau: bool
    made_at: datetime
    handed_over_at: datetime | None
    answered_at: datetime | None
    reason: str | None
    answer_reference: str

    @property
    def stands(self) -> bool:
        """Whether it is told, or about to be: no other of its kind is made for the same."""
        return self.state in STANDING

    @property
    def is_under_way(self) -> bool:
        """Whether it waits for an answer, or to be handed over."""
        return self.answered_at is None


@dataclass(frozen=True, slots=True)
class Lacking:
    """A worker of whom HMRC would miss something: codes name, born_on, sex, address or declaration."""

    worker_id: UUID
    worker_name: str = field(repr=False)
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SchemeToTell:
    """A pension scheme that a run pays into, how many are on its payslips, and the file that stands."""

    id: UUID
    name: str
    members: int
    standing: FilingFacts | None


@dataclass(frozen=True, slots=True)
class RunToFile:
    """What an approved run tells, and what still keeps it from being told. Sums are whole pence."""

    pay_run_id: UUID
    pay_on: date
    tax_year: str
    tax_month: int
    payslips: int
    taxable_pence: int
    tax_pence: int
    ni_pence: int
    is_late: bool
    is_told_elsewhere: bool
    has_employer: bool
    lacking: tuple[Lacking, ...]
    schemes: tuple[SchemeToTell, ...]
    filings: tuple[FilingFacts, ...]

    @property
    def standing(self) -> FilingFacts | None:
        """The full payment submission that stands, if there is one: a test is none."""
        return next((one for one in self._submissions(is_test=False) if one.stands), None)

    @property
    def is_tried(self) -> bool:
        """Whether a test is under way: another can be made when this one has its answer."""
        return any(one.is_under_way for one in self._submissions(is_test=True))

    @property
    def is_ready(self) -> bool:
        """Whether a full payment submission can be made now."""
        may = self.has_employer and not self.lacking and self.payslips > 0
        return may and self.standing is None and not self.is_told_elsewhere

    def _submissions(self, *, is_test: bool) -> list[FilingFacts]:
        return [one for one in self.filings if one.kind == "fps" and one.is_test is is_test]


def get_run_to_file(
    session: Session, pay_run_id: UUID, *, now: datetime, today: date, by: Actor
) -> RunToFile:
    """Return what an approved run tells, or raise ``NotFound`` for any other; ``today`` is London's."""
    run = _approved(session, pay_run_id, by)
    payees = payees_of(session, run, as_of=now)
    filings = _facts(session.scalars(_newest_first().where(Filing.pay_run_id == pay_run_id)))
    paid = [one.year[-1] for one in payees]
    return RunToFile(
        pay_run_id=pay_run_id,
        pay_on=run.pay_on,
        tax_year=run.tax_year,
        tax_month=tax_month(run.pay_on),
        payslips=len(payees),
        taxable_pence=sum(one.taxable_pence for one in paid),
        tax_pence=sum(one.tax_pence for one in paid),
        ni_pence=sum(one.employee_ni_pence + one.employer_ni_pence for one in paid),
        is_late=today > run.pay_on,
        is_told_elsewhere=run.not_filed_reason is not None,
        has_employer=employer_of(session) is not None,
        lacking=tuple(Lacking(one.worker_id, one.name, one.missing) for one in payees if one.missing),
        schemes=_schemes(session, run, filings),
        filings=tuple(filings),
    )


def get_filing(session: Session, filing_id: UUID, *, by: Actor) -> FilingFacts:
    """Return one file, or raise ``NotFound``."""
    check_reads_runs(by)
    row = session.get(Filing, filing_id)
    if row is None:
        raise NotFound(record_kind="filing")
    return _facts([row])[0]


def list_filings(session: Session, *, year: str | None = None, by: Actor) -> list[FilingFacts]:
    """Return the files of a tax year, or all of them, the newest first."""
    check_reads_runs(by)
    wanted = _newest_first()
    return _facts(session.scalars(wanted if year is None else wanted.where(Filing.tax_year == year)))


@dataclass(frozen=True, slots=True)
class RunOfMonth:
    """An approved run, whether its full payment submission stands, and why there is none if that was said."""

    pay_run_id: UUID
    pay_on: date
    tax_month: int
    is_told: bool
    not_filed_reason: str | None


def list_runs_to_file(session: Session, *, year: str, by: Actor) -> list[RunOfMonth]:
    """Return the approved runs of a tax year by pay day, each with whether it was told or is about to be."""
    check_reads_runs(by)
    stands = (Filing.kind == "fps", Filing.is_test.is_(False), Filing.state.in_(STANDING))
    told = set(session.scalars(select(Filing.pay_run_id).where(*stands)))
    rows = session.execute(
        select(PayRun.id, PayRun.pay_on, PayRun.not_filed_reason)
        .where(PayRun.state == APPROVED, PayRun.tax_year == year)
        .order_by(PayRun.pay_on, PayRun.id)
    )
    return [RunOfMonth(one, on, tax_month(on), one in told, reason) for one, on, reason in rows]


def list_tax_years(session: Session, *, today: date, by: Actor) -> list[str]:
    """Return the tax years in which somebody was paid, and today's, the newest first."""
    check_reads_runs(by)
    paid = session.scalars(select(PayRun.tax_year).where(PayRun.state == APPROVED).distinct())
    return sorted({*paid, tax_year(today)}, reverse=True)


def list_postings(session: Session, pay_run_id: UUID, *, by: Actor) -> tuple[date, tuple[Posting, ...]]:
    """Return the pay day of an approved run and the sides of its entry in the books, or ``NotFound``."""
    run = _approved(session, pay_run_id, by)
    rows = session.scalars(select(Payslip).where(Payslip.pay_run_id == pay_run_id)).all()
    sums = RunSums(
        gross_pence=sum(one.gross_pence for one in rows),
        tax_pence=sum(one.tax_pence for one in rows),
        employee_ni_pence=sum(one.employee_ni_pence for one in rows),
        employer_ni_pence=sum(one.employer_ni_pence for one in rows),
        net_pence=sum(one.net_pence for one in rows),
        loans_pence=sum(one.student_loan_pence + one.postgraduate_loan_pence for one in rows),
        employee_pension_pence=sum(
            one.pension_before_tax_pence + one.pension_after_tax_pence for one in rows
        ),
        sacrificed_pence=sum(one.sacrificed_pence for one in rows),
        employer_pension_pence=sum(one.pension_employer_pence for one in rows),
        orders_pence=sum(one.orders_pence for one in rows),
        expenses_pence=sum(one.expenses_pence for one in rows),
    )
    return run.pay_on, run_postings(sums)


def _approved(session: Session, pay_run_id: UUID, by: Actor) -> PayRun:
    check_reads_runs(by)
    run = row_of(session, pay_run_id)
    if run.state != APPROVED:
        raise NotFound(record_kind="pay_run")
    return run


def _schemes(session: Session, run: PayRun, filings: Iterable[FilingFacts]) -> tuple[SchemeToTell, ...]:
    members, schemes = schemes_of_run(session, run.id), schemes_on(session, run.pay_on)
    standing = {one.scheme_id: one for one in filings if one.kind == "papdis" and one.stands}
    found = [
        SchemeToTell(scheme_id, schemes[scheme_id].name, count, standing.get(scheme_id))
        for scheme_id, count in members.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.name, one.id)))


def _newest_first() -> Select[Filing]:
    return select(Filing).order_by(Filing.made_at.desc(), Filing.id)


def _facts(rows: Iterable[Filing]) -> list[FilingFacts]:
    return [
        FilingFacts(
            id=row.id,
            kind=row.kind,
            pay_run_id=row.pay_run_id,
            scheme_id=row.scheme_id,
            tax_year=row.tax_year,
            tax_month=row.tax_month,
            state=row.state,
            payments=row.payments,
            irmark=row.irmark,
            late_reason=row.late_reason,
            is_test=row.is_test,
            is_by_bureau=row.made_by_entry is not None,
            made_at=row.made_at,
            handed_over_at=row.handed_over_at,
            answered_at=row.answered_at,
            reason=row.reason,
            answer_reference=row.answer_reference,
        )
        for row in rows
    ]
