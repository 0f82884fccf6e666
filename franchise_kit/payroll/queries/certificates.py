"""P60 and P45: what a worker was paid in a tax year, for the worker and for whoever reads all payslips."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, PermissionLacking, within
from franchise_kit.kernel.days import london_day
from franchise_kit.payroll.models import P45Made, PayRun, Payslip, PayslipOther
from franchise_kit.payroll.queries.employer import employer_of
from franchise_kit.payroll.queries.filing_content import paid_once
from franchise_kit.payroll.queries.reaching import reaches_all
from franchise_kit.payroll.rules.handing_over.certificates import (
    P45,
    P60,
    LetterSums,
    Paid,
    last_day_of,
    p45,
    p60,
)
from franchise_kit.payroll.rules.handing_over.from_payslips import told_by_letter
from franchise_kit.payroll.rules.other_pay import FAMILY
from franchise_kit.payroll.rules.paye import NOTHING_BEFORE, YearToDate
from franchise_kit.payroll.rules.runs import APPROVED
from franchise_kit.payroll.rules.tax_calendar import Frequency, tax_year
from franchise_kit.people.queries.facts import (
    WorkerFacts,
    tax_of,
    worker_of_id,
    worker_of_person,
    workers_from,
)
from franchise_kit.people.queries.for_pay import workers_of
from franchise_kit.people.queries.reported import told_of
from franchise_kit.people.rules.particulars import masked_ni_number
from franchise_kit.people.rules.tax_code import TaxCode
from tenants.actor import Actor
from tenants.refusal import NotFound

_YEAR: Final = re.compile(r"20[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a certificate names. The number is masked unless it is the reader's own, or shown whole.

    ``paye`` is the employer's reference, such as ``123/AB456``, and ``employer_address`` its lines, if known.
    """

    worker_id: UUID
    number: int
    given_name: str = field(repr=False)
    family_name: str = field(repr=False)
    ni_number: str = field(repr=False)
    address: tuple[str, ...] = field(repr=False)
    born_on: date | None = field(repr=False)
    sex: str | None = field(repr=False)
    paye: str | None
    employer_address: tuple[str, ...]
    is_own: bool

    @property
    def full_name(self) -> str:
        """Both names as they are said."""
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True, slots=True)
class YearsEnd:
    """A P60: whose it is, and its figures."""

    holder: Holder
    figures: P60


@dataclass(frozen=True, slots=True)
class Leaving:
    """A P45: whose it is, its figures, and when it was made; ``None`` of one that is still to be made."""

    holder: Holder
    figures: P45
    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class P45Due:
    """Somebody who has left, when they were paid last, and that they have no P45 yet."""

    worker_id: UUID
    worker_name: str = field(repr=False)
    left_on: date
    last_paid_on: date


def get_own_worker_id(session: Session, *, by: Actor) -> UUID:
    """Return one's own id as a worker, or raise ``NotFound``."""
    worker = worker_of_person(session, by.person_id) if by.person_id is not None else None
    if worker is None:
        raise NotFound(record_kind="worker")
    return worker.id


def list_p60_years(session: Session, worker_id: UUID, *, by: Actor, today: date) -> list[str]:
    """Return the tax years of which a worker has a P60, the latest first; ``today`` is London's."""
    worker = _readable(session, worker_id, by)
    wanted = (
        select(PayRun.tax_year)
        .join(Payslip, Payslip.pay_run_id == PayRun.id)
        .where(Payslip.worker_id == worker.id, PayRun.state == APPROVED)
        .distinct()
    )
    years = sorted(session.scalars(wanted), reverse=True)
    return [year for year in years if _has_p60(worker, year, today)]


def p60_holders(session: Session, year: str, *, today: date) -> list[WorkerFacts]:
    """Return who has a P60 of a tax year, if it is over. For this room: it asks nobody."""
    paid = (
        select(Payslip.worker_id)
        .join(PayRun, PayRun.id == Payslip.pay_run_id)
        .where(PayRun.state == APPROVED, PayRun.tax_year == year)
        .distinct()
    )
    workers = workers_of(session, session.scalars(paid).all())
    return [one for one in workers.values() if _has_p60(one, year, today)]


def get_p60(
    session: Session, worker_id: UUID, year: str, *, by: Actor, now: datetime, is_whole: bool = False
) -> YearsEnd:
    """Return a P60 of a tax year such as ``2026-27``, or raise ``NotFound`` while there is none."""
    worker = _readable(session, worker_id, by)
    # It comes as it stands in an address, where anything may stand.
    payslips = _payslips(session, worker.id, year) if _YEAR.fullmatch(year) else ()
    if not payslips or not _has_p60(worker, year, london_day(now)):
        raise NotFound(record_kind="p60")
    newest, run = payslips[-1]
    figures = p60(
        year=year,
        code=TaxCode.parse(newest.tax_code),
        paid=_paid(session, payslips),
        before=_before(session, worker.id, run.pay_on),
        left_on=worker.ended_on,
    )
    return YearsEnd(holder_of(session, worker, by=by, now=now, is_whole=is_whole), figures)


