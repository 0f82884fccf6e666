# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demo's rooms are alive: plans, patterns, drafts, who is away; loaded twice, it is made once."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from app.demo.life import absences_of, kinds_of, life_of
from app.demo.people import coops, people_of
from app.demo.staff import people_supported_of, staff_of
from app.demo.weeks import visits_of
from franchise_kit.care.actions.seeding import carry_on_care, seed_care
from franchise_kit.care.actions.seeding_life import seed_life
from franchise_kit.care.models import (
    CarePlan,
    Concern,
    KindTask,
    OutcomeReading,
    Visit,
    VisitKind,
    VisitPattern,
)
from franchise_kit.care.rules.people import normal_place
from franchise_kit.people.actions.seeding import seed_workers
from franchise_kit.time.actions.seeding_absence import seed_absences
from franchise_kit.time.models import Absence
from tenants.credentials import InstallationKey
from tenants.office import Coop
from tenants.transaction import reading

NOW = datetime(2026, 11, 22, 13, tzinfo=UTC)
LATER = NOW + timedelta(days=9)
DEMO = next(one for one in coops() if one.slug == "hafren-ganol")
STAFFED = staff_of(DEMO, people_of(DEMO, InstallationKey(b"k" * 32)))
PEOPLE = people_supported_of(DEMO)
VISITS = list(visits_of(DEMO, STAFFED, PEOPLE, now=NOW))
TABLES = (VisitKind, KindTask, VisitPattern, CarePlan, OutcomeReading, Concern, Absence, Visit)


def load(coop: Coop) -> list[bool]:
    """Load a co-op's weeks and life; return what was done."""
    kinds = kinds_of(DEMO, PEOPLE, VISITS, NOW)
    life = life_of(DEMO, STAFFED, PEOPLE, VISITS, NOW)
    away = absences_of(DEMO, STAFFED, VISITS, NOW, uuid4())
    return [
        seed_care(coop=coop, people=PEOPLE, visits=VISITS, now=NOW, kinds=kinds),
        seed_life(coop=coop, life=life, now=NOW),
        seed_absences(coop=coop, absences=away),
    ]


def counts_of(coop: Coop) -> dict[str, int]:
    with reading(coop) as session:
        return {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
            for table in TABLES
        }


@pytest.fixture
def alive(aber: Coop) -> Coop:
    """A co-op with the demo's people, weeks and life."""
    seed_workers(coop=aber, workers=STAFFED.workers, now=NOW)
    assert load(aber) == [True, True, True]
    return aber


def test_a_second_load_makes_nothing(alive: Coop) -> None:
    before = counts_of(alive)

    assert load(alive) == [False, False, False]

    assert counts_of(alive) == before
    assert {
        name: before[name] for name in ("visit_kind", "kind_task", "care_plan", "concern", "absence")
    } == {
        "visit_kind": 4,
        "kind_task": 16,
        "care_plan": 11,
        "concern": 2,
        "absence": 3,
    }


def test_drafts_are_told_to_nobody_and_one_visit_changed_since_it_was_told(alive: Coop) -> None:
    with reading(alive) as session:
        visits = session.scalars(select(Visit)).all()

    drafts = [one for one in visits if one.told_at is None]
    changed = [one for one in visits if one.told_at and one.told_from != one.planned_from]
    assert (len(drafts), len([one for one in drafts if one.worker_id is None])) == (6, 1)
    assert [one.planned_from - one.told_from for one in changed if one.told_from] == [timedelta(minutes=30)]
    assert min(one.planned_from for one in [*drafts, *changed]) > NOW


def test_patterns_are_what_the_last_weeks_were(alive: Coop) -> None:
    with reading(alive) as session:
        patterns = {one.id: one for one in session.scalars(select(VisitPattern))}
        visits = session.scalars(select(Visit).where(Visit.pattern_id.is_not(None))).all()

    assert {one.pattern_id for one in visits} == set(patterns)
    assert {one.person_supported_id for one in patterns.values()} == {one.id for one in PEOPLE[::2]}
    for visit in visits:
        pattern = patterns[visit.pattern_id] if visit.pattern_id else None
        assert pattern is not None
        assert visit.pattern_day is not None
        assert pattern.weekdays >> visit.pattern_day.weekday() & 1
        assert (visit.visit_kind_id, visit.person_supported_id) == (
            pattern.visit_kind_id,
            pattern.person_supported_id,
        )


def test_weeks_that_go_on_know_their_kinds_and_no_day_of_a_pattern_twice(alive: Coop) -> None:
    visits = list(visits_of(DEMO, STAFFED, PEOPLE, now=LATER, from_=NOW.date()))

    carry_on_care(coop=alive, visits=visits, now=LATER, kinds=kinds_of(DEMO, PEOPLE, visits, LATER))

    with reading(alive) as session:
        unknown = select(func.count()).select_from(Visit).where(Visit.visit_kind_id.is_(None))
        assert session.scalar(unknown) == 0


def test_some_plans_wait_to_be_looked_at_and_most_do_not(alive: Coop) -> None:
    with reading(alive) as session:
        plans = session.scalars(select(CarePlan)).all()

    overdue = [one for one in plans if one.review_due_on and one.review_due_on < NOW.date()]
    assert 0 < len(overdue) < len(plans) / 2
    assert {one.state for one in plans} == {"agreed"}


def test_everybody_lives_somewhere_and_words_are_in_their_language() -> None:
    life = life_of(DEMO, STAFFED, PEOPLE, VISITS, NOW)

    assert life == life_of(DEMO, STAFFED, PEOPLE, VISITS, NOW)
    assert {normal_place(one.place or "") == one.place for one in PEOPLE} == {True}
    said_in = {one.id: one.language for one in PEOPLE}
    welsh = {row["written_with"] for row in life.plans if said_in[row["person_supported_id"]] == "cy"}
    assert welsh == {"Y person a'r teulu, gartref"}


def test_late_and_short_visits_are_among_the_last_weeks() -> None:
    made = [one for one in VISITS if one.checked_in_at and one.checked_out_at]

    late = [
        one
        for one in made
        if one.checked_in_at and one.checked_in_at - one.planned_from > timedelta(minutes=15)
    ]
    short = [
        one
        for one in made
        if one.checked_in_at
        and one.checked_out_at
        and one.checked_out_at - one.checked_in_at < timedelta(minutes=25)
    ]
    assert (bool(late), bool(short)) == (True, True)
    assert len(late) + len(short) < len(made) / 20
