# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rota's day on a phone: each worker's round, or each person's, folded; and what is written of visits."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask

from app.care.cells import Written
from app.care.rounds import UNFOLDED, rounds_of
from app.care.week import GridRow, Line, Tag
from franchise_kit.care.queries import RotaVisit, planned
from tenants import clock
from tenants.office import Coop
from tests.support.people import make_person
from tests.support.thread import make_supported, make_visit, make_worker
from tests.support.web import Visitor

MONDAY = date(2026, 11, 9)
NOON = datetime(2026, 11, 9, 12, 0, tzinfo=UTC)
WEEK = "/rota?week=2026-11-09"


@pytest.fixture(autouse=True)
def _sunday() -> Iterator[None]:
    clock.set_fixed(datetime(2026, 11, 8, 12, 0, tzinfo=UTC))
    yield
    # The last test here asks for no co-op, whose fixture would let the clock run.
    clock.set_fixed(None)


def day_of(app: Flask, coop: Coop, address: str = WEEK, *, language: str = "en") -> str:
    """Return the part of the page that a phone shows, as whoever keeps the rota sees it."""
    visitor = Visitor(app, coop)
    visitor.sign_in(make_person(coop, "care_coordinator", language=language, name="Mair Desg"))
    page = visitor.get(address).text
    return page[page.index("rota-narrow") :]


def full_day(coop: Coop, visits: int) -> None:
    """Plan visits on a Monday, every half hour from seven: nobody has the first, Nia the others."""
    person_id, worker_id = make_supported(coop), make_worker(coop)
    for number in range(visits):
        at = f"{7 + number // 2:02}:{number % 2 * 30:02}"
        make_visit(coop, person_id, MONDAY, at, minutes=30, worker_id=worker_id if number else None)


def folds(page: str) -> list[tuple[str, bool, str]]:
    """Return each fold's name, whether it stands open, and what it says of what is in it."""
    heading = r'<summary><strong>(.*?)</strong> <span class="fold-about">(.*?)</span></summary>'
    found = re.findall(rf'<details class="fold"( open)?>{heading}', page)
    return [(name, bool(is_open), re.sub(r"<.*?>", "", about)) for is_open, name, about in found]


def test_a_full_day_is_a_line_for_each_worker_and_what_nobody_has_stands_open(app: Flask, aber: Coop) -> None:
    full_day(aber, UNFOLDED + 1)

    page = day_of(app, aber)

    assert folds(page) == [
        ("Nobody yet", True, "1 visit, 07:00–07:30"),
        ("Nia Prys", False, "12 visits, 07:30–13:30"),
    ]
    within = page[page.index("Nia Prys") :]
    assert within.count("Elsi Fôn</a>") == UNFOLDED
    assert within.count("Nia Prys") == 1


def test_a_short_day_is_one_list_as_it_was(app: Flask, aber: Coop) -> None:
    full_day(aber, UNFOLDED)

    page = day_of(app, aber)

    assert folds(page) == []
    assert page.count('<span class="muted">Nia Prys</span>') == UNFOLDED - 1


def line_of(time: str, *, is_off: bool = False) -> Line:
    """Return a visit of the Monday, such as of ``"08:00–08:30"``; one may end after midnight."""
    begins, ends = (datetime.strptime(one, "%H:%M").replace(tzinfo=UTC) for one in time.split("–"))
    until = ends + timedelta(days=ends < begins)
    return Line(UUID(int=1), MONDAY, time, UUID(int=2), "Elsi Fôn", None, "", (), is_off, until)


@pytest.mark.parametrize(
    ("case", "lines", "about"),
    [
        (
            "a long visit ends last",
            [line_of("07:00–12:00"), line_of("08:00–08:30")],
            "14 visits, 07:00–12:00",
        ),
        (
            "one ends after midnight",
            [line_of("07:00–07:30"), line_of("08:00–01:00")],
            "14 visits, 07:00–01:00",
        ),
        (
            "cancelled ones are none",
            [
                line_of("06:00–06:30", is_off=True),
                line_of("07:00–07:30"),
                line_of("08:00–22:00", is_off=True),
            ],
            "13 visits, 07:00–08:45",
        ),
    ],
)
def test_a_round_says_when_its_last_visit_ends_and_counts_what_is_to_be(
    app: Flask, case: str, lines: list[Line], about: str
) -> None:
    row = GridRow(None, "Nobody yet", ((*lines, *[line_of("08:15–08:45")] * 12), *((),) * 6))

    with app.test_request_context():
        (found,) = rounds_of([row], MONDAY, MONDAY)

    assert (case, found.about) == (case, about)


def test_a_round_that_was_cancelled_wholly_says_no_times(app: Flask) -> None:
    lines = (line_of("08:15–08:45", is_off=True),) * (UNFOLDED + 1)

    with app.test_request_context():
        (found,) = rounds_of([GridRow(None, "Nobody yet", (lines, *((),) * 6))], MONDAY, MONDAY)

    assert (found.about, found.lines) == ("", lines)


def test_by_person_a_line_is_a_persons_and_says_who_comes_in_welsh_too(app: Flask, aber: Coop) -> None:
    full_day(aber, UNFOLDED + 1)

    page = day_of(app, aber, f"{WEEK}&rows=people", language="cy")

    assert folds(page) == [("Elsi Fôn", False, "13 ymweliad, 07:00–13:30")]
    assert page.count("Nia Prys</a>") == UNFOLDED
    assert "Elsi Fôn</a>" not in page


def test_what_is_written_of_a_visit_is_escaped(app: Flask) -> None:
    gap = (Tag("<b>", "gap"),)
    elsi = (UUID(int=2), "<i>Elsi</i>")
    line = Line(UUID(int=1), MONDAY, "09:00–09:45", *elsi, None, "", gap, is_off=True, until=NOON)
    row = GridRow(None, "Nobody yet", ((line,), *((),) * 6))

    with app.test_request_context():
        written = Written("/visits?a=1&b=")
        cells, day = written.cells(row), written.day([line])

    link = f'<a href="/visits?a=1&amp;b={UUID(int=1)}">09:00–09:45 <span>&lt;i&gt;Elsi&lt;/i&gt;</span></a>'
    tag = '<strong class="tag tag-gap">&lt;b&gt;</strong>'
    assert cells.startswith(f'<td><ul class="rota-cell"><li class="is-off">{link} {tag}</li></ul></td>')
    assert cells.count("No visits") == 6
    assert "&lt;i&gt;Elsi&lt;/i&gt;</a>" in day
    assert "<i>" not in cells + day


def test_a_visit_of_the_week_begins_as_its_line_does() -> None:
    assert RotaVisit._fields[: len(planned.Line._fields)] == planned.Line._fields
