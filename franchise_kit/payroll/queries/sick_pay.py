"""Statutory sick pay that a run owes: spells from what was told, each by its own average. It asks nobody."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.payroll.queries.earnings import Earned, average_before, earned_by
from franchise_kit.payroll.queries.held_days import Asked
from franchise_kit.payroll.queries.qualifying_days import agreed_days
from franchise_kit.payroll.rules.other_pay import SICK, OtherPay
from franchise_kit.payroll.rules.qualifying_days import AgreedDays
from franchise_kit.payroll.rules.sick_sums import (
    Sickness,
    SpellOfWorker,
    WithoutSickPay,
    sick_sums,
    without,
)
from franchise_kit.payroll.rules.ssp import Absence, spells
from franchise_kit.people.queries.agreed_hours import AgreedHours, agreed_hours
from franchise_kit.people.queries.facts import WorkerFacts
from franchise_kit.time.queries.absence import AwayFacts, list_away
from franchise_kit.time.rules.absence import HOLIDAY, SICKNESS, SickDays
from franchise_kit.time.rules.absence import spells as together

# Before it there are no figures here; a spell that began earlier is worked out by hand.
_KNOWN_FROM: Final = date(2025, 4, 6)
_LINKED_BACK: Final = timedelta(days=3 * 366)
# Eight weeks before the last pay day before a spell, of those who are paid by the month.
_EARNED_BACK: Final = timedelta(days=190)
_DAY: Final = timedelta(days=1)

Spans = Mapping[UUID, Sequence[tuple[date, date]]]


def sick_pay(
    session: Session, asked: Asked, *, at_home: Spans, rolled_up: Collection[UUID]
) -> dict[UUID, tuple[OtherPay, ...]]:
    """Return the sick pay of a run by worker, in six readings; who is owed none is left out.

    ``at_home`` are days, the second of a pair exclusive, of maternity or adoption pay: no sick pay is due.
    Neither is it for days of a paid holiday; of those whose holiday pay is rolled up none is paid.
    """
    spans = {"from_": asked.since, "until": asked.days.until}
    now = list_away(session, asked.worker_ids, (SICKNESS,), **spans)
    if not now:
        return {}
    holidays = list_away(session, now.keys() - set(rolled_up), (HOLIDAY,), **spans)
    found = {}
    for worker_id, held in _held(session, asked, now.keys()).items():
        paid_away = [*at_home.get(worker_id, ()), *_paid(holidays.get(worker_id, ()))]
        is_asked = partial(_is_asked, asked, worker_id, paid_away)
        found[worker_id] = sick_sums(held, is_asked=is_asked, period_from=asked.days.from_)
    return {worker_id: sums for worker_id, sums in found.items() if sums}


def without_sick_pay(session: Session, asked: Asked, *, at_home: Spans) -> dict[UUID, list[WithoutSickPay]]:
    """Return who is ill on some days without sick pay, of each spell since when and why; ``at_home`` aside.

    In five readings.
    """
    spans = {"from_": asked.days.from_, "until": asked.days.until}
    ill = list_away(session, asked.worker_ids, (SICKNESS,), **spans)
    if not ill:
        return {}
    found = {
        worker_id: list(without(held, is_asked=partial(_is_of_run, asked, at_home.get(worker_id, ()))))
        for worker_id, held in _held(session, asked, ill.keys()).items()
    }
    return {worker_id: spans for worker_id, spans in found.items() if spans}


def _is_of_run(asked: Asked, at_home: Collection[tuple[date, date]], day: date) -> bool:
    is_at_home = any(first <= day < until for first, until in at_home)
    return asked.days.from_ <= day < asked.days.until and not is_at_home


def _held(session: Session, asked: Asked, ill: Collection[UUID]) -> dict[UUID, list[SpellOfWorker]]:
    """Return the spells of who is ill, as far back as they may be linked."""
    since = max(_KNOWN_FROM, asked.since - _LINKED_BACK)
    told = list_away(session, ill, (SICKNESS,), from_=since, until=asked.days.until)
    known = _Known(
        earned=earned_by(session, ill, since=since - _EARNED_BACK),
        contracts=agreed_hours(session, ill),
        qualifying=agreed_days(session, ill),
    )
    return {
        worker_id: _spells(asked.workers[worker_id], absences, known, until=asked.days.until)
        for worker_id, absences in told.items()
    }


@dataclass(frozen=True, slots=True)
class _Known:
    earned: Mapping[UUID, Sequence[Earned]]
    contracts: Mapping[UUID, Sequence[AgreedHours]]
    qualifying: Mapping[UUID, AgreedDays]


def _is_asked(asked: Asked, worker_id: UUID, paid_away: Collection[tuple[date, date]], day: date) -> bool:
    is_paid = any(first <= day < until for first, until in paid_away)
    return not is_paid and asked.pays(worker_id, SICK, day)


def _paid(holidays: Iterable[AwayFacts]) -> Iterator[tuple[date, date]]:
    """Give the days of holidays that are paid: what the contract pays for a day is in place of sick pay."""
    for one in holidays:
        for day in one.leave_by_day():
            yield day, day + _DAY


def _spells(
    worker: WorkerFacts, absences: Sequence[AwayFacts], known: _Known, *, until: date
) -> list[SpellOfWorker]:
    told = list(_told(worker, absences, until=until))
    # Days that were told twice are sick once.
    merged = together(SickDays(one.days.first_on, one.days.last_on) for one in told)
    found = []
    for spell in spells(Absence(one.first, one.last or one.first) for one in merged):
        average = average_before(
            known.earned.get(worker.id, ()),
            known.contracts.get(worker.id, ()),
            by=spell.absences[0].first_on - _DAY,
            started_on=worker.started_on,
        )
        found.append(SpellOfWorker(spell, average, tuple(told), known.qualifying[worker.id]))
    return found


def _told(worker: WorkerFacts, absences: Sequence[AwayFacts], *, until: date) -> Iterator[Sickness]:
    """Return what was told, open sickness up to the run's end, cut to the days of employment."""
    for one in absences:
        first_on = max(one.from_on, worker.started_on, _KNOWN_FROM)
        last_on = one.last_on if one.last_on is not None else max(one.from_on, until - _DAY)
        if worker.ended_on is not None:
            last_on = min(last_on, worker.ended_on)
        if first_on <= last_on:
            yield Sickness(one.id, Absence(first_on, last_on))
