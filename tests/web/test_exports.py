# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists that are taken along: what is in the files, who may take them, and what the journal keeps of it."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from sqlalchemy import select

from app.documents.sheets import csv_of
from app.exports.lists import LISTS
from app.exports.tables import TableFile, xlsx_of
from franchise_kit.care import actions as care
from franchise_kit.people import actions as people
from tenants import clock
from tenants.actor import SYSTEM
from tenants.journal.models import JournalLine
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.exported import rows_of
from tests.support.people import make_person
from tests.support.program import Program, make_token
from tests.support.rota import make_kind, make_pattern
from tests.support.thread import BEGAN, make_supported, make_visit, make_worker
from tests.support.web import Visitor

MONDAY = date(2026, 11, 9)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def signed_in(app: Flask, coop: Coop, role: str = "registered_manager", language: str = "en") -> Visitor:
    visitor = Visitor(app, coop)
    visitor.sign_in(make_person(coop, role, language=language))
    return visitor


def program_of(app: Flask, coop: Coop, role: str = "registered_manager") -> Program:
    return Program(app, coop, make_token(coop, make_person(coop, role)).text)


def cells_of(content: bytes) -> list[list[str]]:
    """Return what a workbook's first sheet says, row by row."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        shared = ET.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - we wrote it ourselves
        words = ["".join(part.itertext()) for part in shared.iter(f"{CELL}si")]
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - the same
    assert list(sheet.iter(f"{CELL}f")) == []
    return [list(_values(row, words)) for row in sheet.iter(f"{CELL}row")]


def _values(row: ET.Element, words: list[str]) -> Iterator[str]:
    for cell in row.iter(f"{CELL}c"):
        value = cell.findtext(f"{CELL}v")
        if value is not None:
            yield words[int(value)] if cell.get("t") == "s" else value


def lines_of(coop: Coop) -> list[tuple[str, str, object, object]]:
    with reading(coop) as session:
        lines = session.scalars(select(JournalLine).order_by(JournalLine.seq)).all()
        return [
            (one.doing, one.outcome, one.codes.get("what"), one.codes.get("rows"))
            for one in lines
            if one.doing == "leaving.take_list"
        ]


def test_the_workers_are_taken_along_with_the_headers_of_the_readers_language(app: Flask, aber: Coop) -> None:
    make_worker(aber, "Nia Prys")
    make_worker(aber, "Siôn Gŵyn")

    english = signed_in(app, aber).get("/lists/workers.csv")
    welsh = signed_in(app, aber, language="cy").get("/lists/workers.csv")

    rows = rows_of(english.data)
    assert rows[0][:4] == ["First names", "Family name", "Known as", "Language"]
    assert rows[1][:4] == ["Siôn", "Gŵyn", "", "Cymraeg"]
    assert rows[2][:2] == ["Nia", "Prys"]
    assert rows[1][rows[0].index("What they do")] == "Social care worker"
    assert rows[1][rows[0].index("First day of work")] == BEGAN.isoformat()
    assert rows_of(welsh.data)[0][:2] == ["Enwau cyntaf", "Cyfenw"]
    assert f'filename="workers-{clock.today()}.csv"' in english.headers["Content-Disposition"]
    assert f'filename="gweithwyr-{clock.today()}.csv"' in welsh.headers["Content-Disposition"]
    assert english.headers["Cache-Control"] == "no-store"
    assert lines_of(aber) == [("leaving.take_list", "done", "workers", 2)] * 2


def test_a_workbook_says_the_same(app: Flask, aber: Coop) -> None:
    make_worker(aber, "Nia Prys", pence_per_hour=1345)
    visitor = signed_in(app, aber)

    sheet = visitor.get("/lists/contracts.xlsx")
    table = visitor.get("/lists/contracts.csv")

    assert sheet.mimetype == XLSX
    assert cells_of(sheet.data) == [[cell for cell in row if cell] for row in rows_of(table.data)]
    assert rows_of(table.data)[1][:6] == ["Nia Prys", "Guaranteed hours", "2026-01-05", "20", "0", "13.45"]


def test_no_cell_is_a_formula(app: Flask, aber: Coop) -> None:
    make_worker(aber, "=1+1 @Prys")
    visitor = signed_in(app, aber)

    content = visitor.get("/lists/workers.csv").data
    # In a workbook a text is a text, and needs no mark.
    assert cells_of(visitor.get("/lists/workers.xlsx").data)[1][:2] == ["=1+1", "@Prys"]
    workbook = xlsx_of(TableFile("A/B", ("=a",), (("=1+1",),)), now=clock.now())

    assert rows_of(content)[1][:2] == ["'=1+1", "'@Prys"]
    assert cells_of(workbook) == [["=a"], ["=1+1"]]
    assert csv_of(["a"], [["ŵ"]]) == b"\xef\xbb\xbfa\r\n\xc5\xb5\r\n"


def test_two_of_one_name_are_told_apart(app: Flask, aber: Coop) -> None:
    first, second = make_worker(aber, "Nia Prys"), make_worker(aber, "Nia Prys")
    del second
    person_id = make_supported(aber)
    make_visit(aber, person_id, MONDAY, "09:00", worker_id=first)

    rows = rows_of(signed_in(app, aber).get("/lists/visits.csv?since=2026-11-09&until=2026-11-09").data)

    assert rows[1][rows[0].index("Worker")] == "Nia Prys (2026-01-05)"


def test_visits_are_those_of_the_days_the_worker_and_the_person(app: Flask, aber: Coop) -> None:
    nia, elsi, twm = make_worker(aber), make_supported(aber), make_supported(aber, "Twm Morys")
    make_visit(aber, elsi, MONDAY, "09:00", worker_id=nia)
    make_visit(aber, twm, MONDAY, "11:00", worker_id=nia)
    make_visit(aber, twm, MONDAY, "23:30")
    make_visit(aber, elsi, MONDAY + timedelta(days=1), "00:15")
    visitor, day = signed_in(app, aber), "since=2026-11-09&until=2026-11-09"

    whole = rows_of(visitor.get(f"/lists/visits.csv?{day}").data)
    of_nia = rows_of(visitor.get(f"/lists/visits.csv?{day}&worker_id={nia}").data)
    to_elsi = rows_of(visitor.get(f"/lists/visits.csv?{day}&person_supported_id={elsi}").data)

    assert [(row[0], row[2], row[5]) for row in whole[1:]] == [
        ("Elsi Fôn", "09:00", "Nia Prys"),
        ("Twm Morys", "11:00", "Nia Prys"),
        ("Twm Morys", "23:30", ""),
    ]
    assert [row[2] for row in of_nia[1:]] == ["09:00", "11:00"]
    assert [row[2] for row in to_elsi[1:]] == ["09:00"]


def test_a_cancelled_visit_is_left_out(app: Flask, aber: Coop) -> None:
    visit_id = make_visit(aber, make_supported(aber), MONDAY, "09:00")
    care.cancel_visit(coop=aber, visit_id=visit_id, cancelled_by="person", by=SYSTEM, now=clock.now())

    content = signed_in(app, aber).get("/lists/visits.csv?since=2026-11-09&until=2026-11-09").data

    assert len(rows_of(content)) == 1


def test_people_and_patterns_are_taken_as_they_are_kept(app: Flask, aber: Coop) -> None:
    person = care.NewPerson("Elsi", "Fôn", "cy", BEGAN, what_matters="Paned\nyn gyntaf", known_as="Els")
    person_id = care.enter_person(coop=aber, person=person, by=SYSTEM, now=clock.now())
    kind_id = make_kind(aber)
    make_pattern(aber, person_id, kind_id, weekdays=0b101, skills=("brd-1",), language="cy")
    visitor = signed_in(app, aber)

    whom = rows_of(visitor.get("/lists/people.csv").data)
    what = rows_of(visitor.get("/lists/patterns.csv").data)

    assert whom[1][:5] == ["Elsi", "Fôn", "Els", "Cymraeg", "Paned\nyn gyntaf"]
    assert dict(zip(what[0], what[1], strict=True)) == {
        "Person supported": "Els Fôn",
        "Kind of visit": "Morning",
        "Days of the week": "Monday; Wednesday",
        "Begins at": "09:00",
        "Minutes": "45",
        "From (day)": "2026-01-05",
        "Last day": "",
        "Every how many weeks": "Every week",
        "Workers who come": "One worker",
        "Language of the visit": "Cymraeg",
        "Training needed": "brd-1",
        "Reason for less than 30 minutes": "",
        "Minutes earlier or later": "0",
    }


def test_a_list_of_another_co_op_is_its_own(app: Flask, aber: Coop, bryn: Coop) -> None:
    make_worker(aber, "Nia Prys")

    content = signed_in(app, bryn).get("/lists/workers.csv").data

    assert len(rows_of(content)) == 1
    assert lines_of(aber) == []


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("care_worker", set()),
        ("care_coordinator", {"workers", "people", "patterns", "visits", "time", "hours", "waiting"}),
        ("payroll_contact", {"workers", "contracts", "time", "hours", "waiting"}),
        ("supported_member", set()),
        ("chair", set()),
    ],
)
def test_each_list_is_for_those_who_keep_all_of_it(
    app: Flask, aber: Coop, role: str, expected: set[str]
) -> None:
    make_worker(aber, "Nia Prys", pence_per_hour=1345)
    visitor = signed_in(app, aber, role)

    given = {code for code in LISTS if visitor.get(f"/lists/{code}.csv").status_code == 200}
    page = visitor.get("/lists").text

    assert given == expected
    assert {code for code in LISTS if f"/lists/{code}.csv" in page} == expected
    assert sorted(str(line[2]) for line in lines_of(aber)) == sorted(expected)


def test_nothing_that_is_sealed_for_pay_is_in_any_list() -> None:
    codes = {column.code for one in LISTS.values() for column in one.columns}

    assert {
        code for code in codes if any(word in code for word in ("tax", "bank", "sort", "account", "ni_"))
    } == (set())


def test_too_many_rows_are_refused_and_nothing_is_written(
    app: Flask, aber: Coop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.exports.lists.MOST_ROWS", 1)
    make_worker(aber, "Nia Prys")
    make_worker(aber, "Siôn Gŵyn")

    answer = signed_in(app, aber).get("/lists/workers.csv")

    assert (answer.status_code, "Choose fewer days" in answer.text) == (409, True)
    assert lines_of(aber) == []


def test_of_more_than_fit_those_of_one_worker_are_all_there(
    app: Flask, aber: Coop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.exports.rows.MOST_ROWS", 1)
    monkeypatch.setattr("app.exports.lists.MOST_ROWS", 1)
    nia, person_id = make_worker(aber, "Nia Prys"), make_supported(aber)
    for hour in ("08:00", "09:00", "10:00"):
        make_visit(aber, person_id, MONDAY, hour)
    make_visit(aber, person_id, MONDAY, "17:00", worker_id=nia)
    visitor, day = signed_in(app, aber), "since=2026-11-09&until=2026-11-09"

    whole = visitor.get(f"/lists/visits.csv?{day}")
    of_nia = rows_of(visitor.get(f"/lists/visits.csv?{day}&worker_id={nia}").data)

    assert whole.status_code == 409
    assert [(row[2], row[5]) for row in of_nia[1:]] == [("17:00", "Nia Prys")]


@pytest.mark.parametrize("path", ["/lists/workers.pdf", "/lists/payslips.csv", "/lists/workers"])
def test_what_is_no_list_is_not_there(app: Flask, aber: Coop, path: str) -> None:
    assert signed_in(app, aber).get(path).status_code == 404


def test_wrong_days_are_said_beside_the_field(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber)

    sent_on = visitor.get("/lists/visits.csv?since=2026-11-09&until=2026-11-01")
    page = visitor.get(sent_on.headers["Location"])

    assert sent_on.status_code == 303
    assert (page.status_code, page.text.count("The last day must not be before the first")) == (422, 2)
    assert lines_of(aber) == []


def test_the_page_shows_what_the_page_before_it_showed(app: Flask, aber: Coop) -> None:
    nia = make_worker(aber)
    visitor = signed_in(app, aber)

    weekly = visitor.get(f"/lists?list=waiting&week=2026-11-11&worker_id={nia}")
    page = visitor.get(weekly.headers["Location"]).text

    assert f"/lists/waiting.csv?since=2026-11-09&amp;until=2026-11-15&amp;worker_id={nia}" in page
    assert "Only what the page before showed." in page
    assert "9 Nov 2026 to 15 Nov 2026" in page
    assert "/lists/workers.csv" not in page


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/workers", "workers"),
        ("/people-supported", "people"),
        ("/rota", "visits"),
        ("/hours/approve", "waiting"),
    ],
)
def test_each_list_leads_to_its_file(app: Flask, aber: Coop, path: str, code: str) -> None:
    make_worker(aber)
    make_supported(aber)

    assert f"/lists?list={code}" in signed_in(app, aber).get(path).text


def test_a_program_takes_a_list_by_format_or_by_what_it_accepts(app: Flask, aber: Coop) -> None:
    make_worker(aber)
    program = program_of(app, aber)

    answers = [
        program.call("GET", "/exports/workers"),
        program.call("GET", "/exports/workers?format=xlsx"),
        program.call("GET", "/exports/workers", headers={"Accept": XLSX}),
        program.call("GET", "/exports/workers", headers={"Accept": "text/csv"}),
        program.call("GET", "/exports/workers", headers={"Accept": "image/png"}),
        program.call("GET", "/exports/workers?format=pdf"),
        program.call("GET", "/exports/visits?since=2026-11-09&until=2026-11-01"),
    ]

    assert [(one.status_code, one.mimetype) for one in answers[:4]] == [
        (200, "text/csv"), (200, XLSX), (200, XLSX), (200, "text/csv"),
    ]  # fmt: skip
    assert [one.status_code for one in answers[4:]] == [406, 422, 422]
    assert len(lines_of(aber)) == 4


def test_a_program_learns_which_lists_it_may_take(app: Flask, aber: Coop) -> None:
    found = program_of(app, aber, "payroll_contact").call("GET", "/exports").get_json()

    of_a_worker = program_of(app, aber, "care_worker").call("GET", "/exports").get_json()

    assert of_a_worker == {"items": []}
    assert [one["code"] for one in found["items"]] == ["workers", "contracts", "time", "hours", "waiting"]
    assert found["items"][0]["columns"][0] == {
        "code": "given_name", "header": "First names", "shape": "text", "is_required": True,
    }  # fmt: skip


def test_the_first_rate_is_the_one_that_was_put_right(app: Flask, aber: Coop) -> None:
    nia = make_worker(aber, "Nia Prys", pence_per_hour=1345)
    for pence, from_on in ((1360, BEGAN), (1400, date(2026, 12, 1))):
        rate = people.NewRate(pence, from_on)
        people.set_rate(coop=aber, worker_id=nia, rate=rate, paid_through=None, by=SYSTEM, now=clock.now())

    rows = rows_of(signed_in(app, aber).get("/lists/contracts.csv").data)

    assert rows[1][rows[0].index("Pay for an hour")] == "13.60"
