# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is due of pensions, as whoever prepares pay reads it, and as their first page says it."""

from datetime import date

import pytest
from flask import Flask

from franchise_kit.people.actions import deductions
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tests.support.pay import draft, make_paid, preparer
from tests.web.test_payroll_pages import contact_at, treasurer_at


def born(coop: Coop, name: str, on: date, minutes: int = 6000) -> None:
    """Make somebody who is paid and was born on a day."""
    paid = make_paid(coop, name, minutes=minutes)
    birth = deductions.NewBirth(on)
    deductions.set_birth(coop=coop, worker_id=paid.worker_id, birth=birth, by=SYSTEM, now=clock.now())


@pytest.mark.parametrize(
    ("language", "sentences", "todo"),
    [
        (
            "en",
            (
                "Enrol them from 23 October 2026, and write to them",
                "3 December 2026",
                "may ask to be enrolled, and the co-op pays its share",
                "Date of birth missing",
            ),
            "1 thing is due of pensions, the first by 3 December 2026",
        ),
        (
            "cy",
            (
                "Eu hymrestru o 23 Hydref 2026 ymlaen, ac ysgrifennu atynt",
                "3 Rhagfyr 2026",
                "yn cael gofyn am ymrestru",
                "Dyddiad geni ar goll",
            ),
            "Mae 1 peth yn ddyledus o ran pensiynau, y cyntaf erbyn 3 Rhagfyr 2026",
        ),
    ],
)
def test_what_is_due_is_said_with_the_way_to_the_worker(
    app: Flask, aber: Coop, language: str, sentences: tuple[str, ...], todo: str
) -> None:
    born(aber, "Nia Prys", date(1990, 2, 3))
    born(aber, "Alys Wyn", date(2006, 2, 3))
    make_paid(aber, "Gwen Huws", minutes=600)
    draft(aber, preparer(aber))
    contact = contact_at(app, aber, language=language)

    page = contact.get("/pensions/due").text

    assert [one for one in sentences if one not in page] == []
    assert page.index("Nia Prys") < page.index("Gwen Huws") < page.index("Alys Wyn")
    assert page.count("/deductions") == 3
    assert todo in contact.get("/today").text


def test_nothing_is_due_where_nobody_is_paid(app: Flask, aber: Coop) -> None:
    contact = contact_at(app, aber)

    assert "Nobody has to be enrolled" in contact.get("/pensions/due").text
    assert "/pensions/due" not in contact.get("/today").text


def test_a_treasurer_reads_nothing_of_it(app: Flask, aber: Coop) -> None:
    assert treasurer_at(app, aber).get("/pensions/due").status_code == 404
