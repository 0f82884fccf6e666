# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of fees and books, at the hub and in a co-op, in both languages."""

import io
from uuid import uuid4

import pypdf
import pytest
from flask import Flask
from flask_babel import force_locale

from app.billing.words import working
from franchise_kit.billing import actions
from franchise_kit.billing.hub_models import Invoice
from franchise_kit.billing.queries import months
from franchise_kit.billing.rules.plan import read_plan
from franchise_kit.billing.rules.rating import MonthUsage, rate
from tenants import clock
from tenants.actor import SYSTEM
from tenants.jobs.runner import run_pending
from tenants.office import HUB, Coop, Hub, Office
from tenants.openings import publications
from tenants.openings.publications import Draft
from tenants.transaction import reading, transaction
from tests.support.billing import (
    EARLY_DECEMBER,
    EARLY_NOVEMBER,
    NOVEMBER,
    OCTOBER,
    invoice_of,
    publish_plan,
    told,
    told_all,
)
from tests.support.openings import count
from tests.support.people import make_person
from tests.support.web import Visitor


@pytest.fixture(autouse=True)
def held_clock() -> None:
    """The fifth of November; the world lets the clock go again."""
    clock.set_fixed(EARLY_NOVEMBER)


def visitor_of(app: Flask, office: Office, role: str, *, language: str = "en") -> Visitor:
    visitor = Visitor(app, office)
    visitor.sign_in(make_person(office, role, language=language))
    return visitor


def officer(app: Flask) -> Visitor:
    return visitor_of(app, HUB, "billing_officer")


