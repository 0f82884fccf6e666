# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fees and books through the API, on both sides of the wall."""

import pytest
from flask import Flask

from franchise_kit.billing.hub_models import Invoice, Payment
from tenants import clock
from tenants.jobs.runner import run_pending
from tenants.office import Coop, Hub
from tests.support.billing import EARLY_NOVEMBER, invoice_of, publish_plan, told, told_all
from tests.support.openings import carry_all, count
from tests.support.program import Program, program_of


@pytest.fixture(autouse=True)
def held_clock() -> None:
    """The fifth of November; the world lets the clock go again."""
    clock.set_fixed(EARLY_NOVEMBER)


@pytest.fixture
def officer(app: Flask, hub: Hub) -> Program:
    return program_of(app, hub, "billing_officer")


def test_a_month_is_looked_at_billed_and_paid(officer: Program, app: Flask, hub: Hub, aber: Coop) -> None:
    publish_plan()
    told_all(aber)

    before = officer.get("/fee-months?month=2026-10").get_json()["items"]
    begun = officer.post("/fee-months/run", {"month": "2026-10"})
    run_pending(hub)
    [invoice] = officer.get(f"/invoices?month=2026-10&coop_id={aber.id}").get_json()["items"]
    transfer = {"amount": "195.45", "received_on": "2026-11-05", "reference": "ABER"}
    paid = officer.post(f"/invoices/{invoice['id']}/transfers", transfer, headers={"Idempotency-Key": "a"})
    again = officer.post(f"/invoices/{invoice['id']}/transfers", transfer, headers={"Idempotency-Key": "a"})
    carry_all(aber)

    assert [(one["state"], one["net"]) for one in before] == [("ready", "1829.54"), ("incomplete", "120.00")]
    assert before[0]["lines"][3] == {
        "service": "solidarity",
        "month": "2026-10",
        "stage": "S7",
        "quantity": 7_571_200,
        "price": 200,
        "cap": "3000.00",
        "share_bps": 10_000,
        "is_told": True,
        "net": "1514.24",
        "vat_code": "standard",
        "vat_bps": 2000,
        "vat": "302.85",
    }
    assert (begun.status_code, paid.status_code) == (202, 201)
    assert officer.get(begun.headers["Location"]).get_json()["state"] == "done"
    assert paid.get_json() == again.get_json()
    assert count(hub, Payment) == 1
    shown = officer.get(f"/invoices/{invoice['id']}").get_json()
    assert (shown["total"], shown["owed"], shown["payments"][0]["amount"]) == ("2195.45", "2000.00", "195.45")
    owed = {one["coop_id"]: one["owed"] for one in officer.get("/balances").get_json()["items"]}
    assert owed[str(aber.id)] == "2000.00"
    treasurer = program_of(app, aber, "treasurer")
    [seen] = treasurer.get("/network-invoices").get_json()["items"]
    assert treasurer.get(f"/network-invoices/{seen['id']}").get_json() == seen
    assert (seen["number"], seen["owed"], seen["lines"]) == (shown["number"], "2000.00", shown["lines"])


def test_a_turnover_is_told_once(app: Flask, aber: Coop) -> None:
    finance = program_of(app, aber, "finance_officer")

    answers = [finance.post("/turnovers", {"month": "2026-10", "turnover": "75712.00"}) for _turn in range(2)]

    assert [answer.status_code for answer in answers] == [204, 409]
    assert answers[1].get_json()["code"] == "turnover_told_already"
    [told_once] = finance.get("/turnovers").get_json()["items"]
    assert (told_once["month"], told_once["turnover"]) == ("2026-10", "75712.00")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"month": "2026-10", "turnover": 75712.0}, "turnover"),
        ({"month": "2026-10", "turnover": "75712.001"}, "turnover"),
        ({"month": "2026-10-01", "turnover": "1.00"}, "month"),
        ({"month": "2026-10", "turnover": "1.00", "currency": "EUR"}, "currency"),
    ],
)
def test_a_turnover_in_another_form_is_refused(
    app: Flask, aber: Coop, body: dict[str, object], field: str
) -> None:
    finance = program_of(app, aber, "finance_officer")

    answer = finance.post("/turnovers", body)

    assert (answer.status_code, [one["field"] for one in answer.get_json()["errors"]]) == (422, [field])
    assert finance.get("/turnovers").get_json()["items"] == []


def test_an_invoice_of_another_co_op_is_not_there(app: Flask, aber: Coop, bryn: Coop) -> None:
    invoice_id = invoice_of(bryn)
    treasurer = program_of(app, aber, "treasurer")

    assert treasurer.get(f"/network-invoices/{invoice_id}").status_code == 404
    assert treasurer.get("/network-invoices").get_json()["items"] == []


def test_a_month_that_goes_on_is_not_billed(officer: Program, hub: Hub, aber: Coop) -> None:
    publish_plan()
    told(aber, "payslips", 1)

    answer = officer.post("/fee-months/run", {"month": "2026-11"})

    assert (answer.status_code, answer.get_json()["code"]) == (409, "month_not_over")
    assert count(hub, Invoice) == 0


def test_the_books_are_read_on_both_sides(officer: Program, app: Flask, aber: Coop) -> None:
    invoice_of(aber)
    treasurer = program_of(app, aber, "treasurer")

    at_hub, at_coop = officer.get("/network-books").get_json(), treasurer.get("/books").get_json()
    [entry] = treasurer.get("/books/entries").get_json()["items"]

    assert (at_hub["holds"], at_coop["holds"], at_coop["entries"]) == (True, True, 1)
    balances = {one["account"]["id"]: one["balance"] for one in at_coop["accounts"]}
    assert balances["creditors_network"] == "-2195.45"
    assert [(one["account"], one["amount"]) for one in entry["postings"]] == [
        ("network_fees", "2195.45"),
        ("creditors_network", "-2195.45"),
    ]
    assert len(officer.get("/network-books/entries?limit=1").get_json()["items"]) == 1
    assert (treasurer.get("/network-books").status_code, officer.get("/books").status_code) == (404, 404)
