# SPDX-License-Identifier: AGPL-3.0-or-later
"""Leave for a family is entered and stopped by whoever prepares pay, and refused beside the field."""

from datetime import date
from uuid import UUID

import pytest
from flask import Flask

from tenants.office import Coop
from tests.support.other_pay import hold, make_leave, make_months, month
from tests.support.program import program_of
from tests.support.rows import rows
from tests.support.thread import make_worker
from tests.support.web import Visitor
from tests.web.test_absence_pages import signed_in

PLACE = "/family-leave"
BEGINS = date(2026, 7, 6)


def said(worker_id: UUID, **changed: str) -> dict[str, str]:
    form = {
        "worker_id": str(worker_id),
        "kind": "SMP",
        "child_on": "2026-07-29",
        "begins_on": "2026-07-06",
        "weeks": "39",
        "average": "",
    }
    return form | changed


def preparing(app: Flask, coop: Coop, language: str = "en") -> Visitor:
    return signed_in(app, coop, "payroll_contact", language=language)[0]


def test_leave_is_entered_and_shows_what_it_comes_to(app: Flask, aber: Coop) -> None:
    nia = make_worker(aber, pence_per_hour=13_45)
    make_months(aber, nia, (1, 2, 3), pence=1_300_00)
    sioned = preparing(app, aber)
    empty = sioned.get(PLACE).text

    made = sioned.post(f"{PLACE}/new", said(nia))
    page = sioned.get(PLACE).text

    assert made.status_code == 303
    assert "Nobody is on leave for a family" in empty
    assert "from payslips of eight weeks or more" in page
    # She began in January, and the week that decides is that of 12 April.
    assert "Less than 26 weeks here" in page


@pytest.mark.parametrize(
    ("case", "changed", "sentence"),
    [
        ("too many weeks", {"weeks": "40"}, "39"),
        (
            "a father has two",
            {"kind": "SPP", "weeks": "3", "begins_on": "2026-08-03"},
            "This payment is for 2 weeks",
        ),
        ("before the 11th week", {"begins_on": "2026-05-09"}, "in the 11th week before"),
        ("a father before the day", {"kind": "SPP", "weeks": "2"}, "other leave on the day itself"),
        (
            "before the first day of work",
            {"begins_on": "2026-01-02", "child_on": "2026-01-29"},
            "does not work here",
        ),
        ("a year without figures", {"child_on": "2024-07-29"}, "There are no figures for the tax year"),
        ("no amount", {"average": "-3"}, "Write pounds and pence"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    app: Flask, aber: Coop, case: str, changed: dict[str, str], sentence: str
) -> None:
    nia = make_worker(aber)

    answer = preparing(app, aber).post(f"{PLACE}/new", said(nia, **changed))

    assert (answer.status_code, sentence in answer.text) == (422, True), case
    assert rows(aber, "family_leave") == []


def test_leave_upon_leave_is_refused(app: Flask, aber: Coop) -> None:
    nia = make_worker(aber)
    make_leave(aber, nia, child_on=date(2026, 7, 29), begins_on=BEGINS, weeks=39)

    answer = preparing(app, aber).post(
        f"{PLACE}/new", said(nia, kind="SPP", child_on="2026-07-06", begins_on="2026-07-13", weeks="2")
    )

    assert "There is other leave for a family in these weeks already" in answer.text
    assert len(rows(aber, "family_leave")) == 1


def test_leave_stops_after_the_weeks_that_a_run_took(app: Flask, aber: Coop) -> None:
    nia = make_worker(aber, pence_per_hour=13_45)
    make_months(aber, nia, (4, 5, 6), pence=1_300_00)
    leave = make_leave(aber, nia, kind="SPBP", child_on=date(2026, 7, 5), begins_on=BEGINS, weeks=2)
    hold(aber, [nia], month(7))
    sioned = preparing(app, aber)
    stop = f"{PLACE}/{leave}/stop"

    early = sioned.post(stop, {"stopped_on": "2026-07-19", "version": "1"})
    late = sioned.post(stop, {"stopped_on": "2026-07-20", "version": "1"})
    old = sioned.post(stop, {"stopped_on": "2026-07-20", "version": "2"})

    # 26 weeks had passed by 4 July, so that both weeks were taken.
    assert len(rows(aber, "other_pay_day")) == 2
    assert "in a pay run already" in early.text
    assert "Choose one of the days of this leave" in late.text
    assert "Somebody has changed this leave meanwhile" in old.text
    assert rows(aber, "family_leave")[0]["stopped_on"] is None


def test_leave_is_taken_back_from_its_first_day(app: Flask, aber: Coop) -> None:
    leave = make_leave(aber, make_worker(aber), child_on=date(2026, 7, 29), begins_on=BEGINS, weeks=39)
    sioned = preparing(app, aber)

    done = sioned.post(f"{PLACE}/{leave}/stop", {"stopped_on": "2026-07-06", "version": "1"})
    again = sioned.post(f"{PLACE}/{leave}/stop", {"stopped_on": "2026-07-07", "version": "2"})

    assert (done.status_code, again.status_code) == (303, 422)
    assert "Taken back" in sioned.get(PLACE).text


def test_nobody_else_reads_it_and_another_coop_has_none_of_it(app: Flask, aber: Coop, bryn: Coop) -> None:
    leave = make_leave(bryn, make_worker(bryn), child_on=date(2026, 7, 29), begins_on=BEGINS, weeks=39)
    sioned = preparing(app, aber, "cy")
    nest, _ = signed_in(app, aber, "care_coordinator")

    assert "Nid oes neb ar absenoldeb teuluol" in sioned.get(PLACE).text
    assert sioned.get(f"{PLACE}/{leave}/stop").status_code == 404
    assert (
        sioned.post(f"{PLACE}/{leave}/stop", {"stopped_on": "2026-07-06", "version": "1"}).status_code == 404
    )
    assert [nest.get(f"{PLACE}{one}").status_code for one in ("", "/new")] == [404, 404]


def test_a_program_enters_it_and_stops_what_it_has_read(app: Flask, aber: Coop) -> None:
    nia = make_worker(aber, pence_per_hour=13_45)
    program = program_of(app, aber, "payroll_contact")
    told = said(nia) | {"weeks": 39, "average": None}

    made = program.post("/family-leave", json=told)
    twice = program.post("/family-leave", json=told)
    where = f"/family-leave/{made.get_json()['id']}"
    seen = program.get(where)
    at = {"If-Match": seen.headers["ETag"]}
    stopped = program.call("PUT", f"{where}/stop", json={"stopped_on": "2026-07-06"}, headers=at)
    again = program.call("PUT", f"{where}/stop", json={"stopped_on": "2026-07-06"}, headers=at)

    assert (made.status_code, twice.status_code, stopped.status_code, again.status_code) == (
        201,
        409,
        204,
        412,
    )
    assert (seen.get_json()["why_unpaid"], seen.get_json()["basis"]) == ("employed_too_short", "contract")
    assert [one["stopped_on"] for one in program.get("/family-leave").get_json()["items"]] == ["2026-07-06"]


def test_the_list_of_runs_leads_to_it(app: Flask, aber: Coop) -> None:
    assert 'href="/family-leave"' in preparing(app, aber).get("/pay-runs").text
