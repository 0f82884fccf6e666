"""A worker's leave in a leave year: what they have, how it was reached, and what is taken and asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.queries.of_worker import rota_minutes
from franchise_kit.kernel.days import london_day, london_span, month_after, month_begins
from franchise_kit.people.queries import list_contracts
from franchise_kit.people.queries.employment import ContractFacts, contracts_of
from franchise_kit.people.queries.facts import WorkerFacts, worker_of_id, workers_on
from franchise_kit.time.models import Absence, LeaveAdjustment, LeaveSettings, TimeEntry
from franchise_kit.time.queries.absence import reads_absences_of
from franchise_kit.time.rules import leave as rules
from franchise_kit.time.rules.absence import HOLIDAY, SICKNESS, overlap_days
from franchise_kit.time.rules.leave import Accrual, Entitled, LeaveYear, Stretch
from franchise_kit.time.rules.leave_days import (
    LeaveDays,
    Rota,
    Week,
    days_looked_at,
    leave_of_days,
    usual_week,
)
from tenants.actor import Actor
from tenants.refusal import NotFound

T = TypeVar("T")
_DAY: Final = timedelta(days=1)
_BEFORE: Final = timedelta(weeks=52)
# Rest is no work, and standby at home is none either; a night asleep at work is (SI 1998/1833, reg. 2).
_NOT_WORKED: Final = ("break", "standby")


@dataclass(frozen=True, slots=True)
class LeaveRules:
    """With which month the leave year begins; hundredths of weeks of leave; ``version`` 0: never said.

    ``is_rolled_up``: who has no guaranteed hours is paid for holidays with each pay, and not when away.
    """

    begins_month: int
    weeks_hundredths: int
    version: int
    is_rolled_up: bool = False


@dataclass(frozen=True, slots=True)
class AdjustmentFacts:
    """Minutes that were put on somebody's leave, or taken off."""

    on_day: date
    minutes: int
    reason: str


@dataclass(frozen=True, slots=True)
class LeaveBalance:
    """A worker's leave in a leave year, in whole minutes, as of a day, with each step of how it was reached.

    ``most_minutes`` is the limit of 28 average days for hours that are not guaranteed. A holiday belongs to
    the leave year in which it begins.
    """

    worker_id: UUID
    year: LeaveYear
    weeks_hundredths: int
    stretches: tuple[Stretch, ...]
    guaranteed: Entitled
    accruals: tuple[Accrual, ...]
    most_minutes: int | None
    accrued_minutes: int
    adjustments: tuple[AdjustmentFacts, ...]
    agreed_minutes: int
    asked_minutes: int

    @property
    def adjusted_minutes(self) -> int:
        """What was put on, less what was taken off."""
        return sum(one.minutes for one in self.adjustments)

    @property
    def whole_minutes(self) -> int:
        """All leave of the year, as far as it is known."""
        return self.guaranteed.whole_minutes + self.accrued_minutes + self.adjusted_minutes

    @property
    def may_be_taken_minutes(self) -> int:
        """What there is by the day: in a first year it comes by the month."""
        return self.guaranteed.accrued_minutes + self.accrued_minutes + self.adjusted_minutes

    @property
    def left_minutes(self) -> int:
        """What is left of it; below nought where more was agreed."""
        return self.may_be_taken_minutes - self.agreed_minutes


def get_leave_rules(session: Session) -> LeaveRules:
    """Return what the co-op said of its leave year, or what holds without. Anybody here may know it."""
    row = session.get(LeaveSettings, 1)
    if row is None:
        return LeaveRules(rules.USUAL_MONTH, rules.LEGAL_WEEKS, 0)
    return LeaveRules(row.begins_month, row.weeks_hundredths, row.version, row.is_rolled_up)


