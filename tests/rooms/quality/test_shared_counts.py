# SPDX-License-Identifier: AGPL-3.0-or-later
"""The counts of each month are told where the co-op agreed to it: each month once, and no longer."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from franchise_kit.access import PermissionLacking
from franchise_kit.quality import actions, jobs
from franchise_kit.quality.queries.counts import SharedCounts, get_shared_counts
from franchise_kit.quality.rules.counts import CountsAgreed, MonthlyCounts
from tenants import clock
from tenants.actor import SYSTEM, Actor
from tenants.jobs.runner import run_pending
from tenants.office import HUB, Coop, Hub
from tenants.openings.models import DisclosureReceived
from tenants.openings.queries import DisclosureFilter, list_disclosed
from tenants.refusal import NotFound
from tenants.transaction import reading
from tests.support.openings import carry
from tests.support.people import actor_of, make_person
from tests.support.quality import make_figure
from tests.support.thread import make_supported, make_visit, make_worker
from tests.support.time import make_entry

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture(autouse=True)
def _on_the_day(hub: Hub) -> None:
    clock.set_fixed(NOON)


def chair_of(coop: Coop) -> Actor:
    return actor_of(coop, make_person(coop, "chair", name="Siân Ddu"))


def agree(coop: Coop, *, now: datetime = NOON) -> None:
    actions.agree_to_counts(coop=coop, by=chair_of(coop), now=now)


def told(coop: Coop) -> list[tuple[date | None, MonthlyCounts]]:
    with reading(coop) as session:
        found = list_disclosed(session, DisclosureFilter(kind="monthly_counts"))
    return [(one.about_from, one.fact) for one in reversed(found)]


def shared(coop: Coop) -> SharedCounts:
    with reading(coop) as session:
        return get_shared_counts(session, by=SYSTEM, today=clock.today())


def make_october(coop: Coop) -> None:
    """Make a month with six people, seven workers, one visit of each day, and time of all seven."""
    people = [make_supported(coop, f"Elsi {name}") for name in "ABCDEF"]
    workers = [make_worker(coop, f"Nia {name}") for name in "ABCDEFG"]
    for day in range(1, 32):
        make_visit(coop, people[day % 6], date(2026, 10, day), "09:00")
    for number, worker_id in enumerate(workers):
        begins = datetime(2026, 10, 2, 9, tzinfo=UTC) + timedelta(days=number)
        make_entry(coop, worker_id=worker_id, starts_at=begins, minutes=90)


def test_nothing_is_told_before_the_co_op_agreed(aber: Coop) -> None:
    make_october(aber)

    jobs.look(aber)

    assert told(aber) == []
    assert shared(aber).agreed is None


def test_a_month_is_told_once_the_co_op_agreed_and_then_each_that_ends(aber: Coop, bryn: Coop) -> None:
    make_october(aber)
    agree(aber)

    run_pending(aber)
    jobs.look(aber)
    clock.set_fixed(NOON.replace(month=12, day=2))
    jobs.look(aber)
    jobs.look(aber)

    assert [month for month, _ in told(aber)] == [OCTOBER, NOVEMBER]
    assert told(aber)[0][1] == MonthlyCounts(
        month=OCTOBER,
        people_supported=6,
        visits_planned=31,
        visits_delivered=None,
        hours={"visit": 11},
        hours_hidden=(),
        workers={"other_social_care": 7},
        workers_hidden=(),
        workers_in_all=7,
    )
    assert told(bryn) == []


def test_the_visits_are_those_of_the_quality_figure(aber: Coop) -> None:
    make_october(aber)
    make_figure(aber, "visits_missed", OCTOBER, 9, 900)
    agree(aber)

    actions.tell_counts(coop=aber, month=OCTOBER, by=SYSTEM, now=NOON)

    fact = told(aber)[0][1]
    assert (fact.visits_planned, fact.visits_delivered) == (900, 891)


def test_no_month_is_told_after_the_co_op_stopped(aber: Coop) -> None:
    make_october(aber)
    agree(aber)
    run_pending(aber)
    actions.stop_counts(coop=aber, by=chair_of(aber), now=NOON)

    clock.set_fixed(NOON.replace(month=12, day=2))
    jobs.look(aber)

    assert [month for month, _ in told(aber)] == [OCTOBER]
    assert shared(aber).agreed == CountsAgreed(is_agreed=False, from_month=NOVEMBER)


def test_agreeing_again_tells_no_month_twice(aber: Coop) -> None:
    make_october(aber)
    agree(aber)
    run_pending(aber)
    actions.stop_counts(coop=aber, by=chair_of(aber), now=NOON)
    agree(aber)

    run_pending(aber)

    assert [month for month, _ in told(aber)] == [OCTOBER]


def test_a_month_is_told_by_nobody_twice_nor_early_nor_without_agreement(aber: Coop) -> None:
    make_october(aber)
    jobs.look(aber)
    with pytest.raises(actions.CountsNotAgreed):
        actions.tell_counts(coop=aber, month=OCTOBER, by=SYSTEM, now=NOON)
    agree(aber)
    actions.tell_counts(coop=aber, month=OCTOBER, by=SYSTEM, now=NOON)

    with pytest.raises(actions.CountsToldAlready):
        actions.tell_counts(coop=aber, month=OCTOBER, by=SYSTEM, now=NOON)
    with pytest.raises(actions.MonthNotCounted):
        actions.tell_counts(coop=aber, month=NOVEMBER, by=SYSTEM, now=NOON)

    assert [month for month, _ in told(aber)] == [OCTOBER]


def test_agreeing_twice_and_stopping_what_is_not_told_are_refused(aber: Coop) -> None:
    with pytest.raises(actions.CountsNotAgreed):
        actions.stop_counts(coop=aber, by=chair_of(aber), now=NOON)
    agree(aber)
    with pytest.raises(actions.CountsAgreedAlready):
        agree(aber)

    assert shared(aber).agreed == CountsAgreed(is_agreed=True, from_month=OCTOBER)


@pytest.mark.parametrize("role", ["board_member", "coop_admin", "registered_manager"])
def test_who_does_not_decide_for_the_co_op_agrees_to_nothing(aber: Coop, role: str) -> None:
    by = actor_of(aber, make_person(aber, role))

    with pytest.raises(PermissionLacking):
        actions.agree_to_counts(coop=aber, by=by, now=NOON)

    assert shared(aber).agreed is None


def test_who_may_decide_by_a_service_agreement_alone_does_not_decide_on_it(aber: Coop) -> None:
    guest = Actor(None, None, "hub", permissions={"service_agreement.decide": "svc"})

    with pytest.raises(NotFound):
        actions.agree_to_counts(coop=aber, by=guest, now=NOON)

    assert shared(aber).agreed is None


def test_it_arrives_at_the_hub_as_it_was_told(aber: Coop) -> None:
    make_october(aber)
    agree(aber)
    run_pending(aber)

    carry(aber)

    with reading(HUB) as session:
        rows = session.scalars(select(DisclosureReceived).order_by(DisclosureReceived.seq)).all()
        kinds = [row.kind for row in rows]
    assert kinds.count("monthly_counts") == 1
    assert kinds.count("counts_agreed") == 1
