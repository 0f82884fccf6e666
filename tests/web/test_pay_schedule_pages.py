# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pay schedules, runs for some, corrections and the end of a run; bad input is said beside its field."""

from html import unescape

import pytest
from flask import Flask

from tenants.office import Coop
from tests.support.pay import draft, make_paid, preparer
from tests.support.rows import rows
from tests.web.test_payroll_pages import NOVEMBER, approved, contact_at, runs_of, treasurer_at

WEEKLY = {"name": "Carers", "frequency": "W1", "first_from": "2026-11-02", "pay_days_after": "4"}


def test_workers_are_paid_by_the_week_from_a_day_on(app: Flask, aber: Coop) -> None:
    nia = make_paid(aber, minutes=600)
    make_paid(aber, "Bryn Rhys", minutes=600)
    contact = contact_at(app, aber)
    contact.get("/pay-schedules/new")

    path = contact.post("/pay-schedules/new", WEEKLY).headers["Location"]
    empty = contact.get(path).text
    contact.post(f"{path}/workers", {"worker_ids": [str(nia.worker_id)], "from_on": "2026-11-02"})
    schedule = path.rpartition("/")[2]
    asked = unescape(contact.get(f"/pay-runs/new?schedule_id={schedule}").text)
    days = {"pay_on": "2026-11-12", "first_day": "2026-11-02", "last_day": "2026-11-08"}
    run = contact.post("/pay-runs/new", {**days, "schedule_id": schedule}).headers["Location"]
    page = contact.get(run).text

    assert ("Close this schedule" in empty, "Close this schedule" in contact.get(path).text) == (True, False)
    assert "Carers: 2 Nov 2026 to 8 Nov 2026, paid on 12 November 2026" in asked
    assert 'value="2026-11-12"' in asked
    assert ("2026-27, week 32" in page, "Nia Prys" in page, "£134.50" in page) == (True, True, True)
    assert "Bryn Rhys" not in page.partition("Who is paid")[2]
    draft(aber, preparer(aber))
    listed = contact.get("/pay-runs").text
    assert ("Carers" in listed, "Monthly" in listed) == (True, True)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "This is needed"),
        ({"pay_days_after": ""}, "Say one of the two: days after a period, or a day of the month"),
        ({"pay_day_of_month": "25"}, "Say one of the two: days after a period, or a day of the month"),
        ({"pay_days_after": "", "pay_day_of_month": "25"}, "Only monthly pay has a day of the month"),
        ({"pay_days_after": "61"}, "60"),
        ({"frequency": "A1"}, "How often does it pay?"),
        ({"frequency": "M1", "first_from": "2026-11-29"}, "one by the month on the 28th at the latest"),
    ],
)
def test_a_schedule_that_cannot_be_is_said_beside_the_field(
    app: Flask, aber: Coop, change: dict[str, str], sentence: str
) -> None:
    contact = contact_at(app, aber)
    contact.get("/pay-schedules/new")

    answer = contact.post("/pay-schedules/new", WEEKLY | change)

    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert [row for row in rows(aber, "pay_schedule") if row["number"] > 1] == []


def test_a_name_is_taken_once(app: Flask, aber: Coop) -> None:
    contact = contact_at(app, aber)
    contact.get("/pay-schedules/new")
    contact.post("/pay-schedules/new", WEEKLY)
    contact.get("/pay-schedules/new")

    answer = contact.post("/pay-schedules/new", WEEKLY)

    assert (answer.status_code, "Another schedule has this name." in answer.text) == (422, True)


