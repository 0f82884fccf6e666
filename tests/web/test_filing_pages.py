# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is told of pay, on pages: made, taken, answered, by who prepares or approves and by the bureau."""

from dataclasses import replace
from datetime import date
from html import unescape
from http import HTTPStatus
from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from app.web.hosts import SETTINGS
from franchise_kit.payroll.actions.closing import close_run, say_paid
from tenants import clock
from tenants.office import Coop, Hub
from tenants.transaction import upkeep
from tests.support.filing import (
    NI_NUMBERS,
    REFERENCES,
    approved_run,
    file_run,
    give_references,
    put_in_scheme,
    tell_of,
)
from tests.support.pay import approve, draft, make_paid, preparer, submit, treasurer
from tests.support.rows import rows
from tests.support.web import Visitor
from tests.web.test_payroll_pages import bureau, contact_at, treasurer_at
from tests.web.test_visitors_entering import come_in

LATE = {"late_reason": "none"}


def only_filing(coop: Coop) -> UUID:
    (row,) = rows(coop, "filing")
    found: UUID = row["id"]
    return found


@pytest.mark.parametrize(("role", "prefix"), [("contact", ""), ("treasurer", "/pay-approvals")])
def test_a_run_is_told_from_missing_to_accepted(app: Flask, aber: Coop, role: str, prefix: str) -> None:
    run, _by = approved_run(aber)
    visitor = contact_at(app, aber) if role == "contact" else treasurer_at(app, aber)
    path = f"{prefix}/filings/runs/{run}"

    assert "Make the file" in visitor.get(path).text
    made = visitor.post(path, LATE)
    filing = only_filing(aber)
    page = unescape(visitor.get(path).text)
    file = visitor.post(f"{prefix}/filings/{filing}/file")
    visitor.get(f"{prefix}/filings/{filing}/end")
    ended = visitor.post(f"{prefix}/filings/{filing}/end", {"state": "accepted", "answer_reference": "A1"})

    assert (made.status_code, made.headers["Location"]) == (HTTPStatus.SEE_OTHER, path)
    assert "It is told once: the file that stands is below." in page
    assert (file.status_code, file.mimetype) == (HTTPStatus.OK, "application/xml")
    assert file.headers["Cache-Control"] == "no-store"
    assert NI_NUMBERS[0] in file.text
    assert (ended.status_code, ended.headers["Location"]) == (HTTPStatus.SEE_OTHER, path)
    assert rows(aber, "filing")[0]["state"] == "accepted"
    months = unescape(visitor.get(f"{prefix}/filings").text)
    assert "Tax year 2026-27, month 8" in months
    assert "Due to HMRC by 22 December 2026" in months


def test_where_tests_are_made_a_pension_table_is_none(
    app: Flask, aber: Coop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, SETTINGS, replace(app.config[SETTINGS], makes_test_files=True))
    nia, by = make_paid(aber, minutes=12000), preparer(aber)
    tell_of(aber, nia, ni_number=NI_NUMBERS[0])
    give_references(aber)
    scheme = put_in_scheme(aber, nia)
    run = submit(aber, draft(aber, by), by)
    approve(aber, run, treasurer(aber))
    contact = contact_at(app, aber)

    page = unescape(contact.get(f"/filings/runs/{run}").text)
    contact.post(f"/filings/runs/{run}", LATE)
    contact.post(f"/filings/runs/{run}/schemes/{scheme}")

    assert "A pension scheme's table is never a test." in page
    assert {row["kind"]: row["is_test"] for row in rows(aber, "filing")} == {"fps": True, "papdis": False}


def test_what_is_missing_leads_to_where_it_is_entered(app: Flask, aber: Coop) -> None:
    run, _by = approved_run(aber, is_told=False, has_references=False)
    contact, treasurer = contact_at(app, aber), treasurer_at(app, aber)
    contact.get("/payroll/employer/references")
    contact.post(
        "/payroll/employer/references",
        {"paye": REFERENCES.paye, "accounts_office": REFERENCES.accounts_office},
    )

    page = contact.get(f"/filings/runs/{run}").text
    refused = contact.post(f"/filings/runs/{run}", LATE)

    assert "/reported/new" in page
    assert "/deductions/birth/new" in page
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "HMRC would miss particulars of some who are paid: 2." in refused.text
    assert rows(aber, "filing") == []
    assert "/reported/new" not in treasurer.get(f"/pay-approvals/filings/runs/{run}").text


