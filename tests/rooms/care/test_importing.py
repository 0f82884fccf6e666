# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows about visits and people supported: what comes of each, and that nothing is done twice."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from franchise_kit.care import actions as care
from franchise_kit.care.actions.importing import import_visits
from franchise_kit.care.actions.importing_people import SheetPerson, import_people, weigh_people
from franchise_kit.care.actions.weighing import SheetVisit, Weighing, present_workers
from franchise_kit.care.models import Visit
from franchise_kit.care.rules.visits import VisitTimeOver
from franchise_kit.kernel.changes import list_changes
from franchise_kit.kernel.days import london_instant
from franchise_kit.kernel.sheets import Verdict
from tenants import journal
from tenants.actor import SYSTEM, Actor
from tenants.journal.models import JournalLine
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import reading, upkeep
from tests.support.people import actor_of, make_person
from tests.support.rota import MONDAY, NOW, end_worker, make_kind, visits_of
from tests.support.thread import make_supported, make_worker

USUAL: dict[str, Any] = {
    "worker_id": None,
    "visit_kind_id": None,
    "window_minutes": 0,
    "short_reason": None,
}


def at(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    return london_instant(day, time(hour, minute))


MORNING = at(9)


def row(
    person_id: UUID, begins: datetime = MORNING, *, minutes: int = 45, carer: int = 1, **said: object
) -> SheetVisit:
    ends = {"planned_until": begins + timedelta(minutes=minutes)}
    return SheetVisit(person_id, begins, carer, ends | said, USUAL)


def keep(coop: Coop, rows: Sequence[SheetVisit], *, by: Actor = SYSTEM, **more: object) -> list[str]:
    done = import_visits(coop=coop, rows=rows, by=by, now=NOW, **more)  # type: ignore[arg-type] # what a test says
    return [_said(one) for one in done]


def _said(verdict: Verdict) -> str:
    return verdict.code or verdict.outcome


def test_new_visits_are_drafts_and_the_same_rows_are_known_again(aber: Coop) -> None:
    elsi, nia, kind = make_supported(aber), make_worker(aber), make_kind(aber)
    rows = [row(elsi, worker_id=nia, visit_kind_id=kind), row(elsi, at(13), window_minutes=30)]

    first, again = keep(aber, rows), keep(aber, rows)

    assert (first, again) == (["new", "new"], ["unchanged", "unchanged"])
    kept = visits_of(aber)
    assert [(one.worker_id, one.visit_kind_id, one.window_minutes, one.told_at) for one in kept] == [
        (nia, kind, 0, None),
        (None, None, 30, None),
    ]


def test_what_a_row_says_otherwise_is_changed_and_nothing_else(aber: Coop) -> None:
    elsi, nia, kind = make_supported(aber), make_worker(aber), make_kind(aber)
    keep(aber, [row(elsi, worker_id=nia, visit_kind_id=kind)])

    done = keep(aber, [row(elsi, minutes=60)])

    kept = visits_of(aber)[0]
    assert done == ["changed"]
    assert (kept.planned_until, kept.worker_id, kept.visit_kind_id, kept.version) == (at(10), nia, kind, 2)


def test_two_carers_come_together_in_whatever_order_the_rows_stand(aber: Coop) -> None:
    elsi, nia, huw = make_supported(aber), make_worker(aber), make_worker(aber, "Huw Rees")

    done = keep(
        aber, [row(elsi, carer=2, worker_id=huw), row(elsi, worker_id=nia), row(elsi, at(13), carer=2)]
    )

    assert done == ["new", "new", "second_carer_alone"]
    first, second = visits_of(aber)
    assert first.together_id == second.together_id is not None


def test_a_second_carer_joins_a_first_who_is_planned_already(aber: Coop) -> None:
    elsi = make_supported(aber)
    keep(aber, [row(elsi)])

    assert keep(aber, [row(elsi, carer=2)]) == ["new"]

    first, second = visits_of(aber)
    assert first.together_id == second.together_id is not None


@pytest.mark.parametrize(
    ("code", "begins", "said"),
    [
        ("visit_too_short", at(9), {"minutes": 10}),
        ("short_visit_needs_reason", at(9), {"minutes": 20}),
        ("visit_time_over", at(9, day=date(2026, 12, 1)), {}),
        ("person_not_supported_then", at(9, day=date(2020, 1, 6)), {}),
    ],
)
def test_a_row_that_planning_would_refuse_is_refused(
    aber: Coop, code: str, begins: datetime, said: dict[str, Any]
) -> None:
    elsi = make_supported(aber)
    now = datetime(2019, 1, 1, tzinfo=NOW.tzinfo) if begins.year == 2020 else NOW

    done = import_visits(coop=aber, rows=[row(elsi, begins, **said)], by=SYSTEM, now=now)

    assert ([one.code for one in done], visits_of(aber)) == ([code], [])


def test_a_worker_is_in_one_place_works_here_is_wanted_and_not_away(aber: Coop) -> None:
    elsi, ann = make_supported(aber), make_supported(aber, "Ann Jones")
    nia, left, away, unwanted = (make_worker(aber, name) for name in ("Nia A", "Lea B", "Awel C", "Una D"))
    end_worker(aber, left, MONDAY - timedelta(days=1))
    care.set_wish(
        coop=aber, person_supported_id=elsi, worker_id=unwanted, wish="not_this_one", by=SYSTEM, now=NOW
    )
    rows = [
        row(elsi, worker_id=nia),
        row(ann, at(9, 30), worker_id=nia),
        row(ann, at(9, 45), worker_id=nia),
        row(elsi, at(11), worker_id=left),
        row(elsi, at(12), worker_id=away),
        row(elsi, at(13), worker_id=unwanted),
    ]

    done = keep(aber, rows, away={(away, MONDAY)})

    assert done == [
        "new",
        "worker_elsewhere",
        "new",
        "worker_not_employed_then",
        "worker_away",
        "worker_not_wanted",
    ]
    assert len(visits_of(aber)) == 2


def test_who_is_at_a_visit_that_is_planned_already_is_not_given_another(aber: Coop) -> None:
    elsi, ann, nia = make_supported(aber), make_supported(aber, "Ann Jones"), make_worker(aber)
    keep(aber, [row(elsi, worker_id=nia)])

    assert keep(aber, [row(ann, at(9, 15), worker_id=nia)]) == ["worker_elsewhere"]
    assert keep(aber, [row(elsi, minutes=60, worker_id=nia)]) == ["changed"]


def test_a_visit_that_becomes_longer_keeps_its_worker_longer(aber: Coop) -> None:
    elsi, ann, nia = make_supported(aber), make_supported(aber, "Ann Jones"), make_worker(aber)
    keep(aber, [row(elsi, worker_id=nia)])

    done = keep(aber, [row(elsi, minutes=90), row(ann, at(10), worker_id=nia)])

    assert done == ["changed", "worker_elsewhere"]


def test_a_visit_that_is_over_is_not_made_longer(aber: Coop) -> None:
    elsi, nia = make_supported(aber), make_worker(aber)
    keep(aber, [row(elsi, worker_id=nia)])
    told = visits_of(aber)[0]
    over = at(9, 50)

    with upkeep(aber) as session:
        visit = session.get_one(Visit, told.id)
        visit.told_at, visit.told_from, visit.told_until = NOW, told.planned_from, told.planned_until
    done = import_visits(coop=aber, rows=[row(elsi, minutes=120)], by=SYSTEM, now=over)
    with pytest.raises(VisitTimeOver):
        care.move_visit(coop=aber, visit_id=told.id, times=care.Times(at(9), at(11)), by=SYSTEM, now=over)

    assert [(one.code, one.about) for one in done] == [("visit_time_over", "day")]
    assert visits_of(aber)[0].planned_until == told.planned_until


def test_a_visit_that_was_told_for_earlier_is_over_when_that_is(aber: Coop) -> None:
    elsi = make_supported(aber)
    keep(aber, [row(elsi, minutes=120)])
    kept = visits_of(aber)[0]
    with upkeep(aber) as session:
        visit = session.get_one(Visit, kept.id)
        visit.told_at, visit.told_from, visit.told_until = NOW, at(9), at(9, 45)

    done = import_visits(coop=aber, rows=[row(elsi, minutes=180)], by=SYSTEM, now=at(10))

    assert [one.code for one in done] == ["visit_time_over"]


def test_a_visit_that_becomes_shorter_or_anothers_frees_its_worker(aber: Coop) -> None:
    elsi, ann, bet = (make_supported(aber, name) for name in ("Elsi Fôn", "Ann Jones", "Bet Puw"))
    nia, huw = make_worker(aber), make_worker(aber, "Huw Rees")
    keep(aber, [row(elsi, minutes=90, worker_id=nia), row(ann, at(13), worker_id=nia)])

    done = keep(
        aber,
        [
            row(elsi),
            row(bet, at(10), worker_id=nia),
            row(ann, at(13), worker_id=huw),
            row(bet, at(13), worker_id=nia),
        ],
    )

    assert done == ["changed", "new", "changed", "new"]


def test_who_has_a_visit_and_is_away_does_not_stay_longer(aber: Coop) -> None:
    elsi, nia = make_supported(aber), make_worker(aber)
    keep(aber, [row(elsi, worker_id=nia)])

    assert keep(aber, [row(elsi, minutes=90)], away={(nia, MONDAY)}) == ["worker_away"]
    with reading(aber) as session:
        assert present_workers(session, [row(elsi)]) == {(elsi, MORNING, 1): nia}


def test_the_first_of_two_is_changed_alone_and_the_second_stays_as_on_the_page(aber: Coop) -> None:
    elsi, nia, huw = make_supported(aber), make_worker(aber), make_worker(aber, "Huw Rees")
    keep(aber, [row(elsi, worker_id=nia), row(elsi, carer=2, worker_id=huw)])
    tied = visits_of(aber)[0].together_id

    longer = keep(aber, [row(elsi, minutes=90)])
    window = keep(aber, [row(elsi, carer=2, window_minutes=15)])

    first, second = visits_of(aber)
    assert (longer, window) == (["changed"], ["changed"])
    assert (first.planned_until, second.planned_until) == (at(10, 30), at(9, 45))
    assert first.together_id == second.together_id == tied is not None


def test_a_second_carer_comes_beside_the_first_as_the_file_leaves_them(aber: Coop) -> None:
    elsi = make_supported(aber)
    keep(aber, [row(elsi)])

    assert keep(aber, [row(elsi, minutes=90), row(elsi, carer=2)]) == ["changed", "second_carer_alone"]
    assert keep(aber, [row(elsi, minutes=60), row(elsi, carer=2, minutes=60)]) == ["changed", "new"]


def test_weighing_says_the_same_and_keeps_nothing(aber: Coop) -> None:
    elsi, nia = make_supported(aber), make_worker(aber)
    rows = [row(elsi, worker_id=nia), row(elsi, at(9, 30), worker_id=nia)]

    with reading(aber) as session:
        weighed = Weighing(session, rows, by=SYSTEM, now=NOW, away=()).verdicts()

    assert [_said(one) for one in weighed] == ["new", "worker_elsewhere"]
    assert visits_of(aber) == []


def test_who_does_not_keep_the_rota_brings_no_visits_in(aber: Coop) -> None:
    elsi, by = make_supported(aber), actor_of(aber, make_person(aber, "care_worker"))

    with pytest.raises(NotFound):
        keep(aber, [row(elsi)], by=by)

    assert visits_of(aber) == []


def test_of_each_visit_that_is_changed_what_it_was_is_kept(aber: Coop) -> None:
    elsi, nia, huw = make_supported(aber), make_worker(aber), make_worker(aber, "Huw Rees")
    keep(aber, [row(elsi, worker_id=nia), row(elsi, at(13), worker_id=nia)])

    keep(aber, [row(elsi, minutes=60, worker_id=huw), row(elsi, at(13), window_minutes=30)])

    first, second = visits_of(aber)
    with reading(aber) as session:
        found = [list_changes(session, "visit", one.id) for one in (first, second)]
    assert [[(one.version, dict(one.before), one.changed_at) for one in of_one] for of_one in found] == [
        [(2, {"planned_until": "2027-01-04 09:45:00+00:00", "worker_id": str(nia)}, NOW)],
        [(2, {"window_minutes": 0}, NOW)],
    ]


def test_a_file_is_one_line_of_the_journal_with_its_counts(aber: Coop) -> None:
    elsi = make_supported(aber)

    keep(aber, [row(elsi), row(elsi, at(13)), row(elsi, at(14), minutes=10)])

    with reading(aber) as session:
        lines = session.scalars(select(JournalLine).where(JournalLine.doing == "care.import_visits")).all()
    assert [line.codes for line in lines] == [{"new": 2, "changed": 0, "unchanged": 0, "refused": 1}]


def test_a_visit_that_a_file_changes_has_its_own_line_before_the_files(aber: Coop) -> None:
    elsi, nia = make_supported(aber), make_worker(aber)
    keep(aber, [row(elsi), row(elsi, at(13)), row(elsi, at(14))])

    keep(
        aber, [row(elsi, worker_id=nia, minutes=60), row(elsi, at(13), window_minutes=30), row(elsi, at(14))]
    )

    first, second, _third = visits_of(aber)
    with reading(aber) as session:
        latest = session.scalars(select(JournalLine).order_by(JournalLine.seq.desc()).limit(3)).all()
        broken = journal.verify(session)
    assert broken is None
    assert [one.doing for one in latest[::-1]] == ["care.import_visit_change"] * 2 + ["care.import_visits"]
    assert {one.record_id: set(one.codes["fields"]) for one in latest[1:]} == {
        first.id: {"worker_id", "planned_until"},
        second.id: {"window_minutes"},
    }
    assert latest[0].codes == {"new": 0, "changed": 2, "unchanged": 1, "refused": 0}


def person(given: str = "Elsi", **said: object) -> SheetPerson:
    usual = {"known_as": "", "language": "cy", "phone": ""}
    return SheetPerson(given, "Fôn", date(2026, 1, 5), said, usual)


def keep_people(coop: Coop, rows: Sequence[SheetPerson], by: Actor = SYSTEM) -> list[str]:
    return [_said(one) for one in import_people(coop=coop, rows=rows, by=by, now=NOW)]


def test_people_are_entered_once_and_changed_where_a_row_says_otherwise(aber: Coop) -> None:
    rows = [person(language="cy", born_on=date(1940, 2, 29)), person("Ann", place="52.0831, -4.6609")]

    first, again = keep_people(aber, rows), keep_people(aber, rows)
    changed = keep_people(aber, [person("elsi", language="en", phone="01239 1")])

    assert (first, again, changed) == (["new", "new"], ["unchanged", "unchanged"], ["changed"])


def test_a_person_born_after_their_support_began_is_refused(aber: Coop) -> None:
    done = keep_people(aber, [person(born_on=date(2026, 5, 1)), person("Ann", place="here")])

    assert done == ["born_after_start", "place_not_readable"]
    with reading(aber) as session:
        assert [one.outcome for one in weigh_people(session, [person()], by=SYSTEM)] == ["new"]
