"""What a run's payslips tell HMRC and a pension scheme: read whole, for the acts that make files of it.

Nothing here asks who reads: the act or the reading that calls has asked already.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from franchise_kit.payroll.models import PayRun, Payslip, PayslipOther
from franchise_kit.payroll.rules.enrolment import Group, ages_of, group_of
from franchise_kit.payroll.rules.family_sums import PAID_AS
from franchise_kit.payroll.rules.handing_over.fps_facts import Address, Employee
from franchise_kit.payroll.rules.handing_over.from_payslips import PaidOnce, Person, missing_of, starts_here
from franchise_kit.payroll.rules.handing_over.papdis import Member
from franchise_kit.payroll.rules.pensions import Contributions, pension_figures
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.runs import APPROVED
from franchise_kit.payroll.rules.tax_calendar import Frequency
from franchise_kit.people.queries.deductions import payee_facts
from franchise_kit.people.queries.reported import Told, told_of

# Family pay is told by the law's short names.
SHORT_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {paid_as: kind.value for kind, paid_as in PAID_AS.items()}
)
_NOTHING: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Payee:
    """One worker of a run: who they are, and their payslips of the tax year up to this one, by day."""

    worker_id: UUID
    name: str = field(repr=False)
    person: Person
    year: tuple[PaidOnce, ...] = field(repr=False)
    is_starter: bool

    @property
    def missing(self) -> tuple[str, ...]:
        """Codes for what HMRC would miss of them."""
        return missing_of(self.person, is_starter=self.is_starter)


def payees_of(
    session: Session, run: PayRun, *, as_of: datetime, starters: Collection[UUID] | None = None
) -> list[Payee]:
    """Return everybody on an approved run's payslips, by name, as they were known at an instant.

    ``starters`` are those of whom it was told before that they start; without them it is found out.
    """
    year = _year_up_to(session, run)
    told = told_of(session, year, on=run.pay_on, as_of=as_of)
    facts = payee_facts(session, year, run.pay_on)
    left, paid_on = _left_before(session, run), _last_paid_before(session, run)
    found = [
        Payee(
            worker_id=worker_id,
            name=told[worker_id].full_name,
            person=_person(told[worker_id], facts[worker_id].loans, left.get(worker_id)),
            year=paid,
            is_starter=worker_id in starters
            if starters is not None
            else _is_starter(run, told[worker_id], paid_on.get(worker_id)),
        )
        for worker_id, paid in year.items()
    ]
    return sorted(found, key=lambda one: (one.name, one.worker_id))


def members_of(session: Session, run: PayRun, scheme_id: UUID, *, as_of: datetime) -> list[Member]:
    """Return who paid into a scheme by a run, or was paid into it for, by number, at an instant."""
    rows = session.scalars(
        select(Payslip).where(Payslip.pay_run_id == run.id, Payslip.pension_scheme_id == scheme_id)
    ).all()
    told = told_of(session, {row.worker_id for row in rows}, on=run.pay_on, as_of=as_of)
    found = [_member(row, told[row.worker_id], run) for row in rows]
    return sorted(found, key=lambda one: one.employee_id)


def schemes_of_run(session: Session, pay_run_id: UUID) -> dict[UUID, int]:
    """Return the pension schemes that a run pays into, with how many are on its payslips."""
    counted = (
        select(Payslip.pension_scheme_id, func.count())
        .where(Payslip.pay_run_id == pay_run_id, Payslip.pension_scheme_id.is_not(None))
        .group_by(Payslip.pension_scheme_id)
    )
    return {scheme_id: count for scheme_id, count in session.execute(counted) if scheme_id is not None}


def statutory_of(session: Session, payslip_ids: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    """Return family pay of payslips in whole pence, by the short names of the law."""
    summed = (
        select(PayslipOther.payslip_id, PayslipOther.kind, func.sum(PayslipOther.pence))
        .where(PayslipOther.payslip_id.in_(payslip_ids), PayslipOther.kind.in_(SHORT_NAMES))
        .group_by(PayslipOther.payslip_id, PayslipOther.kind)
    )
    found: dict[UUID, dict[str, int]] = {}
    for payslip_id, kind, pence in session.execute(summed):
        found.setdefault(payslip_id, {})[SHORT_NAMES[kind]] = int(pence)
    return found


def _year_up_to(session: Session, run: PayRun) -> dict[UUID, tuple[PaidOnce, ...]]:
    """Return by worker of the run the approved payslips of its tax year, this run's the last of them."""
    here = select(Payslip.worker_id).where(Payslip.pay_run_id == run.id)
    rows = session.execute(
        select(Payslip, PayRun.pay_on, PayRun.tax_period)
        .join(PayRun, PayRun.id == Payslip.pay_run_id)
        .where(
            Payslip.worker_id.in_(here),
            PayRun.state == APPROVED,
            PayRun.tax_year == run.tax_year,
            tuple_(PayRun.pay_on, PayRun.approved_at) <= (run.pay_on, run.approved_at),
        )
        .order_by(PayRun.pay_on, PayRun.approved_at)
    ).all()
    statutory = statutory_of(session, [row.id for row, _day, _period in rows])
    found: dict[UUID, list[PaidOnce]] = {}
    for row, pay_on, tax_period in rows:
        paid = paid_once(row, pay_on, tax_period, statutory.get(row.id, _NOTHING))
        found.setdefault(row.worker_id, []).append(paid)
    return {worker_id: tuple(paid) for worker_id, paid in found.items()}


