"""Rows about people supported, visits that come back and visits, as the room of care takes them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from app.care.pattern_views import pattern_of
from app.imports.rows import Kind, Loaded, one_by_one
from franchise_kit.care.actions import NewPattern, make_pattern
from franchise_kit.care.actions.importing import import_visits
from franchise_kit.care.actions.importing_people import SheetPerson, import_people, weigh_people
from franchise_kit.care.actions.weighing import SheetVisit, Weighing, present_workers
from franchise_kit.care.queries.importing import SheetPattern, weigh_patterns
from franchise_kit.care.queries.rota import AwayDays
from franchise_kit.kernel.days import london_day, london_instant
from franchise_kit.kernel.sheets import Verdict
from franchise_kit.time.queries.absence import away_on
from tenants.actor import Actor
from tenants.office import Coop
from tenants.transaction import reading

DAY: Final = timedelta(days=1)
_OF_A_PERSON: Final = (
    "known_as", "language", "what_matters", "communication", "key_facts", "address", "getting_in", "place",
    "phone", "born_on",
)  # fmt: skip
_OF_A_VISIT: Final = ("worker_id", "visit_kind_id", "window_minutes", "short_reason")


# What a form calls otherwise than the room does.
_OF_A_PATTERN: Final = {"at": "starts_minute", "last_on": "valid_until"}


def _person(loaded: Loaded) -> SheetPerson:
    answers = loaded.answers
    said, usual = loaded.parted(*_OF_A_PERSON)
    return SheetPerson(answers["given_name"], answers["family_name"], answers["started_on"], said, usual)


def _visit(loaded: Loaded) -> SheetVisit:
    answers = loaded.answers
    said, usual = loaded.parted(*_OF_A_VISIT)
    begins = london_instant(answers["day"], answers["at"])
    said["planned_until"] = begins + timedelta(minutes=answers["minutes"])
    return SheetVisit(answers["person_supported_id"], begins, answers["carer"], said, usual)


def _pattern(loaded: Loaded) -> SheetPattern:
    pattern = pattern_of(dict(loaded.answers), loaded.answers["person_supported_id"])
    said = frozenset(_OF_A_PATTERN.get(name, name) for name in loaded.said)
    return SheetPattern(asdict(pattern) | {"skills": list(pattern.skills)}, said)


def _weigh_patterns(
    session: Session, rows: Sequence[SheetPattern], by: Actor, _now: datetime
) -> Sequence[Verdict]:
    return weigh_patterns(session, rows, by=by)


def _make_pattern(coop: Coop, row: SheetPattern, by: Actor, now: datetime) -> None:
    make_pattern(coop=coop, pattern=NewPattern(**row.fields), by=by, now=now)


def _weigh_visits(session: Session, rows: Sequence[SheetVisit], by: Actor, now: datetime) -> list[Verdict]:
    return Weighing(session, rows, by=by, now=now, away=_away(session, rows)).verdicts()


def _keep_visits(coop: Coop, rows: Sequence[SheetVisit], by: Actor, now: datetime) -> Sequence[Verdict]:
    with reading(coop) as session:
        away = _away(session, rows)
    return import_visits(coop=coop, rows=rows, by=by, now=now, away=away)


def _away(session: Session, rows: Sequence[SheetVisit]) -> AwayDays:
    """Return which of the workers are away on which of the days: absence lies above the room of care."""
    pairs = {
        (row.said["worker_id"], london_day(row.planned_from)) for row in rows if row.said.get("worker_id")
    }
    pairs |= {
        (worker_id, london_day(begins))
        for (_person_id, begins, _carer), worker_id in present_workers(session, rows).items()
    }
    if not pairs:
        return ()
    days = [day for _worker_id, day in pairs]
    spans = away_on(session, min(days), max(days) + DAY)
    return {
        (worker_id, day)
        for worker_id, day in pairs
        if any(span.covers(day) for span in spans.get(worker_id, ()))
    }


PEOPLE: Final = Kind(
    row_of=_person,
    key_of=lambda row: row.key,
    weigh=lambda session, rows, by, _now: weigh_people(session, rows, by=by),
    keep=lambda coop, rows, by, now: import_people(coop=coop, rows=rows, by=by, now=now),
)
PATTERNS: Final = Kind(
    row_of=_pattern,
    key_of=lambda row: row.key,
    weigh=_weigh_patterns,
    keep=one_by_one(_weigh_patterns, _make_pattern),
)
VISITS: Final = Kind(
    row_of=_visit, key_of=lambda row: row.key, weigh=_weigh_visits, keep=_keep_visits, at_once=2_500
)
