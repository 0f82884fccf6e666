# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hours: one's own by week, and those of others that wait for a yes."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.time import queries
from franchise_kit.time.actions import check_in
from franchise_kit.time.queries import EntryFacts
from tenants import clock
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.people import actor_of, make_person
from tests.support.time import NINE, make_carer, make_entry, make_visit, make_worker
from tests.support.web import Visitor


@pytest.fixture(autouse=True)
def _on_a_monday() -> None:
    clock.set_fixed(NINE + timedelta(hours=8))


def signed_in(app: Flask, coop: Coop, *roles: str, language: str = "en") -> tuple[Visitor, SeedAccount]:
    person = make_person(coop, *roles, language=language, has_factor=True)
    visitor = Visitor(app, coop)
    visitor.sign_in(person)
    return visitor, person


def states(coop: Coop, person: SeedAccount) -> dict[UUID, str]:
    by = actor_of(coop, person)
    day = NINE.date()
    with reading(coop) as session:
        found = queries.list_entries(session, by=by, from_=day - timedelta(days=40), until=day + timedelta(2))
    return {entry.id: entry.state for entry in found}


def seen(entry_id: UUID, version: int = 1) -> str:
    """Return an entry as the page's form names it."""
    return f"{entry_id}:{version}"


def entry_of(coop: Coop, person: SeedAccount, entry_id: UUID) -> EntryFacts:
    by = actor_of(coop, person)
    with reading(coop) as session:
        return queries.get_entry(session, entry_id, by=by)


def test_my_hours_show_a_week_with_its_states(app: Flask, aber: Coop) -> None:
    visitor, person = signed_in(app, aber, "care_worker")
    for minutes, state in ((30, "recorded"), (75, "approved"), (60, "paid")):
        make_entry(aber, person_id=person.person_id, minutes=minutes, state=state)
    make_entry(aber, person_id=person.person_id, starts_at=NINE - timedelta(days=7), minutes=20)
    make_entry(aber, minutes=11)

    page = visitor.get("/hours").text

    assert "2 h 45 min this week" in page
    assert "Waits for approval" in page
    assert "Approved" in page
    assert "Paid" in page
    assert "11 minutes" not in page
    assert "Later week" not in page
    earlier = re.search(r'href="([^"]*week=2026-10-26)"', page)
    assert earlier is not None
    assert "20 minutes this week" in visitor.get(earlier.group(1)).text


@pytest.mark.parametrize("week", ["0001-01-01", "9999-12-31", "yesterday", ""])
def test_any_week_opens(app: Flask, aber: Coop, week: str) -> None:
    visitor, person = signed_in(app, aber, "care_worker")
    make_worker(aber, person)

    answer = visitor.get(f"/hours?week={week}")

    assert answer.status_code == 200
    assert "No hours in this week" in answer.text


def test_without_a_record_as_a_worker_no_way_leads_nowhere(app: Flask, aber: Coop) -> None:
    visitor, _ = signed_in(app, aber, "care_worker")

    page = visitor.get("/hours").text

    assert "You have no record as a worker" in page
    assert "/hours/record" not in page
    assert "/hours/miles" not in page


def test_hours_speak_welsh(app: Flask, aber: Coop) -> None:
    visitor, person = signed_in(app, aber, "care_worker", language="cy")
    make_entry(aber, person_id=person.person_id)

    page = visitor.get("/hours").text

    assert "Heb ei gymeradwyo" in page
    assert "Fy oriau" in page


def test_ticked_hours_are_approved_and_no_others(app: Flask, aber: Coop) -> None:
    visitor, person = signed_in(app, aber, "care_coordinator")
    ticked, left = make_entry(aber), make_entry(aber)
    visitor.get("/hours/approve")

    answer = visitor.post(
        "/hours/approve",
        {"entry_ids": [seen(ticked)], "shown_ids": [seen(ticked), seen(left)], "which": "ticked"},
    )

    assert answer.headers["Location"] == "/hours/approve"
    assert states(aber, person) == {ticked: "approved", left: "recorded"}
    assert "1 entry is approved" in visitor.get("/hours/approve").text


