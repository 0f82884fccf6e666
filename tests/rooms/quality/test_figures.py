# SPDX-License-Identifier: AGPL-3.0-or-later
"""Figures are counted from the records of weeks and months that are over; of small ones nothing goes out."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import update

from app.worker import begin_looks
from franchise_kit.access import PermissionLacking
from franchise_kit.quality import actions, jobs
from franchise_kit.quality.models import IndicatorValue
from franchise_kit.quality.queries.figures import Figure, list_figures, list_months
from franchise_kit.quality.rules.disclosed import IndicatorTold
from tenants import clock
from tenants.actor import Actor
from tenants.jobs import OutboxRow
from tenants.jobs.runner import run_pending
from tenants.office import Coop, Hub
from tenants.openings.queries import DisclosureFilter, list_disclosed
from tenants.transaction import reading, upkeep
from tests.support.openings import count
from tests.support.people import actor_of, make_person
from tests.support.quality import make_figure, manager_of
from tests.support.thread import make_supported, make_visit

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)
MISSED, TRAINING = "visits_missed", "training_in_date"


@pytest.fixture(autouse=True)
def _on_the_day(hub: Hub) -> None:
    clock.set_fixed(NOON)


def reader(scope: str = "coop") -> Actor:
    return Actor(uuid4(), uuid4(), "coop", permissions={"quality_dashboard.read": scope})


def figures(coop: Coop, *, by: Actor | None = None) -> list[Figure]:
    with reading(coop) as session:
        return list_figures(session, by=by or reader())


def counted(coop: Coop, grain: str) -> list[tuple[date, int | None, int]]:
    return [
        (one.period.from_, one.numerator, one.denominator)
        for one in figures(coop)
        if (one.indicator.id, one.grain) == (MISSED, grain)
    ]


def told(coop: Coop) -> list[tuple[object, date | None, date | None]]:
    with reading(coop) as session:
        found = list_disclosed(session, DisclosureFilter(kind="indicator_value"))
    return [(one.fact, one.about_from, one.about_until) for one in reversed(found)]


def tell(coop: Coop, by: Actor, month: date = OCTOBER) -> int:
    return len(actions.tell_indicators(coop=coop, month=month, by=by, now=clock.now()))


def test_weeks_and_months_that_are_over_are_counted(aber: Coop, bryn: Coop) -> None:
    person = make_supported(aber)
    for day in (date(2026, 10, 30), date(2026, 11, 3), date(2026, 11, 17)):
        make_visit(aber, person, day, "09:00")

    actions.compute_indicators(coop=aber, by=manager_of(aber), now=NOON)

    assert counted(aber, "month") == [(OCTOBER, 1, 1)]
    assert counted(aber, "week") == [
        (date(2026, 10, 26), 1, 1),
        (date(2026, 11, 2), 1, 1),
        (date(2026, 11, 9), 0, 0),
    ]
    assert count(bryn, IndicatorValue) == 0


def test_counting_again_changes_only_what_is_another(aber: Coop) -> None:
    by = manager_of(aber)
    make_visit(aber, make_supported(aber), date(2026, 10, 30), "09:00")
    actions.compute_indicators(coop=aber, by=by, now=NOON)

    assert actions.compute_indicators(coop=aber, by=by, now=NOON) == 0

    make_visit(aber, make_supported(aber, "Gwen Rees"), date(2026, 10, 6), "09:00")
    assert actions.compute_indicators(coop=aber, by=by, now=NOON) > 0
    assert counted(aber, "month") == [(OCTOBER, 2, 2)]


@pytest.mark.parametrize(
    ("case", "numerator", "denominator", "leaves"),
    [
        ("none missed", 0, 900, 0),
        ("one is too few to tell", 1, 900, None),
        ("four are too few to tell", 4, 900, None),
        ("five may be told", 5, 900, 5),
        ("too few visits for a rate", 7, 199, None),
    ],
)
def test_small_numbers_stay_inside(
    aber: Coop, case: str, numerator: int, denominator: int, leaves: int | None
) -> None:
    make_figure(aber, MISSED, OCTOBER, numerator, denominator)

    assert tell(aber, manager_of(aber)) == 1

    fact = IndicatorTold(MISSED, leaves, denominator)
    assert told(aber) == [(fact, OCTOBER, date(2026, 11, 1))], case
    assert counted(aber, "month") == [(OCTOBER, numerator, denominator)]


def test_a_month_is_told_again_only_when_it_was_put_right(aber: Coop) -> None:
    by = manager_of(aber)
    make_figure(aber, MISSED, OCTOBER, 9, 900)
    make_figure(aber, TRAINING, OCTOBER, 50, 60)
    assert tell(aber, by) == 2

    with pytest.raises(actions.NothingNewToTell):
        tell(aber, by)
    make_figure(aber, MISSED, OCTOBER, 8, 900)
    assert tell(aber, by) == 1

    assert [fact for fact, _, _ in told(aber)][2:] == [IndicatorTold(MISSED, 8, 900)]
    with reading(aber) as session:
        months = list_months(session, by=reader())
    assert {(one.figure.indicator.id, one.is_told) for one in months} == {(MISSED, True), (TRAINING, True)}


@pytest.mark.parametrize(("in_date", "leaves"), [(57, None), (59, None), (60, 60), (55, 55), (3, None)])
def test_a_share_that_leaves_few_of_the_whole_stays_inside(
    aber: Coop, in_date: int, leaves: int | None
) -> None:
    make_figure(aber, TRAINING, OCTOBER, in_date, 60)

    assert tell(aber, manager_of(aber)) == 1

    assert [fact for fact, _, _ in told(aber)] == [IndicatorTold(TRAINING, leaves, 60)]
    assert [one.numerator for one in figures(aber, by=reader("agg"))] == [leaves]
    assert [one.numerator for one in figures(aber)] == [in_date]


@pytest.mark.parametrize("month", [date(2026, 11, 1), date(2026, 9, 1)])
def test_a_month_that_is_not_over_or_not_counted_is_not_told(aber: Coop, month: date) -> None:
    make_figure(aber, MISSED, date(2026, 11, 1), 9, 900)

    with pytest.raises(actions.MonthNotCounted):
        tell(aber, manager_of(aber), month)

    assert told(aber) == []


def test_who_reads_aggregates_sees_no_week_and_no_small_number(aber: Coop) -> None:
    make_figure(aber, MISSED, OCTOBER, 3, 900)
    make_figure(aber, MISSED, date(2026, 11, 2), 3, 300, grain="week")

    seen = figures(aber, by=reader("agg"))

    assert [(one.grain, one.numerator, one.value) for one in seen] == [("month", None, None)]


@pytest.mark.parametrize("role", ["board_member", "care_coordinator"])
def test_who_does_not_manage_quality_tells_nothing(aber: Coop, role: str) -> None:
    make_figure(aber, MISSED, OCTOBER, 9, 900)
    by = actor_of(aber, make_person(aber, role))

    with pytest.raises(PermissionLacking):
        tell(aber, by)
    with pytest.raises(PermissionLacking):
        actions.compute_indicators(coop=aber, by=by, now=NOON)

    assert told(aber) == []


def waiting_looks(coop: Coop) -> int:
    with reading(coop) as session:
        return session.query(OutboxRow).filter_by(job=jobs.LOOK, state="waiting").count()


def tell_september(coop: Coop) -> None:
    """Tell the first month by hand: with that the co-op agrees to the months after it."""
    make_visit(coop, make_supported(coop, "Gwen Rees"), date(2026, 9, 16), "09:00")
    actions.compute_indicators(coop=coop, by=manager_of(coop), now=NOON.replace(month=10, day=5))
    assert tell(coop, manager_of(coop), SEPTEMBER) == 1


def told_months(coop: Coop) -> list[date | None]:
    return [from_ for _, from_, _ in told(coop)]


def test_a_co_op_that_never_told_a_month_is_counted_and_not_told(aber: Coop, bryn: Coop) -> None:
    make_visit(aber, make_supported(aber), date(2026, 10, 30), "09:00")

    assert (begin_looks(), begin_looks()) == (2, 0)
    for now in (NOON, NOON.replace(day=23), NOON.replace(month=12, day=1)):
        clock.set_fixed(now)
        run_pending(aber)
        run_pending(bryn)

    assert counted(aber, "month") == [(OCTOBER, 1, 1), (NOVEMBER, 0, 0)]
    assert (told(aber), told(bryn)) == ([], [])


def test_the_daily_look_counts_and_tells_the_last_month_once(aber: Coop) -> None:
    tell_september(aber)
    make_visit(aber, make_supported(aber), date(2026, 10, 30), "09:00")

    jobs.look(aber)
    jobs.look(aber)
    run_pending(aber)

    assert told(aber)[1:] == [(IndicatorTold(MISSED, None, 1), OCTOBER, date(2026, 11, 1))]
    assert waiting_looks(aber) == 1


def test_the_daily_look_leaves_a_correction_to_a_person(aber: Coop) -> None:
    make_visit(aber, make_supported(aber), date(2026, 10, 30), "09:00")
    jobs.look(aber)
    tell(aber, manager_of(aber))
    make_figure(aber, MISSED, OCTOBER, 9, 900)

    jobs.look(aber)

    assert told_months(aber) == [OCTOBER]


def test_a_new_co_op_is_looked_at_by_itself_and_once_a_month_is_told(aber: Coop, bryn: Coop) -> None:
    tell_september(aber)
    make_visit(aber, make_supported(aber), date(2026, 10, 30), "09:00")

    assert (begin_looks(), begin_looks()) == (2, 0)
    for day in range(22, 30):
        clock.set_fixed(NOON.replace(day=day))
        run_pending(aber)
        run_pending(bryn)

    assert told_months(aber) == [SEPTEMBER, OCTOBER]
    assert [waiting_looks(one) for one in (aber, bryn)] == [1, 1]
    assert (count(bryn, IndicatorValue), told(bryn)) == (0, [])


def test_each_month_that_ends_is_told_once(aber: Coop) -> None:
    tell_september(aber)
    person = make_supported(aber)
    make_visit(aber, person, date(2026, 10, 30), "09:00")
    make_visit(aber, person, date(2026, 11, 2), "09:00")
    begin_looks()

    for now in (NOON, NOON.replace(month=12, day=1), NOON.replace(month=12, day=3)):
        clock.set_fixed(now)
        run_pending(aber)

    assert told_months(aber) == [SEPTEMBER, OCTOBER, NOVEMBER]


def test_a_look_that_was_cut_off_is_taken_up_and_tells_once(aber: Coop) -> None:
    tell_september(aber)
    make_visit(aber, make_supported(aber), date(2026, 10, 30), "09:00")
    begin_looks()
    actions.compute_indicators(coop=aber, by=manager_of(aber), now=NOON)

    run_pending(aber)
    begin_looks()
    run_pending(aber)

    assert told_months(aber) == [SEPTEMBER, OCTOBER]
    assert waiting_looks(aber) == 1


def test_a_look_that_was_given_up_begins_anew(aber: Coop) -> None:
    begin_looks()
    with upkeep(aber) as session:
        session.execute(update(OutboxRow).where(OutboxRow.job == jobs.LOOK).values(state="given_up"))

    assert begin_looks() == 1
