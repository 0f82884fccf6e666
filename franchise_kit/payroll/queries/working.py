"""A whole run worked out: of everybody at once, when it is drafted and again before it is approved.

It asks nobody: the room's actions have asked.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.payroll.models import PayRun
from franchise_kit.payroll.queries.belonging import of_run
from franchise_kit.payroll.queries.correcting import taken_by_run, waiting_corrections
from franchise_kit.payroll.queries.other_pay import RunDays, other_pay
from franchise_kit.payroll.queries.particulars import particulars_of
from franchise_kit.payroll.queries.payable import TimeLines, paid_elsewhere, time_lines, without_tax
from franchise_kit.payroll.rules import runs as rules
from franchise_kit.payroll.rules.comparing import gross_pence
from franchise_kit.payroll.rules.correcting import Taken, Waiting, as_other_pay, take
from franchise_kit.payroll.rules.made import Particulars, WorkedOut, work_out
from franchise_kit.payroll.rules.minimum_wage import NOTHING_LESS, Lessened
from franchise_kit.payroll.rules.other_pay import OtherPay
from franchise_kit.payroll.rules.payslip import Line
from franchise_kit.payroll.rules.pensions import Arrangement
from franchise_kit.payroll.rules.tax_calendar import Frequency
from franchise_kit.payroll.rules.top_up import WageFacts, top_up
from franchise_kit.people.queries.facts import WorkerFacts, rates_of, tax_of
from franchise_kit.people.queries.for_pay import worker_ids_between, workers_of
from franchise_kit.time.queries.unpaid import ApprovedMinutes
from tenants.refusal import Refusal

One = TypeVar("One")
Others = Mapping[UUID, Sequence[OtherPay]]


@dataclass(frozen=True, slots=True)
class RunMade:
    """A run's payslips by worker, what each holds besides time, and why others are left out: a code."""

    of: Mapping[UUID, WorkedOut]
    workers: Mapping[UUID, WorkerFacts]
    other: Others
    corrections: Mapping[UUID, Sequence[Taken]]
    left_out: Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class Payable:
    """Whom a run may pay, the corrections that wait for them, and whom other runs pay: a code."""

    worker_ids: Collection[UUID]
    waiting: Mapping[UUID, Sequence[Waiting]]
    elsewhere: Mapping[UUID, str]


def payable_by(session: Session, run: PayRun, with_time: Collection[UUID]) -> Payable:
    """Return whom a run may pay: of whoever has time, is owed something, or works here in its days."""
    waiting = waiting_corrections(session, run.chosen)
    here = worker_ids_between(session, run.period_from - rules.LONGEST, run.period_until)
    return _payable(session, run, {*with_time, *waiting, *here}, waiting)


def payable_among(session: Session, run: PayRun, worker_ids: Collection[UUID]) -> Payable:
    """Return which of some workers a run may pay."""
    return _payable(session, run, worker_ids, waiting_corrections(session, run.chosen))


def _payable(
    session: Session, run: PayRun, worker_ids: Collection[UUID], waiting: Mapping[UUID, Sequence[Waiting]]
) -> Payable:
    asked = of_run(session, run, worker_ids)
    elsewhere = paid_elsewhere(session, asked, pay_on=run.pay_on, but=run.id)
    return Payable(asked - elsewhere.keys(), waiting, elsewhere)


def draft_of(session: Session, run: PayRun, whom: Payable, worked: Collection[ApprovedMinutes]) -> RunMade:
    """Return a run made of approved time of those whom it may pay, and of all else that waits."""
    found = _Asked(run, None, whom.worker_ids, whom.waiting)
    made = _made(session, found, time_lines(session, worked, period_from=run.period_from))
    return RunMade(made.of, made.workers, made.other, made.corrections, {**made.left_out, **whom.elsewhere})


def held_by(
    session: Session, run: PayRun, worker_ids: Collection[UUID], held: Collection[ApprovedMinutes]
) -> RunMade:
    """Return an open run worked out anew of exactly what it holds."""
    found = _Asked(run, run.id, worker_ids, {})
    return _made(session, found, time_lines(session, held, period_from=run.period_from))