def test_all_that_was_shown_of_a_worker_is_approved_at_once(app: Flask, aber: Coop) -> None:
    visitor, person = signed_in(app, aber, "care_coordinator")
    shown, other = [make_entry(aber), make_entry(aber)], make_entry(aber)
    visitor.get("/hours/approve")

    visitor.post("/hours/approve", {"shown_ids": [seen(one) for one in shown], "which": "all"})

    assert states(aber, person) == dict.fromkeys(shown, "approved") | {other: "recorded"}


def test_nothing_ticked_says_so_beside_the_list(app: Flask, aber: Coop) -> None:
    visitor, person = signed_in(app, aber, "care_coordinator")
    entry = make_entry(aber)
    visitor.get("/hours/approve")

    answer = visitor.post("/hours/approve", {"shown_ids": [seen(entry)], "which": "ticked"})

    assert answer.status_code == 422
    assert answer.text.count("Tick the hours that you approve") == 2
    assert 'href="#entry-ids"' in answer.text
    assert states(aber, person) == {entry: "recorded"}


def test_ones_own_hours_are_shown_without_a_box(app: Flask, aber: Coop) -> None:
    visitor, person = signed_in(app, aber, "care_worker", "care_coordinator")
    worker = make_worker(aber, person)
    entry = make_entry(aber, person_id=person.person_id, worker_id=worker)

    page = visitor.get("/hours/approve").text
    answer = visitor.post("/hours/approve", {"entry_ids": [seen(entry)], "which": "ticked"})

    assert "These are your own hours: somebody else must approve them." in page
    assert str(seen(entry)) not in page
    assert answer.status_code == 409
    assert "Somebody else must approve or correct your own time." in answer.text
    assert states(aber, person) == {entry: "recorded"}
    shown = visitor.get(f"/hours/{entry}").text
    assert "somebody else must put it right" in shown
    assert "Save the time" not in shown


