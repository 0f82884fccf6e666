# SPDX-License-Identifier: AGPL-3.0-or-later
"""Publishing: only those affected are told, once; nobody overwrites what they have not seen."""

from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from franchise_kit.care import actions, queries
from franchise_kit.care.models import Visit
from franchise_kit.care.queries.facts import visit_counts
from franchise_kit.care.rules import visits as rules
from franchise_kit.kernel.days import london_instant
from tenants import bells
from tenants.actor import SYSTEM
from tenants.jobs.models import Bell
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading, upkeep
from tests.support.people import actor_of, make_person
from tests.support.rota import MONDAY, NEXT, NOW, generate, make_kind, make_pattern, rota, visits_of
from tests.support.rows import rows
from tests.support.thread import make_supported, make_visit, make_worker, make_worker_with_account

DRAFT = actions.Change()


def kinds_rung(coop: Coop, account_id: UUID) -> list[str]:
    with reading(coop) as session:
        return [bell.kind for bell in bells.list_latest(session, account_id)]


def give(coop: Coop, visit_id: UUID, worker_id: UUID | None, change: actions.Change = DRAFT) -> None:
    actions.assign_visit(coop=coop, visit_id=visit_id, worker_id=worker_id, by=SYSTEM, now=NOW, change=change)


def publish(coop: Coop, **what: object) -> actions.Published:
    return actions.publish(coop=coop, what=actions.ToPublish(**what), by=SYSTEM, now=NOW)  # type: ignore[arg-type] # what a test says


def test_a_week_is_told_to_each_of_its_workers_once(aber: Coop, bryn: Coop) -> None:
    nia, account = make_worker_with_account(aber)
    _ann, other = make_worker_with_account(aber, "Ann Arall")
    make_pattern(aber, make_supported(aber), make_kind(aber))
    generate(aber)
    for visit in visits_of(aber):
        give(aber, visit.id, nia)

    published = publish(aber, monday=MONDAY)

    assert published == actions.Published(visits=7, workers_told=1)
    assert kinds_rung(aber, account) == ["rota_published"]
    assert kinds_rung(aber, other) == []
    assert [visit.marks for visit in rota(aber).visits] == [()] * 7
    with pytest.raises(actions.NothingToPublish):
        publish(aber, monday=MONDAY)
    assert visits_of(bryn) == []


def test_what_is_told_at_once_rings_for_whoever_has_the_visit_and_whoever_had_it(aber: Coop) -> None:
    nia, nias = make_worker_with_account(aber)
    ann, anns = make_worker_with_account(aber, "Ann Arall")
    _gwen, gwens = make_worker_with_account(aber, "Gwen Morys")
    visit_id = make_visit(aber, make_supported(aber), MONDAY, "09:00", worker_id=nia)
    planned = kinds_rung(aber, nias)

    give(aber, visit_id, ann, actions.Change(publish=True))
    begins = london_instant(MONDAY, time(10))
    times = actions.Times(begins, begins + timedelta(minutes=45))
    for _twice in range(2):
        actions.move_visit(coop=aber, visit_id=visit_id, times=times, by=SYSTEM, now=NOW)

    assert planned == ["rota_published"]
    assert [kinds_rung(aber, one) for one in (nias, anns, gwens)] == [
        ["rota_published"] * 2,
        ["rota_published"] * 2,
        [],
    ]


def test_what_waits_to_be_published_rings_for_nobody(aber: Coop) -> None:
    nia, account = make_worker_with_account(aber)
    visit_id = make_visit(aber, make_supported(aber), MONDAY, "09:00")

    give(aber, visit_id, nia)

    assert kinds_rung(aber, account) == []


