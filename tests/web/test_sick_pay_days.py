# SPDX-License-Identifier: AGPL-3.0-or-later
"""On which weekdays sickness is paid is agreed on a page and by a program, and refused beside the field."""

from flask import Flask

from tenants.office import Coop
from tests.support.pay import rows
from tests.support.program import program_of
from tests.support.thread import make_worker
from tests.web.test_family_leave import preparing

PLACE = "/sick-pay-days"
SAID = {"worker_id": "", "weekdays": ["1", "2", "3"], "from_on": "2026-11-08"}


def test_days_are_agreed_and_shown_in_both_languages(app: Flask, aber: Coop) -> None:
    nia = make_worker(aber)
    sioned = preparing(app, aber)
    empty = sioned.get(PLACE).text

    answers = [
        sioned.post(PLACE, SAID),
        sioned.post(PLACE, SAID | {"worker_id": str(nia), "weekdays": ["5"]}),
    ]
    page, welsh = sioned.get(PLACE).text, preparing(app, aber, "cy").get(PLACE).text

    assert [one.status_code for one in answers] == [303, 303]
    assert "sickness is paid from Monday to Friday" in empty
    assert "Tuesday to Thursday" in page
    assert "Nia Prys" in page
    assert "Diwrnodau tâl salwch" in welsh


def test_a_week_without_a_day_is_refused_beside_the_field(app: Flask, aber: Coop) -> None:
    answer = preparing(app, aber).post(PLACE, {"worker_id": "", "from_on": "2026-11-08"})

    assert answer.status_code == 422
    assert "Choose at least one day" in answer.text
    assert rows(aber, "qualifying_days") == []


def test_a_program_agrees_and_reads_the_same(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, "payroll_contact")

    agreed = program.post("/qualifying-days", json={"weekdays": [5, 6], "from_on": "2026-11-08"})
    refused = program.post("/qualifying-days", json={"weekdays": [], "from_on": "2026-11-08"})
    (read,) = program.get("/qualifying-days").get_json()["items"]

    assert (agreed.status_code, refused.status_code) == (204, 422)
    assert (read["worker_id"], read["weekdays"], read["from_on"]) == (None, [5, 6], "2026-11-08")
