# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lessons, then the quiz; answers are judged once, on the version they were asked of, and by nobody else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from franchise_kit.training import actions, queries
from franchise_kit.training.rules.quiz import AnswersDoNotFit
from franchise_kit.training.rules.steps import AttemptTooSoon, LessonsUnread
from tenants import clock
from tenants.actor import Actor
from tenants.office import Coop, Hub
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading
from tests.support.rows import rows
from tests.support.training import (
    Chosen,
    adopt_module,
    complete,
    fail,
    make_learner,
    publish_module,
    read_all,
    right_answers,
    start,
    submit,
)


@pytest.fixture(autouse=True)
def on_the_demos_day(hub: Hub) -> None:
    clock.set_fixed(datetime(2026, 11, 22, 10, tzinfo=UTC))


@pytest.fixture
def learner(aber: Coop) -> Actor:
    """A care worker of a co-op that requires SAF-A."""
    publish_module()
    adopt_module(aber)
    return make_learner(aber)


def own(coop: Coop, by: Actor) -> queries.OwnModule:
    with reading(coop) as session:
        return queries.get_own_module(session, "saf-a", by=by, now=clock.now())


def ready(coop: Coop, by: Actor) -> UUID:
    read_all(coop, by)
    return start(coop, by)


def test_a_pass_completes_the_module_and_says_until_when_and_why(aber: Coop, learner: Actor) -> None:
    sent = complete(aber, learner)

    with reading(aber) as session:
        found = queries.list_own_completions(session, "saf-a", by=learner)
    assert [
        (one.id, one.language, one.score_percent, one.completed_on, one.valid_until, one.valid_because)
        for one in found
    ] == [
        (
            sent.completion_id,
            "cy",
            100,
            date(2026, 11, 22),
            date(2029, 11, 22),
            "national-standard.completion",
        )
    ]
    assert own(aber, learner).step.kind == "done"


def test_the_steps_lead_through_the_lessons_to_the_quiz(aber: Coop, learner: Actor) -> None:
    before = own(aber, learner).step
    with pytest.raises(LessonsUnread):
        start(aber, learner)
    read_all(aber, learner)
    after = own(aber, learner).step
    attempt_id = start(aber, learner)

    assert (before.kind, before.lesson_id) == ("lesson", "saf-1")
    assert after.kind == "quiz"
    assert own(aber, learner).step.attempt_id == attempt_id
    assert start(aber, learner) == attempt_id


def test_a_lesson_read_twice_is_one_row_and_an_unknown_one_is_not_found(aber: Coop, learner: Actor) -> None:
    for _time in range(2):
        actions.read_lesson(coop=aber, key="saf-a", lesson_id="saf-1", by=learner, now=clock.now())
    with pytest.raises(NotFound):
        actions.read_lesson(coop=aber, key="saf-a", lesson_id="saf-9", by=learner, now=clock.now())

    assert len(rows(aber, "lesson_read")) == 1


@pytest.mark.parametrize(
    ("case", "forged"),
    [
        ("a question that was not asked", {"SAF-Q99": frozenset({"a"})}),
        ("an option that it does not have", {"SAF-Q1": frozenset({"z"})}),
    ],
)
def test_forged_answers_are_refused_and_change_nothing(
    aber: Coop, learner: Actor, case: str, forged: Chosen
) -> None:
    attempt_id = ready(aber, learner)

    with pytest.raises(AnswersDoNotFit):
        submit(aber, learner, attempt_id, right_answers(aber, learner, attempt_id) | forged)

    assert [(one["submitted_at"], one["answers"]) for one in rows(aber, "quiz_attempt")] == [(None, None)], (
        case
    )
    assert rows(aber, "completion") == []


def test_somebody_elses_attempt_is_not_found(aber: Coop, learner: Actor) -> None:
    attempt_id = ready(aber, learner)
    other = make_learner(aber, "Dai Rees")

    with pytest.raises(NotFound):
        submit(aber, other, attempt_id, right_answers(aber, learner, attempt_id))
    with pytest.raises(NotFound), reading(aber) as session:
        queries.get_own_attempt(session, attempt_id, by=other)

    assert rows(aber, "completion") == []