def test_a_draft_is_seen_by_nobody_but_who_keeps_the_rota(aber: Coop) -> None:
    person = make_person(aber, "care_worker", name="Nia Prys")
    worker_id = make_worker(aber, account_id=person.id)
    by = actor_of(aber, person)
    make_pattern(aber, make_supported(aber), make_kind(aber), weekdays=1)
    generate(aber)
    (draft,) = visits_of(aber)
    give(aber, draft.id, worker_id)

    with reading(aber) as session:
        assert queries.list_visits(session, by=by, from_=MONDAY, until=NEXT) == []
        assert visit_counts(session, MONDAY, NEXT).planned == 0
    publish(aber, worker_id=worker_id, monday=MONDAY)
    with reading(aber) as session:
        (listed,) = queries.list_visits(session, by=by, from_=MONDAY, until=NEXT)
        assert visit_counts(session, MONDAY, NEXT).planned == 1
    assert (listed.id, listed.worker_name, listed.is_draft) == (draft.id, "Nia Prys", False)


def test_a_worker_goes_by_what_they_were_told(aber: Coop) -> None:
    person = make_person(aber, "care_worker", name="Nia Prys")
    worker_id = make_worker(aber, account_id=person.id)
    by = actor_of(aber, person)
    visit_id = make_visit(aber, make_supported(aber), MONDAY, "09:00", worker_id=worker_id)
    (visit,) = visits_of(aber)
    later = actions.Times(visit.planned_from + timedelta(hours=1), visit.planned_until + timedelta(hours=1))
    actions.move_visit(coop=aber, visit_id=visit_id, times=later, by=SYSTEM, now=NOW, change=DRAFT)

    with reading(aber) as session:
        assert queries.get_visit(session, visit_id, by=by).planned_from == visit.planned_from
        assert queries.get_visit(session, visit_id, by=SYSTEM).planned_from == later.planned_from
    assert rota(aber).visits[0].marks == ("changed",)
    assert publish(aber, visit_ids=[visit_id]) == actions.Published(1, 1)
    with reading(aber) as session:
        assert queries.get_visit(session, visit_id, by=by).planned_from == later.planned_from


def test_who_has_it_no_more_is_told_too(aber: Coop) -> None:
    nia, nias = make_worker_with_account(aber)
    ann, anns = make_worker_with_account(aber, "Ann Arall")
    person_id = make_supported(aber)
    visit_id = make_visit(aber, person_id, MONDAY, "09:00", worker_id=nia)
    make_visit(aber, person_id, MONDAY, "12:00", worker_id=nia)
    give(aber, visit_id, ann)

    assert publish(aber, person_supported_id=person_id, monday=MONDAY) == actions.Published(1, 2)
    # Nia was told of both when they were planned.
    assert kinds_rung(aber, nias) == ["rota_published"] * 3
    assert kinds_rung(aber, anns) == ["rota_published"]


def test_two_told_for_one_time_are_refused_by_the_database(aber: Coop) -> None:
    nia, ann = make_worker(aber), make_worker(aber, "Ann Arall")
    first = make_visit(aber, make_supported(aber), MONDAY, "09:00", worker_id=nia)
    second = make_visit(aber, make_supported(aber, "Twm Huws"), MONDAY, "09:00")
    give(aber, first, ann)
    give(aber, second, nia)

    # Nia is still told of the first, so the second alone would be a second place.
    with pytest.raises(rules.WorkerElsewhere):
        publish(aber, visit_ids=[second])
    assert publish(aber, monday=MONDAY).visits == 2


def test_a_visit_that_is_done_still_holds_its_worker(aber: Coop) -> None:
    nia, ann = make_worker(aber), make_worker(aber, "Ann Arall")
    first = make_visit(aber, make_supported(aber), MONDAY, "09:00", worker_id=nia)
    second = make_visit(aber, make_supported(aber, "Twm Huws"), MONDAY, "09:00")
    give(aber, first, ann)
    give(aber, second, nia)
    came_at = london_instant(MONDAY, time(9))
    went_at = came_at + timedelta(minutes=30)
    with upkeep(aber) as session:
        done = update(Visit).where(Visit.id == first)
        session.execute(done.values(checked_in_at=came_at, checked_out_at=went_at))

    with pytest.raises(rules.WorkerElsewhere):
        publish(aber, visit_ids=[second])
    assert [row["id"] for row in rows(aber, "visit") if row["told_worker_id"] is None] == [second]