@dataclass(frozen=True, slots=True)
class _Asked:
    """Of whom a run is worked out: with ``held``, of what that run holds."""

    run: PayRun
    held: UUID | None
    worker_ids: Collection[UUID]
    waiting: Mapping[UUID, Sequence[Waiting]]

    @property
    def days(self) -> RunDays:
        """What other pay is asked by."""
        run = self.run
        return RunDays(
            run.period_from, run.period_until, run.pay_on, Frequency(run.frequency), pay_run_id=self.held
        )


@dataclass(frozen=True, slots=True)
class _Pay:
    """What one worker is paid for."""

    lines: Sequence[Line]
    other: Sequence[OtherPay]
    corrections: Sequence[Taken]
    wage_pence: int | None


def _made(session: Session, asked: _Asked, time: TimeLines) -> RunMade:
    left_out, run = time.left_out, asked.run
    ids = set(asked.worker_ids) - left_out.keys()
    lines = {worker_id: mine for worker_id, mine in time.of.items() if worker_id in ids}
    worked_pence = {worker_id: gross_pence(mine) for worker_id, mine in lines.items()}
    other = other_pay(session, ids, asked.days, worked_pence=worked_pence) if run.takes_time else {}
    corrections = _corrections(session, asked, worked_pence, other)
    paid = ids & (lines.keys() | other.keys() | corrections.keys())
    told = tax_of(session, paid, run.pay_on)
    left_out |= without_tax(told, paid, run.pay_on)
    workers = workers_of(session, paid - left_out.keys())
    known = particulars_of(
        session, workers.values(), told, run.pay_on, frequency=asked.days.frequency, until=run.period_until
    )
    wages = rates_of(session, lines.keys(), run.period_until - timedelta(days=1))
    of: dict[UUID, WorkedOut] = {}
    for worker_id, holds in known.items():
        pay = _Pay(
            lines.get(worker_id, ()),
            other.get(worker_id, ()),
            corrections.get(worker_id, ()),
            wages.get(worker_id),
        )
        try:
            of[worker_id] = _payslip(run, holds, pay)
        except Refusal as refusal:
            left_out[worker_id] = refusal.code
    return RunMade(of, workers, _only(other, of), _only(corrections, of), left_out)


def _only(found: Mapping[UUID, One], of: Mapping[UUID, WorkedOut]) -> dict[UUID, One]:
    return {worker_id: one for worker_id, one in found.items() if worker_id in of}


def _corrections(
    session: Session, asked: _Asked, worked_pence: Mapping[UUID, int], other: Others
) -> Mapping[UUID, Sequence[Taken]]:
    if asked.held is not None:
        return taken_by_run(session, asked.held)
    found: dict[UUID, Sequence[Taken]] = {}
    for worker_id, waiting in asked.waiting.items():
        beside_pence = sum(one.pence for one in other.get(worker_id, ()) if not one.is_expense)
        taken = take(waiting, worked_pence.get(worker_id, 0) + beside_pence)
        if taken and worker_id in asked.worker_ids:
            found[worker_id] = taken
    return found


def _payslip(run: PayRun, holds: Particulars, pay: _Pay) -> WorkedOut:
    """Return one payslip: time, other pay, what is missing to the minimum wage, and corrections."""
    found = list(pay.other)
    missing = _top_up(run, holds, pay)
    if missing is not None:
        found.append(missing)
    days = {"from_on": run.period_from, "until_on": run.period_until}
    found.extend(as_other_pay(one, **days) for one in pay.corrections)
    return work_out(pay.lines, other=found, particulars=holds, pay_on=run.pay_on)


def _top_up(run: PayRun, holds: Particulars, pay: _Pay) -> OtherPay | None:
    if not pay.lines:
        return None
    less = NOTHING_LESS
    if holds.pension is not None and holds.pension.scheme.arrangement is Arrangement.SALARY_SACRIFICE:
        before = work_out(pay.lines, other=pay.other, particulars=holds, pay_on=run.pay_on)
        less = Lessened(deducted_pence=before.sums.sacrificed_pence)
    facts = WageFacts(born_on=holds.born_on, basic_pence_per_hour=pay.wage_pence, less=less)
    return top_up(pay.lines, facts=facts, period_from=run.period_from, period_until=run.period_until)
