# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is looked at before a run is paid: days, amounts that cannot be, and what differs from last time."""

import pytest
from flask import Flask

from tenants.office import Coop
from tests.web.test_payroll_pages import NOVEMBER, contact_at, runs_of


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The pay day must be at most 62 days after the last day of work"),
        ("cy", "Rhaid i&#39;r diwrnod cyflog fod o fewn 62 diwrnod"),
    ],
)
def test_a_pay_day_far_ahead_is_refused_beside_it(
    app: Flask, aber: Coop, language: str, sentence: str
) -> None:
    contact = contact_at(app, aber, language=language)
    contact.get("/pay-runs/new")

    answer = contact.post("/pay-runs/new", NOVEMBER | {"pay_on": "2027-01-24"})

    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert runs_of(aber) == []
