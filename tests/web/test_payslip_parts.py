# SPDX-License-Identifier: AGPL-3.0-or-later
"""A payslip says all that is taken by its name, and why it changed; page and paper alike."""

from datetime import UTC, date, datetime
from html import unescape
from io import BytesIO
from uuid import UUID

import pypdf
import pytest
from flask import Flask
from sqlalchemy import text

from franchise_kit.payroll.actions.correcting import NewCorrection, correct_pay
from tenants import clock
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.deducting import give_loan, give_pension
from tests.support.pay import Paid, approve, draft, give_time, make_paid, preparer, submit, treasurer
from tests.web.test_payroll_pages import contact_at, signed_in, slip_of

OCTOBER = (date(2026, 9, 23), date(2026, 10, 23))
PAID_IN_OCTOBER_ON = date(2026, 10, 30)
IN_OCTOBER = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


def paid_twice(coop: Coop, language: str) -> tuple[Paid, UUID]:
    """Pay 100 hours in October and 110 in November, with a payment besides; return November's payslip."""
    nia = make_paid(coop, minutes=6600, language=language)
    give_time(coop, nia.worker_id, nia.account.person_id, 6000, starts_at=IN_OCTOBER)
    contact, officer = preparer(coop), treasurer(coop)
    approve(
        coop, submit(coop, draft(coop, contact, pay_on=PAID_IN_OCTOBER_ON, period=OCTOBER), contact), officer
    )
    correct_pay(
        coop=coop, correction=NewCorrection(nia.worker_id, 50_00, "one_off"), by=contact, now=clock.now()
    )
    approve(coop, submit(coop, draft(coop, contact), contact), officer)
    with reading(coop) as session:
        newest = text(
            "SELECT s.id FROM payslip s JOIN pay_run r ON r.id = s.pay_run_id ORDER BY r.pay_on DESC"
        )
        slip: UUID = session.scalars(newest).all()[0]
    return nia, slip


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "Why it changed since last time",
                "Net pay was £1,321.24 on 30 October 2026, and is £1,490.98 now.",
                "Visit: 100 h 00 min before, 110 h 00 min now",
                "Correction: £0.00 before, £50.00 now",
                "National Insurance: £23.76 before, £38.52 now",
                "Entered as a correction: £50.00.",
                "All of it is paid in one payment on the pay day.",
                "2026-27, month 8",
            ),
        ),
        (
            "cy",
            (
                "Pam y newidiodd ers y tro diwethaf",
                "£1,321.24 oedd y cyflog net ar 30 Hydref 2026, a £1,490.98 ydyw nawr.",
                "Ymweliad: 100 awr 00 mun o'r blaen, 110 awr 00 mun nawr",
                "Telir y cyfan mewn un taliad ar y diwrnod cyflog.",
            ),
        ),
    ],
)
def test_page_and_paper_say_why_it_changed(
    app: Flask, aber: Coop, language: str, said: tuple[str, ...]
) -> None:
    nia, slip = paid_twice(aber, language)
    worker = signed_in(app, aber, nia.account)

    page = unescape(worker.get(f"/payslips/{slip}").text)
    document = pypdf.PdfReader(BytesIO(worker.get(f"/payslips/{slip}/pdf").data))

    assert [sentence for sentence in said if sentence not in page] == []
    assert all(amount in page for amount in ("+£134.50", "+£50.00", "−£14.76", "£1,529.50"))
    paper = " ".join("".join(one.extract_text() for one in document.pages).split())
    assert [sentence for sentence in said if sentence not in paper] == []
    assert str(document.root_object["/Lang"]) == f"{language}-GB"
    assert "/StructTreeRoot" in document.root_object


def test_a_pension_and_a_loan_are_taken_by_their_names(app: Flask, aber: Coop) -> None:
    nia = make_paid(aber, minutes=6000, pence_per_hour=3000)
    give_pension(aber, nia.worker_id)
    give_loan(aber, nia.worker_id, "2")
    draft(aber, preparer(aber))

    page = unescape(contact_at(app, aber).get(f"/payslips/{slip_of(aber, nia)}").text)

    expected = (
        "Student loan",
        "Pension, from net pay",
        "NEST",
        # 80 % of 5 % of £3,000 less £520; 9 % of what is above £2,448.75 in whole pounds.
        "£99.20",
        "£49.00",
        "Tax that the pension scheme claims back for you",
        "A draft: not approved yet",
    )
    assert [one for one in expected if one not in page] == []