def said(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ")


@pytest.mark.parametrize(
    ("locale", "sentences"),
    [
        (
            "en_GB",
            [
                "£120.00 for October 2026",
                "31 payslips at £4.20",
                "1 learner at £2.10",
                "2% of £75,712.00 told for October 2026, within the cap of £3,000.00",
            ],
        ),
        (
            "cy",
            [
                "£120.00 ar gyfer Hydref 2026",
                "31 slip cyflog, £4.20 yr un",
                "1 dysgwr am £2.10",
                "2% o'r £75,712.00 a ddywedwyd ar gyfer Hydref 2026, o fewn yr uchafswm o £3,000.00",
            ],
        ),
    ],
)
def test_every_line_says_how_it_was_worked_out(app: Flask, locale: str, sentences: list[str]) -> None:
    plan = read_plan(actions.standard_plan())
    lines = rate(plan, MonthUsage(31, 1, 75_712_00), "S7", OCTOBER)

    with app.test_request_context(), force_locale(locale):
        found = [said(working(line)[0]) for line in lines]

    assert found == sentences


def test_a_cap_a_half_fee_and_what_was_not_told_are_said(app: Flask) -> None:
    plan = read_plan(actions.standard_plan())
    capped = rate(plan, MonthUsage(turnover_pence=200_000_00), "S7", OCTOBER)
    half = rate(plan, MonthUsage(payslips=6), "S6", OCTOBER)

    with app.test_request_context():
        assert said(working(capped[3])[0]).endswith("but no more than the cap of £3,000.00")
        assert working(capped[1]) == ["Not told yet, so nothing is asked for it here."]
        assert said(working(half[1])[1]) == "A co-op at stage S6 (Open and pilot) pays 50% of £25.20."


def test_a_co_op_reads_its_invoice_with_its_working(app: Flask, aber: Coop) -> None:
    invoice_id = invoice_of(aber)
    treasurer = visitor_of(app, aber, "treasurer")

    listed, shown = said(treasurer.get("/fees").text), said(treasurer.get(f"/fees/{invoice_id}").text)

    assert "2026-0001" in listed
    assert "£2,195.45" in listed
    assert "31 payslips at £4.20" in shown
    assert "5 December 2026" in shown


def test_a_co_op_reads_it_in_welsh(app: Flask, aber: Coop) -> None:
    invoice_id = invoice_of(aber)

    page = said(visitor_of(app, aber, "treasurer", language="cy").get(f"/fees/{invoice_id}").text)

    assert "31 slip cyflog, £4.20 yr un" in page
    assert "Anfoneb 2026-0001" in page


def test_an_invoice_of_another_co_op_is_not_there(app: Flask, aber: Coop, bryn: Coop) -> None:
    invoice_id = invoice_of(bryn)
    treasurer = visitor_of(app, aber, "treasurer")

    assert treasurer.get(f"/fees/{invoice_id}").status_code == 404
    assert "2026-0001" not in treasurer.get("/fees").text


def test_a_turnover_is_told_on_a_page(app: Flask, aber: Coop) -> None:
    finance = visitor_of(app, aber, "finance_officer")
    finance.get("/fees/turnover")

    answer = finance.post("/fees/turnover", {"month": "2026-10", "turnover": "75,712.00"})

    page = finance.get("/fees/turnover").text
    assert answer.status_code == 303
    assert "£75,712.00" in page
    assert 'value="2026-10"' not in page
    shared = said(visitor_of(app, aber, "board_member").get("/sharing").text)
    assert "What we took in for care" in shared


@pytest.mark.parametrize(
    ("case", "answers", "words"),
    [
        ("no amount", {"month": "2026-10", "turnover": ""}, "Enter the turnover of the month"),
        ("half a penny", {"month": "2026-10", "turnover": "1.005"}, "Write pounds and pence"),
        ("less than nothing", {"month": "2026-10", "turnover": "-1"}, "Write pounds and pence"),
        ("a month that goes on", {"month": "2026-11", "turnover": "1"}, "Choose one of the answers"),
        ("no month", {"month": "October", "turnover": "1"}, "Write a month such as 2026-10"),
        ("beyond reason", {"month": "2026-10", "turnover": "100000001"}, "£99,999,999.99 or less"),
    ],
)
def test_a_turnover_that_cannot_be_is_marked(
    app: Flask, aber: Coop, case: str, answers: dict[str, str], words: str
) -> None:
    finance = visitor_of(app, aber, "finance_officer")
    finance.get("/fees/turnover")

    answer = finance.post("/fees/turnover", answers)

    assert (answer.status_code, words in answer.text) == (422, True), case
    assert "No month is told yet" in finance.get("/fees/turnover").text


def test_who_only_reads_the_accounts_is_asked_for_nothing(app: Flask, aber: Coop) -> None:
    treasurer = visitor_of(app, aber, "treasurer")

    page = treasurer.get("/fees/turnover")

    assert (page.status_code, "Tell a month" in page.text) == (200, False)
    assert treasurer.post("/fees/turnover", {"month": "2026-10", "turnover": "1"}).status_code == 404


def test_the_hub_sees_what_is_missing_and_bills_the_month(
    app: Flask, hub: Hub, aber: Coop, bryn: Coop
) -> None:
    publish_plan()
    told_all(aber)
    told(bryn, "payslips", 3)
    visitor = officer(app)

    page = said(visitor.get("/network/fees?month=2026-10").text)
    answer = visitor.post("/network/fees/run", {"month": "2026-10"})
    run_pending(hub)
    done = visitor.get(answer.headers["Location"]).text
    after = visitor.get("/network/fees?month=2026-10").text

    assert "31 payslips at £4.20" in page
    assert "Not told yet: Training, Solidarity share" in " ".join(page.split())
    assert "Send the invoices" in page
    assert "2 invoices were sent." in done
    assert "Bill this month" not in after
    assert count(hub, Invoice) == 2


def test_a_jump_is_billed_only_when_it_is_confirmed(app: Flask, hub: Hub, aber: Coop) -> None:
    publish_plan()
    told_all(aber)
    actions.issue_invoice(coop_id=aber.id, month=OCTOBER, by=SYSTEM, now=EARLY_NOVEMBER)
    told_all(aber, payslips=94, month=NOVEMBER)
    clock.set_fixed(EARLY_DECEMBER)
    visitor = officer(app)

    page = visitor.get("/network/fees?month=2026-11").text
    visitor.post("/network/fees/run", {"month": "2026-11"})
    run_pending(hub)
    with reading(hub) as session:
        held = months.list_months(session, NOVEMBER, by=SYSTEM, on=EARLY_DECEMBER.date())[0].state
    visitor.post("/network/fees/run", {"month": "2026-11", "confirmed": str(aber.id)})
    run_pending(hub)

    assert "Payslips: more than three times the month before" in page
    assert held == "held"
    with reading(hub) as session:
        assert months.list_months(session, NOVEMBER, by=SYSTEM, on=EARLY_DECEMBER.date())[0].state == "billed"


@pytest.mark.parametrize("query", ["", "?month=2026-10"])
def test_without_a_plan_the_month_says_so(app: Flask, aber: Coop, query: str) -> None:
    page = officer(app).get(f"/network/fees{query}")

    assert (page.status_code, "No published plan of fees is in force" in page.text) == (200, True)


@pytest.mark.parametrize("month", ["2026-13", "x", "1999-01", "2026-11"])
def test_a_month_that_nobody_offered_is_refused(app: Flask, aber: Coop, month: str) -> None:
    assert officer(app).get(f"/network/fees?month={month}").status_code == 422


def test_a_month_that_goes_on_is_not_billed_from_the_page(app: Flask, hub: Hub, aber: Coop) -> None:
    publish_plan()
    visitor = officer(app)
    visitor.get("/network/fees")

    answer = visitor.post("/network/fees/run", {"month": "2026-11"})

    assert (answer.status_code, "This month is not over yet." in answer.text) == (422, True)


def test_the_books_balance_on_both_sides(app: Flask, aber: Coop) -> None:
    invoice_of(aber)

    at_hub = officer(app).get("/network/books").text
    at_coop = visitor_of(app, aber, "treasurer").get("/books").text

    assert ("owed to us" in at_hub, "we owe" in at_coop) == (True, True)
    assert ("-£" in at_hub, "-£" in at_coop, "−£" in at_hub) == (False, False, False)
    assert ("It balances" in at_hub, "Owed to us by co-ops" in at_hub) == (True, True)
    assert ("It balances" in at_coop, "The network&#39;s invoice" in at_coop) == (True, True)


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999", "1٣", ""])
def test_a_page_of_the_books_that_is_none_is_no_fault(app: Flask, aber: Coop, page: str) -> None:
    assert visitor_of(app, aber, "treasurer").get(f"/books?page={page}").status_code == 200


def test_an_auditor_sees_sums_and_no_invoice(app: Flask, aber: Coop) -> None:
    invoice_id = invoice_of(aber)
    auditor = visitor_of(app, HUB, "network_auditor")

    books = auditor.get("/network/books")

    assert (books.status_code, "It balances" in books.text, "Invoice to a co-op" in books.text) == (
        200,
        True,
        False,
    )
    for path in ("", "/invoices", "/balances", f"/invoices/{invoice_id}"):
        assert auditor.get(f"/network/fees{path}").status_code == 404


def test_an_invoice_that_is_none_is_not_found(app: Flask, aber: Coop) -> None:
    assert officer(app).get(f"/network/fees/invoices/{uuid4()}").status_code == 404


@pytest.mark.parametrize("side", ["coop", "hub"])
def test_an_invoice_on_paper_speaks_both_languages(app: Flask, aber: Coop, side: str) -> None:
    invoice_id = invoice_of(aber)
    if side == "hub":
        answer = officer(app).get(f"/network/fees/invoices/{invoice_id}/pdf")
    else:
        answer = visitor_of(app, aber, "treasurer").get(f"/fees/{invoice_id}/pdf")

    document = pypdf.PdfReader(io.BytesIO(answer.data))
    text = " ".join(" ".join(page.extract_text() for page in document.pages).split())
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert 'filename="invoice-2026-0001.pdf"' in answer.headers["Content-Disposition"]
    assert "/StructTreeRoot" in document.root_object
    for words in ("Anfoneb 2026-0001", "Invoice 2026-0001", "31 slip cyflog", "31 payslips at", "£2,195.45"):
        assert words in said(text), words


def test_an_invoice_of_another_co_op_is_on_no_paper(app: Flask, aber: Coop, bryn: Coop) -> None:
    invoice_id = invoice_of(bryn)

    assert visitor_of(app, aber, "treasurer").get(f"/fees/{invoice_id}/pdf").status_code == 404


@pytest.mark.parametrize(("language", "words"), [("en", "£120.00 a month"), ("cy", "£120.00 y mis")])
def test_everybody_reads_the_plan_in_the_library(app: Flask, aber: Coop, language: str, words: str) -> None:
    publish_plan()

    page = visitor_of(app, aber, "treasurer", language=language).get("/library/fee_plan/standard/1")

    assert (page.status_code, words in said(page.text), "2%" in said(page.text)) == (200, True, True)


def test_a_plan_that_is_none_opens_in_the_library_and_bills_nobody(app: Flask, hub: Hub, aber: Coop) -> None:
    with transaction(HUB, by=SYSTEM, doing="publishing.publish") as session:
        odd = Draft("fee_plan", "standard", "Fees", "Ffioedd", {"base_pence": "much"})
        publications.save_draft(session, odd, by=SYSTEM, now=EARLY_NOVEMBER)
        publications.publish(session, kind="fee_plan", key="standard", now=EARLY_NOVEMBER)

    page = officer(app).get("/network/fees?month=2026-10")

    assert visitor_of(app, aber, "treasurer").get("/library/fee_plan/standard/1").status_code == 200
    assert (page.status_code, "is not in the form that we need" in page.text) == (200, True)


def test_the_month_that_is_shown_is_the_one_that_is_chosen(app: Flask, hub: Hub) -> None:
    clock.set_fixed(EARLY_NOVEMBER)

    page = officer(app).get("/network/fees").text

    assert '<option value="2026-10" selected' in page