def test_an_attempt_is_judged_once(aber: Coop, learner: Actor) -> None:
    attempt_id = ready(aber, learner)
    submit(aber, learner, attempt_id, right_answers(aber, learner, attempt_id, wrong=8))

    with pytest.raises(actions.AttemptSentAlready):
        submit(aber, learner, attempt_id, right_answers(aber, learner, attempt_id))

    assert [one["score_percent"] for one in rows(aber, "quiz_attempt")] == [0]
    assert rows(aber, "completion") == []


def test_of_two_sent_at_once_one_counts(aber: Coop, learner: Actor) -> None:
    attempt_id = ready(aber, learner)
    answers = right_answers(aber, learner, attempt_id)

    def send(_number: int) -> str:
        try:
            submit(aber, learner, attempt_id, answers)
        except Refusal as refusal:
            return refusal.code
        return "counted"

    with ThreadPoolExecutor(2) as both:
        said = sorted(both.map(send, range(2)))

    assert said == ["counted", "training_attempt_sent_already"]
    assert len(rows(aber, "completion")) == 1


def test_two_who_start_at_once_get_one_attempt(aber: Coop, learner: Actor) -> None:
    read_all(aber, learner)

    with ThreadPoolExecutor(2) as both:
        found = set(both.map(lambda _number: start(aber, learner), range(2)))

    assert len(found) == len(rows(aber, "quiz_attempt")) == 1


def test_between_two_attempts_lies_some_time(aber: Coop, learner: Actor) -> None:
    attempt_id = ready(aber, learner)
    submit(aber, learner, attempt_id, right_answers(aber, learner, attempt_id, wrong=8))

    with pytest.raises(AttemptTooSoon):
        start(aber, learner)

    step = own(aber, learner).step
    assert (step.kind, step.not_before) == ("wait", clock.now() + timedelta(minutes=10))


def test_whoever_used_up_the_attempts_goes_back_to_the_lessons(aber: Coop, learner: Actor) -> None:
    read_all(aber, learner)
    for _time in range(3):
        fail(aber, learner)

    with pytest.raises(LessonsUnread):
        start(aber, learner)

    back = own(aber, learner)
    assert (back.step.kind, back.step.lesson_id, back.sitting.is_back) == ("lesson", "saf-1", True)
    complete(aber, learner)
    assert [one["is_passed"] for one in rows(aber, "quiz_attempt")].count(True) == 1


def test_an_open_attempt_stays_on_its_version(aber: Coop, learner: Actor) -> None:
    attempt_id = ready(aber, learner)
    publish_module()
    adopt_module(aber, version=2)

    assert start(aber, learner) == attempt_id
    submit(aber, learner, attempt_id, right_answers(aber, learner, attempt_id))

    assert [one["module_version"] for one in rows(aber, "completion")] == [1]
    # What was learnt holds, though a later version is followed now.
    assert own(aber, learner).step.kind == "done"


def test_a_renewal_is_a_new_completion_and_the_old_one_stays(aber: Coop, learner: Actor) -> None:
    complete(aber, learner)
    before = rows(aber, "completion")
    clock.set_fixed(datetime(2029, 11, 1, 10, tzinfo=UTC))

    due = own(aber, learner)
    complete(aber, learner)

    assert due.standing is not None
    assert (due.standing.status, due.step.kind) == ("due_soon", "lesson")
    after = rows(aber, "completion")
    assert before[0] in after
    # A national standard counts from the day of completion, also for whoever is early.
    assert sorted(one["valid_until"] for one in after) == [date(2029, 11, 22), date(2032, 11, 1)]


def test_whoever_renews_early_loses_nothing_where_no_standard_says_otherwise(aber: Coop) -> None:
    publish_module("WEL-1")
    adopt_module(aber, "wel-1", due_days=30)
    by = make_learner(aber)
    complete(aber, by, "wel-1")
    clock.set_fixed(datetime(2029, 11, 1, 10, tzinfo=UTC))
    complete(aber, by, "wel-1")

    assert sorted((one["valid_until"], one["valid_because"]) for one in rows(aber, "completion")) == [
        (date(2029, 11, 22), "franchise-policy.completion"),
        (date(2032, 11, 22), "franchise-policy.previous_due"),
    ]


def test_learning_stays_behind_the_wall(aber: Coop, bryn: Coop, learner: Actor) -> None:
    complete(aber, learner)

    assert rows(bryn, "completion") == []
    assert rows(bryn, "quiz_attempt") == []
