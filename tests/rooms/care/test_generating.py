# SPDX-License-Identifier: AGPL-3.0-or-later
"""A week of drafts from patterns, and a week copied: nothing twice, and what was skipped is said."""

from datetime import UTC, date, datetime, timedelta

import pytest

from franchise_kit.care import actions, queries
from franchise_kit.care.actions import NewPattern
from franchise_kit.care.rules import patterns as rules
from franchise_kit.care.rules.visits import PersonNotSupportedThen, ShortVisitNeedsReason
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import reading
from tests.support.people import actor_of, make_person
from tests.support.rota import (
    EVERY_DAY,
    MONDAY,
    NEXT,
    NOW,
    end_worker,
    generate,
    make_kind,
    make_pattern,
    rota,
    visits_of,
)
from tests.support.thread import make_supported, make_visit, make_worker


def assign_all(coop: Coop, worker_id: object) -> None:
    for visit in visits_of(coop):
        actions.assign_visit(
            coop=coop,
            visit_id=visit.id,
            worker_id=worker_id,  # type: ignore[arg-type] # an id
            by=SYSTEM,
            now=NOW,
            change=actions.Change(),
        )


def test_a_week_is_made_once(aber: Coop, bryn: Coop) -> None:
    make_pattern(aber, make_supported(aber), make_kind(aber))

    first, second = generate(aber), generate(aber)

    assert (first.made, first.there_already, first.skipped) == (7, 0, ())
    assert (second.made, second.there_already, second.skipped) == (0, 7, ())
    assert [visit.told_at for visit in visits_of(aber)] == [None] * 7
    assert visits_of(bryn) == []


def test_two_carers_make_two_visits_that_belong_together(aber: Coop) -> None:
    make_pattern(aber, make_supported(aber), make_kind(aber), weekdays=1, carers=2)

    generate(aber)

    first, second = visits_of(aber)
    assert (first.carer, second.carer) == (1, 2)
    assert first.together_id == second.together_id
    assert first.together_id is not None


def test_who_had_it_last_week_has_it_again_if_they_can(aber: Coop) -> None:
    stays, leaves = make_worker(aber), make_worker(aber, "Ann Arall")
    person_id, kind_id = make_supported(aber), make_kind(aber)
    make_pattern(aber, person_id, kind_id, weekdays=0b1)
    make_pattern(aber, person_id, kind_id, weekdays=0b10)
    generate(aber)
    monday, tuesday = visits_of(aber)
    for visit, worker_id in ((monday, stays), (tuesday, leaves)):
        actions.assign_visit(
            coop=aber, visit_id=visit.id, worker_id=worker_id, by=SYSTEM, now=NOW, change=actions.Change()
        )
    end_worker(aber, leaves, NEXT)

    made = generate(aber, NEXT)

    assert [visit.worker_id for visit in visits_of(aber)] == [stays, leaves, stays, None]
    (skipped,) = made.skipped
    assert (skipped.reason, skipped.is_made, skipped.worker_id) == ("left", True, leaves)
    assert (skipped.person_name, skipped.worker_name) == ("Elsi Fôn", "Ann Arall")


@pytest.mark.parametrize("reason", ["away", "not_wanted", "elsewhere"])
def test_who_cannot_come_is_left_out_and_listed(aber: Coop, reason: str) -> None:
    worker_id, person_id = make_worker(aber), make_supported(aber)
    make_pattern(aber, person_id, make_kind(aber), weekdays=1)
    generate(aber)
    assign_all(aber, worker_id)
    away = [(worker_id, NEXT)] if reason == "away" else []
    if reason == "not_wanted":
        actions.set_wish(
            coop=aber,
            person_supported_id=person_id,
            worker_id=worker_id,
            wish="not_this_one",
            by=SYSTEM,
            now=NOW,
        )
    if reason == "elsewhere":
        make_visit(aber, make_supported(aber, "Twm Huws"), NEXT, "09:30", worker_id=worker_id)

    made = actions.generate_week(coop=aber, monday=NEXT, by=SYSTEM, now=NOW, away=away)

    assert made.made == 1
    assert [(one.reason, one.is_made) for one in made.skipped] == [(reason, True)]