def get_leave_balance(session: Session, worker_id: UUID, *, by: Actor, on: date, of: date) -> LeaveBalance:
    """Return a worker's leave as of ``on`` in the leave year of the day ``of``; or raise ``NotFound``.

    For the worker, and for those who decide.
    """
    worker = worker_of_id(session, worker_id)
    if worker is None or not reads_absences_of(worker.person_id, by=by):
        raise NotFound(record_kind="worker")
    said = get_leave_rules(session)
    year = rules.leave_year_of(of, said.begins_month)
    contracts = {worker_id: list_contracts(session, worker_id, by=by)}
    return _balance(worker, said, year, _known(session, [worker], contracts, year, on), on)


def list_leave_balances(session: Session, *, by: Actor, on: date) -> list[tuple[WorkerFacts, LeaveBalance]]:
    """Return who works here on a day with their leave as of it, in its leave year, by family name.

    For those who decide; all are read together.
    """
    if not within(by, Permission.TIMESHEET_APPROVE).is_whole:
        raise NotFound(record_kind="worker")
    said = get_leave_rules(session)
    year = rules.leave_year_of(on, said.begins_month)
    workers = workers_on(session, on)
    contracts = contracts_of(session, [one.id for one in workers])
    known = _known(session, workers, contracts, year, on)
    return [(one, _balance(one, said, year, known, on)) for one in workers]


def left_on_leaving(session: Session, worker: WorkerFacts, *, last_on: date) -> int:
    """Return the minutes of leave that a leaver has not taken by their last day; below nought: too many.

    It asks nobody: the room that calls has asked already. Holidays after the last day are not taken.
    """
    leaving = replace(worker, ended_on=last_on)
    said = get_leave_rules(session)
    year = rules.leave_year_of(last_on, said.begins_month)
    known = _known(session, [leaving], contracts_of(session, [worker.id]), year, last_on + _DAY)
    taken = _taken(session, [worker.id], LeaveYear(year.first, last_on)).get(worker.id, {})
    balance = _balance(leaving, said, year, known, last_on + _DAY)
    return balance.may_be_taken_minutes - taken.get("agreed", 0)


@dataclass(frozen=True, slots=True)
class _Known:
    """What leave is worked out from, by worker: contracts in the year, and minutes, days and absences."""

    contracts: Mapping[UUID, list[tuple[bool, Stretch]]]
    worked: Mapping[UUID, list[tuple[date, int]]]
    absent: Mapping[UUID, list[tuple[date, date | None]]]
    taken: Mapping[UUID, dict[str, int]]
    adjustments: Mapping[UUID, list[AdjustmentFacts]]


def _known(
    session: Session,
    workers: Sequence[WorkerFacts],
    contracts: Mapping[UUID, Sequence[ContractFacts]],
    year: LeaveYear,
    on: date,
) -> _Known:
    in_year = {one.id: _in_year(contracts[one.id], one, year) for one in workers}
    # Of guaranteed hours the contract says it all.
    irregular = [
        worker_id for worker_id, found in in_year.items() if any(not is_sure for is_sure, _one in found)
    ]
    since, until = year.first - _BEFORE, year.last + _DAY
    return _Known(
        contracts=in_year,
        worked=_worked(session, irregular, since, min(on, until)),
        absent=_on_leave(session, irregular, since, until),
        taken=_taken(session, list(in_year), year),
        adjustments=_adjustments(session, list(in_year), year),
    )


def _balance(worker: WorkerFacts, said: LeaveRules, year: LeaveYear, known: _Known, on: date) -> LeaveBalance:
    contracts = known.contracts[worker.id]
    stretches = tuple(one for is_guaranteed, one in contracts if is_guaranteed)
    irregular = [(one.first, one.last) for is_guaranteed, one in contracts if not is_guaranteed]
    guaranteed = rules.entitled(
        stretches, year, weeks_hundredths=said.weeks_hundredths, started_on=worker.started_on, on=on
    )
    accruals, most = _accrued(worker, known, irregular, on)
    taken = known.taken.get(worker.id, {})
    return LeaveBalance(
        worker_id=worker.id,
        year=year,
        weeks_hundredths=said.weeks_hundredths,
        stretches=stretches,
        guaranteed=guaranteed,
        accruals=accruals,
        most_minutes=most,
        accrued_minutes=rules.capped(accruals, most),
        adjustments=tuple(known.adjustments.get(worker.id, ())),
        agreed_minutes=taken.get("agreed", 0),
        asked_minutes=taken.get("asked", 0),
    )


