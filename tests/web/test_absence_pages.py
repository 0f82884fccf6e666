# SPDX-License-Identifier: AGPL-3.0-or-later
"""Leave and sickness on pages: one's own, and everybody's with the visits that they are about."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from franchise_kit.access.actions.seeding import SeedAccount
from tenants import clock
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.absence import make_contract
from tests.support.people import make_person
from tests.support.time import NINE, make_entry, make_visit, make_worker
from tests.support.web import Visitor

TODAY = NINE.date()
HOLIDAY = {"kind": "holiday", "from_on": "2026-11-09", "last_on": "2026-11-13", "hours": "", "note": "Eryri"}


@pytest.fixture(autouse=True)
def _on_a_monday() -> None:
    clock.set_fixed(NINE - timedelta(hours=2))


def signed_in(app: Flask, coop: Coop, *roles: str, language: str = "en") -> tuple[Visitor, SeedAccount]:
    person = make_person(coop, *roles, language=language, has_factor=True)
    visitor = Visitor(app, coop)
    visitor.sign_in(person)
    return visitor, person


def worker_in(
    app: Flask, coop: Coop, *roles: str, language: str = "en", weekly_minutes: int = 1800
) -> tuple[Visitor, UUID]:
    visitor, person = signed_in(app, coop, *(roles or ("care_worker",)), language=language)
    worker_id = make_worker(coop, person)
    make_contract(coop, worker_id, weekly_minutes=weekly_minutes)
    return visitor, worker_id


def absences(coop: Coop) -> list[tuple[str, str, int]]:
    with reading(coop) as session:
        rows = session.execute(text("SELECT kind, state, version FROM absence ORDER BY from_on, kind"))
        return [(kind, state, version) for kind, state, version in rows]


def asked(visitor: Visitor, **more: str) -> str:
    """Ask for a holiday, and return where it is."""
    visitor.get("/absence/new")
    answer = visitor.post("/absence/new", HOLIDAY | more)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].removeprefix("/absence/")


def test_a_holiday_is_asked_for_agreed_and_taken_off_the_leave(app: Flask, aber: Coop) -> None:
    mari, _worker_id = worker_in(app, aber)
    nest, _ = signed_in(app, aber, "care_coordinator")

    absence = asked(mari)
    waiting = nest.get("/absences").text
    page = nest.get(f"/absences/{absence}").text
    answer = nest.post(
        f"/absences/{absence}/decide", {"is_agreed": "true", "version": "1", "answer": "Enjoy"}
    )

    assert "9 Nov 2026 to 13 Nov 2026" in waiting
    assert "Eryri" in page
    assert "30 h 00 min" in page
    assert answer.headers["Location"] == f"/absences/{absence}"
    assert absences(aber) == [("holiday", "agreed", 2)]
    mine = mari.get("/absence").text
    assert "Agreed holidays that begin in this year: 30 h 00 min." in mine
    assert "it begins on 1 April" in mine
    assert "Enjoy" in mari.get(f"/absence/{absence}").text
    assert "days away" in mari.get("/notices").text or "days away" in mari.get("/bell").text


def test_hours_are_counted_before_they_are_asked_for(app: Flask, aber: Coop) -> None:
    mari, _worker_id = worker_in(app, aber)
    mari.get("/absence/new")

    answer = mari.post("/absence/new", HOLIDAY | {"count": "1"})

    assert answer.status_code == 200
    assert "These days take 30 h 00 min, by your contract, from Monday to Friday." in answer.text
    assert 'value="30:00"' in answer.text
    assert absences(aber) == []


@pytest.mark.parametrize(
    ("case", "more", "words"),
    [
        ("the last day first", {"last_on": "2026-11-08"}, "The last day must not be before the first"),
        ("no day", {"from_on": ""}, "Enter the day"),
        ("no such day", {"last_on": "2026-02-30"}, "Last day away"),
        ("no hours", {"hours": "a week"}, "Write hours such as 37:30 or 37.5"),
        ("too many hours", {"hours": "500"}, "These days do not have so many hours"),
        ("no kind", {"kind": "sickness"}, "What for?"),
        ("long ago", {"from_on": "2026-01-09"}, "three months ago"),
        ("a long note", {"note": "x" * 401}, "In your words"),
    ],
)
def test_what_cannot_be_asked_is_said_and_changes_nothing(
    app: Flask, aber: Coop, case: str, more: dict[str, str], words: str
) -> None:
    mari, _worker_id = worker_in(app, aber)
    mari.get("/absence/new")

    answer = mari.post("/absence/new", HOLIDAY | more)

    assert answer.status_code == 422, case
    assert words in answer.text, case
    assert absences(aber) == []


def test_sickness_told_in_the_morning_shows_the_days_visits_by_time(app: Flask, aber: Coop) -> None:
    mari, worker_id = worker_in(app, aber)
    nest, _ = signed_in(app, aber, "care_coordinator")
    _other, _other_id = worker_in(app, aber)
    make_visit(aber, worker_id, planned_from=NINE + timedelta(hours=3), name="Gwen Parry")
    first = make_visit(aber, worker_id, planned_from=NINE, name="Eluned Price")
    make_visit(aber, worker_id, planned_from=NINE + timedelta(days=1), name="Ifan Rees")
    make_visit(aber, worker_id, planned_from=NINE + timedelta(days=40), name="Olwen Far")
    mari.get("/absence/sickness")

    told = mari.post("/absence/sickness", {"from_on": TODAY.isoformat(), "last_on": "", "note": "Flu"})
    absence = told.headers["Location"].removeprefix("/absence/")
    page = nest.get(f"/absences/{absence}").text
    seen = re.findall(r'name="visit_ids" value="([^"]+)"', page)
    answer = nest.post(f"/absences/{absence}/visits", {"visit_ids": seen})

    assert "card-warn" in page
    assert page.index("Eluned Price") < page.index("Gwen Parry") < page.index("Ifan Rees")
    assert "Olwen Far" not in page
    assert "Find somebody" in page
    assert len(seen) == 3
    assert answer.headers["Location"] == f"/absences/{absence}"
    assert "3 visits are nobody" in nest.get(f"/absences/{absence}").text
    with reading(aber) as session:
        found = session.execute(
            text("SELECT worker_id, told_worker_id FROM visit WHERE id = :id"), {"id": first}
        )
        assert found.one() == (None, worker_id)


def test_words_on_health_stay_with_the_worker_and_those_who_decide(app: Flask, aber: Coop) -> None:
    mari, _worker_id = worker_in(app, aber)
    manager, _ = signed_in(app, aber, "registered_manager")
    admin, _ = signed_in(app, aber, "coop_admin")
    other, _other_id = worker_in(app, aber)
    mari.get("/absence/sickness")
    told = mari.post("/absence/sickness", {"from_on": TODAY.isoformat(), "note": "Influenza"})
    absence = told.headers["Location"].removeprefix("/absence/")

    journal = admin.get("/journal").text
    assert "Influenza" in mari.get(f"/absence/{absence}").text
    assert "Influenza" in manager.get(f"/absences/{absence}").text
    assert other.get(f"/absence/{absence}").status_code == 404
    assert admin.get(f"/absences/{absence}").status_code == 404
    assert "said when they are away" in journal
    assert "Influenza" not in journal
    assert "ickness" not in journal
    assert "Influenza" not in manager.get("/bell").text


def test_nobody_answers_themself(app: Flask, aber: Coop) -> None:
    nest, _worker_id = worker_in(app, aber, "care_worker", "care_coordinator")
    absence = asked(nest)

    page = nest.get(f"/absences/{absence}").text
    answer = nest.post(f"/absences/{absence}/decide", {"is_agreed": "true", "version": "1"})

    assert "/decide" not in page
    assert answer.status_code == 422
    assert absences(aber) == [("holiday", "asked", 1)]


def test_a_no_needs_words_and_an_old_page_is_refused(app: Flask, aber: Coop) -> None:
    mari, _worker_id = worker_in(app, aber)
    nest, _ = signed_in(app, aber, "care_coordinator")
    absence = asked(mari)
    nest.get(f"/absences/{absence}")

    silent = nest.post(f"/absences/{absence}/decide", {"is_agreed": "false", "version": "1", "answer": ""})
    old = nest.post(f"/absences/{absence}/decide", {"is_agreed": "true", "version": "9"})

    assert (silent.status_code, old.status_code) == (422, 422)
    assert "Say in a few words why not" in silent.text
    assert "Somebody else changed this meanwhile" in old.text
    assert absences(aber) == [("holiday", "asked", 1)]


def test_sickness_ends_with_a_certificate_and_is_withdrawn(app: Flask, aber: Coop) -> None:
    mari, _worker_id = worker_in(app, aber)
    mari.get("/absence/sickness")
    told = mari.post("/absence/sickness", {"from_on": TODAY.isoformat(), "note": ""})
    way = told.headers["Location"]

    days = {"from_on": TODAY.isoformat(), "last_on": "2026-11-10", "version": "1"}
    early = mari.post(f"{way}/days", days | {"last_on": "2026-11-01"})
    ended = mari.post(f"{way}/days", days)
    page = mari.get(way).text
    certified = mari.post(f"{way}/certificate", {"certificate": "self", "version": "2"})
    withdrawn = mari.post(f"{way}/withdraw", {"version": "3"})

    assert early.status_code == 422
    assert "The last day must not be before the first" in early.text
    assert [one.status_code for one in (ended, certified, withdrawn)] == [303, 303, 303]
    assert "No fit note from 9 Nov 2026 to 10 Nov 2026." in page
    assert absences(aber) == [("sickness", "withdrawn", 4)]


def test_withdrawing_is_offered_only_where_it_is_accepted(app: Flask, aber: Coop) -> None:
    mari, _worker_id = worker_in(app, aber)
    nest, _ = signed_in(app, aber, "care_coordinator")
    mari.get("/absence/sickness")
    days = {"from_on": TODAY.isoformat(), "last_on": TODAY.isoformat()}
    way = mari.post("/absence/sickness", days | {"note": ""}).headers["Location"]
    seen = way.replace("/absence/", "/absences/")

    told = mari.get(way).text
    nest.get(seen)
    nest.post(f"{seen}/decide", {"is_agreed": "true", "version": "1", "answer": ""})
    mari.post(f"{way}/days", days | {"last_on": "2026-11-06", "version": "2"})
    again = mari.get(way).text
    refused = mari.post(f"{way}/withdraw", {"version": "3"})

    assert f'action="{way}/withdraw"' in told
    assert f'action="{way}/withdraw"' not in again
    assert f'action="{seen}/withdraw"' in nest.get(seen).text
    assert "These days have begun." in refused.text
    assert absences(aber) == [("sickness", "asked", 3)]


def test_who_was_ill_in_a_holiday_has_it_back_by_one_press(app: Flask, aber: Coop) -> None:
    mari, _worker_id = worker_in(app, aber)
    nest, _ = signed_in(app, aber, "care_coordinator")
    holiday = asked(mari, from_on=TODAY.isoformat(), last_on=(TODAY + timedelta(days=4)).isoformat())
    nest.get(f"/absences/{holiday}")
    nest.post(f"/absences/{holiday}/decide", {"is_agreed": "true", "version": "1"})
    mari.get("/absence/sickness")
    told = mari.post("/absence/sickness", {"from_on": TODAY.isoformat(), "last_on": TODAY.isoformat()})
    way = told.headers["Location"]

    waits, too_soon = mari.get(way).text, mari.post(f"{way}/leave-back", {"version": "1"})
    sick = way.removeprefix("/absence/")
    nest.post(f"/absences/{sick}/decide", {"is_agreed": "true", "version": "1"})
    offered = mari.get(way).text
    back = mari.post(f"{way}/leave-back", {"version": "2"})

    assert "6 h 00 min of the holiday of 2 Nov 2026 to 6 Nov 2026" in waits
    assert "Have this leave back" not in waits
    assert (too_soon.status_code, back.status_code) == (422, 303)
    assert "Somebody else looks at your sickness first" in too_soon.text
    assert "Have this leave back" in offered
    assert "Ill in a holiday" not in mari.get(way).text
    assert "hours of leave: 30 h 00 min" in nest.get(f"/absences/{holiday}").text


def test_a_co_ordinator_writes_down_and_sees_the_month(app: Flask, aber: Coop) -> None:
    _mari, worker_id = worker_in(app, aber)
    nest, _ = signed_in(app, aber, "care_coordinator")
    nest.get("/absences/new")

    nobody = nest.post("/absences/new", {"worker_id": "", "kind": "sickness", "from_on": "2026-11-02"})
    made = nest.post(
        "/absences/new",
        {"worker_id": str(worker_id), "kind": "sickness", "from_on": "2026-11-02", "last_on": "2026-11-03"},
    )

    assert nobody.status_code == 422
    assert made.status_code == 303
    month = nest.get("/absences/calendar?day=2026-11-20").text
    assert month.count(">Mari Llwyd<span") == 2
    assert nest.get("/absences/calendar?day=9999-12-31").status_code == 200
    assert nest.get("/absences/calendar?day=1000-01-01").status_code == 200


def test_leave_is_put_right_and_stands_on_paper(app: Flask, aber: Coop) -> None:
    mari, worker_id = worker_in(app, aber)
    nest, _ = signed_in(app, aber, "care_coordinator")
    way = f"/absences/workers/{worker_id}"
    page = nest.get(way).text
    form = {"more": "more", "hours": "7.5", "reason": "carried_over", "on_day": "2026-04-01"}

    wrong = nest.post(f"{way}/adjust", form | {"hours": "0"})
    right = nest.post(f"{way}/adjust", form)

    assert "How this was worked out" in page
    assert wrong.status_code == 422
    assert "Enter hours up to 1,000" in wrong.text
    assert right.status_code == 303
    sheet = nest.get(f"{way}/year").text
    assert "Carried over from the year before, 7 h 30 min" in sheet
    assert "Carried over from the year before, 7 h 30 min" in mari.get("/absence/year").text
    assert "Mari Llwyd" in nest.get("/absences/workers").text


def test_the_leave_year_is_set_by_who_keeps_the_settings(app: Flask, aber: Coop) -> None:
    admin, _ = signed_in(app, aber, "coop_admin")
    nest, _ = signed_in(app, aber, "care_coordinator")
    mari, _worker_id = worker_in(app, aber)
    page = admin.get("/absences/leave-year").text
    form = {"begins_month": "1", "weeks": "6", "version": "0"}

    wrong = admin.post("/absences/leave-year", form | {"weeks": "5"})
    right = admin.post("/absences/leave-year", form)

    assert "Nobody has said yet" in page
    assert wrong.status_code == 422
    assert right.status_code == 303
    assert nest.get("/absences/leave-year").status_code == 404
    assert "Leave year from 1 Jan 2026 to 31 Dec 2026" in mari.get("/absence").text


def test_leave_speaks_welsh(app: Flask, aber: Coop) -> None:
    mari, _worker_id = worker_in(app, aber, language="cy")
    nest, _ = signed_in(app, aber, "care_coordinator", language="cy")
    absence = asked(mari)

    assert "Fy ngwyliau" in mari.get("/absence").text
    assert "Gwyliau a salwch" in nest.get(f"/absences/{absence}").text


def test_who_is_no_worker_is_told_so(app: Flask, aber: Coop) -> None:
    visitor, _ = signed_in(app, aber, "care_worker")

    assert "You have no record as a worker" in visitor.get("/absence").text
    assert visitor.get("/absence/year").status_code == 404


def test_a_month_without_guaranteed_hours_says_how_it_was_counted(app: Flask, aber: Coop) -> None:
    mari, worker_id = worker_in(app, aber, weekly_minutes=0)
    starts_at = datetime(2026, 9, 1, 8, tzinfo=UTC)
    for day in range(10):
        make_entry(
            aber, worker_id=worker_id, starts_at=starts_at + timedelta(days=day), minutes=600, state="paid"
        )

    page = mari.get("/absence").text

    assert "12.07% of the approved hours of each month" in page
    assert "12 h 00 min so far" in page
    assert date(2026, 9, 1).strftime("%B %Y") in page