def test_the_second_to_change_a_visit_is_told_what_it_is_now(aber: Coop) -> None:
    nia, ann = make_worker(aber), make_worker(aber, "Ann Arall")
    visit_id = make_visit(aber, make_supported(aber), MONDAY, "09:00")
    give(aber, visit_id, nia, actions.Change(version=1))

    with pytest.raises(rules.VisitChangedMeanwhile) as refused:
        give(aber, visit_id, ann, actions.Change(version=1))

    assert refused.value.facts["worker_id"] == nia
    assert refused.value.facts["version"] == 2
    assert visits_of(aber)[0].worker_id == nia
    with pytest.raises(rules.VisitChangedMeanwhile):
        actions.cancel_visit(
            coop=aber,
            visit_id=visit_id,
            cancelled_by="person",
            by=SYSTEM,
            now=NOW,
            saying=actions.Cancelling("hospital", version=1),
        )
    assert visits_of(aber)[0].cancelled_at is None


def test_what_nobody_looked_at_is_not_published(aber: Coop) -> None:
    make_pattern(aber, make_supported(aber), make_kind(aber), weekdays=0b11)
    generate(aber)
    seen = {visit.id: visit.version for visit in rota(aber).visits}
    give(aber, visits_of(aber)[0].id, make_worker(aber))

    with pytest.raises(rules.VisitChangedMeanwhile):
        publish(aber, monday=MONDAY, seen_versions=seen)

    assert [visit.told_at for visit in visits_of(aber)] == [None, None]


def test_a_cancelled_visit_says_its_notice_and_rings(aber: Coop) -> None:
    worker_id, account = make_worker_with_account(aber)
    visit_id = make_visit(aber, make_supported(aber), MONDAY, "09:00", worker_id=worker_id)

    actions.cancel_visit(
        coop=aber,
        visit_id=visit_id,
        cancelled_by="person",
        by=SYSTEM,
        now=NOW,
        saying=actions.Cancelling("hospital", version=1),
    )

    with reading(aber) as session:
        visit = queries.get_visit(session, visit_id, by=SYSTEM)
    assert (visit.cancel_reason, visit.notice_minutes) == ("hospital", 5 * 1440)
    assert sorted(kinds_rung(aber, account)) == ["rota_published", "visit_cancelled"]


@pytest.mark.parametrize(
    ("case", "hours", "minutes", "reason", "refusal"),
    [
        ("for a time that is over", -200, 45, None, rules.VisitTimeOver),
        ("short, with no reason", 1, 29, None, rules.ShortVisitNeedsReason),
        ("too short, with one", 1, 14, "person_asked", rules.VisitTooShort),
        ("ends before it begins", 1, -1, None, rules.VisitEndsBeforeStart),
    ],
)
def test_a_visit_is_not_moved_to_where_it_cannot_be(
    aber: Coop, case: str, hours: int, minutes: int, reason: str | None, refusal: type[Refusal]
) -> None:
    visit_id = make_visit(aber, make_supported(aber), MONDAY, "09:00")
    (visit,) = visits_of(aber)
    begins = visit.planned_from + timedelta(hours=hours)
    times = actions.Times(begins, begins + timedelta(minutes=minutes), reason)

    with pytest.raises(refusal):
        actions.move_visit(coop=aber, visit_id=visit_id, times=times, by=SYSTEM, now=NOW)

    assert visits_of(aber)[0].planned_from == visit.planned_from, case


def test_what_was_missed_stays_where_it_was(aber: Coop) -> None:
    visit_id = make_visit(aber, make_supported(aber), MONDAY, "09:00")
    (visit,) = visits_of(aber)
    after = visit.planned_until
    times = actions.Times(after + timedelta(hours=1), after + timedelta(hours=2))

    with pytest.raises(rules.VisitTimeOver):
        actions.move_visit(coop=aber, visit_id=visit_id, times=times, by=SYSTEM, now=after)


def test_nothing_is_planned_for_a_time_that_is_over(aber: Coop) -> None:
    person_id = make_supported(aber)
    begins = datetime.combine(MONDAY, NOW.timetz())
    visit = actions.NewVisit(person_id, begins, begins + timedelta(minutes=45))

    with pytest.raises(rules.VisitTimeOver):
        actions.plan_visit(coop=aber, visit=visit, by=SYSTEM, now=visit.planned_until)

    assert visits_of(aber) == []


