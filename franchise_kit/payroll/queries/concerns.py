"""What to look at before a run is paid, the worst first, for whoever prepares or approves it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.kernel.days import london_day
from franchise_kit.payroll.models import Payslip, PayslipOther
from franchise_kit.payroll.queries.absence_concerns import of_absence
from franchise_kit.payroll.queries.leaving_concerns import of_last_days
from franchise_kit.payroll.queries.payable import drafted_lines
from franchise_kit.payroll.queries.reaching import may_read_pay
from franchise_kit.payroll.queries.runs import LeftOut, RunFacts, find_last_run, list_left_out
from franchise_kit.payroll.queries.stored import drafted_others
from franchise_kit.payroll.rules import concerns as rules
from franchise_kit.payroll.rules.comparing import Reason, differences
from franchise_kit.payroll.rules.living_wage import LivingWage, gap, living_wages
from franchise_kit.payroll.rules.minimum_wage import Lessened, Measured, NoMinimumWageKnown
from franchise_kit.payroll.rules.other_pay import TOP_UP
from franchise_kit.payroll.rules.payslip import Line
from franchise_kit.payroll.rules.rates import NoFiguresForTaxYear
from franchise_kit.payroll.rules.runs import tax_months_between
from franchise_kit.payroll.rules.top_up import WageFacts, tested
from franchise_kit.people.queries.deductions import payee_facts
from franchise_kit.people.queries.facts import names_of, rates_of, tax_of
from franchise_kit.people.queries.particulars_kept import Kept, particulars_kept
from tenants.actor import Actor

Lines = Mapping[UUID, Sequence[Line]]


@dataclass(frozen=True, slots=True)
class Concern:
    """Something of one worker's pay to look at; ``reasons`` say why it differs from last time."""

    worker_id: UUID
    worker_name: str = field(repr=False)
    found: rules.Found
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthsConcern:
    """Tax months without pay between this run and the last, of which none can be paid afterwards."""

    months: int
    last_pay_on: date


@dataclass(frozen=True, slots=True)
class RestConcern:
    """Nights asleep or standby that are paid by the hour of work, for want of a rate of their own."""

    kind: str
    worker_names: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class LivingGap:
    """How many are paid less than the Real Living Wage, and what is missing in all, in whole pence."""

    wage: LivingWage
    workers: int
    short_pence: int
    announced: LivingWage | None


@dataclass(frozen=True, slots=True)
class Concerns:
    """All that should be looked at, the worst first; ``living`` is to know, and nothing to put right."""

    of_workers: tuple[Concern, ...] = ()
    months: MonthsConcern | None = None
    rests: tuple[RestConcern, ...] = ()
    living: LivingGap | None = None

    def __bool__(self) -> bool:
        """Say whether there is anything to look at."""
        return bool(self.of_workers or self.months or self.rests)


def list_concerns(
    session: Session, run: RunFacts, *, by: Actor, left_out: Iterable[LeftOut] | None = None
) -> Concerns:
    """Return what to look at in a run; of anybody's pay only for whoever may read it.

    ``left_out`` is what ``list_left_out`` says, where it was asked already.
    """
    last = find_last_run(session, run, by=by)
    between = tax_months_between(last.pay_on, run.pay_on) if last is not None else 0
    months = MonthsConcern(between, last.pay_on) if last is not None and between else None
    if not may_read_pay(by):
        return Concerns(months=months)
    lines = drafted_lines(session, run.id)
    before = drafted_lines(session, last.id) if last is not None else {}
    looked = _looked(session, run, lines)
    found = [(one.worker_id, thing) for one in looked for thing in _of_one(one, run)]
    left = list_left_out(session, run.id, by=by) if left_out is None else left_out
    found += [(one.worker_id, rules.Found("no_tax")) for one in left if one.reason == "no_tax"]
    found += of_absence(session, run.id) if run.is_open else []
    found += of_last_days(session, run.id)
    differing = differences(
        lines,
        before,
        other_now=drafted_others(session, run.id),
        other_before=drafted_others(session, last.id) if last is not None else {},
    )
    far = [(one, thing) for one in differing for thing in rules.of_difference(one)]
    names = names_of(session, {one.worker_id for one in looked} | {worker_id for worker_id, _thing in found})
    concerns = [Concern(worker_id, names[worker_id], thing) for worker_id, thing in found]
    concerns += [Concern(one.worker_id, names[one.worker_id], thing, one.reasons) for one, thing in far]
    return Concerns(tuple(_worst_first(concerns)), months, _of_rests(lines, names), _living(looked, run))


