# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bank transfers by page at the hub: recorded, kept as credit, taken back, and in no log."""

import re
from uuid import UUID

import pytest
from flask import Flask

from franchise_kit.billing.hub_models import Payment
from tenants import clock
from tenants.office import HUB, Coop, Hub, Office
from tests.support.billing import EARLY_NOVEMBER, invoice_of
from tests.support.openings import carry_all, count
from tests.support.people import make_person
from tests.support.web import Visitor


@pytest.fixture(autouse=True)
def held_clock() -> None:
    """The fifth of November; the world lets the clock go again."""
    clock.set_fixed(EARLY_NOVEMBER)


def visitor_of(app: Flask, office: Office, role: str) -> Visitor:
    visitor = Visitor(app, office)
    visitor.sign_in(make_person(office, role))
    return visitor


def officer(app: Flask) -> Visitor:
    return visitor_of(app, HUB, "billing_officer")


def transfer(visitor: Visitor, invoice_id: UUID, **changes: str) -> object:
    facts = {"amount": "1,000.00", "received_on": "2026-11-05", "reference": "ABER OCT"} | changes
    return visitor.post(f"/network/fees/invoices/{invoice_id}/transfers", facts)


def test_a_transfer_is_recorded_and_the_co_op_sees_it(app: Flask, aber: Coop) -> None:
    invoice_id = invoice_of(aber)
    visitor = officer(app)
    visitor.get(f"/network/fees/invoices/{invoice_id}")

    transfer(visitor, invoice_id)
    carry_all(aber)

    page = visitor.get(f"/network/fees/invoices/{invoice_id}").text
    owed = visitor.get("/network/fees/balances").text
    assert "ABER OCT" in page
    assert "£1,195.45" in page
    assert "£1,195.45" in owed
    assert "£1,195.45" in visitor_of(app, aber, "treasurer").get("/fees").text


@pytest.mark.parametrize(
    ("case", "changes", "words"),
    [
        ("too much", {"amount": "2195.46"}, "more than is owed"),
        ("no money", {"amount": "ten"}, "Write pounds and pence"),
        ("tomorrow", {"received_on": "2026-11-06"}, "came in today or before"),
        ("no day", {"received_on": "soon"}, "Enter a real date"),
        ("no reference", {"reference": ""}, "Enter the reference on the statement"),
        ("hidden letters", {"reference": "A\u202eB"}, "hidden characters"),
    ],
)
def test_a_transfer_that_cannot_be_is_marked(
    app: Flask, hub: Hub, aber: Coop, case: str, changes: dict[str, str], words: str
) -> None:
    invoice_id = invoice_of(aber)
    visitor = officer(app)
    visitor.get(f"/network/fees/invoices/{invoice_id}")

    answer = transfer(visitor, invoice_id, **changes)

    assert (answer.status_code, words in answer.text) == (422, True), case  # type: ignore[attr-defined] # an answer
    assert count(hub, Payment) == 0


def test_credit_is_used_and_a_wrong_entry_taken_back_by_page(app: Flask, hub: Hub, aber: Coop) -> None:
    invoice_id = invoice_of(aber)
    here = f"/network/fees/invoices/{invoice_id}"
    visitor = officer(app)
    visitor.get(here)

    transfer(visitor, invoice_id, amount="2251.45", keeps_rest="true")
    kept, owed = visitor.get(here).text, visitor.get("/network/fees/balances").text
    none_to_use = visitor.post(f"{here}/credit")
    [path] = set(re.findall(rf"{here}/transfers/[-0-9a-f]+/take-back", kept))
    taken = visitor.post(path)
    after = visitor.get(here).text
    again = visitor.post(path)

    assert ("£56.00" in kept, "£56.00" in owed, "Use credit" in kept) == (True, True, False)
    assert (none_to_use.status_code, taken.status_code, again.status_code) == (409, 303, 409)
    assert ("Was taken back" in after, "Takes an entry back" in after) == (True, True)
    assert (count(hub, Payment), "\N{MINUS SIGN}£2,195.45" in after) == (4, True)


def test_the_same_transfer_typed_twice_is_marked(app: Flask, hub: Hub, aber: Coop) -> None:
    invoice_id = invoice_of(aber)
    visitor = officer(app)
    visitor.get(f"/network/fees/invoices/{invoice_id}")
    transfer(visitor, invoice_id)

    again = transfer(visitor, invoice_id)

    assert "is recorded for this invoice already" in again.text  # type: ignore[attr-defined] # an answer
    assert count(hub, Payment) == 1


def test_the_reference_of_a_transfer_is_in_no_log(
    app: Flask, aber: Coop, caplog: pytest.LogCaptureFixture
) -> None:
    invoice_id = invoice_of(aber)
    visitor = officer(app)
    visitor.get(f"/network/fees/invoices/{invoice_id}")

    for changes in ({}, {}, {"amount": "x"}):
        transfer(visitor, invoice_id, reference="PLANTED-REFERENCE", **changes)

    assert "PLANTED-REFERENCE" not in caplog.text