def test_what_was_planned_stands_beside_what_was_worked(app: Flask, aber: Coop) -> None:
    visitor, person = signed_in(app, aber, "care_coordinator")
    by, worker_id = make_carer(aber)
    visit_id = make_visit(aber, worker_id)
    check_in(coop=aber, visit_id=visit_id, by=by, now=NINE)
    forgotten = visitor.get("/hours/approve").text
    assert "Nobody checked out" in forgotten
    assert "Nobody checked out of 1 visit" in visitor.get("/today").text
    visitor.get(f"/hours/visits/{visit_id}")

    ended = visitor.post(f"/hours/visits/{visit_id}/end", {"minutes": "90", "reason": "checked_out_late"})

    assert ended.headers["Location"] == "/hours/approve"
    page = visitor.get("/hours/approve").text
    assert "1 h 30 min" in page
    assert "Look: not as planned" in page
    assert "Nobody checked out" not in page
    # Whoever wrote down how long it took does not say yes to it.
    assert "waits for your yes" not in visitor.get("/today").text
    assert "so there is nothing to end" in visitor.get(f"/hours/visits/{visit_id}").text
    assert list(states(aber, person).values()) == ["recorded"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"minutes": "0", "reason": "no_signal"}, "1"),
        ({"minutes": "many", "reason": "no_signal"}, "number"),
        ({"minutes": "1440", "reason": "no_signal"}, "up to now"),
        ({"minutes": "30"}, "Choose an answer"),
    ],
)
def test_a_wrong_end_is_named_and_nothing_changes(
    app: Flask, aber: Coop, typed: dict[str, str], sentence: str
) -> None:
    visitor, person = signed_in(app, aber, "care_coordinator")
    by, worker_id = make_carer(aber)
    visit_id = make_visit(aber, worker_id)
    check_in(coop=aber, visit_id=visit_id, by=by, now=NINE)
    visitor.get(f"/hours/visits/{visit_id}")

    answer = visitor.post(f"/hours/visits/{visit_id}/end", typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert states(aber, person) == {}


def test_a_time_is_put_right_with_a_reason(app: Flask, aber: Coop) -> None:
    visitor, person = signed_in(app, aber, "care_coordinator")
    entry = make_entry(aber)
    visitor.get(f"/hours/{entry}")

    answer = visitor.post(f"/hours/{entry}/correct", {"minutes": "45", "reason": "no_signal", "version": "1"})
    late = visitor.post(f"/hours/{entry}/correct", {"minutes": "50", "reason": "no_signal", "version": "1"})

    assert answer.headers["Location"] == "/hours/approve"
    assert late.status_code == 422
    assert "Somebody else changed this time meanwhile" in late.text
    assert entry_of(aber, person, entry).minutes == 45


def test_a_worker_is_told_that_their_time_was_put_right(app: Flask, aber: Coop) -> None:
    carer, whose = signed_in(app, aber, "care_worker")
    entry = make_entry(aber, person_id=whose.person_id, worker_id=make_worker(aber, whose))
    visitor, _ = signed_in(app, aber, "care_coordinator")
    visitor.get(f"/hours/{entry}")

    visitor.post(f"/hours/{entry}/correct", {"minutes": "45", "reason": "no_signal", "version": "1"})

    page = carer.get("/bell").text
    assert "Somebody put one of your times right: it is now 45 minutes; it was 30 minutes" in page
    assert 'href="/hours?week=2026-11-02"' in page
    assert "45 minutes this week" in carer.get("/hours?week=2026-11-02").text


def test_a_time_needs_a_reason_to_be_put_right(app: Flask, aber: Coop) -> None:
    visitor, person = signed_in(app, aber, "care_coordinator")
    entry = make_entry(aber)
    visitor.get(f"/hours/{entry}")

    answer = visitor.post(f"/hours/{entry}/correct", {"minutes": "45", "version": "1"})

    assert answer.status_code == 422
    assert entry_of(aber, person, entry).minutes == 30


def test_time_that_is_paid_stays(app: Flask, aber: Coop) -> None:
    visitor, _ = signed_in(app, aber, "care_coordinator")
    entry = make_entry(aber, state="paid")

    assert "A pay run holds this time, so it stays" in visitor.get(f"/hours/{entry}").text


@pytest.mark.parametrize("path", ["/hours/{id}", "/hours/visits/{id}"])
def test_time_of_another_coop_is_not_there(app: Flask, aber: Coop, bryn: Coop, path: str) -> None:
    visitor, _ = signed_in(app, aber, "care_coordinator")
    _, worker_id = make_carer(bryn)
    theirs = make_visit(bryn, worker_id) if "visits" in path else make_entry(bryn)

    assert visitor.get(path.format(id=theirs)).status_code == 404


def test_what_changed_meanwhile_is_refused_and_shown(app: Flask, aber: Coop) -> None:
    visitor, person = signed_in(app, aber, "care_coordinator")
    other, _ = signed_in(app, aber, "care_coordinator")
    changed, left = make_entry(aber), make_entry(aber)
    visitor.get("/hours/approve")
    other.get(f"/hours/{changed}")
    other.post(f"/hours/{changed}/correct", {"minutes": "45", "reason": "no_signal", "version": "1"})

    answer = visitor.post(
        "/hours/approve", {"entry_ids": [seen(changed), seen(left)], "shown_ids": [seen(changed), seen(left)]}
    )

    assert answer.status_code == 422
    assert "Somebody else changed this time meanwhile" in answer.text
    assert answer.text.count("Changed meanwhile: look at it again") == 1
    assert states(aber, person) == {changed: "recorded", left: "recorded"}


def test_who_put_a_time_right_does_not_approve_it_and_is_told_who_may(app: Flask, aber: Coop) -> None:
    visitor, person = signed_in(app, aber, "care_coordinator")
    other, _ = signed_in(app, aber, "registered_manager")
    entry = make_entry(aber)
    visitor.get(f"/hours/{entry}")
    visitor.post(f"/hours/{entry}/correct", {"minutes": "45", "reason": "no_signal", "version": "1"})

    page = visitor.get("/hours/approve").text
    refused = visitor.post("/hours/approve", {"entry_ids": [seen(entry, 2)]})
    other.get("/hours/approve")
    approved = other.post("/hours/approve", {"entry_ids": [seen(entry, 2)]})

    assert "one of these approves: Mari Llwyd" in page
    assert seen(entry, 2) not in page
    assert refused.status_code == 422
    assert "somebody else who approves hours must approve it" in refused.text
    assert approved.status_code == 303
    assert states(aber, person) == {entry: "approved"}


def test_a_day_is_approved_at_once(app: Flask, aber: Coop) -> None:
    visitor, person = signed_in(app, aber, "care_coordinator")
    _, worker_id = make_carer(aber)
    monday, sunday = (
        make_entry(aber, worker_id=worker_id, starts_at=NINE - timedelta(days=days)) for days in (0, 1)
    )
    shown = [seen(monday), seen(sunday)]
    assert visitor.get("/hours/approve").text.count('value="2026-11-0') == 2

    visitor.post("/hours/approve", {"shown_ids": shown, "which": "2026-11-02"})

    assert states(aber, person) == {monday: "approved", sunday: "recorded"}


def test_hours_are_found_by_week_and_worker(app: Flask, aber: Coop) -> None:
    visitor, _ = signed_in(app, aber, "care_coordinator")
    (_, one), (_, other) = make_carer(aber), make_carer(aber)
    wanted = make_entry(aber, worker_id=one)
    before, of_other = (
        make_entry(aber, worker_id=one, starts_at=NINE - timedelta(days=7)),
        make_entry(aber, worker_id=other),
    )

    page = visitor.get(f"/hours/approve?week=2026-11-04&worker_id={one}").text

    assert [str(entry) in page for entry in (wanted, before, of_other)] == [True, False, False]


def test_times_that_overlap_are_marked(app: Flask, aber: Coop) -> None:
    visitor, _ = signed_in(app, aber, "care_coordinator")
    _, worker_id = make_carer(aber)
    for minutes, state in ((0, "recorded"), (29, "approved"), (60, "recorded")):
        make_entry(aber, worker_id=worker_id, starts_at=NINE + timedelta(minutes=minutes), state=state)

    assert visitor.get("/hours/approve").text.count("Look: overlaps another time") == 1


@pytest.mark.parametrize(
    ("typed", "sentence", "field"),
    [
        ({"minutes": "1440"}, "That is still to come.", "minutes"),
        ({"minutes": "0"}, "1", "minutes"),
        ({"minutes": "30", "version": "2"}, "Somebody else changed this time meanwhile", None),
    ],
)
def test_a_wrong_correction_is_named_beside_its_field(
    app: Flask, aber: Coop, typed: dict[str, str], sentence: str, field: str | None
) -> None:
    visitor, person = signed_in(app, aber, "care_coordinator")
    entry = make_entry(aber)
    visitor.get(f"/hours/{entry}")

    answer = visitor.post(f"/hours/{entry}/correct", {"reason": "no_signal", "version": "1"} | typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert field is None or f'id="{field}-error"' in answer.text
    assert entry_of(aber, person, entry).minutes == 30


def test_the_entry_says_how_it_came_about(app: Flask, aber: Coop) -> None:
    visitor, _ = signed_in(app, aber, "care_coordinator")
    entry = make_entry(aber)
    visitor.get(f"/hours/{entry}")
    change = {"minutes": "45", "reason": "no_signal", "version": "1", "note": "The phone was flat"}
    visitor.post(f"/hours/{entry}/correct", change)

    page = visitor.get(f"/hours/{entry}").text

    assert "Mari Llwyd put it right: 45 minutes in place of 30 minutes" in page
    assert "The phone was flat" in page


def test_paid_time_is_put_right_by_a_time_of_the_difference(app: Flask, aber: Coop) -> None:
    visitor, person = signed_in(app, aber, "care_coordinator")
    entry = make_entry(aber, state="paid")
    visitor.get(f"/hours/{entry}")
    change = {"minutes": "20", "reason": "agreed_with_worker", "version": "1"}

    made = visitor.post(f"/hours/{entry}/correct-paid", change)
    page = visitor.get(made.headers["Location"]).text
    again = visitor.post(f"/hours/{entry}/correct-paid", change | {"version": "2"})

    assert made.status_code == 303
    assert "−10 minutes" in page
    assert again.status_code == 422
    assert "It is so many minutes already." in again.text
    assert sorted(states(aber, person).values()) == ["paid", "recorded"]
    assert "20 minutes" in visitor.get(f"/hours/{entry}").text