def _worst_first(found: Iterable[Concern]) -> list[Concern]:
    return sorted(
        found,
        key=lambda one: (
            rules.WORST_FIRST.index(one.found.code),
            -one.found.weight,
            one.worker_name,
            one.worker_id,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Looked:
    """One payslip with all that is known of its worker."""

    worker_id: UUID
    paid: rules.Paid
    known: rules.Known
    lines: Sequence[Line]
    measured: Measured | None
    added_pence: int


def _of_one(one: _Looked, run: RunFacts) -> Iterator[rules.Found]:
    yield from rules.of_pay(one.paid)
    yield from rules.of_particulars(one.known, paid=one.paid, pay_on=run.pay_on)
    if one.measured is not None:
        yield from rules.of_wage(one.measured, added_pence=one.added_pence)
    yield from rules.of_late_hours(one.lines, born_on=one.known.born_on, period_from=run.period_from)


def _looked(session: Session, run: RunFacts, lines: Lines) -> list[_Looked]:
    # Columns and no whole rows: how a payslip was worked out is long, and nothing here goes by it.
    rows = session.execute(
        select(
            Payslip.worker_id,
            Payslip.gross_pence,
            Payslip.tax_pence,
            Payslip.net_pence,
            Payslip.expenses_pence,
            Payslip.sacrificed_pence,
            Payslip.ni_category,
        ).where(Payslip.pay_run_id == run.id)
    ).all()
    ids = {row.worker_id for row in rows}
    kept, facts = particulars_kept(session, ids), payee_facts(session, ids, run.pay_on)
    told, added = tax_of(session, ids, run.pay_on), _added(session, run.id)
    basic = rates_of(session, ids, run.period_until - timedelta(days=1))
    return [
        _Looked(
            worker_id=row.worker_id,
            paid=rules.Paid(row.gross_pence, row.tax_pence, row.net_pence - row.expenses_pence),
            known=rules.Known(
                account=_account(kept[row.worker_id]),
                born_on=facts[row.worker_id].born_on,
                has_number=kept[row.worker_id].has_number,
                told_letter=told[row.worker_id].ni_category if row.worker_id in told else row.ni_category,
                letter=row.ni_category,
            ),
            lines=lines.get(row.worker_id, ()),
            measured=_measured(
                lines.get(row.worker_id, ()),
                WageFacts(
                    facts[row.worker_id].born_on,
                    basic.get(row.worker_id),
                    Lessened(deducted_pence=row.sacrificed_pence),
                ),
                run,
            ),
            added_pence=added.get(row.worker_id, 0),
        )
        for row in rows
    ]


def _measured(lines: Sequence[Line], facts: WageFacts, run: RunFacts) -> Measured | None:
    """Return the test of the minimum wage, or ``None`` where there is no figure."""
    try:
        return tested(lines, facts=facts, period_from=run.period_from)
    except (NoMinimumWageKnown, NoFiguresForTaxYear):
        return None


def _account(kept: Kept) -> rules.Account:
    since_on = london_day(kept.account_since) if kept.account_since is not None else None
    return rules.Account(since_on, kept.is_first_account, kept.is_account_changing)


def _added(session: Session, pay_run_id: UUID) -> dict[UUID, int]:
    """Return what a run's payslips add up to the minimum wage, by worker."""
    wanted = (
        select(Payslip.worker_id, func.sum(PayslipOther.pence))
        .join(PayslipOther, PayslipOther.payslip_id == Payslip.id)
        .where(Payslip.pay_run_id == pay_run_id, PayslipOther.kind == TOP_UP)
        .group_by(Payslip.worker_id)
    )
    return {worker_id: int(pence) for worker_id, pence in session.execute(wanted)}


def _living(looked: Iterable[_Looked], run: RunFacts) -> LivingGap | None:
    """Return how far the run is from the Real Living Wage, with what was added counted as pay."""
    try:
        known = living_wages(run.period_from)
    except NoFiguresForTaxYear:
        return None
    found: LivingGap | None = None
    for one in looked:
        if one.measured is None or not one.measured.minutes:
            continue
        pay_pence = one.measured.counted_pence + one.added_pence
        short = gap(known, minutes=one.measured.minutes, pay_pence=pay_pence, on=run.period_from)
        # Each line is paid to the nearest penny, which is no rate below the wage.
        if short is None or short.short_pence <= len(one.lines):
            continue
        so_far = found or LivingGap(short.wage, 0, 0, short.announced)
        found = replace(
            so_far, workers=so_far.workers + 1, short_pence=so_far.short_pence + short.short_pence
        )
    return found


def _of_rests(lines: Lines, names: Mapping[UUID, str]) -> tuple[RestConcern, ...]:
    kinds: dict[str, set[UUID]] = {}
    for worker_id, mine in lines.items():
        for kind in rules.rest_without_rate(mine):
            kinds.setdefault(kind, set()).add(worker_id)
    return tuple(
        RestConcern(kind, tuple(sorted(names[one] for one in whose))) for kind, whose in sorted(kinds.items())
    )