def test_the_days_that_are_over_are_not_made(aber: Coop) -> None:
    make_pattern(aber, make_supported(aber), make_kind(aber))

    made = generate(aber, now=datetime(2027, 1, 6, 12, 0, tzinfo=UTC))

    assert made.made == 4
    assert [one.reason for one in made.skipped] == ["over"] * 3


def test_nobody_is_visited_after_their_last_day(aber: Coop) -> None:
    person_id = make_supported(aber)
    make_pattern(aber, person_id, make_kind(aber))
    actions.end_support(coop=aber, person_supported_id=person_id, ended_on=MONDAY, by=SYSTEM)

    made = generate(aber)

    assert made.made == 1
    assert [one.reason for one in made.skipped] == ["not_supported"] * 6


def test_a_night_is_as_long_as_the_clocks_say(aber: Coop) -> None:
    kind_id = make_kind(aber, "Night", pays_as="sleep_in", minutes=480)
    make_pattern(aber, make_supported(aber), kind_id, starts_minute=23 * 60, minutes=480, weekdays=0b100000)

    generate(aber, date(2027, 3, 22))

    (night,) = visits_of(aber)
    assert night.planned_until - night.planned_from == timedelta(hours=7)


def test_a_pattern_changes_in_the_middle_of_a_week(aber: Coop) -> None:
    person_id, kind_id = make_supported(aber), make_kind(aber)
    pattern_id = make_pattern(aber, person_id, kind_id)
    generate(aber)
    told = visits_of(aber)[4]
    actions.publish(coop=aber, what=actions.ToPublish(visit_ids=[told.id]), by=SYSTEM, now=NOW)
    later = NewPattern(person_id, kind_id, EVERY_DAY, 600, 60, date(2027, 1, 7))

    changed = actions.change_pattern(
        coop=aber, pattern_id=pattern_id, pattern=later, version=1, by=SYSTEM, now=NOW
    )

    assert (changed.drafts_removed, changed.told_left) == (3, 1)
    assert changed.pattern_id != pattern_id
    assert generate(aber).made == 4
    assert [visit.planned_from.hour for visit in visits_of(aber)] == [9, 9, 9, 10, 9, 10, 10, 10]


def test_a_pattern_is_put_right_from_its_first_day(aber: Coop) -> None:
    person_id, kind_id = make_supported(aber), make_kind(aber)
    pattern_id = make_pattern(aber, person_id, kind_id)
    said = NewPattern(person_id, kind_id, EVERY_DAY, 600, 60, date(2026, 1, 5))

    changed = actions.change_pattern(
        coop=aber, pattern_id=pattern_id, pattern=said, version=1, by=SYSTEM, now=NOW
    )

    assert changed.pattern_id == pattern_id
    with pytest.raises(rules.PatternChangedMeanwhile):
        actions.end_pattern(
            coop=aber, pattern_id=pattern_id, valid_until=MONDAY, version=1, by=SYSTEM, now=NOW
        )


def test_what_ended_is_followed_and_not_rewritten(aber: Coop) -> None:
    person_id, kind_id = make_supported(aber), make_kind(aber)
    pattern_id = make_pattern(aber, person_id, kind_id, valid_until=date(2026, 12, 1))
    again = NewPattern(person_id, kind_id, EVERY_DAY, 600, 60, MONDAY)

    changed = actions.change_pattern(
        coop=aber, pattern_id=pattern_id, pattern=again, version=1, by=SYSTEM, now=NOW
    )

    with reading(aber) as session:
        ended = queries.get_pattern(session, pattern_id, by=SYSTEM)
        listed = queries.list_patterns(session, by=SYSTEM, on=MONDAY)
    assert (ended.valid_from, ended.valid_until) == (date(2026, 1, 5), date(2026, 12, 1))
    assert [one.id for one in listed] == [changed.pattern_id]