def _left_before(session: Session, run: PayRun) -> dict[UUID, date]:
    """Return by worker of the run the last day of work that an earlier payslip said, of any tax year."""
    return _latest_before(session, run, Payslip.leaving_on)


def _last_paid_before(session: Session, run: PayRun) -> dict[UUID, date]:
    """Return by worker of the run the last pay day before this one, of any tax year."""
    return _latest_before(session, run, PayRun.pay_on)


def _latest_before(
    session: Session, run: PayRun, day: InstrumentedAttribute[date] | InstrumentedAttribute[date | None]
) -> dict[UUID, date]:
    """Return by worker of the run the latest day that an earlier payslip has, of any tax year."""
    here = select(Payslip.worker_id).where(Payslip.pay_run_id == run.id)
    wanted = (
        select(Payslip.worker_id, func.max(day))
        .join(PayRun, PayRun.id == Payslip.pay_run_id)
        .where(
            Payslip.worker_id.in_(here),
            PayRun.state == APPROVED,
            tuple_(PayRun.pay_on, PayRun.approved_at) < (run.pay_on, run.approved_at),
        )
        .group_by(Payslip.worker_id)
    )
    return {worker_id: latest for worker_id, latest in session.execute(wanted) if latest is not None}


def paid_once(row: Payslip, pay_on: date, tax_period: int, statutory_pence: Mapping[str, int]) -> PaidOnce:
    """Return a payslip's row as a plain value."""
    return PaidOnce(
        pay_on=pay_on,
        frequency=Frequency(row.frequency),
        tax_period=tax_period,
        tax_code=row.tax_code,
        letter=row.ni_category,
        gross_pence=row.gross_pence,
        ni_able_pence=row.ni_able_pence,
        taxable_pence=row.taxable_pence,
        tax_pence=row.tax_pence,
        employee_ni_pence=row.employee_ni_pence,
        employer_ni_pence=row.employer_ni_pence,
        net_pence=row.net_pence,
        at_lel_pence=row.at_lel_pence,
        lel_to_pt_pence=row.lel_to_pt_pence,
        pt_to_uel_pence=row.pt_to_uel_pence,
        expenses_pence=row.expenses_pence,
        student_plan=row.student_plan,
        student_loan_pence=row.student_loan_pence,
        postgraduate_loan_pence=row.postgraduate_loan_pence,
        pension_before_tax_pence=row.pension_before_tax_pence,
        pension_after_tax_pence=row.pension_after_tax_pence,
        director_method=row.director_method,
        director_from_week=row.director_from_week,
        leaving_on=row.leaving_on,
        statutory_pence=statutory_pence,
    )


def _is_starter(run: PayRun, told: Told, last_paid_on: date | None) -> bool:
    return starts_here(
        began_on=told.started_on,
        pay_on=run.pay_on,
        period_from=run.period_from,
        # What was paid of an earlier job, before this one began, told of that one.
        was_paid_before=last_paid_on is not None and last_paid_on >= told.started_on,
    )


def _person(told: Told, loans: tuple[str, ...], left_before: date | None) -> Person:
    said = told.reported
    return Person(
        number=told.number,
        given_name=told.given_name,
        family_name=told.family_name,
        began_on=told.started_on,
        born_on=told.born_on,
        sex=said.sex,
        ni_number=told.ni_number,
        lines=said.lines,
        postcode=said.postcode,
        country=said.country,
        declaration=said.declaration,
        weekly_minutes=told.weekly_minutes,
        loans=loans,
        left_before=left_before,
    )


def _member(row: Payslip, told: Told, run: PayRun) -> Member:
    said = told.reported
    address = Address(said.lines, said.postcode, said.country) if said.lines else None
    return Member(
        employee=Employee(
            told.given_name, told.family_name, told.born_on, said.sex or "", told.ni_number, address
        ),
        employee_id=f"W{told.number}",
        began_on=told.started_on,
        assessed=_group(row, told, run),
        contributions=Contributions(
            pensionable_pence=row.pensionable_pence,
            sacrificed_pence=row.sacrificed_pence,
            before_tax_pence=row.pension_before_tax_pence,
            after_tax_pence=row.pension_after_tax_pence,
            employer_pence=row.pension_employer_pence,
            relief_pence=row.pension_relief_pence,
        ),
        left_on=row.leaving_on,
    )


def _group(row: Payslip, told: Told, run: PayRun) -> Group:
    if told.born_on is None:
        # The table is refused for want of the day of birth, which is what somebody must mend.
        return Group.OUTSIDE
    figures = figures_for(run.pay_on)
    return group_of(
        born_on=told.born_on,
        on=run.period_from,
        pay_pence=row.ni_able_pence,
        frequency=Frequency(row.frequency),
        ages=ages_of(figures),
        figures=pension_figures(run.pay_on),
    )