def suggest_leave(
    session: Session, worker_id: UUID, first: date, last: date, *, by: Actor, today: date
) -> LeaveDays:
    """Return how many minutes of leave some days take, the last included; or raise ``NotFound``."""
    worker = worker_of_id(session, worker_id)
    if worker is None or not reads_absences_of(worker.person_id, by=by):
        raise NotFound(record_kind="worker")
    rota, weekly = _worked_by(session, worker_id, first, last, today=today)
    return leave_of_days(rota, weekly, first, last, today=today)


def usual_week_of(session: Session, worker_id: UUID, first: date, last: date, *, today: date) -> Week:
    """Return the week that a worker usually works, for leave of some days. Who calls has asked already."""
    rota, weekly = _worked_by(session, worker_id, first, last, today=today)
    most = max(weekly.values(), default=0)
    return usual_week(rota, first, last, today=today, guaranteed_minutes=most)


def _worked_by(
    session: Session, worker_id: UUID, first: date, last: date, *, today: date
) -> tuple[Rota, dict[date, int]]:
    """Return what says how somebody works on some days: their visits, and guaranteed minutes by day."""
    from_, until = days_looked_at(first, last, today=today)
    rota = Rota(*rota_minutes(session, worker_id, from_=from_, until=until))
    return rota, _guaranteed(contracts_of(session, [worker_id])[worker_id], first, last)


def _guaranteed(contracts: Sequence[ContractFacts], first: date, last: date) -> dict[date, int]:
    """Return the guaranteed minutes of a week for each day on which there are any."""
    days = [first + ahead * _DAY for ahead in range((last - first).days + 1)]
    held = {day: next((one.weekly_minutes for one in contracts if _holds(one, day)), 0) for day in days}
    return {day: minutes for day, minutes in held.items() if minutes}


def _holds(contract: ContractFacts, day: date) -> bool:
    return (
        contract.kind == "guaranteed_hours"
        and contract.valid_from <= day
        and (contract.valid_until is None or day < contract.valid_until)
    )


def _in_year(
    contracts: Sequence[ContractFacts], worker: WorkerFacts, year: LeaveYear
) -> list[tuple[bool, Stretch]]:
    """Return what of each contract lies in a leave year, in order, and whether it guarantees hours."""
    found = []
    for one in sorted(contracts, key=lambda contract: contract.valid_from):
        first = max(year.first, one.valid_from, worker.started_on)
        ends = [year.last] + [day for day in (worker.ended_on,) if day is not None]
        if one.valid_until is not None:
            ends.append(one.valid_until - _DAY)
        if first <= min(ends):
            stretch = Stretch(one.weekly_minutes, first, min(ends))
            found.append((one.kind == "guaranteed_hours", stretch))
    return found


def _accrued(
    worker: WorkerFacts, known: _Known, irregular: Sequence[tuple[date, date]], on: date
) -> tuple[tuple[Accrual, ...], int | None]:
    """Return what each month that is over gave, and the most of the year."""
    months = [span for first, last in irregular for span in _months(first, last) if span[1] < on]
    if not months:
        return (), None
    worked, absent = known.worked.get(worker.id, []), known.absent.get(worker.id, [])
    accruals = tuple(
        rules.accrual(
            first,
            sum(minutes for day, minutes in worked if first <= day <= last),
            _average(worker, worked, absent, first, last),
        )
        for first, last in months
    )
    counted = [(day, minutes) for day, minutes in worked if any(a <= day <= b for a, b in months)]
    most = rules.most_minutes(sum(minutes for _day, minutes in counted), len({day for day, _m in counted}))
    return accruals, most