def test_the_same_visit_is_not_planned_twice_but_for_a_second_carer(aber: Coop) -> None:
    person_id = make_supported(aber)
    make_visit(aber, person_id, MONDAY, "09:00")
    (first,) = visits_of(aber)
    same = actions.NewVisit(person_id, first.planned_from, first.planned_until)
    second = actions.NewVisit(person_id, first.planned_from, first.planned_until, carer=2)

    with pytest.raises(rules.VisitThereAlready):
        actions.plan_visit(coop=aber, visit=same, by=SYSTEM, now=NOW)
    actions.plan_visit(coop=aber, visit=second, by=SYSTEM, now=NOW)
    with pytest.raises(rules.VisitThereAlready):
        actions.plan_visit(coop=aber, visit=second, by=SYSTEM, now=NOW)

    one, other = visits_of(aber)
    assert one.together_id == other.together_id
    assert one.together_id is not None


def test_a_second_carer_comes_beside_a_first(aber: Coop) -> None:
    begins = datetime.combine(MONDAY, NOW.timetz())
    visit = actions.NewVisit(make_supported(aber), begins, begins + timedelta(minutes=45), carer=2)

    with pytest.raises(rules.SecondCarerAlone):
        actions.plan_visit(coop=aber, visit=visit, by=SYSTEM, now=NOW)


def test_who_is_away_or_not_wanted_is_not_given_a_visit(aber: Coop) -> None:
    worker_id, person_id = make_worker(aber), make_supported(aber)
    visit_id = make_visit(aber, person_id, MONDAY, "09:00")

    with pytest.raises(actions.WorkerAway):
        give(aber, visit_id, worker_id, actions.Change(away=[worker_id]))
    actions.set_wish(
        coop=aber, person_supported_id=person_id, worker_id=worker_id, wish="not_this_one", by=SYSTEM, now=NOW
    )
    with pytest.raises(actions.WorkerNotWanted):
        give(aber, visit_id, worker_id)

    assert visits_of(aber)[0].worker_id is None


def test_nobody_who_cannot_sign_in_is_rung_for(aber: Coop) -> None:
    make_visit(aber, make_supported(aber), MONDAY, "09:00")
    give(aber, visits_of(aber)[0].id, make_worker(aber))

    assert publish(aber, monday=MONDAY) == actions.Published(visits=1, workers_told=0)
    with reading(aber) as session:
        assert session.scalar(select(func.count()).select_from(Bell)) == 0


def test_what_was_missed_where_it_was_told_is_neither_shown_nor_told_again(aber: Coop) -> None:
    nia = make_worker(aber)
    visit_id = make_visit(aber, make_supported(aber), MONDAY, "09:00", worker_id=nia)
    begins = london_instant(MONDAY + timedelta(days=1), time(10))
    times = actions.Times(begins, begins + timedelta(minutes=45))
    actions.move_visit(coop=aber, visit_id=visit_id, times=times, by=SYSTEM, now=NOW, change=DRAFT)
    part, noon = queries.Part(monday=MONDAY), london_instant(MONDAY, time(12))

    with reading(aber) as session:
        (before,) = queries.list_untold(session, part, by=SYSTEM, now=NOW)
        after = queries.list_untold(session, part, by=SYSTEM, now=noon)
    with pytest.raises(actions.NothingToPublish):
        actions.publish(coop=aber, what=actions.ToPublish(monday=MONDAY), by=SYSTEM, now=noon)

    assert (before.id, before.worker_name, before.told_worker_name) == (visit_id, "Nia Prys", "Nia Prys")
    assert (before.planned_from, before.told_from) == (begins, london_instant(MONDAY, time(9)))
    assert "Prys" not in repr(before)
    assert after == []


def test_only_who_keeps_the_rota_reads_what_is_untold(aber: Coop) -> None:
    by = actor_of(aber, make_person(aber, "care_worker"))

    with reading(aber) as session, pytest.raises(NotFound):
        queries.list_untold(session, queries.Part(monday=MONDAY), by=by, now=NOW)