def test_a_run_for_some_chooses_them(app: Flask, aber: Coop) -> None:
    nia = make_paid(aber, minutes=600)
    make_paid(aber, "Bryn Rhys", minutes=600)
    contact = contact_at(app, aber)
    contact.get("/pay-runs/new/chosen")

    nobody = contact.post("/pay-runs/new/chosen", NOVEMBER | {"kind": "one_off", "takes_time": "true"})
    no_last_day = contact.post(
        "/pay-runs/new/chosen",
        NOVEMBER | {"kind": "leaver", "takes_time": "true", "chosen": [str(nia.worker_id)]},
    )
    assert ("Choose who is paid by it" in nobody.text, nobody.status_code) == (True, 422)
    assert ("Enter their last day of work first" in no_last_day.text, no_last_day.status_code) == (True, 422)
    assert runs_of(aber) == []
    made = contact.post(
        "/pay-runs/new/chosen",
        NOVEMBER | {"kind": "one_off", "takes_time": "true", "chosen": [str(nia.worker_id)]},
    )

    page = contact.get(made.headers["Location"]).text
    assert ("Monthly: One-off payment" in page, "£134.50" in page) == (True, True)
    assert [str(one["worker_id"]) for one in rows(aber, "payslip")] == [str(nia.worker_id)]


def test_a_correction_waits_for_the_next_run(app: Flask, aber: Coop) -> None:
    nia, _slip = approved(aber)
    contact = contact_at(app, aber)
    path = f"/payslips/workers/{nia.worker_id}/correct"
    ((run, _state),) = runs_of(aber)
    wrong = {"direction": "more", "amount": "12.50", "reason": "paid_too_much", "of_run_id": str(run)}
    assert f'value="{run}" selected' in contact.get(f"{path}?of_run_id={run}").text

    refused = contact.post(path, wrong)
    nothing = contact.post(path, wrong | {"amount": "0", "reason": "rate_was_wrong"})
    assert ("what was paid too much is given back" in unescape(refused.text), refused.status_code) == (
        True,
        422,
    )
    assert ("Enter more than nothing" in nothing.text, nothing.status_code) == (True, 422)
    assert rows(aber, "pay_correction") == []
    kept = contact.post(path, wrong | {"direction": "less"})

    assert kept.headers["Location"] == f"/payslips/workers/{nia.worker_id}"
    page = contact.get(kept.headers["Location"]).text
    assert ("Too much was paid" in page, page.count("−£12.50")) == (True, 2)


def test_a_run_is_closed_when_it_is_paid(app: Flask, aber: Coop) -> None:
    approved(aber)
    ((run, _state),) = runs_of(aber)
    contact, officer = contact_at(app, aber), treasurer_at(app, aber)
    contact.get(f"/pay-runs/{run}/close")

    unpaid = contact.post(f"/pay-runs/{run}/close", {"not_filed_reason": "filed_elsewhere"})
    assert ("This run is not paid yet" in unpaid.text, unpaid.status_code) == (True, 422)
    officer.get(f"/pay-approvals/{run}")
    officer.post(f"/pay-approvals/{run}/said-paid")
    unfiled = contact.post(f"/pay-runs/{run}/close", {"not_filed_reason": ""})
    assert ("The tax office was not told of this run yet." in unfiled.text, unfiled.status_code) == (
        True,
        422,
    )
    closed = officer.post(f"/pay-approvals/{run}/close", {"not_filed_reason": "filed_elsewhere"})

    assert closed.headers["Location"] == f"/pay-approvals/{run}"
    page = contact.get(f"/pay-runs/{run}").text
    assert ("Closed" in page, "It was filed with other software" in page) == (True, True)
    assert contact.get(f"/pay-runs/{run}/close").status_code == 404


def test_another_co_ops_schedules_and_workers_are_not_there(app: Flask, aber: Coop, bryn: Coop) -> None:
    nia, _slip = approved(aber)
    (first,) = rows(aber, "pay_schedule")
    ((run, _state),) = runs_of(aber)
    elsewhere = contact_at(app, bryn)

    for path in (
        f"/pay-schedules/{first['id']}",
        f"/payslips/workers/{nia.worker_id}",
        f"/payslips/workers/{nia.worker_id}/correct",
        f"/pay-runs/{run}/close",
    ):
        assert elsewhere.get(path).status_code == 404, path