def _average(
    worker: WorkerFacts,
    worked: Sequence[tuple[date, int]],
    absent: Sequence[tuple[date, date | None]],
    first: date,
    last: date,
) -> int:
    """Return what the days of sickness and family leave in a month count as, by the 52 weeks before each."""
    total = 0
    for begins, ends in absent:
        days = overlap_days(begins, ends, first, last + _DAY)
        if not days:
            continue
        since = max(begins - _BEFORE, worker.started_on)
        before = sum(minutes for day, minutes in worked if since <= day < begins)
        away = sum(overlap_days(one, other, since, begins) for one, other in absent)
        total += rules.average_minutes(before, (begins - since).days - away, days)
    return total


def _months(first: date, last: date) -> list[tuple[date, date]]:
    """Return the calendar months of some days, cut to them: a month is the pay period."""
    found, begins = [], first
    while begins <= last:
        after = month_after(month_begins(begins))
        found.append((begins, min(last, after - _DAY)))
        begins = after
    return found


def _worked(
    session: Session, worker_ids: Sequence[UUID], from_: date, until: date
) -> dict[UUID, list[tuple[date, int]]]:
    """Return the approved minutes of London days, ``until`` exclusive, by worker."""
    if not worker_ids:
        return {}
    begins, ends = london_span(from_, until)
    rows = session.execute(
        select(TimeEntry.worker_id, TimeEntry.starts_at, TimeEntry.minutes).where(
            TimeEntry.worker_id.in_(worker_ids),
            TimeEntry.state != "recorded",
            TimeEntry.kind.not_in(_NOT_WORKED),
            TimeEntry.starts_at >= begins,
            TimeEntry.starts_at < ends,
        )
    )
    return _by_worker((worker_id, (london_day(starts_at), minutes)) for worker_id, starts_at, minutes in rows)


def _on_leave(
    session: Session, worker_ids: Sequence[UUID], from_: date, until: date
) -> dict[UUID, list[tuple[date, date | None]]]:
    if not worker_ids:
        return {}
    rows = session.execute(
        select(Absence.worker_id, Absence.from_on, Absence.last_on).where(
            Absence.worker_id.in_(worker_ids),
            ((Absence.kind == SICKNESS) & Absence.state.in_(("asked", "agreed")))
            | ((Absence.kind == "family") & (Absence.state == "agreed")),
            Absence.from_on < until,
            Absence.last_on.is_(None) | (Absence.last_on >= from_),
        )
    )
    return _by_worker((worker_id, (first, last)) for worker_id, first, last in rows)


def _taken(session: Session, worker_ids: Sequence[UUID], year: LeaveYear) -> dict[UUID, dict[str, int]]:
    rows = session.execute(
        select(Absence.worker_id, Absence.state, Absence.leave_minutes).where(
            Absence.worker_id.in_(worker_ids),
            Absence.kind == HOLIDAY,
            Absence.from_on >= year.first,
            Absence.from_on <= year.last,
        )
    )
    found: dict[UUID, dict[str, int]] = {}
    for worker_id, state, minutes in rows:
        of_one = found.setdefault(worker_id, {})
        of_one[state] = of_one.get(state, 0) + minutes
    return found


def _adjustments(
    session: Session, worker_ids: Sequence[UUID], year: LeaveYear
) -> dict[UUID, list[AdjustmentFacts]]:
    rows = session.execute(
        select(
            LeaveAdjustment.worker_id, LeaveAdjustment.on_day, LeaveAdjustment.minutes, LeaveAdjustment.reason
        )
        .where(
            LeaveAdjustment.worker_id.in_(worker_ids),
            LeaveAdjustment.on_day >= year.first,
            LeaveAdjustment.on_day <= year.last,
        )
        .order_by(LeaveAdjustment.on_day, LeaveAdjustment.entered_at)
    )
    return _by_worker(
        (worker_id, AdjustmentFacts(on_day, minutes, reason)) for worker_id, on_day, minutes, reason in rows
    )


def _by_worker(pairs: Iterable[tuple[UUID, T]]) -> dict[UUID, list[T]]:
    found: dict[UUID, list[T]] = {}
    for worker_id, fact in pairs:
        found.setdefault(worker_id, []).append(fact)
    return found