def get_p45(
    session: Session, worker_id: UUID, *, by: Actor, now: datetime, is_whole: bool = False
) -> Leaving:
    """Return a leaver's P45, or raise ``NotFound`` where nothing was paid or they have not left.

    One that is still to be made is for whoever reads all payslips alone.
    """
    worker = _readable(session, worker_id, by)
    made = _made(session, worker)
    is_to_come = made is None and not reaches_all(by, Permission.PAYSLIP_READ)
    if worker.ended_on is None or worker.ended_on > london_day(now) or is_to_come:
        raise NotFound(record_kind="p45")
    figures = figures_of_p45(session, worker, as_of=made.made_at if made is not None else now)
    if figures is None:
        raise NotFound(record_kind="p45")
    holder = holder_of(session, worker, by=by, now=now, is_whole=is_whole)
    return Leaving(holder, figures, made.made_at if made is not None else None)


def has_p45(session: Session, worker_id: UUID, *, by: Actor, today: date) -> bool:
    """Say whether there is a P45 for the reader to open; ``today`` is London's."""
    worker = _readable(session, worker_id, by)
    if worker.ended_on is None or worker.ended_on > today:
        return False
    if _made(session, worker) is not None:
        return True
    return reaches_all(by, Permission.PAYSLIP_READ) and bool(_last_paid(session, worker.id))


def list_p45_due(session: Session, *, by: Actor, today: date) -> list[P45Due]:
    """Return who has left and has no P45 yet, the longest gone first, for whoever prepares pay."""
    if not reaches_all(by, Permission.PAYRUN_PREPARE) or not reaches_all(by, Permission.PAYSLIP_READ):
        raise PermissionLacking(permission=Permission.PAYRUN_PREPARE.value)
    paid = _last_paid(session)
    still_here = {one.id for one in workers_from(session, today)}
    made = set(session.execute(select(P45Made.worker_id, P45Made.left_on)))
    gone = workers_of(session, paid.keys() - still_here)
    due = [
        P45Due(one.id, one.full_name, one.ended_on, paid[one.id])
        for one in gone.values()
        if one.ended_on is not None and (one.id, one.ended_on) not in made
    ]
    return sorted(due, key=lambda one: (one.left_on, one.worker_name, one.worker_id))


def figures_of_p45(session: Session, worker: WorkerFacts, *, as_of: datetime) -> P45 | None:
    """Return the figures of a leaver's P45 by what had been approved at an instant. It asks nobody.

    They end with the payslip that says the last day of work: what is paid after it, by another code, is on
    no P45. ``None`` where they have not left or were paid nothing.
    """
    if worker.ended_on is None:
        return None
    last_on = _paid_on_leaving(session, worker, as_of) or _last_paid(session, worker.id, as_of=as_of).get(
        worker.id
    )
    if last_on is None:
        return None
    year = _payslips(session, worker.id, tax_year(last_on), as_of=as_of)
    payslips = [one for one in year if one[1].pay_on <= last_on]
    newest, _run = payslips[-1]
    return p45(
        left_on=worker.ended_on,
        code=TaxCode.parse(newest.tax_code),
        frequency=Frequency(newest.frequency),
        paid=_paid(session, payslips),
        before=_before(session, worker.id, last_on),
    )


def holder_of(session: Session, worker: WorkerFacts, *, by: Actor, now: datetime, is_whole: bool) -> Holder:
    """Return whom a certificate names; the number whole where ``is_whole`` or it is one's own."""
    told = told_of(session, [worker.id], on=london_day(now), as_of=now)[worker.id]
    is_own = by.person_id is not None and by.person_id == worker.person_id
    number = told.ni_number or ""
    where = (*told.reported.lines, told.reported.postcode, told.reported.country)
    employer = employer_of(session)
    return Holder(
        worker_id=worker.id,
        number=worker.number,
        given_name=worker.given_name,
        family_name=worker.family_name,
        ni_number=number if is_own or is_whole else masked_ni_number(number),
        address=tuple(one for one in where if one),
        born_on=told.born_on,
        sex=told.reported.sex,
        paye=employer.paye if employer is not None else None,
        employer_address=employer.address if employer is not None else (),
        is_own=is_own,
    )


