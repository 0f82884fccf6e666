"""The rows of each list, by the codes of its columns: from the rooms' own readings, which ask who reads."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from app.care.pattern_views import clock_words, last_on
from app.exports.names import people_named, workers_named
from app.exports.schemas import Asked
from app.search.finding import sort_key
from app.time.weeks import days_asked
from app.web.dates import LONDON
from app.web.language import current_language
from franchise_kit.care import queries as care
from franchise_kit.care.queries.sheets import VisitsWanted, list_person_records, list_visit_records
from franchise_kit.kernel.weekdays import days_in
from franchise_kit.people.queries.sheets import list_contract_records, list_worker_records
from franchise_kit.time.queries.sheets import HoursWanted, list_hours, list_time_records
from tenants import clock
from tenants.actor import Actor

# What can come in again at once (app.imports.reading), and one more to see that there are more.
MOST_ROWS: Final = 20_000
_HOUR: Final = 60
_DAY: Final = timedelta(days=1)
Row = Mapping[str, Any]


def workers(session: Session, by: Actor, _asked: Asked) -> Iterable[Row]:
    """Give who works here today, in the order of the list."""
    found = list_worker_records(session, by=by, on=clock.today())
    for one in sorted(found, key=lambda one: sort_key(f"{one.worker.family_name} {one.worker.given_name}")):
        kept = one.worker
        yield {
            "given_name": kept.given_name,
            "family_name": kept.family_name,
            "known_as": kept.known_as,
            "language": kept.language,
            "speaks": kept.speaks,
            "arrangement": kept.arrangement,
            "staff_category": kept.staff_category,
            "phone": one.phone,
            "email": one.email,
            "address": one.address,
            "emergency_contact": one.emergency_contact,
            "started_on": kept.started_on,
        }


def people(session: Session, by: Actor, _asked: Asked) -> Iterable[Row]:
    """Give who is supported today, in the order of the list."""
    found = list_person_records(session, by=by, on=clock.today())
    names = (
        "given_name", "family_name", "known_as", "language", "what_matters", "communication", "key_facts",
        "address", "getting_in", "place", "phone", "born_on", "started_on",
    )  # fmt: skip
    for one in sorted(found, key=lambda one: sort_key(f"{one.family_name} {one.given_name}")):
        yield {name: getattr(one, name) for name in names}


def contracts(session: Session, by: Actor, _asked: Asked) -> Iterable[Row]:
    """Give the contracts of who works here today, each worker's in order of days, with an hour's pay."""
    names = workers_named(session)
    for one in list_contract_records(session, by=by, on=clock.today()):
        hours, minutes = divmod(one.weekly_minutes, _HOUR)
        yield {
            "worker": names[one.worker_id],
            "kind": one.kind,
            "valid_from": one.valid_from,
            "weekly_hours": hours,
            "weekly_minutes": minutes,
            "rate": one.rate_pence,
            "job_title": one.job_title,
            "place": one.place,
        }


def patterns(session: Session, by: Actor, _asked: Asked) -> Iterable[Row]:
    """Give the visits that come back, of today and later."""
    names, is_welsh = people_named(session, by), current_language() == "cy"
    for one in care.list_patterns(session, by=by, on=clock.today()):
        yield {
            "person": names[one.person_supported_id],
            "visit_kind": one.kind_name_cy if is_welsh else one.kind_name_en,
            "weekdays": days_in(one.weekdays),
            "at": clock_words(one.starts_minute),
            "minutes": one.minutes,
            "valid_from": one.valid_from,
            "last_on": last_on(one.valid_until),
            "every_weeks": one.every_weeks,
            "carers": one.carers,
            "language": one.language,
            "skills": one.skills,
            "short_reason": one.short_reason,
            "window_minutes": one.window_minutes,
        }


def visits(session: Session, by: Actor, asked: Asked) -> Iterable[Row]:
    """Give the visits of some days as they are planned, without those that are cancelled.

    Without days: those of the present month so far.
    """
    wanted = VisitsWanted(*_span(asked), asked.get("worker_id"), asked.get("person_supported_id"))
    found = list_visit_records(session, wanted, by=by, most=MOST_ROWS + 1)
    kinds = {one.id: one for one in care.list_kinds(session, by=by)}
    people_called, workers_called = people_named(session, by), workers_named(session)
    is_welsh = current_language() == "cy"
    for one in found:
        begins = one.planned_from.astimezone(LONDON)
        kind = kinds.get(one.visit_kind_id) if one.visit_kind_id is not None else None
        yield {
            "person": people_called[one.person_supported_id],
            "day": begins.date(),
            "at": begins.time(),
            "visit_kind": (kind.name_cy if is_welsh else kind.name_en) if kind is not None else None,
            "minutes": one.minutes,
            "worker": workers_called[one.worker_id] if one.worker_id is not None else None,
            "short_reason": one.short_reason,
            "window_minutes": one.window_minutes,
            "carer": one.carer,
        }


def time_by_hand(session: Session, by: Actor, asked: Asked) -> Iterable[Row]:
    """Give the time of some days that was written down by hand: what visits made, visits make again."""
    names, worker_id = workers_named(session), asked.get("worker_id")
    for one in list_time_records(session, by=by, days=_span(asked), worker_id=worker_id, most=MOST_ROWS + 1):
        begins, ends = one.starts_at.astimezone(LONDON), one.ends_at.astimezone(LONDON)
        yield {
            "worker": names[one.worker_id],
            "kind": one.kind,
            "day": begins.date(),
            "begins": begins.time(),
            "ends": ends.time(),
            "reason": one.reason,
            "note": one.note,
        }


def hours(session: Session, by: Actor, asked: Asked) -> Iterable[Row]:
    """Give all time of some days, and how far each is on its way to pay."""
    return _hours(session, by, HoursWanted(*_span(asked), asked.get("worker_id")))


def waiting(session: Session, by: Actor, asked: Asked) -> Iterable[Row]:
    """Give all time that nobody has approved, of some days if they are named."""
    last = asked.get("until")
    until = last + _DAY if last is not None else None
    wanted = HoursWanted(asked.get("since"), until, asked.get("worker_id"), is_waiting=True)
    return _hours(session, by, wanted)


def _hours(session: Session, by: Actor, wanted: HoursWanted) -> Iterable[Row]:
    names = workers_named(session)
    for one in list_hours(session, wanted, by=by, most=MOST_ROWS + 1):
        begins, ends = one.starts_at.astimezone(LONDON), one.ends_at.astimezone(LONDON)
        yield {
            "worker": names.get(one.worker_id),
            "kind": one.kind,
            "day": begins.date(),
            "begins": begins.time(),
            "ends": ends.time(),
            "minutes": one.minutes,
            "state": one.state,
        }


def _span(asked: Asked) -> tuple[date, date]:
    return days_asked(asked.get("since"), asked.get("until"), today=clock.today())
