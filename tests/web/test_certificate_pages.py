# SPDX-License-Identifier: AGPL-3.0-or-later
"""P60 and P45 on pages: one's own in one's language, printed for others by whoever prepares pay."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO

import pypdf
import pytest
from flask import Flask

from app.web.hosts import office_url
from franchise_kit.payroll.actions.telling_p60s import P60S
from franchise_kit.people import actions as people
from tenants import clock
from tenants.actor import SYSTEM
from tenants.jobs import handler_of
from tenants.office import Coop
from tests.support.pay import Paid, make_paid
from tests.support.people import make_person
from tests.support.program import Program, make_token
from tests.support.rows import rows
from tests.web.test_payroll_pages import approved, contact_at, signed_in, treasurer_at

NUMBER = "AB1" + "23456C"


def left(coop: Coop, language: str = "en") -> Paid:
    """Pay somebody for November, and let them have left on the 20th."""
    nia, _slip = approved(coop, language=language)
    told = people.NewParticulars(
        from_on=date(2026, 11, 30),
        source="code_notice",
        tax_code="1257L",
        ni_category="A",
        national_insurance_number=NUMBER,
    )
    people.set_tax_particulars(
        coop=coop, worker_id=nia.worker_id, particulars=told, by=SYSTEM, now=clock.now()
    )
    people.end_employment(
        coop=coop, worker_id=nia.worker_id, ended_on=date(2026, 11, 20), by=SYSTEM, now=clock.now()
    )
    return nia


@pytest.mark.parametrize(
    ("language", "title", "words"),
    [
        ("en", "P45 of Nia Prys", ("part 1A", "part 2", "part 3", "Pay in the tax year, to date")),
        ("cy", "P45 Nia Prys", ("rhan 1A", "rhan 2", "rhan 3", "Cyflog yn y flwyddyn dreth, hyd yma")),
    ],
)
def test_a_p45_is_made_and_read_by_the_leaver(
    app: Flask, aber: Coop, language: str, title: str, words: tuple[str, ...]
) -> None:
    nia = left(aber, language)
    contact, worker = contact_at(app, aber), signed_in(app, aber, nia.account)
    path = f"/payslips/workers/{nia.worker_id}/p45"
    assert worker.get("/payslips/p45").status_code == 404
    assert path in contact.get("/payslips/leavers").text
    before = contact.get(path).text
    assert "1 worker has left and has no P45 yet" in contact.get("/today").text

    made = contact.post(path)

    assert ("Make the P45" in before, NUMBER in before) == (True, False)
    assert (made.status_code, made.headers["Location"]) == (303, path)
    assert "Not known yet: Employer&#39;s PAYE reference, Employer&#39;s address, Date of birth" in before
    assert path not in contact.get("/payslips/leavers").text
    assert contact.post(path).status_code == 409
    assert "has no P45 yet" not in contact.get("/today").text
    page = worker.get("/payslips/p45").text
    assert [one for one in (words[0], words[3], "1257L", "£1,345.00", NUMBER) if one not in page] == []
    document = pypdf.PdfReader(BytesIO(worker.get("/payslips/p45/pdf").data))
    assert str(document.root_object["/Lang"]) == f"{language}-GB"
    assert "/StructTreeRoot" in document.root_object
    assert document.metadata is not None
    assert document.metadata.title == title
    texts = [one.extract_text() for one in document.pages]
    assert [
        (word in text, words[3] in text, NUMBER in text) for word, text in zip(words, texts, strict=False)
    ] == [(True, True, True)] * 3
    assert len(texts) == 3


def test_a_certificate_names_the_employer_with_the_address(app: Flask, aber: Coop) -> None:
    nia = left(aber)
    contact = contact_at(app, aber)
    references = {"paye": "123/AB456", "accounts_office": "123PA00012345"}
    contact.get("/payroll/employer/references")
    wrong = contact.post("/payroll/employer/references", {**references, "address": "\n".join("abcdef")})
    contact.post("/payroll/employer/references", references)
    without = contact.get("/payroll/employer").text
    contact.get("/payroll/employer/references")
    contact.post("/payroll/employer/references", {**references, "address": " 2  Y Stryd\n\nAberystwyth "})

    path = f"/payslips/workers/{nia.worker_id}/p45"
    contact.post(path)

    assert "An address has up to five lines" in wrong.text
    assert "The address is not entered yet" in without
    assert "2 Y Stryd, Aberystwyth" in contact.get("/payroll/employer").text
    texts = [page.extract_text() for page in pypdf.PdfReader(BytesIO(contact.post(f"{path}/pdf").data)).pages]
    assert ["2 Y Stryd, Aberystwyth" in text and "123/AB456" in text for text in texts] == [True] * 3
    assert "Not known yet: Date of birth" in contact.get(path).text


def test_who_prints_anothers_p45_is_written_down(app: Flask, aber: Coop) -> None:
    nia = left(aber)
    contact = contact_at(app, aber)
    path = f"/payslips/workers/{nia.worker_id}/p45"
    contact.get(path)
    assert contact.post(f"{path}/pdf").status_code == 404

    contact.post(path)
    page = contact.get(path).text
    printed = contact.post(f"{path}/pdf")

    assert ("••••••56C" in page, NUMBER in page) == (True, False)
    assert printed.mimetype == "application/pdf"
    assert NUMBER in pypdf.PdfReader(BytesIO(printed.data)).pages[0].extract_text()
    lines = [row for row in rows(aber, "journal_line", "seq") if "p45" in row["doing"]]
    assert [(row["doing"], row["refusal_code"]) for row in lines] == [
        ("payroll.print_p45", "not_found"),
        ("payroll.make_p45", None),
        ("payroll.print_p45", None),
    ]
    assert NUMBER not in str(rows(aber, "journal_line", "seq"))


@pytest.fixture
def april() -> Iterator[None]:
    """Live on the first day of the next tax year."""
    held = clock.held_day()
    clock.hold_day(date(2027, 4, 6))
    yield
    clock.hold_day(held)


def test_there_is_no_p60_while_the_year_runs(app: Flask, aber: Coop) -> None:
    nia, _slip = approved(aber)

    worker = signed_in(app, aber, nia.account)
    for year in ("2026-27", "2026-27%00", "abcd-ef"):
        assert worker.get(f"/payslips/p60/{year}").status_code == 404
    assert "P60 of 2026-27" not in contact_at(app, aber).get(f"/payslips/workers/{nia.worker_id}").text


@pytest.mark.usefixtures("april")
def test_a_p60_comes_when_the_year_is_over(app: Flask, aber: Coop, bryn: Coop) -> None:
    nia, _slip = approved(aber)
    worker, contact = signed_in(app, aber, nia.account), contact_at(app, aber)
    theirs = f"/payslips/workers/{nia.worker_id}"

    listed, page = worker.get("/payslips").text, worker.get("/payslips/p60/2026-27").text
    printed = contact.post(f"{theirs}/p60/2026-27")

    assert ("P60 of 2026-27" in listed, "P60 of 2026-27" in contact.get(theirs).text) == (True, True)
    # The year's bands of category A: £559, £489 and £297 of £1,345.
    amounts = ("£1,345.00", "£559.00", "£489.00", "£297.00", "£23.76")
    assert [one for one in amounts if one not in page] == []
    paper = pypdf.PdfReader(BytesIO(printed.data))
    assert "/StructTreeRoot" in paper.root_object
    assert [one for one in amounts if one not in paper.pages[0].extract_text()] == []
    assert worker.get("/payslips/p60/2025-26").status_code == 404
    for stranger in (signed_in(app, aber, make_paid(aber, "Alys Wyn").account), contact_at(app, bryn)):
        assert stranger.get(f"{theirs}/p60/2026-27").status_code == 404
        assert stranger.get(f"{theirs}/p45").status_code == 404
    assert treasurer_at(app, aber).get(theirs).status_code == 404


@pytest.mark.usefixtures("april")
def test_a_program_reads_certificates_of_ones_own_or_of_all(app: Flask, aber: Coop, bryn: Coop) -> None:
    nia, _slip = approved(aber)
    path = f"/pay-certificates/{nia.worker_id}/p60/2026-27"
    own = Program(app, aber, make_token(aber, nia.account).text)
    desk = Program(app, aber, make_token(aber, make_person(aber, "payroll_contact")).text)

    there = own.call("GET", "/pay-certificates").get_json()
    mine, theirs = own.call("GET", path).get_json(), desk.call("GET", path).get_json()

    assert there == {"worker_id": str(nia.worker_id), "p60_years": ["2026-27"], "has_p45": False}
    assert mine["together"] == {"pay_pence": 1345_00, "tax_pence": 0}
    assert mine["letters"][0]["employee_pence"] == 23_76
    assert {**mine, "holder": None} == {**theirs, "holder": None}
    assert desk.call("GET", "/pay-certificates").status_code == 404
    alys = Program(app, aber, make_token(aber, make_paid(aber, "Alys Wyn").account).text)
    stranger = Program(app, bryn, make_token(bryn, make_person(bryn, "payroll_contact")).text)
    for other in (alys, stranger):
        assert other.call("GET", path).status_code == 404
        assert other.call("GET", f"/pay-certificates?worker_id={nia.worker_id}").status_code == 404


def test_a_program_reads_a_p45_once_it_is_made(app: Flask, aber: Coop) -> None:
    nia = left(aber)
    path, contact = f"/payslips/workers/{nia.worker_id}/p45", contact_at(app, aber)
    own = Program(app, aber, make_token(aber, nia.account).text)
    desk = Program(app, aber, make_token(aber, make_person(aber, "payroll_contact")).text)
    asked = f"/pay-certificates/{nia.worker_id}/p45"
    before = (own.call("GET", asked), desk.call("GET", asked))
    contact.get(path)
    contact.post(path)

    mine = own.call("GET", asked).get_json()
    theirs = desk.call("GET", asked).get_json()

    assert [one.status_code for one in before] == [404, 200]
    assert (before[1].get_json()["made_at"], theirs["made_at"] == mine["made_at"] != "") == (None, True)
    assert (mine["left_on"], mine["tax_code"], mine["frequency"]) == ("2026-11-20", "1257L", "M1")
    assert (mine["holder"]["ni_number"], theirs["holder"]["ni_number"]) == (NUMBER, "••••••56C")


def test_who_hears_of_their_p60_is_sent_to_the_address_of_then(app: Flask, aber: Coop) -> None:
    approved(aber)
    clock.set_fixed(datetime(2027, 4, 6, 9, 0, tzinfo=UTC))

    with app.app_context():
        handler_of(P60S)(aber, year="2026-27")
        url = office_url(aber, "/payslips/p60/2026-27")

    mails = [row["facts"]["link"] for row in rows(aber, "mail") if row["kind"] == "p60_ready"]
    assert mails == [url]
