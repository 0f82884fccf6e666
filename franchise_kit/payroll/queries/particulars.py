"""What holds for workers on a pay day, with all that came earlier in its tax year. It asks nobody."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import PayRun, Payslip, PayslipOrder
from franchise_kit.payroll.rules.court_orders import NOTHING_EARLIER, EarlierInPeriod
from franchise_kit.payroll.rules.directors import Method
from franchise_kit.payroll.rules.held_orders import HeldOrder
from franchise_kit.payroll.rules.loans import Plan
from franchise_kit.payroll.rules.made import Membership, Particulars
from franchise_kit.payroll.rules.ni_category import Proof, category_for
from franchise_kit.payroll.rules.paye import NOTHING_BEFORE, YearToDate
from franchise_kit.payroll.rules.payslip import after_leaving, earlier_in_year
from franchise_kit.payroll.rules.pensions import Arrangement, Basis, Scheme
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.runs import APPROVED
from franchise_kit.payroll.rules.schedules import is_last_of_tax_year
from franchise_kit.payroll.rules.tax_calendar import (
    Frequency,
    earnings_period,
    period_of,
    tax_week,
    tax_year,
)
from franchise_kit.payroll.rules.whole import Directorship, InPeriod
from franchise_kit.people.queries.deductions import OrderFacts, PayeeFacts, PensionStanding, payee_facts
from franchise_kit.people.queries.facts import TaxFacts, WorkerFacts
from franchise_kit.people.rules.tax_year import first_day
from tenants.bulk import is_one_of


@dataclass(frozen=True, slots=True)
class Earlier:
    """An approved payslip of the same tax year, in whole pence."""

    period: int
    frequency: str
    pay_on: date
    taxed: YearToDate
    ni_able_pence: int
    gross_pence: int
    bands: tuple[int, int, int]
    charged: tuple[int, int]
    leaving_on: date | None


@dataclass(frozen=True, slots=True)
class _Carried:
    """What an order took before this pay period and carries into it, and what it met earlier in it."""

    taken_pence: int = 0
    untaken_pence: int = 0
    unprotected_pence: int = 0
    earlier: EarlierInPeriod = NOTHING_EARLIER


@dataclass(frozen=True, slots=True)
class _PayPeriod:
    """The pay day of a run, and which period of its interval it lies in."""

    pay_on: date
    frequency: Frequency

    @property
    def number(self) -> int:
        """Its place in the tax year."""
        return earnings_period(period_of(self.pay_on, self.frequency), self.frequency)

    def holds(self, frequency: str, tax_period: int) -> bool:
        """Say whether a payment of the same tax year is of this period."""
        return self.frequency == frequency and earnings_period(tax_period, self.frequency) == self.number

    def holds_day(self, day: date) -> bool:
        """Say whether a day of the same tax year lies in it."""
        return earnings_period(period_of(day, self.frequency), self.frequency) == self.number


@dataclass(frozen=True, slots=True)
class _Known:
    """All that was read of one worker."""

    worker: WorkerFacts
    told: TaxFacts
    facts: PayeeFacts
    earlier: Sequence[Earlier]
    left_on: date | None


def particulars_of(
    session: Session,
    workers: Collection[WorkerFacts],
    told: Mapping[UUID, TaxFacts],
    pay_on: date,
    *,
    frequency: Frequency,
    until: date,
) -> dict[UUID, Particulars]:
    """Return the particulars of those workers who have any, with all pay up to and with this pay day.

    ``told`` is what ``tax_of`` says of that day. ``until`` is the end of the run's days, exclusive: whose
    last day is before it, is paid for the last time.
    """
    ids = {one.id for one in workers}
    facts = payee_facts(session, ids, pay_on)
    earlier, left = _earlier_payslips(session, ids, pay_on), _left(session, ids)
    period = _PayPeriod(pay_on, frequency)
    carried = _carried(session, {order.order_id for one in facts.values() for order in one.orders}, period)
    known = (
        _Known(one, told[one.id], facts[one.id], earlier.get(one.id, ()), left.get(one.id))
        for one in workers
        if one.id in told
    )
    return {one.worker.id: _particulars(one, carried, period, until) for one in known}


def _particulars(
    known: _Known, carried: dict[UUID, _Carried], period: _PayPeriod, until: date
) -> Particulars:
    told, facts, ended_on = known.told, known.facts, known.worker.ended_on
    pay_on, frequency = period.pay_on, period.frequency
    has_left = ended_on is not None and known.left_on == ended_on
    leaving_on = ended_on if ended_on is not None and ended_on < until and not has_left else None
    in_period = _in_period(known.earlier, period)
    if has_left:
        in_period = _after_leaving(in_period, known.earlier, pay_on)
    p45 = YearToDate(told.earlier_pay_pence, told.earlier_tax_pence)
    return Particulars(
        tax_code=after_leaving(told.tax_code) if has_left else told.tax_code,
        ni_category=_category(told.ni_category, facts, pay_on),
        before=earlier_in_year((one.taxed for one in known.earlier), p45),
        in_period=in_period,
        frequency=frequency,
        loans=tuple(map(Plan, facts.loans)),
        pension=_membership(facts.pension),
        orders=tuple(_order(one, carried.get(one.order_id, _Carried())) for one in facts.orders),
        director=_director(known, pay_on, is_last=leaving_on or is_last_of_tax_year(pay_on, frequency)),
        leaving_on=leaving_on,
        is_after_leaving=has_left,
        born_on=facts.born_on,
    )


def _category(told: str, facts: PayeeFacts, pay_on: date) -> str:
    """Return the letter by age and proofs; as it was told where no birthday is known, or nothing is owed."""
    if facts.born_on is None or told == "X":
        return told
    proofs = {Proof(one) for one in facts.proofs}
    return category_for(born_on=facts.born_on, on=pay_on, proofs=proofs, figures=figures_for(pay_on))


def _in_period(earlier: Sequence[Earlier], period: _PayPeriod) -> InPeriod:
    same = [one for one in earlier if period.holds(one.frequency, one.period)]
    return InPeriod(
        YearToDate(sum(one.taxed.pay_pence for one in same), sum(one.taxed.tax_pence for one in same)),
        sum(one.ni_able_pence for one in same),
        sum(one.gross_pence for one in same),
        _shorter(earlier, period),
        is_first=not same,
    )


def _shorter(earlier: Sequence[Earlier], period: _PayPeriod) -> tuple[tuple[Frequency, int], ...]:
    """Return what was paid at shorter intervals within a period, before its first payment at this one."""
    intervals = list(Frequency)
    shorter = intervals[: intervals.index(period.frequency)]
    earned: dict[tuple[Frequency, int], int] = {}
    for one in earlier:
        if period.holds(one.frequency, one.period):
            break
        if one.frequency in shorter and period.holds_day(one.pay_on):
            interval = Frequency(one.frequency)
            key = (interval, earnings_period(one.period, interval))
            earned[key] = earned.get(key, 0) + one.ni_able_pence
    return tuple((interval, pence) for (interval, _number), pence in earned.items())


def _after_leaving(in_period: InPeriod, earlier: Sequence[Earlier], pay_on: date) -> InPeriod:
    """Return what counts with pay after the last pay: of contributions, such pay of the same week alone.

    What was paid before the P45 was taxed by the code of that time, and is not taxed again.
    """
    last = max((place for place, one in enumerate(earlier) if one.leaving_on is not None), default=-1)
    since = [one for one in earlier[last + 1 :] if tax_week(one.pay_on) == tax_week(pay_on)]
    earned_pence = sum(one.ni_able_pence for one in since)
    return replace(in_period, taxed=NOTHING_BEFORE, earned_pence=earned_pence, shorter=())


def _membership(standing: PensionStanding | None) -> Membership | None:
    if standing is None or not standing.is_member or standing.scheme is None:
        return None
    held = standing.scheme
    scheme = Scheme(Arrangement(held.arrangement), Basis(held.basis), held.employee_bps, held.employer_bps)
    return Membership(held.id, scheme)


def _order(one: OrderFacts, carried: _Carried) -> HeldOrder:
    return HeldOrder(
        order_id=one.order_id,
        kind=one.kind,
        made_on=one.made_on,
        normal_pence=one.normal_pence,
        protected_pence=one.protected_pence,
        left_pence=None if one.owed_pence is None else max(0, one.owed_pence - carried.taken_pence),
        untaken_pence=carried.untaken_pence,
        unprotected_pence=carried.unprotected_pence,
        earlier=carried.earlier,
    )


def _director(known: _Known, pay_on: date, *, is_last: object) -> Directorship | None:
    director = known.facts.director
    if director is None:
        return None
    began = first_day(pay_on)
    mine = [one for one in known.earlier if one.pay_on >= director.since_on]
    bands = [one.bands for one in mine]
    return Directorship(
        Method(director.method),
        tax_week(director.since_on) if director.since_on > began else 1,
        tuple(one.ni_able_pence for one in mine),
        (sum(one[0] for one in bands), sum(one[1] for one in bands), sum(one[2] for one in bands)),
        (sum(one.charged[0] for one in mine), sum(one.charged[1] for one in mine)),
        is_last=bool(is_last),
    )


def _earlier_payslips(
    session: Session, worker_ids: Collection[UUID], pay_on: date
) -> dict[UUID, list[Earlier]]:
    """Return by worker what was paid earlier in the tax year, in the order in which it was."""
    wanted = (
        select(
            Payslip.worker_id,
            PayRun.tax_period,
            Payslip.frequency,
            PayRun.pay_on,
            Payslip.taxable_pence,
            Payslip.tax_pence,
            Payslip.ni_able_pence,
            Payslip.gross_pence,
            Payslip.at_lel_pence,
            Payslip.lel_to_pt_pence,
            Payslip.pt_to_uel_pence,
            Payslip.employee_ni_pence,
            Payslip.employer_ni_pence,
            Payslip.leaving_on,
        )
        .join(PayRun, PayRun.id == Payslip.pay_run_id)
        .where(
            PayRun.state == APPROVED,
            PayRun.tax_year == tax_year(pay_on),
            PayRun.pay_on <= pay_on,
            is_one_of(Payslip.worker_id, worker_ids),
        )
        .order_by(PayRun.pay_on, PayRun.approved_at)
    )
    found: dict[UUID, list[Earlier]] = {}
    for worker_id, period, frequency, on, taxable, tax, ni_able, gross, *rest in session.execute(wanted):
        at_lel, lel_to_pt, pt_to_uel, employee, employer, leaving_on = rest
        one = Earlier(
            period,
            frequency,
            on,
            YearToDate(taxable, tax),
            ni_able,
            gross,
            (at_lel, lel_to_pt, pt_to_uel),
            (employee, employer),
            leaving_on,
        )
        found.setdefault(worker_id, []).append(one)
    return found


def _left(session: Session, worker_ids: Collection[UUID]) -> dict[UUID, date]:
    """Return the last day of work that an approved payslip of each worker says, the latest of them."""
    wanted = (
        select(Payslip.worker_id, Payslip.leaving_on)
        .join(PayRun, PayRun.id == Payslip.pay_run_id)
        .where(
            PayRun.state == APPROVED,
            Payslip.leaving_on.is_not(None),
            is_one_of(Payslip.worker_id, worker_ids),
        )
        .order_by(Payslip.leaving_on)
    )
    return {worker_id: left_on for worker_id, left_on in session.execute(wanted) if left_on is not None}


def _carried(session: Session, order_ids: Collection[UUID], period: _PayPeriod) -> dict[UUID, _Carried]:
    if not order_ids:
        return {}
    attachable = (
        Payslip.taxable_pence
        - Payslip.tax_pence
        - Payslip.employee_ni_pence
        - Payslip.pension_after_tax_pence
    )
    wanted = (
        select(
            PayslipOrder,
            attachable,
            Payslip.net_pence - Payslip.expenses_pence,
            Payslip.frequency,
            PayRun.tax_year,
            PayRun.tax_period,
        )
        .join(Payslip, Payslip.id == PayslipOrder.payslip_id)
        .join(PayRun, PayRun.id == Payslip.pay_run_id)
        .where(PayRun.state == APPROVED, is_one_of(PayslipOrder.order_id, order_ids))
        .order_by(PayRun.pay_on, PayRun.approved_at)
    )
    found: dict[UUID, _Carried] = {}
    for row, net_pence, kept_pence, frequency, year, tax_period in session.execute(wanted):
        held = found.get(row.order_id, _Carried())
        if year == tax_year(period.pay_on) and period.holds(frequency, tax_period):
            earlier = held.earlier
            met = EarlierInPeriod(
                earlier.net_pence + net_pence, earlier.pence + row.pence, earlier.kept_pence + kept_pence
            )
            found[row.order_id] = replace(held, earlier=met)
        else:
            taken_pence = held.taken_pence + row.pence
            found[row.order_id] = _Carried(
                taken_pence, row.untaken_pence, row.unprotected_pence, held.earlier
            )
    return found
