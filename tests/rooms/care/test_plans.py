# SPDX-License-Identifier: AGPL-3.0-or-later
"""A personal plan: drafted together, agreed by whoever may, looked at again in time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from functools import partial
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest

from franchise_kit.access.queries.actors import find_actor
from franchise_kit.care import actions, queries
from tenants import clock
from tenants.actor import SYSTEM, Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading
from tests.support.people import actor_of, make_person
from tests.support.rows import rows
from tests.support.supported import make_agreed, make_draft, make_representative, plan_of
from tests.support.thread import make_supported, make_visit, make_worker_with_account

NOON = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 10)


@pytest.fixture(autouse=True)
def _at_noon() -> None:
    clock.set_fixed(NOON)


def plans_of(coop: Coop, person_id: UUID, by: Actor = SYSTEM) -> list[tuple[int, str]]:
    with reading(coop) as session:
        return [
            (one.number, one.state)
            for one in queries.list_plans(session, person_id, by=by, today=clock.today())
        ]


def agree(coop: Coop, plan_id: UUID, agreement: actions.Agreement, version: int) -> None:
    actions.agree_plan(coop=coop, plan_id=plan_id, agreement=agreement, version=version, by=SYSTEM, now=NOON)


def test_a_plan_is_agreed_and_replaces_the_one_before(aber: Coop, bryn: Coop) -> None:
    person_id = make_supported(aber)

    first = make_agreed(aber, person_id, date(2026, 9, 1))
    second = make_agreed(
        aber, person_id, date(2026, 11, 2), due_on=date(2026, 12, 1), support="Dim ond paned"
    )

    assert (first.number, first.review_due_on) == (1, date(2026, 12, 1))
    assert (second.number, second.support, second.review_due_on) == (2, "Dim ond paned", date(2026, 12, 1))
    assert plans_of(aber, person_id) == [(2, "agreed"), (1, "replaced")]
    assert "Paned" not in str(rows(aber, "care_plan"))
    assert rows(bryn, "care_plan") == []


def test_a_draft_begins_from_the_plan_that_holds_and_goes_on(aber: Coop) -> None:
    person_id = make_supported(aber)
    make_agreed(aber, person_id, date(2026, 9, 1))

    begun = [actions.begin_plan(coop=aber, person_supported_id=person_id, by=SYSTEM, now=NOON) for _ in "ab"]

    assert begun[0] == begun[1]
    assert plan_of(aber, begun[0]).support == "Paned a sgwrs bob bore. Help i wisgo."
    assert plan_of(aber, begun[0]).written_with == ""
    assert plans_of(aber, person_id) == [(2, "draft"), (1, "agreed")]


def test_the_second_of_two_who_write_overwrites_nothing(aber: Coop) -> None:
    draft = make_draft(aber, make_supported(aber))
    mine = {"support": "Fy ngeiriau i"}
    actions.save_draft(coop=aber, plan_id=draft.id, changes=mine, version=draft.version, by=SYSTEM, now=NOON)

    with pytest.raises(Refusal) as refused:
        actions.save_draft(
            coop=aber, plan_id=draft.id, changes={"risks": "x"}, version=draft.version, by=SYSTEM, now=NOON
        )

    assert refused.value.code == "changed_meanwhile"
    now_is = plan_of(aber, draft.id)
    assert (now_is.support, now_is.risks, now_is.version) == ("Fy ngeiriau i", "", draft.version + 1)
    with reading(aber) as session:
        changes = queries.list_plan_changes(session, draft.id, by=SYSTEM, today=clock.today())
    assert changes[0].before == {"support": draft.support}


@pytest.mark.parametrize(
    ("authority", "until_on", "code"),
    [
        ("lpa_health_welfare", None, None),
        ("deputy", None, None),
        ("lpa_health_welfare", date(2026, 11, 1), "authority_not_in_force"),
        ("lpa_property_affairs", None, "authority_not_for_care"),
        ("appointee", None, "authority_not_for_care"),
        ("chosen", None, "authority_not_for_care"),
    ],
)
def test_a_representative_agrees_only_with_authority_in_force(
    aber: Coop, authority: str, until_on: date | None, code: str | None
) -> None:
    person_id = make_supported(aber)
    draft = make_draft(aber, person_id)
    speaker = make_representative(aber, person_id, authority, until_on)
    agreement = actions.Agreement(date(2026, 11, 2), "representative", "in_writing", speaker)
    found = None
    try:
        agree(aber, draft.id, agreement, draft.version)
    except Refusal as refusal:
        found = refusal.code

    kept = plan_of(aber, draft.id)
    assert found == code
    assert (kept.state, kept.representative_name) == (
        ("agreed", "Gwen Fôn") if code is None else ("draft", "")
    )


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"agreed_on": date(2026, 11, 11)}, "day_still_to_come"),
        ({"review_due_on": date(2027, 2, 3)}, "review_too_late"),
        ({"review_due_on": date(2026, 11, 2)}, "review_too_early"),
        ({"agreed_by": "representative"}, "representative_needed"),
        ({"agreed_by": "representative", "representative_id": uuid4()}, "representative_needed"),
    ],
)
def test_an_agreement_that_cannot_be_changes_nothing(aber: Coop, said: dict[str, Any], code: str) -> None:
    draft = make_draft(aber, make_supported(aber))
    usual: dict[str, Any] = {"agreed_on": date(2026, 11, 2), "agreed_by": "person", "agreed_how": "in_person"}

    with pytest.raises(Refusal) as refused:
        agree(aber, draft.id, actions.Agreement(**(usual | said)), draft.version)

    assert refused.value.code == code
    assert plan_of(aber, draft.id) == draft


def test_another_persons_representative_agrees_nothing(aber: Coop) -> None:
    draft = make_draft(aber, make_supported(aber))
    stranger = make_representative(aber, make_supported(aber, "Ann Arall"))
    agreement = actions.Agreement(date(2026, 11, 2), "representative", "in_person", stranger)

    with pytest.raises(Refusal) as refused:
        agree(aber, draft.id, agreement, draft.version)

    assert refused.value.code == "representative_needed"
    assert plan_of(aber, draft.id).state == "draft"


def test_an_empty_plan_is_not_agreed_and_an_agreed_one_not_changed(aber: Coop) -> None:
    person_id = make_supported(aber)
    empty = make_draft(aber, person_id, support="")
    agreement = actions.Agreement(date(2026, 11, 2), "person", "in_person")
    with pytest.raises(Refusal) as refused:
        agree(aber, empty.id, agreement, empty.version)
    plan = make_agreed(aber, person_id, date(2026, 11, 2))
    with pytest.raises(Refusal) as late:
        actions.save_draft(
            coop=aber, plan_id=plan.id, changes={"support": "x"}, version=plan.version, by=SYSTEM, now=NOON
        )

    assert (refused.value.code, late.value.code) == ("plan_empty", "plan_not_draft")
    assert plan_of(aber, plan.id) == plan


def review(
    coop: Coop, plan_id: UUID, on: date, *, came_of_it: str = "stays", next_due_on: date | None = None
) -> UUID | None:
    said = actions.NewReview(on, "Elsi", "Cerdded yn well", came_of_it, next_due_on)
    return actions.review_plan(coop=coop, plan_id=plan_id, review=said, by=SYSTEM, now=NOON)


def test_a_review_moves_the_day_and_may_begin_a_draft(aber: Coop) -> None:
    person_id = make_supported(aber)
    plan = make_agreed(aber, person_id, date(2026, 8, 1))

    stays = review(aber, plan.id, date(2026, 10, 30))
    changes = review(aber, plan.id, TODAY, came_of_it="changes", next_due_on=date(2026, 12, 1))

    kept = plan_of(aber, plan.id)
    assert stays is None
    assert changes is not None
    assert kept.review_due_on == date(2026, 12, 1)
    assert [one.next_due_on for one in kept.reviews] == [date(2026, 12, 1), date(2027, 1, 30)]
    assert plans_of(aber, person_id) == [(2, "draft"), (1, "agreed")]


@pytest.mark.parametrize(
    ("on", "more", "code"),
    [
        (date(2026, 11, 11), {}, "day_still_to_come"),
        (date(2026, 7, 31), {}, "review_before_agreement"),
        (date(2026, 10, 1), {}, "reviewed_since"),
        (TODAY, {"next_due_on": date(2027, 2, 11)}, "review_too_late"),
        (TODAY, {"next_due_on": TODAY}, "review_too_early"),
    ],
)
def test_a_review_that_cannot_be_changes_nothing(
    aber: Coop, on: date, more: dict[str, Any], code: str
) -> None:
    plan = make_agreed(aber, make_supported(aber), date(2026, 8, 1))
    review(aber, plan.id, date(2026, 10, 1))
    before = plan_of(aber, plan.id)

    with pytest.raises(Refusal) as refused:
        review(aber, plan.id, on, **more)

    assert refused.value.code == code
    assert plan_of(aber, plan.id) == before


def test_the_plans_to_look_at_begin_with_the_most_pressing(aber: Coop) -> None:
    make_agreed(aber, make_supported(aber, "Dai Hwyr"), date(2026, 8, 1))
    make_agreed(aber, make_supported(aber, "Ela Wedyn"), date(2026, 11, 1))
    make_agreed(aber, make_supported(aber, "Siw Cyn-hir"), date(2026, 8, 20))
    make_supported(aber, "Bet Heb")

    with reading(aber) as session:
        found = queries.list_plans_to_look_at(session, by=SYSTEM, today=TODAY)

    assert [(one.person_name, one.standing) for one in found] == [
        ("Bet Heb", "missing"),
        ("Dai Hwyr", "overdue"),
        ("Siw Cyn-hir", "soon"),
        ("Ela Wedyn", "later"),
    ]


def test_a_worker_reads_the_plans_of_those_they_were_told_to_visit(aber: Coop) -> None:
    worker_id, account_id = make_worker_with_account(aber)
    person_id, other = make_supported(aber), make_supported(aber, "Ann Arall")
    plan = make_agreed(aber, person_id, date(2026, 11, 1))
    make_agreed(aber, other, date(2026, 11, 1))
    visit_id = make_visit(aber, person_id, TODAY, "09:00", worker_id=worker_id)
    with reading(aber) as session:
        worker = find_actor(session, account_id)
    assert worker is not None

    with reading(aber) as session:
        assert queries.get_plan(session, plan.id, by=worker, today=clock.today())[1].number == 1
        with pytest.raises(NotFound):
            queries.list_plans(session, other, by=worker, today=clock.today())
    with pytest.raises(NotFound):
        actions.begin_plan(coop=aber, person_supported_id=person_id, by=worker, now=NOON)
    assert plans_of(aber, person_id) == [(1, "agreed")]
    actions.cancel_visit(coop=aber, visit_id=visit_id, cancelled_by="person", by=SYSTEM, now=NOON)
    with reading(aber) as session, pytest.raises(NotFound):
        queries.get_plan(session, plan.id, by=worker, today=clock.today())


def at_once(*acts: Callable[[], object]) -> list[str | None]:
    """Do the acts at the same moment, and return the codes of those that were refused."""
    start = Barrier(len(acts))

    def one(act: Callable[[], object]) -> str | None:
        start.wait()
        try:
            act()
        except Refusal as refusal:
            return refusal.code
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_two_who_begin_at_once_write_one_draft(aber: Coop) -> None:
    person_id = make_supported(aber)
    begin = partial(actions.begin_plan, coop=aber, person_supported_id=person_id, by=SYSTEM, now=NOON)

    assert at_once(begin, begin, begin) == [None] * 3
    assert plans_of(aber, person_id) == [(1, "draft")]


def test_two_who_agree_and_write_at_once_do_one_of_both(aber: Coop) -> None:
    person_id = make_supported(aber)
    draft = make_draft(aber, person_id)
    agreement = actions.Agreement(date(2026, 11, 2), "person", "in_person")
    write = partial(
        actions.save_draft,
        coop=aber,
        plan_id=draft.id,
        changes={"support": "Arall"},
        version=draft.version,
        by=SYSTEM,
        now=NOON,
    )

    refused = at_once(partial(agree, aber, draft.id, agreement, draft.version), write)

    kept = plan_of(aber, draft.id)
    outcomes = {
        "agreed": ([None, "plan_not_draft"], draft.support),
        "draft": (["changed_meanwhile", None], "Arall"),
    }
    assert (refused, kept.support) == outcomes[kept.state]


def test_a_plan_of_another_coop_is_not_there(aber: Coop, bryn: Coop) -> None:
    plan = make_agreed(bryn, make_supported(bryn), date(2026, 11, 1))
    by = actor_of(aber, make_person(aber, "care_coordinator"))

    with reading(aber) as session, pytest.raises(NotFound):
        queries.get_plan(session, plan.id, by=by, today=clock.today())
    with pytest.raises(NotFound):
        review(aber, plan.id, TODAY)

    assert plan_of(bryn, plan.id) == plan
