# SPDX-License-Identifier: AGPL-3.0-or-later
"""Each table that can be brought in: what is kept of it, that twice is once, and what is refused."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from tenants import clock
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.importing import count, keep, looked_at, signed_in
from tests.support.rota import make_kind
from tests.support.thread import make_supported, make_worker
from tests.support.web import Visitor

TOMORROW = clock.today() + timedelta(days=1)
YESTERDAY = clock.today() - timedelta(days=1)


def bring_in(app: Flask, coop: Coop, visitor: Visitor, table: str, *lines: str) -> str:
    """Bring a file in and keep it; return the page of what came of it."""
    url = looked_at(app, coop, visitor, "\n".join(lines), table)
    keep(app, coop, visitor, url)
    return visitor.get(url).text


def rows_of(coop: Coop, query: str) -> list[Sequence[object]]:
    with reading(coop) as session:
        return [tuple(row) for row in session.execute(text(query))]


def stats_in(page: str) -> list[int]:
    """Return how many rows are new, changed, as they were, and refused."""
    parts = page.split('class="stat-figure">')[1:]
    return [int(part.split("<")[0]) for part in parts]


def test_people_supported(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber, "care_coordinator")
    lines = (
        "Family name,First names,Language,First day of support,Day of birth,Where the door is",
        'Fôn,Elsi,Cymraeg,05/01/2026,29/02/1940,"52.08310, -4.66090"',
        'Jones,Ann,English,2026-01-05,,"here"',
    )

    first, again = (bring_in(app, aber, visitor, "people", *lines) for _turn in range(2))

    assert (stats_in(first), stats_in(again)) == ([1, 0, 0, 1], [0, 0, 1, 1])
    assert "Where the door is" in first
    assert rows_of(aber, "SELECT given_name, language, started_on FROM person_supported") == [
        ("Elsi", "cy", date(2026, 1, 5))
    ]


def test_contracts_in_the_order_of_their_days(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber, "payroll_contact")
    make_worker(aber)
    lines = (
        "Worker,Kind of contract,From (day),Guaranteed hours a week,Pay for an hour,Place of work",
        "Nia Prys,Guaranteed hours,2026-06-01,30,£13.45,Teifi",
        "nia prys,Hours not guaranteed,2026-01-05,,12.60,",
        "Nia Prys,Guaranteed hours,2026-07-01,,14.00,",
        "Huw Rees,Hours not guaranteed,2026-01-05,,12.60,",
        "Nia Prys,Hours not guaranteed,2025-01-05,,12.60,",
    )

    first, again = (bring_in(app, aber, visitor, "contracts", *lines) for _turn in range(2))

    assert (stats_in(first), stats_in(again)) == ([2, 0, 0, 3], [0, 0, 2, 3])
    assert "We know nobody and nothing of this name." in first
    assert "Say how many hours are guaranteed" in first
    assert rows_of(
        aber, "SELECT weekly_minutes, valid_from, valid_until FROM contract ORDER BY valid_from"
    ) == [
        (0, date(2026, 1, 5), date(2026, 6, 1)),
        (1800, date(2026, 6, 1), None),
    ]


def test_a_contract_is_not_changed_and_its_pay_not_guessed_by_whoever_reads_none(
    app: Flask, aber: Coop
) -> None:
    make_worker(aber, pence_per_hour=1345)
    header = "Worker,Kind of contract,From (day),Guaranteed hours a week,Pay for an hour"
    line = "Nia Prys,Guaranteed hours,2026-01-05,20,99.00"

    manager = signed_in(app, aber, "registered_manager")
    coordinator = signed_in(app, aber, "care_coordinator")

    assert (
        "says something else"
        in manager.get(looked_at(app, aber, manager, f"{header}\n{line}", "contracts")).text
    )
    url = looked_at(app, aber, coordinator, f"{header}\n{line}", "contracts")
    assert stats_in(coordinator.get(url).text) == [0, 0, 1, 0]
    later = looked_at(app, aber, coordinator, f"{header}\n{line.replace('2026-01', '2026-03')}", "contracts")
    assert "Only whoever sets pay makes another" in coordinator.get(later).text


def test_visits_that_come_back(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber, "care_coordinator")
    make_supported(aber)
    make_kind(aber)
    lines = (
        "Person supported;Kind of visit;Days of the week;Begins at;Minutes;From (day);Last day;carers",
        "Elsi Fôn;Morning (cy);Monday, Wednesday;9:00;45;2026-01-05;;Two workers together",
        "Elsi Fôn;Morning;Sunday;18:00;20;2026-01-05;;",
        "Elsi Fôn;Bathing;Sunday;18:00;45;2026-01-05;;",
        "Elsi Fôn;Morning;Someday;17:00;45;2026-01-05;;",
    )

    first, again = (bring_in(app, aber, visitor, "patterns", *lines) for _turn in range(2))

    assert (stats_in(first), stats_in(again)) == ([1, 0, 0, 3], [0, 0, 1, 3])
    assert rows_of(aber, "SELECT weekdays, starts_minute, minutes, carers FROM visit_pattern") == [
        (5, 540, 45, 2)
    ]


def test_visits(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber, "care_coordinator")
    make_supported(aber)
    make_worker(aber)
    lines = (
        "Person supported,Day,Begins at,Minutes,Worker",
        f"Elsi Fôn,{TOMORROW},09:00,45,Nia Prys",
        f"Elsi Fôn,{TOMORROW},09:30,45,Nia Prys",
        f"Elsi Fôn,{TOMORROW},12:00,20,",
        f"Elsi Fôn,{TOMORROW},14:00,45,Nobody Here",
        f"Elsi Fôn,{YESTERDAY},09:00,45,",
        f"Elsi Fôn (2026-01-05),{TOMORROW},18:00,45,",
    )

    first, again = (bring_in(app, aber, visitor, "visits", *lines) for _turn in range(2))

    assert (stats_in(first), stats_in(again)) == ([2, 0, 0, 4], [0, 0, 2, 4])
    assert count(aber, "visit WHERE told_at IS NULL") == 2


def test_a_worker_and_a_person_go_by_what_they_like_to_be_called(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber, "care_coordinator")
    people = "First names,Family name,Language,First day of support,What they like to be called"
    bring_in(app, aber, visitor, "people", people, "Elisabeth,Fôn,cy,2026-01-05,Elsi")
    header = "person,day,at,minutes"

    page = bring_in(
        app,
        aber,
        visitor,
        "visits",
        header,
        f"Elsi Fôn,{TOMORROW},09:00,45",
        f"elisabeth fôn,{TOMORROW},12:00,45",
    )

    assert stats_in(page) == [2, 0, 0, 0]


def test_what_would_change_is_named(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber, "care_coordinator")
    make_supported(aber)
    lines = (
        "Family name,First names,Language,First day of support,Telephone",
        "Fôn,Elsi,cy,2026-01-05,01239 1",
    )

    page = visitor.get(looked_at(app, aber, visitor, "\n".join(lines), "people")).text

    assert stats_in(page) == [0, 1, 0, 0]
    assert "Changed</strong> Telephone" in page


def test_time_entries(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber, "care_coordinator")
    make_worker(aber)
    lines = (
        "Worker,Kind of time,Day on which it began,From (time),Until (time),Reason,Note",
        f"Nia Prys,training,{YESTERDAY},09:00,12:30,agreed_before,",
        f"Nia Prys,other,{YESTERDAY},13:00,14:00,agreed_before,",
        f"Nia Prys,training,{TOMORROW},09:00,12:30,agreed_before,",
    )

    first, again = (bring_in(app, aber, visitor, "time", *lines) for _turn in range(2))
    longer = bring_in(app, aber, visitor, "time", lines[0], lines[1].replace("12:30", "13:00"))

    assert (stats_in(first), stats_in(again), stats_in(longer)) == ([1, 0, 0, 2], [0, 0, 1, 2], [0, 0, 0, 1])
    assert rows_of(aber, "SELECT kind, minutes, state, source FROM time_entry") == [
        ("training", 210, "recorded", "hand")
    ]


@pytest.mark.parametrize("table", ["people", "contracts", "patterns", "visits", "time"])
def test_who_may_not_enter_one_brings_no_file_in(app: Flask, aber: Coop, table: str) -> None:
    visitor = signed_in(app, aber, "care_worker")

    assert visitor.get(f"/imports/tables/{table}").status_code == 404


def test_every_table_has_a_blank_file_in_both_languages(app: Flask, aber: Coop) -> None:
    english, welsh = (
        signed_in(app, aber, "registered_manager"),
        signed_in(app, aber, "registered_manager", language="cy"),
    )

    for table in ("workers", "people", "contracts", "patterns", "visits", "time"):
        blanks = [one.get(f"/imports/tables/{table}/blank.csv").data for one in (english, welsh)]
        assert blanks[0] != blanks[1]
        assert all(blank.startswith(b"\xef\xbb\xbf") for blank in blanks)
