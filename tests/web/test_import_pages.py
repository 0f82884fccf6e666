# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bringing in a file of workers: looked at, shown, kept once, and gone."""

import csv
import io
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from tenants import clock
from tenants.office import Coop
from tenants.transaction import reading, upkeep
from tests.support.importing import count, keep, looked_at, run_jobs, signed_in
from tests.support.thread import make_worker
from tests.support.world import World

HEADERS = "First names,Family name,Language,What they do,First day of work,Phone"
NIA = "Nia,Prys,cy,Social care worker,2026-03-02,01239 000000"


def test_a_file_of_workers_is_looked_at_and_kept(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber, "care_coordinator")

    url = looked_at(app, aber, visitor, f"{HEADERS}\n{NIA}\n")
    before = count(aber, "worker")
    keep(app, aber, visitor, url)

    with reading(aber) as session:
        row = session.execute(
            text("SELECT given_name, language, staff_category, started_on FROM worker")
        ).one()
    assert before == 0
    assert tuple(row) == ("Nia", "cy", "other_social_care", date(2026, 3, 2))
    assert "What came of the file" in visitor.get(url).text
    assert "1 new row" in visitor.get("/bell").text


def test_the_same_file_kept_twice_enters_nobody_twice(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber, "care_coordinator")
    content = f"{HEADERS}\n{NIA}\n"
    keep(app, aber, visitor, looked_at(app, aber, visitor, content))

    again = looked_at(app, aber, visitor, content)

    assert "There is nothing to keep in this file." in visitor.get(again).text
    assert "Keep the rows?" not in visitor.get(again).text
    keep(app, aber, visitor, again)
    assert count(aber, "worker") == 1


def test_welsh_headers_in_any_order_change_what_a_row_says_otherwise(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber, "care_coordinator", language="cy")
    keep(app, aber, visitor, looked_at(app, aber, visitor, f"{HEADERS}\n{NIA}\n"))
    blank = visitor.get("/imports/tables/workers/blank.csv").data.decode("utf-8-sig")
    headers = next(csv.reader(io.StringIO(blank)))
    row = dict.fromkeys(headers, "")
    row |= dict(zip(headers, ("nia", "PRYS", "Nanw", "Cymraeg"), strict=False))
    row[headers[6]], row[headers[11]] = "Rheolwr", "02/03/2026"
    sheet = io.StringIO()
    csv.writer(sheet, delimiter=";").writerows([list(reversed(row)), list(reversed(row.values()))])

    url = looked_at(app, aber, visitor, sheet.getvalue().encode("utf-16"))
    keep(app, aber, visitor, url)

    with reading(aber) as session:
        kept = session.execute(text("SELECT known_as, staff_category, version FROM worker")).one()
    assert tuple(kept) == ("Nanw", "manager", 2)
    assert count(aber, "record_change") == 1


def test_a_refused_row_says_what_was_found_and_how_to_mend_it(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber, "care_coordinator")
    rows = [NIA, "Elin,Rees,cy,Gardener,2026-03-02,", NIA, "Huw,Rees,cy,Manager,yesterday,+44 1239"]

    url = looked_at(app, aber, visitor, "\n".join([HEADERS, *rows]))

    page = visitor.get(url).text
    assert "Gardener" in page
    assert "One of: Manager, Deputy manager" in page
    assert "Rows 2 and 4 are of the same." in page
    assert "A day, such as 2026-11-22 or 22/11/2026" in page
    refused = list(csv.reader(io.StringIO(visitor.get(f"{url}/refused.csv").data.decode("utf-8-sig"))))
    assert [line[0] for line in refused] == ["Row", "3", "4", "5"]
    assert refused[3][-1] == "'+44 1239"
    keep(app, aber, visitor, url)
    assert count(aber, "worker") == 1


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_file_of_refused_rows_comes_back_as_it_is(app: Flask, aber: Coop, language: str) -> None:
    visitor = signed_in(app, aber, "care_coordinator", language=language)
    url = looked_at(app, aber, visitor, "\n".join([HEADERS, NIA, "Huw,Rees,cy,Manager,yesterday,+44 1239"]))
    refused = visitor.get(f"{url}/refused.csv").data

    again = looked_at(app, aber, visitor, refused.replace(b"yesterday", b"2026-03-02"))
    keep(app, aber, visitor, again)
    twice = looked_at(app, aber, visitor, refused)
    headers = visitor.get(f"{twice}/refused.csv").data.decode("utf-8-sig").splitlines()[0].split(",")

    with reading(aber) as session:
        name = session.scalar(text("SELECT given_name FROM worker"))
    assert (name, count(aber, "worker")) == ("Huw", 1)
    assert len(headers) == 2 + len(HEADERS.split(","))


def test_a_file_that_only_changes_phones_needs_no_more_columns(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber, "care_coordinator")
    keep(app, aber, visitor, looked_at(app, aber, visitor, f"{HEADERS}\n{NIA}\n"))
    phones = "First names,Family name,First day of work,Phone\n"
    rows = "Nia,Prys,2026-03-02,01239 111111\nHuw,Rees,2026-03-02,01239 222222\n"

    url = looked_at(app, aber, visitor, phones + rows)
    before = visitor.get(url).text
    keep(app, aber, visitor, url)

    needs = "Whoever is new needs these columns too: Language, What they do"
    assert needs in before
    assert needs in visitor.get(url).text
    with reading(aber) as session:
        kept = session.execute(text("SELECT given_name, language, staff_category, version FROM worker")).all()
    assert [tuple(one) for one in kept] == [("Nia", "cy", "other_social_care", 2)]