def test_a_run_that_was_told_elsewhere_says_so(app: Flask, aber: Coop) -> None:
    run, by = approved_run(aber)
    say_paid(coop=aber, pay_run_id=run, by=treasurer(aber), now=clock.now())
    contact = contact_at(app, aber)
    before = contact.get("/filings").text
    close_run(coop=aber, pay_run_id=run, by=by, now=clock.now(), not_filed_reason="filed_elsewhere")

    after = contact.get("/filings").text

    assert ("not told yet" in before, "not told yet" in after) == (True, False)
    assert "It was filed with other software" in after


def test_references_are_refused_beside_their_field(app: Flask, aber: Coop) -> None:
    contact = contact_at(app, aber, language="cy")
    contact.get("/payroll/employer/references")

    answer = contact.post(
        "/payroll/employer/references", {"paye": "12/A", "accounts_office": "123PA00012345"}
    )

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Tri digid, slaes, a hyd at ddeg o lythrennau" in unescape(answer.text)
    assert rows(aber, "employer_particulars") == []


def test_claims_of_a_year_show_on_the_employers_page(app: Flask, aber: Coop) -> None:
    contact = contact_at(app, aber)
    contact.get("/payroll/employer/year")
    contact.post("/payroll/employer/year", {"tax_year": "2026-27", "claims_allowance": "true"})

    page = contact.get("/payroll/employer").text

    assert "2026-27" in page
    assert "claimed" in page
    (row,) = rows(aber, "employer_year")
    assert (row["claims_allowance"], row["is_small_employer"]) == (True, False)


def test_a_refusal_has_a_reason_of_its_own(app: Flask, aber: Coop) -> None:
    run, by = approved_run(aber)
    filing = file_run(aber, run, by)
    contact = contact_at(app, aber)
    contact.post(f"/filings/{filing}/file")
    contact.get(f"/filings/{filing}/end")

    without = contact.post(f"/filings/{filing}/end", {"state": "refused"})
    wrong = contact.post(f"/filings/{filing}/end", {"state": "refused", "reason": "not_sent"})

    assert "Choose one of the reasons." in without.text
    assert "This reason does not go with what became of it." in wrong.text
    assert rows(aber, "filing")[0]["state"] == "handed_over"


def test_a_summary_that_says_nothing_is_refused_on_the_page(app: Flask, aber: Coop) -> None:
    approved_run(aber)
    contact = contact_at(app, aber)
    contact.get("/filings")

    answer = contact.post("/filings/summaries", {"tax_year": "2026-27", "tax_month": "8"})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "There is nothing to tell HMRC." in answer.text


def test_another_co_ops_run_and_files_are_not_there(app: Flask, aber: Coop, bryn: Coop) -> None:
    run, by = approved_run(aber)
    filing = file_run(aber, run, by)
    contact = contact_at(app, bryn)

    assert {
        contact.get(f"/filings/runs/{run}").status_code,
        contact.get(f"/filings/runs/{run}/books.csv").status_code,
        contact.get(f"/filings/{filing}/end").status_code,
        contact.post(f"/filings/{filing}/file").status_code,
        contact.post(f"/filings/runs/{run}", LATE).status_code,
    } == {HTTPStatus.NOT_FOUND}


def test_the_bureau_tells_hmrc_through_its_agreement(app: Flask, hub: Hub, aber: Coop) -> None:
    run, _by = approved_run(aber)
    officer, agreement_id = bureau(app, aber)
    guest = come_in(app, officer, aber, agreement_id)

    guest.get(f"/filings/runs/{run}")
    guest.post(f"/filings/runs/{run}", LATE)
    file = guest.post(f"/filings/{only_filing(aber)}/file")

    assert "<Sender>Bureau</Sender>" in file.text
    assert rows(aber, "filing")[0]["made_by_entry"] == agreement_id
    assert "payroll.make_fps" in {line["doing"] for line in rows(aber, "journal_line", "seq")}


def test_taking_a_file_asks_for_a_proof_that_is_fresh(app: Flask, aber: Coop) -> None:
    run, by = approved_run(aber)
    filing = file_run(aber, run, by)
    contact = contact_at(app, aber)
    contact.get(f"/filings/runs/{run}")
    with upkeep(aber) as session:
        session.execute(text("UPDATE sign_in_session SET proved_at = proved_at - INTERVAL '6 minutes'"))

    answer = contact.post(f"/filings/{filing}/file")
    asked = contact.get(answer.headers["Location"])

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/filings/{filing}/proved")
    assert "/sign-in/prove" in asked.headers["Location"]
    assert rows(aber, "filing")[0]["state"] == "made"


