# SPDX-License-Identifier: AGPL-3.0-or-later
"""Anybody checks a payslip: every step in both languages, bad input beside its field, and nothing is kept."""

import re
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import text

from tenants.office import HUB, Coop, Office
from tenants.transaction import reading
from tests.support.people import make_person
from tests.support.web import Visitor

PAGE = "/check-payslip"
ENGLISH = {"Accept-Language": "en"}
# The published case slip-01: a Welsh code in month 6, two loans, relief at source.
SLIP = {
    "pay": "4115.57",
    "frequency": "M1",
    "pay_on": "2026-09-30",
    "tax_code": "c1257l",
    "ni_category": "a",
    "earlier_pay": "15152.27",
    "earlier_tax": "1982.00",
    "loans": ["2", "PG"],
    "pension": "relief_at_source",
    "pension_basis": "qualifying_earnings",
    "employee_share": "5",
    "employer_share": "3%",
    "net_pay": "",
}


def checked(app: Flask, office: Office, **changed: object) -> tuple[int, str]:
    """Return the status and the words of the page that answers."""
    visitor = Visitor(app, office)
    visitor.get(PAGE)
    answer = visitor.post(PAGE, {**SLIP, **changed}, headers=ENGLISH)
    return answer.status_code, words_of(answer.text)