@pytest.mark.parametrize(
    ("case", "content", "said"),
    [
        ("empty", b"", "The file is empty"),
        ("headers alone", HEADERS.encode(), "nothing below them"),
        ("a workbook", b"PK\x03\x04abc", "This is a workbook"),
        ("a picture", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x01", "not a CSV file"),
        ("other separators", f"{HEADERS}\n{NIA}".replace(",", "|").encode(), "commas, semicolons or tabs"),
        ("a column too many", f"{HEADERS},Shoe size\n{NIA},38".encode(), "no column “Shoe size”"),
        ("a column twice", f"{HEADERS},Phone\n{NIA},1".encode(), "“Phone” is there twice"),
        (
            "a column missing",
            b"First names,Family name\nNia,Prys",
            "lacks these columns: First day of work.",
        ),
        ("an open quotation mark", f'{HEADERS}\n{NIA}\n"Nia,x'.encode(), "Row 3 has a quotation mark"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_beside_the_field(
    app: Flask, aber: Coop, case: str, content: bytes, said: str
) -> None:
    visitor = signed_in(app, aber, "care_coordinator")
    visitor.get("/imports/tables/workers")

    answer = visitor.post("/imports/tables/workers", {"file": (io.BytesIO(content), "a.csv")})

    assert answer.status_code == 422, case
    assert said in answer.text, case
    assert count(aber, "stored_file") == 0


def test_who_enters_no_workers_brings_none_in(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber, "care_worker")

    assert "Nothing to bring in" in visitor.get("/imports").text
    assert visitor.get("/imports/tables/workers").status_code == 404
    assert visitor.post("/imports/tables/workers", {"file": (io.BytesIO(b"a"), "a.csv")}).status_code == 404
    assert visitor.get("/imports/tables/workers/blank.csv").status_code == 404


def test_a_file_is_seen_by_whoever_sent_it_alone(app: Flask, aber: Coop) -> None:
    mine, other = signed_in(app, aber, "care_coordinator"), signed_in(app, aber, "care_coordinator")
    url = looked_at(app, aber, mine, f"{HEADERS}\n{NIA}\n")

    other.get("/imports")
    assert other.get(url).status_code == 404
    assert other.post(f"{url}/keep").status_code == 404
    assert other.post(f"{url}/remove").status_code == 404
    assert mine.get(url).status_code == 200


def test_nothing_of_the_file_lies_open_or_longer_than_a_day(app: Flask, aber: Coop, world: World) -> None:
    visitor = signed_in(app, aber, "care_coordinator")
    folder = world.state / "files" / aber.key
    before = files_in(folder)
    url = looked_at(app, aber, visitor, f"{HEADERS}\n{NIA}\nElin,,,,,\n")
    lying = [path.read_bytes() for path in files_in(folder) - before]
    assert len(lying) == 2
    assert not any(b"Prys" in one or b"Elin" in one for one in lying)

    with upkeep(aber) as session:
        session.execute(
            text("UPDATE outbox SET next_at = :now WHERE job = 'imports.remove'"), {"now": clock.now()}
        )
    run_jobs(app, aber)

    assert visitor.get(url).status_code == 404
    assert files_in(folder) == before


def files_in(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_a_file_can_be_removed_before_it_is_kept(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber, "care_coordinator")
    url = looked_at(app, aber, visitor, f"{HEADERS}\n{NIA}\n")
    visitor.get(url)

    assert visitor.post(f"{url}/remove").status_code == 303

    assert visitor.get(url).status_code == 404
    assert (count(aber, "worker"), count(aber, "stored_file")) == (0, 0)


def test_a_job_that_was_killed_goes_on_and_does_nothing_twice(
    app: Flask, aber: Coop, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = signed_in(app, aber, "care_coordinator")
    rows = [NIA.replace("Nia", f"Nia {letter}") for letter in "ABCDE"]
    url = looked_at(app, aber, visitor, "\n".join([HEADERS, *rows]))
    visitor.get(url)
    visitor.post(f"{url}/keep")
    killed = KilledAfter(3)
    monkeypatch.setattr("app.imports.jobs.progress.tell", killed.tell)
    run_jobs(app, aber)
    monkeypatch.undo()
    between = count(aber, "worker")

    with upkeep(aber) as session:
        session.execute(
            text("UPDATE outbox SET next_at = :now WHERE job = 'imports.keep'"), {"now": clock.now()}
        )
    run_jobs(app, aber)
    run_jobs(app, aber)

    assert (between, count(aber, "worker")) == (5, 5)
    assert "What came of the file" in visitor.get(url).text


class KilledAfter:
    """Tells progress some times, and then falls as a worker that is killed does."""

    def __init__(self, times: int) -> None:
        self.left = times

    def tell(self, *_told: object, **_columns: object) -> None:
        self.left -= 1
        if self.left < 1:
            msg = "killed"
            raise OSError(msg)


def test_workers_of_one_name_and_day_are_not_guessed_at(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber, "care_coordinator")
    for _turn in range(2):
        assert isinstance(make_worker(aber), UUID)
    with reading(aber) as session:
        one = session.execute(text("SELECT given_name, family_name, started_on FROM worker LIMIT 1")).one()

    url = looked_at(app, aber, visitor, f"{HEADERS}\n{one[0]},{one[1]},cy,Manager,{one[2]},\n")

    assert "Two records here go by the same name and day" in visitor.get(url).text
