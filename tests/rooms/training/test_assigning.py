# SPDX-License-Identifier: AGPL-3.0-or-later
"""Modules are published, taken up on the catalogue's terms or stricter ones, and counted in a matrix."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import text

from franchise_kit.publishing import actions as publishing
from franchise_kit.training import actions, queries
from franchise_kit.training.jobs import look
from franchise_kit.training.queries import facts
from franchise_kit.training.rules.catalogue import shipped_document
from franchise_kit.training.rules.disclosed import LearnersActive
from franchise_kit.training.rules.module import ModuleNotUnderstood
from franchise_kit.training.rules.requiring import DueTooLate, RefreshTooLate, Terms
from tenants import bells, clock
from tenants.actor import SYSTEM
from tenants.office import HUB, Coop, Hub
from tenants.openings import publications
from tenants.openings.publications import Draft
from tenants.openings.queries import DisclosureFilter, list_disclosed
from tenants.refusal import Refusal
from tenants.transaction import reading
from tests.support.people import actor_of, make_person
from tests.support.thread import make_worker
from tests.support.training import adopt_module, complete, make_learner, publish_module, read_all


@pytest.fixture(autouse=True)
def on_the_demos_day(hub: Hub) -> None:
    clock.set_fixed(datetime(2026, 11, 22, 10, tzinfo=UTC))


def requirements(coop: Coop) -> list[tuple[Any, ...]]:
    with reading(coop) as session:
        found = session.execute(
            text("SELECT module_key, due_days, refresh_months, owner FROM training_requirement")
        )
        return [tuple(row) for row in found]


def months_told(coop: Coop) -> list[LearnersActive]:
    with reading(coop) as session:
        found = list_disclosed(session, DisclosureFilter(kind="learners_active"))
    return [one.fact for one in reversed(found)]


def test_a_module_is_taken_up_on_the_catalogues_terms(aber: Coop, bryn: Coop) -> None:
    publish_module()

    adopt_module(aber)

    assert requirements(aber) == [("saf-a", 7, 36, "network")]
    assert requirements(bryn) == []


def test_a_coop_may_ask_for_it_sooner_and_then_owns_the_terms(aber: Coop) -> None:
    publish_module()
    adopt_module(aber)
    actions.change_terms(coop=aber, key="saf-a", terms=Terms(3, 12), by=SYSTEM)
    publish_module()
    adopt_module(aber, version=2, due_days=3)

    assert requirements(aber) == [("saf-a", 3, 12, "co_op")]


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        (Terms(8, 36), DueTooLate),
        (Terms(-1, 36), DueTooLate),
        (Terms(7, 37), RefreshTooLate),
        (Terms(7, 0), RefreshTooLate),
        (Terms(7, None), RefreshTooLate),
    ],
)
def test_a_coop_may_not_ask_for_it_later(aber: Coop, terms: Terms, refusal: type[Refusal]) -> None:
    publish_module()
    adopt_module(aber)

    with pytest.raises(refusal):
        actions.change_terms(coop=aber, key="saf-a", terms=terms, by=SYSTEM)

    assert requirements(aber) == [("saf-a", 7, 36, "network")]


def test_what_is_no_module_is_neither_drafted_nor_published_as_one(hub: Hub) -> None:
    editor = actor_of(HUB, make_person(HUB, "training_editor"))
    document = dict(shipped_document("SAF-A"))
    bodies = [("saf-a", document | {"pass_mark": 101}), ("saf-b", document), ("saf-a", {})]

    for key, body in bodies:
        draft = Draft("training_module", key, "Title", "Teitl", body)
        with pytest.raises(ModuleNotUnderstood):
            publishing.save_draft(by=editor, draft=draft, now=clock.now())

    with reading(HUB) as session:
        assert publications.find_draft(session, kind="training_module", key="saf-a") is None


def test_the_matrix_says_where_everybody_stands(aber: Coop) -> None:
    publish_module()
    adopt_module(aber)
    learner = make_learner(aber, "Nia Prys")
    make_worker(aber, "Dai Rees")
    complete(aber, learner)
    lead = actor_of(aber, make_person(aber, "training_lead"))

    with reading(aber) as session:
        today = queries.matrix(session, by=lead, on=date(2026, 11, 22))
        later = queries.matrix(session, by=lead, on=date(2026, 11, 30))
        own = queries.matrix(session, by=learner, on=date(2026, 11, 22))
        counts = facts.in_date_counts(session, date(2026, 11, 30))

    assert [(row.worker.full_name, row.standings[0].status) for row in today.rows] == [
        ("Nia Prys", "done"),
        ("Dai Rees", "not_started"),
    ]
    assert (later.counts.done, later.counts.overdue) == (1, 1)
    assert [row.worker.full_name for row in own.rows] == ["Nia Prys"]
    assert counts == (1, 2)


def test_whoever_may_read_counts_alone_sees_nobody(aber: Coop) -> None:
    publish_module()
    adopt_module(aber)
    make_worker(aber)
    member = actor_of(aber, make_person(aber, "board_member"))

    with reading(aber) as session:
        found = queries.matrix(session, by=member, on=date(2026, 11, 22))

    assert (found.rows, found.counts.not_started) == ((), 1)


def test_the_month_that_is_over_is_told_once(aber: Coop) -> None:
    publish_module()
    adopt_module(aber)
    learner = make_learner(aber)
    read_all(aber, learner)
    complete(aber, make_learner(aber, "Dai Rees"))
    clock.set_fixed(datetime(2026, 12, 1, 0, tzinfo=UTC))

    for _time in range(2):
        look(aber)

    assert months_told(aber) == [LearnersActive(date(2026, 11, 1), 2)]
    with pytest.raises(actions.MonthToldAlready):
        actions.tell_learners(coop=aber, month=date(2026, 11, 9), by=SYSTEM, now=clock.now())


def test_a_month_under_way_is_not_told(aber: Coop) -> None:
    with pytest.raises(actions.MonthNotOver):
        actions.tell_learners(coop=aber, month=date(2026, 11, 1), by=SYSTEM, now=clock.now())

    assert months_told(aber) == []


def test_whoever_looks_after_training_hears_of_a_later_version_once(aber: Coop) -> None:
    lead, worker = make_person(aber, "training_lead"), make_person(aber, "care_worker")
    publish_module()
    adopt_module(aber)
    look(aber)
    publish_module()
    for _time in range(2):
        look(aber)

    with reading(aber) as session:
        heard = [(bell.kind, bell.facts["version"]) for bell in bells.list_latest(session, lead.id)]
        assert bells.list_latest(session, worker.id) == []
    assert heard == [("training_later_version", 2)]