def words_of(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.mark.parametrize("is_hub", [False, True])
def test_a_stranger_has_a_payslip_worked_out(app: Flask, aber: Coop, *, is_hub: bool) -> None:
    status, said = checked(app, HUB if is_hub else aber)

    assert status == 200
    assert "2026-27, month 6" in said
    for figure in (
        "Income tax £613.60",
        "National Insurance £245.40",
        "Student loan £150.00",
        "Postgraduate loan £141.00",
        "Pension, from net pay £143.82",
        "Net pay £2,821.75",
        "Your employer's National Insurance £554.78",
        "Paid into the pension by your employer £107.87",
    ):
        assert figure in said
    for step in (
        "Qualifying earnings are what is between £520.00 and £4,189.00: of £4,115.57 that is £3,595.57.",
        "Your share is 5%. £143.82 is taken from net pay, and the scheme claims £35.96 of tax back for you.",
        "Plan 2: 9% of what is above its threshold, in whole pounds, is £150.00. The threshold is £2,448.75.",
        "The tax code C1257L leaves",
    ):
        assert step in said


def test_whoever_is_signed_in_has_it_at_their_desk_and_may_send_it_twice(app: Flask, aber: Coop) -> None:
    visitor = Visitor(app, aber)
    visitor.sign_in(make_person(aber, "care_worker", language="en"))
    page = visitor.get(PAGE)
    answers = [visitor.post(PAGE, {**SLIP, "once_key": "the-same"}) for _ in range(2)]

    assert (page.status_code, 'class="shell"' in page.text) == (200, True)
    assert [answer.status_code for answer in answers] == [200, 200]
    assert all("Net pay £2,821.75" in words_of(answer.text) for answer in answers)


def test_the_answer_is_shown_in_welsh_with_what_was_written(app: Flask, aber: Coop) -> None:
    visitor = Visitor(app, aber)
    visitor.get(PAGE)
    page = visitor.post(PAGE, {**SLIP, "shown_in": "cy"}, headers=ENGLISH).text
    said = words_of(page)

    assert '<html lang="cy"' in page
    assert "Cyflog net £2,821.75" in said
    assert "Eich cyfran chi yw 5%." in said
    assert "Cynllun 2: mae 9% o'r hyn sydd uwchlaw ei drothwy" in said
    assert 'value="4115.57"' in page
    assert "Show this in English" in said


def test_a_week_is_said_as_a_week(app: Flask, aber: Coop) -> None:
    status, said = checked(
        app,
        aber,
        pay="475.66",
        frequency="W1",
        pay_on="2026-06-20",
        ni_category="J",
        earlier_pay="7764.54",
        earlier_tax="1069.00",
        loans=[],
        pension="net_pay",
    )

    assert status == 200
    assert "2026-27, week 11" in said
    assert "for 11 weeks of the tax year" in said
    assert "Net pay £410.01" in said
    assert "Your share of 5% is £17.78. It is taken before tax" in said


def test_the_days_left_over_are_said(app: Flask, aber: Coop) -> None:
    status, said = checked(app, aber, pay="300", frequency="W1", pay_on="2027-04-05", loans=[])

    assert status == 200
    assert "2026-27, week 53" in said
    assert "The tax year has a day or two more than its weeks. Pay on them is looked at alone" in said
    assert "for 1 week of the tax year" in said


def test_a_refund_and_a_sacrifice_are_said(app: Flask, aber: Coop) -> None:
    status, said = checked(
        app, aber, pay="1000", pay_on="2026-12-31", earlier_tax="3000", pension="salary_sacrifice", loans=[]
    )

    assert status == 200
    assert "Refund of tax £" in said
    assert "You give up 5%, which is £24.00." in said


@pytest.mark.parametrize(
    ("net_pay", "words"),
    [
        ("2821.75", "Your payslip says the same: £2,821.75."),
        ("2800.00", "Your payslip says £21.75 less."),
        ("2830.00", "Your payslip says £8.25 more."),
        ("0", "Your payslip says £2,821.75 less."),
    ],
)
def test_a_net_pay_is_compared(app: Flask, aber: Coop, net_pay: str, words: str) -> None:
    assert words in checked(app, aber, net_pay=net_pay)[1]


@pytest.mark.parametrize(
    ("field", "written", "words"),
    [
        ("pay", "", "Gross pay this time: "),
        ("pay", "lots", "Write pounds and pence, such as 13.45"),
        ("pay", "-1", "Write pounds and pence, such as 13.45"),
        ("pay", "99999999999", "Enter an amount of £10,000,000.00 or less"),
        ("frequency", "A1", "How often are you paid?"),
        ("pay_on", "2024-01-31", "We have the figures of these tax years: 2025-26, 2026-27"),
        ("pay_on", "0001-01-01", "We have the figures of these tax years"),
        ("pay_on", "9999-12-31", "We have the figures of these tax years"),
        ("pay_on", "31/13/2026", "Pay day"),
        ("tax_code", "1257Q", "This is not a tax code that we know, such as 1257L or C1257L"),
        ("tax_code", "K0", "This is not a tax code that we know"),
        ("ni_category", "Q", "There is no such category: take the letter from your payslip"),
        ("earlier_tax", "15152.28", "The tax cannot be more than the pay that it was taken from"),
        ("loans", ["3"], "Student loans"),
        ("pension", "everything", "How is your pension paid?"),
        ("employee_share", "101", "Write a percentage from 0 to 100, such as 5 or 2.5"),
        ("employer_share", "2.555", "Write a percentage from 0 to 100, such as 5 or 2.5"),
        ("net_pay", "£", "Write pounds and pence, such as 13.45"),
    ],
)
def test_bad_input_is_said_beside_its_field(
    app: Flask, aber: Coop, field: str, written: object, words: str
) -> None:
    visitor = Visitor(app, aber)
    visitor.get(PAGE)
    answer = visitor.post(PAGE, {**SLIP, field: written}, headers=ENGLISH)
    about = field.replace("_", "-")

    assert answer.status_code == 422
    assert words in unescape(answer.text)
    assert f'id="{about}-error"' in answer.text
    assert f'href="#{about}"' in answer.text
    assert "worked-out" not in answer.text


def test_more_than_the_pay_is_refused_beside_it(app: Flask, aber: Coop) -> None:
    status, said = checked(
        app, aber, pay="3000", tax_code="D1 X", pension_basis="all_pay", employee_share="70", loans=[]
    )

    assert status == 422
    assert "More would be taken than this pay is: look at the pension and the tax code" in said


def test_nothing_is_kept(app: Flask, aber: Coop, caplog: pytest.LogCaptureFixture) -> None:
    def rows() -> list[int]:
        with reading(aber) as session:
            return [
                session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
                for table in ("journal_line", "done_once", "outbox", "payslip", "pay_run")
            ]

    before = rows()
    caplog.set_level("DEBUG")

    assert checked(app, aber, pay="4321.98")[0] == 200
    assert rows() == before
    assert "4321" not in caplog.text
    assert "1257" not in caplog.text


def test_a_program_on_another_site_cannot_send_it(app: Flask, aber: Coop) -> None:
    assert Visitor(app, aber).post(PAGE, SLIP).status_code == 400