def _readable(session: Session, worker_id: UUID, by: Actor) -> WorkerFacts:
    """Return a worker whose payslips the reader reads: their own, or anybody's."""
    worker, scope = worker_of_id(session, worker_id), within(by, Permission.PAYSLIP_READ)
    if worker is None:
        raise NotFound(record_kind="worker")
    is_own = by.person_id is not None and worker.person_id == by.person_id and "own" in scope.kinds
    if not is_own and not reaches_all(by, Permission.PAYSLIP_READ):
        raise NotFound(record_kind="worker")
    return worker


def _has_p60(worker: WorkerFacts, year: str, today: date) -> bool:
    """Say whether a tax year is over, and the worker was there on its last day."""
    last_day = last_day_of(year)
    return today > last_day and (worker.ended_on is None or worker.ended_on >= last_day)


def _made(session: Session, worker: WorkerFacts) -> P45Made | None:
    wanted = select(P45Made).where(P45Made.worker_id == worker.id, P45Made.left_on == worker.ended_on)
    return session.scalars(wanted).first()


def _last_paid(
    session: Session, worker_id: UUID | None = None, *, as_of: datetime | None = None
) -> Mapping[UUID, date]:
    """Return by worker the last pay day of which a payslip was approved, of one worker or of all."""
    wanted = (
        select(Payslip.worker_id, func.max(PayRun.pay_on))
        .join(PayRun, PayRun.id == Payslip.pay_run_id)
        .where(PayRun.state == APPROVED)
        .group_by(Payslip.worker_id)
    )
    if worker_id is not None:
        wanted = wanted.where(Payslip.worker_id == worker_id)
    if as_of is not None:
        wanted = wanted.where(PayRun.approved_at <= as_of)
    return dict(session.execute(wanted).all())


def _paid_on_leaving(session: Session, worker: WorkerFacts, as_of: datetime) -> date | None:
    """Return the pay day of the payslip that says a worker's last day of work."""
    wanted = (
        select(func.max(PayRun.pay_on))
        .join(Payslip, Payslip.pay_run_id == PayRun.id)
        .where(
            Payslip.worker_id == worker.id,
            Payslip.leaving_on == worker.ended_on,
            PayRun.state == APPROVED,
            PayRun.approved_at <= as_of,
        )
    )
    return session.scalar(wanted)


def _payslips(
    session: Session, worker_id: UUID, year: str, *, as_of: datetime | None = None
) -> Sequence[tuple[Payslip, PayRun]]:
    wanted = (
        select(Payslip, PayRun)
        .join(PayRun, PayRun.id == Payslip.pay_run_id)
        .where(Payslip.worker_id == worker_id, PayRun.state == APPROVED, PayRun.tax_year == year)
        .order_by(PayRun.pay_on, PayRun.approved_at)
    )
    if as_of is not None:
        wanted = wanted.where(PayRun.approved_at <= as_of)
    return session.execute(wanted).all()


def _before(session: Session, worker_id: UUID, pay_on: date) -> YearToDate:
    """Return what a P45 of the tax year told of an earlier employment."""
    told = tax_of(session, [worker_id], pay_on).get(worker_id)
    return YearToDate(told.earlier_pay_pence, told.earlier_tax_pence) if told is not None else NOTHING_BEFORE


def _paid(session: Session, payslips: Sequence[tuple[Payslip, PayRun]]) -> list[Paid]:
    statutory = _statutory(session, [row.id for row, _run in payslips])
    year = told_by_letter([paid_once(row, run.pay_on, run.tax_period, {}) for row, run in payslips])
    return [
        Paid(
            paid_on=one.pay_on,
            taxable_pence=one.taxable_pence,
            tax_pence=one.tax_pence,
            contributions=(
                LetterSums(
                    one.letter,
                    one.at_lel_pence,
                    one.lel_to_pt_pence,
                    one.pt_to_uel_pence,
                    one.employee_ni_pence,
                ),
            ),
            student_loan_pence=one.student_loan_pence,
            postgraduate_loan_pence=one.postgraduate_loan_pence,
            statutory_pence=statutory.get(row.id, {}),
        )
        for one, (row, _run) in zip(year, payslips, strict=True)
    ]


def _statutory(session: Session, payslip_ids: Collection[UUID]) -> Mapping[UUID, dict[str, int]]:
    """Return statutory pay for a family by payslip and kind: sick pay stands on no certificate."""
    summed = (
        select(PayslipOther.payslip_id, PayslipOther.kind, func.sum(PayslipOther.pence))
        .where(PayslipOther.payslip_id.in_(payslip_ids), PayslipOther.kind.in_(FAMILY))
        .group_by(PayslipOther.payslip_id, PayslipOther.kind)
    )
    found: dict[UUID, dict[str, int]] = {}
    for payslip_id, kind, pence in session.execute(summed):
        found.setdefault(payslip_id, {})[kind] = int(pence)
    return found
