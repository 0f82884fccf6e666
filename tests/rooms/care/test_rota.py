# SPDX-License-Identifier: AGPL-3.0-or-later
"""A week of the rota with its marks and minutes, and who is suggested for a visit."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from franchise_kit.care import actions, queries
from franchise_kit.care.models import Visit
from franchise_kit.care.queries import RotaNumbers, Suggestions
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import reading, transaction, upkeep
from tests.support.people import actor_of, make_person
from tests.support.rota import (
    MONDAY,
    NEXT,
    NOW,
    end_worker,
    generate,
    make_kind,
    make_pattern,
    rota,
    set_place,
    visits_of,
)
from tests.support.thread import make_supported, make_visit, make_worker

CARDIGAN, ST_DOGMAELS = "52.08310,-4.66090", "52.08220,-4.68160"


def suggest(coop: Coop, visit_id: UUID, **more: object) -> Suggestions:
    with reading(coop) as session:
        return queries.suggest(session, visit_id, by=SYSTEM, now=NOW, **more)  # type: ignore[arg-type] # what a test says


def attend(coop: Coop, visit_id: UUID, worker_id: UUID) -> None:
    visit = next(one for one in visits_of(coop) if one.id == visit_id)
    with transaction(coop, by=SYSTEM, doing="time.check_in") as session:
        actions.check_in(session, visit_id, worker_id=worker_id, at=visit.planned_from)


def test_a_week_has_the_visits_that_begin_on_its_days(aber: Coop, bryn: Coop) -> None:
    person_id = make_supported(aber)
    for day in (MONDAY - timedelta(days=1), MONDAY, NEXT - timedelta(days=1), NEXT):
        make_visit(aber, person_id, day, "23:30")

    week = rota(aber)

    assert [visit.planned_from.date() for visit in week.visits] == [MONDAY, NEXT - timedelta(days=1)]
    assert (week.visits[0].state, week.visits[0].person_name) == ("open", "Elsi Fôn")
    assert rota(bryn).visits == ()


def test_a_worker_has_minutes_of_visits_ways_and_contract(aber: Coop) -> None:
    worker_id = make_worker(aber, pence_per_hour=1300)
    here, there = make_supported(aber), make_supported(aber, "Twm Huws")
    set_place(aber, here, CARDIGAN)
    set_place(aber, there, ST_DOGMAELS)
    make_visit(aber, here, MONDAY, "09:00", worker_id=worker_id)
    make_visit(aber, there, MONDAY, "09:46", worker_id=worker_id)

    week = rota(aber)

    (worker,) = week.workers
    assert (worker.planned_minutes, worker.travel_minutes, worker.contract_minutes) == (90, 3, 1200)
    assert worker.minutes_left == 1107
    (warning,) = week.warnings
    assert (warning.code, dict(warning.figures)) == ("tight", {"minutes": 1, "needed": 3})
    assert [visit.marks for visit in week.visits] == [(), ("tight",)]


def test_somebody_knows_better_than_the_straight_line(aber: Coop) -> None:
    worker_id, here, there = make_worker(aber), make_supported(aber), make_supported(aber, "Twm Huws")
    make_visit(aber, here, MONDAY, "09:00", worker_id=worker_id)
    make_visit(aber, there, MONDAY, "10:00", worker_id=worker_id)
    way = actions.TravelSaid(here, there, minutes=25, metres=9000)

    actions.set_travel(coop=aber, travel=way, by=SYSTEM, now=NOW)
    assert rota(aber).workers[0].travel_minutes == 25
    actions.set_travel(
        coop=aber, travel=actions.TravelSaid(here, there, minutes=5, metres=9000), by=SYSTEM, now=NOW
    )
    assert rota(aber).workers[0].travel_minutes == 5
    with reading(aber) as session:
        (said,) = queries.list_travel(session, by=SYSTEM)
    assert (said.from_name, said.to_name, said.minutes) == ("Elsi Fôn", "Twm Huws", 5)
    actions.forget_travel(coop=aber, from_person_id=here, to_person_id=there, by=SYSTEM)
    assert rota(aber).workers[0].travel_minutes == 0


def test_too_little_rest_is_said_and_not_refused(aber: Coop) -> None:
    worker_id, person_id = make_worker(aber), make_supported(aber)
    make_visit(aber, person_id, MONDAY - timedelta(days=1), "22:00", minutes=60, worker_id=worker_id)
    make_visit(aber, person_id, MONDAY, "07:00", worker_id=worker_id)

    (warning,) = rota(aber).warnings

    assert (warning.code, dict(warning.figures)) == ("little_rest", {"minutes": 480, "least": 660})
    settings = actions.SettingsSaid(140, 667, least_rest_minutes=480, late_after_minutes=15)
    actions.set_rota_settings(coop=aber, settings=settings, version=0, by=SYSTEM, now=NOW)
    assert rota(aber).warnings == ()


def test_a_visit_on_a_day_on_which_its_worker_is_away_is_to_be_looked_at(aber: Coop) -> None:
    worker_id, person_id = make_worker(aber), make_supported(aber)
    gone = make_visit(aber, person_id, MONDAY, "09:00", worker_id=worker_id)
    make_visit(aber, person_id, MONDAY + timedelta(days=1), "09:00", worker_id=worker_id)

    with reading(aber) as session:
        week = queries.week_of_rota(
            session, by=SYSTEM, monday=MONDAY, now=NOW, away={(worker_id, MONDAY), (uuid4(), MONDAY)}
        )

    assert [(one.code, one.visit_ids) for one in week.warnings] == [("away", (gone,))]
    assert [one.marks for one in week.visits] == [("away",), ()]


def test_a_visit_is_late_short_and_changed_in_words(aber: Coop) -> None:
    worker_id = make_worker(aber)
    make_visit(aber, make_supported(aber), MONDAY, "09:00", minutes=20, worker_id=worker_id)
    (visit,) = visits_of(aber)
    late = visit.planned_from + timedelta(minutes=16)

    assert rota(aber).visits[0].marks == ("short",)
    assert rota(aber, now=late).visits[0].marks == ("late", "short")
    assert rota(aber, now=visit.planned_until).visits[0].state == "missed"


def test_of_what_was_told_a_week_has_what_differs_from_the_plan(aber: Coop) -> None:
    first, second, person_id = make_worker(aber), make_worker(aber, "Iolo Rhydd"), make_supported(aber)
    moved, cleared, same = (
        make_visit(aber, person_id, MONDAY, at, worker_id=first) for at in ("09:00", "11:00", "13:00")
    )
    for visit_id, worker_id in ((moved, second), (cleared, None)):
        actions.assign_visit(
            coop=aber, visit_id=visit_id, worker_id=worker_id, by=SYSTEM, now=NOW, change=actions.Change()
        )

    found = {one.id: (one.is_told, one.is_changed, one.told_worker_id) for one in rota(aber).visits}

    assert found == {moved: (True, True, first), cleared: (True, True, first), same: (True, False, None)}
    assert {(one.told_from, one.told_until) for one in rota(aber).visits} == {(None, None)}


def test_only_who_keeps_the_rota_reads_it(aber: Coop) -> None:
    by = actor_of(aber, make_person(aber, "care_worker"))
    visit_id = make_visit(aber, make_supported(aber), MONDAY, "09:00")

    with reading(aber) as session:
        with pytest.raises(NotFound):
            queries.week_of_rota(session, by=by, monday=MONDAY, now=NOW)
        with pytest.raises(NotFound):
            queries.suggest(session, visit_id, by=by, now=NOW)
        with pytest.raises(NotFound):
            queries.list_patterns(session, by=by)


def test_who_knows_them_comes_first(aber: Coop) -> None:
    knows, new = make_worker(aber, "Nia Prys", pence_per_hour=1300), make_worker(aber, "Ann Arall")
    person_id = make_supported(aber)
    before = make_visit(aber, person_id, date(2026, 12, 21), "09:00", worker_id=knows)
    attend(aber, before, knows)
    visit_id = make_visit(aber, person_id, MONDAY, "09:00")

    found = suggest(aber, visit_id)

    assert [one.worker_id for one in found.best] == [knows, new]
    assert [(one.code, dict(one.figures)) for one in found.best[0].reasons] == [
        ("visited", {"times": 1, "weeks": 8}),
        ("speaks_it", {}),
        ("hours_left", {"minutes": 1155}),
    ]
    assert [one.worker_id for one in suggest(aber, visit_id, most=1).best] == [knows]


def test_whom_they_prefer_comes_before_whom_they_do_not_mind(aber: Coop) -> None:
    workers = [make_worker(aber, name) for name in ("Ada Un", "Beti Dau", "Catrin Tri")]
    person_id, other = make_supported(aber), make_supported(aber, "Twm Huws")
    for worker_id, whose, wish in (
        (workers[1], person_id, "prefers"),
        (workers[2], person_id, "not_this_one"),
        # What somebody else wishes is nothing to this visit.
        (workers[0], other, "not_this_one"),
    ):
        actions.set_wish(
            coop=aber, person_supported_id=whose, worker_id=worker_id, wish=wish, by=SYSTEM, now=NOW
        )
    visit_id = make_visit(aber, person_id, MONDAY, "09:00")

    found = suggest(aber, visit_id)

    assert [one.worker_id for one in found.best] == [workers[1], workers[0]]
    assert found.best[0].score - found.best[1].score == 40
    assert [[reason.code for reason in one.reasons][:1] for one in found.best] == [
        ["preferred"],
        ["speaks_it"],
    ]
    (refused,) = found.refused
    assert (refused.worker_id, refused.score) == (workers[2], 0)
    assert [reason.code for reason in refused.against] == ["not_wanted"]


def test_only_the_nearest_visit_on_each_side_counts(aber: Coop) -> None:
    worker_id, here, there = make_worker(aber), make_supported(aber), make_supported(aber, "Twm Huws")
    far = make_supported(aber, "Gwen Morys")
    for minutes, from_, to in ((25, far, here), (7, there, here), (9, here, there), (25, here, far)):
        said = actions.TravelSaid(from_, to, minutes=minutes, metres=9000)
        actions.set_travel(coop=aber, travel=said, by=SYSTEM, now=NOW)
    for person_id, at in ((far, "12:00"), (there, "13:00"), (there, "15:00"), (far, "16:00")):
        make_visit(aber, person_id, MONDAY, at, worker_id=worker_id)
    visit_id = make_visit(aber, here, MONDAY, "13:45", minutes=75)

    (found,) = suggest(aber, visit_id).best

    figures = {one.code: dict(one.figures) for one in found.reasons}
    assert (figures["travel_before"], figures["travel_after"]) == ({"minutes": 7}, {"minutes": 9})


def test_who_cannot_is_listed_with_the_reason(aber: Coop) -> None:
    elsewhere, away, unwanted, tired = (
        make_worker(aber, name) for name in ("Ada Un", "Beti Dau", "Catrin Tri", "Dilys Pedwar")
    )
    person_id, other = make_supported(aber), make_supported(aber, "Twm Huws")
    make_visit(aber, other, MONDAY, "09:30", worker_id=elsewhere)
    make_visit(aber, other, MONDAY - timedelta(days=1), "23:00", worker_id=tired)
    actions.set_wish(
        coop=aber, person_supported_id=person_id, worker_id=unwanted, wish="not_this_one", by=SYSTEM, now=NOW
    )
    visit_id = make_visit(aber, person_id, MONDAY, "09:00")

    found = suggest(aber, visit_id, away=[away])

    assert found.best == ()
    against = {one.worker_name: [reason.code for reason in one.against] for one in found.refused}
    assert against == {
        "Ada Un": ["elsewhere"],
        "Beti Dau": ["away"],
        "Catrin Tri": ["not_wanted"],
        "Dilys Pedwar": ["little_rest"],
    }


def test_a_kind_has_its_tasks_in_order(aber: Coop) -> None:
    kind_id = make_kind(aber)
    first = [actions.TaskSaid("Wash", "Ymolchi", is_essential=True), actions.TaskSaid("Tea", "Te")]
    actions.save_tasks(coop=aber, kind_id=kind_id, tasks=first, version=1, by=SYSTEM)
    with reading(aber) as session:
        wash, tea = queries.get_kind(session, kind_id, by=SYSTEM).tasks

    again = [
        actions.TaskSaid("Tea", "Paned", id=tea.id),
        actions.TaskSaid("Pills", "Tabledi", is_essential=True),
    ]
    actions.save_tasks(coop=aber, kind_id=kind_id, tasks=again, version=2, by=SYSTEM)

    with reading(aber) as session:
        (kind,) = queries.list_kinds(session, by=SYSTEM)
    assert [(task.words_cy, task.position, task.is_essential) for task in kind.tasks] == [
        ("Paned", 1, False),
        ("Tabledi", 2, True),
    ]
    assert wash.is_essential
    with pytest.raises(actions.KindChangedMeanwhile):
        actions.save_tasks(coop=aber, kind_id=kind_id, tasks=[], version=2, by=SYSTEM)


def test_two_kinds_have_two_names(aber: Coop) -> None:
    make_kind(aber)
    other = make_kind(aber, "Evening")

    with pytest.raises(actions.KindNameTaken):
        make_kind(aber)
    with pytest.raises(actions.KindNameTaken):
        actions.save_kind(
            coop=aber,
            kind_id=other,
            kind=actions.KindSaid("Morning", "Bore", 30),
            version=1,
            by=SYSTEM,
            now=NOW,
        )
    changed = actions.save_kind(
        coop=aber,
        kind_id=other,
        kind=actions.KindSaid("Night", "Nos", 480, "sleep_in"),
        version=1,
        by=SYSTEM,
        now=NOW,
    )

    assert set(changed) == {"name_en", "name_cy", "minutes", "pays_as"}


def test_the_numbers_are_the_usual_ones_until_they_are_set(aber: Coop) -> None:
    settings = actions.SettingsSaid(150, 500, 600, 30)
    with reading(aber) as session:
        assert queries.get_rota_numbers(session, by=SYSTEM) == RotaNumbers(140, 667, 660, 15, 0)

    actions.set_rota_settings(coop=aber, settings=settings, version=0, by=SYSTEM, now=NOW)

    with reading(aber) as session:
        assert queries.get_rota_numbers(session, by=SYSTEM) == RotaNumbers(150, 500, 600, 30, 1)
    with pytest.raises(actions.SettingsChangedMeanwhile):
        actions.set_rota_settings(coop=aber, settings=settings, version=0, by=SYSTEM, now=NOW)


def test_skills_that_are_not_in_date_are_named(aber: Coop) -> None:
    worker_id, person_id = make_worker(aber), make_supported(aber)
    make_pattern(aber, person_id, make_kind(aber), weekdays=1, skills=("M01", "M02"), language="en")
    generate(aber)
    (visit,) = visits_of(aber)

    (refused,) = suggest(aber, visit.id).refused

    assert refused.worker_id == worker_id
    assert [(one.code, dict(one.figures)) for one in refused.against] == [
        ("skills_missing", {"skills": "M01, M02"})
    ]
    assert [one.code for one in refused.reasons] == ["does_not_speak_it"]


def test_two_that_were_planned_at_once_clash_in_words(aber: Coop) -> None:
    nia, ann = make_worker(aber), make_worker(aber, "Ann Arall")
    first = make_visit(aber, make_supported(aber), MONDAY, "09:00", worker_id=nia)
    make_visit(aber, make_supported(aber, "Twm Huws"), MONDAY, "09:30", worker_id=ann)
    with upkeep(aber) as session:
        session.get_one(Visit, first).worker_id = ann

    week = rota(aber)

    assert [(one.code, one.worker_id) for one in week.warnings] == [("clash", ann)]
    assert [visit.marks for visit in week.visits] == [("changed", "clash"), ("clash",)]


def test_who_left_is_marked_where_they_still_have_a_visit(aber: Coop) -> None:
    worker_id = make_worker(aber)
    make_visit(aber, make_supported(aber), MONDAY, "09:00", worker_id=worker_id)
    end_worker(aber, worker_id, date(2026, 12, 1))

    (visit,) = rota(aber).visits

    assert (visit.worker_name, visit.marks) == ("Nia Prys", ("not_employed",))
    assert rota(aber).workers == ()


def test_many_visits_are_judged_at_once_as_each_is_alone(aber: Coop) -> None:
    """Of two weeks, with those who have one of them already, and who is away on one of the days."""
    nia, ann = make_worker(aber, "Nia Prys", pence_per_hour=1300), make_worker(aber, "Ann Arall")
    elsi, twm = make_supported(aber), make_supported(aber, "Twm Huws")
    set_place(aber, elsi, CARDIGAN)
    set_place(aber, twm, ST_DOGMAELS)
    attend(aber, make_visit(aber, elsi, date(2026, 12, 21), "09:00", worker_id=nia), nia)
    asked = [
        make_visit(aber, elsi, MONDAY, "09:00", worker_id=nia),
        make_visit(aber, twm, MONDAY, "10:00", worker_id=ann),
        make_visit(aber, twm, MONDAY, "09:30"),
        make_visit(aber, elsi, NEXT, "09:00"),
    ]

    with reading(aber) as session:
        found = queries.suggest_all(
            session, [*asked, uuid4()], by=SYSTEM, now=NOW, away={(ann, NEXT), (nia, MONDAY)}
        )

    alone = [suggest(aber, one, away=[nia] if one != asked[-1] else [ann]) for one in asked]
    assert [found[one] for one in asked] == alone
    assert len(found) == len(asked)
    assert [[one.worker_id for one in found[visit_id].best] for visit_id in asked] == [
        [ann],
        [ann],
        [],
        [nia],
    ]
    assert [one.code for one in found[asked[0]].best[0].reasons] == ["speaks_it", "travel_after"]
    figures = {one.code: dict(one.figures) for one in found[asked[3]].best[0].reasons}
    assert (figures["visited"], figures["hours_left"]) == ({"times": 1, "weeks": 8}, {"minutes": 1155})


def test_only_who_keeps_the_rota_asks_for_many(aber: Coop) -> None:
    by = actor_of(aber, make_person(aber, "care_worker"))

    with reading(aber) as session:
        assert queries.suggest_all(session, [uuid4()], by=SYSTEM, now=NOW) == {}
        with pytest.raises(NotFound):
            queries.suggest_all(session, [uuid4()], by=by, now=NOW)
