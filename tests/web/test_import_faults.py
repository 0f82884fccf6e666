# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can go wrong between sending a file and having it kept."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app.imports import jobs, kinds, looking, people_rows
from tenants import clock, progress
from tenants.jobs.runner import run_pending
from tenants.office import Coop
from tenants.transaction import reading, upkeep
from tests.support.importing import count, keep, looked_at, run_jobs, send, signed_in

TELL = progress.tell
HEADERS = "First names,Family name,Language,What they do,First day of work"


def sheet(*names: str) -> str:
    return "\n".join([HEADERS, *(f"{name},Prys,cy,Manager,2026-03-02" for name in names)])


def due_now(coop: Coop, job: str) -> None:
    with upkeep(coop) as session:
        now = {"now": clock.now(), "job": job}
        session.execute(text("UPDATE outbox SET next_at = :now WHERE job = :job AND state = 'waiting'"), now)


@pytest.fixture
def two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep two rows in a transaction, so that a short file has several."""
    small = {**kinds.KINDS, "workers": replace(people_rows.WORKERS, at_once=2)}
    monkeypatch.setattr("app.imports.looking.KINDS", small)


class FallsAt:
    """Tells progress until a turn, and falls there as a worker does that is killed."""

    def __init__(self, turn: int, tell: Callable[..., None]) -> None:
        self.left, self._tell = turn, tell

    def tell(self, *told: object, **columns: object) -> None:
        self.left -= 1
        if self.left == 0:
            msg = "killed"
            raise OSError(msg)
        self._tell(*told, **columns)


@pytest.mark.usefixtures("two_at_once")
@pytest.mark.parametrize("turn", [1, 2, 3, 4, 5, 6, 7])
def test_wherever_the_job_falls_each_row_is_kept_once(
    app: Flask, aber: Coop, monkeypatch: pytest.MonkeyPatch, turn: int
) -> None:
    visitor = signed_in(app, aber, "care_coordinator")
    url = looked_at(app, aber, visitor, sheet("A", "B", "C", "D", "E", "E"))
    visitor.get(url)
    visitor.post(f"{url}/keep")
    falling = FallsAt(turn, TELL)
    monkeypatch.setattr("app.imports.jobs.progress.tell", falling.tell)
    run_jobs(app, aber)
    monkeypatch.setattr("app.imports.jobs.progress.tell", TELL)
    for _turn in range(2):
        due_now(aber, "imports.keep")
        run_jobs(app, aber)

    page = visitor.get(url).text
    assert count(aber, "worker") == 5
    assert "What came of the file" in page
    assert "Rows 6 and 7 are of the same." in page
    assert ended(aber) == ["done"]
    assert "5 new rows, 0 changed, 0 as they were, 1 refused." in visitor.get("/bell").text
    other = looked_at(app, aber, visitor, sheet("F"))
    keep(app, aber, visitor, other)
    assert count(aber, "worker") == 6


def ended(coop: Coop) -> list[str]:
    """Return how the work of keeping stands, the first first."""
    with reading(coop) as session:
        found = text("SELECT state FROM progress WHERE job = 'imports.keep' ORDER BY made_at")
        return list(session.scalars(found))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The rows of this file are being kept, so it cannot be removed."),
        ("cy", "yn cael eu cadw, felly ni ellir ei dileu."),
    ],
)
def test_a_file_whose_keeping_was_asked_for_is_not_removed(
    app: Flask, aber: Coop, language: str, said: str
) -> None:
    visitor = signed_in(app, aber, "care_coordinator", language=language)
    url = looked_at(app, aber, visitor, sheet("A"))
    visitor.get(url)
    visitor.post(f"{url}/keep")

    refused = visitor.post(f"{url}/remove")
    run_jobs(app, aber)

    assert refused.status_code == 409
    assert said in refused.text
    assert (count(aber, "worker"), ended(aber)) == (1, ["done"])


def test_a_file_that_is_being_kept_when_its_day_is_over_stays_until_it_is(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber, "care_coordinator")
    url = looked_at(app, aber, visitor, sheet("A"))
    visitor.get(url)
    visitor.post(f"{url}/keep")
    import_id = url.rsplit("/", 1)[-1]

    with app.app_context():
        jobs.remove_after_a_day(aber, import_id=import_id)
    waiting = count(aber, "outbox WHERE job = 'imports.remove' AND state = 'waiting'")
    run_jobs(app, aber)
    due_now(aber, "imports.remove")
    run_jobs(app, aber)

    assert (waiting, count(aber, "worker"), ended(aber)) == (2, 1, ["done"])
    assert visitor.get(url).status_code == 404


def test_the_work_of_a_file_that_is_gone_ends_and_lets_others_be_kept(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber, "care_coordinator")
    url = looked_at(app, aber, visitor, sheet("A"))
    visitor.get(url)
    visitor.post(f"{url}/keep")
    with upkeep(aber) as session:
        session.execute(text("DELETE FROM stored_file WHERE record_kind LIKE 'import%'"))
    run_jobs(app, aber)

    other = looked_at(app, aber, visitor, sheet("B"))
    keep(app, aber, visitor, other)

    assert (ended(aber), count(aber, "worker")) == (["failed", "done"], 1)


@pytest.mark.usefixtures("two_at_once")
def test_a_run_after_a_fall_goes_on_by_the_rows_numbers(
    app: Flask, aber: Coop, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = signed_in(app, aber, "care_coordinator")
    url = looked_at(app, aber, visitor, sheet("A", "B", "C", "D", "E"))
    visitor.get(url)
    visitor.post(f"{url}/keep")
    falling = FallsAt(3, TELL)
    monkeypatch.setattr("app.imports.jobs.progress.tell", falling.tell)
    run_jobs(app, aber)
    monkeypatch.setattr("app.imports.jobs.progress.tell", TELL)
    # Worked out afresh, the list is shorter: a row that was kept is not understood any more.
    whole = looking.understand

    def without_the_first(*told: Any, **more: Any) -> looking.Understood:  # noqa: ANN401 - whatever it takes
        found = whole(*told, **more)
        return replace(found, loaded=found.loaded[1:], rows=found.rows[1:])

    monkeypatch.setattr("app.imports.jobs.understand", without_the_first)
    due_now(aber, "imports.keep")
    run_jobs(app, aber)

    assert count(aber, "worker") == 5
    assert "5 new rows, 0 changed, 0 as they were, 0 refused." in visitor.get("/bell").text


def test_two_files_are_not_kept_at_the_same_time(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber, "care_coordinator")
    first, second = (looked_at(app, aber, visitor, sheet("A", "B")) for _turn in range(2))
    visitor.get(first)

    assert visitor.post(f"{first}/keep").status_code == 303
    refused = visitor.post(f"{second}/keep")
    run_jobs(app, aber)
    kept = visitor.post(f"{second}/keep")
    run_jobs(app, aber)

    assert refused.status_code == 409
    assert "Another file is being kept." in refused.text
    assert (kept.status_code, count(aber, "worker")) == (303, 2)


def test_a_file_that_was_kept_is_not_kept_again(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber, "care_coordinator")
    url = looked_at(app, aber, visitor, sheet("A"))
    visitor.get(url)
    ways = [visitor.post(f"{url}/keep").headers["Location"] for _turn in range(2)]
    run_jobs(app, aber)

    assert ways[0] == ways[1]
    assert visitor.post(f"{url}/keep").headers["Location"] == ways[0]
    run_jobs(app, aber)
    assert count(aber, "worker") == 1


def test_whoever_lost_the_right_meanwhile_has_nothing_kept(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber, "care_coordinator")
    way = send(visitor, sheet("A"))
    with upkeep(aber) as session:
        session.execute(text("UPDATE account SET status = 'suspended'"))

    with app.app_context():
        run_pending(aber)

    with upkeep(aber) as session:
        state = session.execute(text("SELECT state, refusal_code FROM progress")).one()
    assert tuple(state) == ("failed", "not_found")
    assert (way.startswith("/progress/"), count(aber, "worker")) == (True, 0)


def test_what_a_rule_refuses_is_shown_as_it_was_written(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber, "care_coordinator")
    headers = "First names,Family name,Language,First day of support,Day of birth"
    rows = ["Gwen,Pugh,English,2026-03-02,2026-04-01", "Twm,Rees,English,2026-03-02,yesterday"]

    page = visitor.get(looked_at(app, aber, visitor, "\n".join([headers, *rows]), "people")).text

    cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"(?s)<td[^>]*>(.*?)</td>", page)]
    faults = [cells[at : at + 4] for at in range(0, 8, 4)]
    assert [(found, expected) for _column, found, _wrong, expected in faults] == [
        ("2026-04-01", "–"),
        ("yesterday", "A day, such as 2026-11-22 or 22/11/2026"),
    ]
    assert faults[0][2] == "The day of birth must be before the first day of support"