def test_a_pattern_ends(aber: Coop) -> None:
    pattern_id = make_pattern(aber, make_supported(aber), make_kind(aber))
    generate(aber)

    ended = actions.end_pattern(
        coop=aber, pattern_id=pattern_id, valid_until=date(2027, 1, 6), version=1, by=SYSTEM, now=NOW
    )

    assert (ended.drafts_removed, ended.told_left) == (5, 0)
    assert generate(aber) == actions.Generated(0, 2, ())
    with pytest.raises(rules.PatternEndsBeforeStart):
        actions.end_pattern(
            coop=aber, pattern_id=pattern_id, valid_until=date(2026, 1, 5), version=2, by=SYSTEM, now=NOW
        )


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"weekdays": 0}, rules.PatternNotPossible),
        ({"minutes": 20}, ShortVisitNeedsReason),
        ({"valid_until": date(2026, 1, 5)}, rules.PatternEndsBeforeStart),
        ({"valid_from": date(2025, 12, 1)}, PersonNotSupportedThen),
    ],
)
def test_a_pattern_that_cannot_be_is_not_agreed(
    aber: Coop, facts: dict[str, object], refusal: type[Exception]
) -> None:
    person_id, kind_id = make_supported(aber), make_kind(aber)

    with pytest.raises(refusal):
        make_pattern(aber, person_id, kind_id, **facts)

    assert generate(aber).made == 0


def test_only_who_keeps_the_rota_makes_a_week(aber: Coop) -> None:
    by = actor_of(aber, make_person(aber, "care_worker"))

    with pytest.raises(NotFound):
        actions.generate_week(coop=aber, monday=MONDAY, by=by, now=NOW)
    with pytest.raises(NotFound):
        actions.copy_week(coop=aber, from_monday=MONDAY, to_monday=NEXT, by=by, now=NOW)
    with pytest.raises(NotFound):
        actions.publish(coop=aber, what=actions.ToPublish(monday=MONDAY), by=by, now=NOW)


def test_a_week_begins_on_a_monday(aber: Coop) -> None:
    with pytest.raises(rules.NotAMonday):
        generate(aber, date(2027, 1, 5))


def test_a_week_is_copied_with_its_workers(aber: Coop) -> None:
    worker_id, person_id = make_worker(aber), make_supported(aber)
    for at in ("09:00", "18:00"):
        make_visit(aber, person_id, MONDAY, at, worker_id=worker_id)
    cancelled = make_visit(aber, person_id, MONDAY, "12:00", worker_id=worker_id)
    actions.cancel_visit(coop=aber, visit_id=cancelled, cancelled_by="person", by=SYSTEM, now=NOW)
    make_visit(aber, person_id, NEXT, "18:00")

    copied = actions.copy_week(coop=aber, from_monday=MONDAY, to_monday=NEXT, by=SYSTEM, now=NOW)

    assert copied.made == 1
    assert [(one.planned_from.hour, one.reason) for one in copied.skipped] == [
        (12, "cancelled"),
        (18, "there_already"),
    ]
    first, _second = rota(aber, NEXT).visits
    assert (first.worker_id, first.marks, first.planned_from.hour) == (worker_id, ("draft",), 9)


def test_a_copied_week_is_not_made_again_from_its_patterns(aber: Coop) -> None:
    make_pattern(aber, make_supported(aber), make_kind(aber), carers=2)
    generate(aber)

    copied = actions.copy_week(coop=aber, from_monday=MONDAY, to_monday=NEXT, by=SYSTEM, now=NOW)
    again = generate(aber, NEXT)

    assert (copied.made, again.made, again.there_already) == (14, 0, 14)
    pairs = {visit.together_id for visit in visits_of(aber)}
    assert len(pairs) == 14


def test_what_came_back_no_more_is_not_copied(aber: Coop) -> None:
    pattern_id = make_pattern(aber, make_supported(aber), make_kind(aber), weekdays=1)
    generate(aber)
    actions.end_pattern(coop=aber, pattern_id=pattern_id, valid_until=NEXT, version=1, by=SYSTEM, now=NOW)

    copied = actions.copy_week(coop=aber, from_monday=MONDAY, to_monday=NEXT, by=SYSTEM, now=NOW)

    assert [one.reason for one in copied.skipped] == ["pattern_ended"]
    with pytest.raises(actions.SameWeek):
        actions.copy_week(coop=aber, from_monday=NEXT, to_monday=NEXT, by=SYSTEM, now=NOW)