def test_books_come_as_a_table(app: Flask, aber: Coop) -> None:
    run, _by = approved_run(aber)

    table = contact_at(app, aber).get(f"/filings/runs/{run}/books.csv")

    assert table.mimetype == "text/csv"
    assert table.text.splitlines()[0] == "Date,Reference,Account,Name,Debit,Credit"
    assert "wages_payable" in table.text


def reported_page(visitor: Visitor, worker_id: UUID, answers: dict[str, str]) -> tuple[int, str]:
    visitor.get(f"/workers/{worker_id}/reported/new")
    answer = visitor.post(f"/workers/{worker_id}/reported/new", answers)
    return answer.status_code, unescape(answer.text)


def test_what_hmrc_asks_of_a_worker_is_entered_and_kept_sealed(app: Flask, aber: Coop) -> None:
    nia = make_paid(aber)
    contact = contact_at(app, aber)
    address = {"address": "1 Y Stryd\nLlanfair", "postcode": "ll571aa"}

    wrong = reported_page(contact, nia.worker_id, {"sex": "F", "address": "1 Y Stryd\nLlanfair"})
    right = reported_page(contact, nia.worker_id, {"sex": "F", **address, "declaration": "B"})
    page = unescape(contact.get(f"/workers/{nia.worker_id}/tax-codes").text)

    assert wrong[0] == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "An address has a postcode, or a country outside the United Kingdom." in wrong[1]
    assert right[0] == HTTPStatus.SEE_OTHER
    assert "1 Y Stryd, Llanfair, LL57 1AA" in page
    (row,) = rows(aber, "reported_particulars")
    assert "LL57" not in str(row)
    assert row["declaration"] == "B"


NOTICES = f"""form,ni_number,works_number,tax_code,effective_on,previous_pay,previous_tax
P6,{NI_NUMBERS[0]},W1,C1257L,2026-12-06,1000.00,120.40
P9,{NI_NUMBERS[0]},W1,1257L,2026-12-06,,
P9,{NI_NUMBERS[1]},W2,1257L,2026-12-06,,
P6,{NI_NUMBERS[0]},W1,nonsense,2026-12-06,,
"""


def test_notices_are_looked_over_then_wait_for_a_second_person(app: Flask, aber: Coop) -> None:
    tell_of(aber, make_paid(aber), ni_number=NI_NUMBERS[0])
    contact = contact_at(app, aber)
    contact.get("/payroll/code-notices")
    before = len(rows(aber, "tax_particulars"))

    page = contact.post("/payroll/code-notices", {"file": (BytesIO(NOTICES.encode()), "p9.csv")}).text
    found = unescape(page)

    assert "Earlier pay £1,000.00, tax £120.40" in found
    assert all(why in found for why in ("Holds already", "Nobody here has this", "This cannot be read"))
    assert NI_NUMBERS[0] not in found
    assert len(rows(aber, "tax_particulars")) == before
    value = found.split('name="notices" value="')[1].split("}")[0] + "}"
    kept = contact.post("/payroll/code-notices/keep", {"notices": value})

    assert kept.status_code == HTTPStatus.SEE_OTHER
    newest = max(rows(aber, "tax_particulars"), key=lambda row: row["entered_at"])
    assert (newest["tax_code"], newest["source"], newest["state"]) == ("C1257L", "p45", "proposed")
    assert (newest["earlier_pay_pence"], newest["earlier_tax_pence"]) == (1_000_00, 120_40)
    assert newest["from_on"] == date(2026, 12, 6)


@pytest.mark.parametrize("value", ["", "x", "{}", '{"worker_id": 1}', "[]"])
def test_what_stood_on_no_page_is_not_kept(app: Flask, aber: Coop, value: str) -> None:
    contact = contact_at(app, aber)
    contact.get("/payroll/code-notices")

    answer = contact.post("/payroll/code-notices/keep", {"notices": value})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert rows(aber, "tax_particulars") == []


def test_a_file_that_is_none_is_said_beside_the_field(app: Flask, aber: Coop) -> None:
    contact = contact_at(app, aber)
    contact.get("/payroll/code-notices")

    answer = contact.post("/payroll/code-notices", {"file": (BytesIO(b"hello"), "p9.csv")})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "There is no notice of a tax code in this file." in answer.text
    assert "Choose a file" in contact.post("/payroll/code-notices", {"file": "hello"}).text
