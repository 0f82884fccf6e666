# SPDX-License-Identifier: AGPL-3.0-or-later
"""On which weekdays sickness is paid is agreed on a page and by a program, and refused beside the field."""

from datetime import date, timedelta

from flask import Flask

from tenants import clock
from tenants.office import Coop
from tests.support.other_pay import make_away
from tests.support.pay import draft, make_paid, preparer
from tests.support.program import program_of
from tests.support.rows import rows
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


def test_a_day_that_is_paid_is_refused_with_the_first_that_is_not(app: Flask, aber: Coop) -> None:
    ill = make_paid(aber, minutes=600)
    make_away(aber, ill.worker_id, "sickness", date(2026, 11, 8), date(2026, 11, 13))
    draft(aber, preparer(aber))

    english, welsh = (preparing(app, aber, language).post(PLACE, SAID) for language in ("en", "cy"))

    assert (english.status_code, welsh.status_code) == (422, 422)
    assert "Choose 15 November 2026 or a later day." in english.text
    assert "Dewiswch 15 Tachwedd 2026" in welsh.text
    assert rows(aber, "qualifying_days") == []


def test_a_program_agrees_and_reads_the_same(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, "payroll_contact")

    agreed = program.post("/qualifying-days", json={"weekdays": [5, 6], "from_on": "2026-11-08"})
    refused = program.post("/qualifying-days", json={"weekdays": [], "from_on": "2026-11-08"})
    (read,) = program.get("/qualifying-days").get_json()["items"]

    assert (agreed.status_code, refused.status_code) == (204, 422)
    assert (read["worker_id"], read["weekdays"], read["from_on"]) == (None, [5, 6], "2026-11-08")


def test_form_ssp1_is_due_within_a_week(app: Flask, aber: Coop) -> None:
    today = clock.today()
    make_away(aber, make_worker(aber), "sickness", today - timedelta(days=9), None)
    make_away(aber, make_worker(aber, "Alys Wyn"), "sickness", today - timedelta(days=60), None)
    paid = make_worker(aber, "Elin Rees", pence_per_hour=13_45)
    make_away(aber, paid, "sickness", today - timedelta(days=9), None)
    sioned = preparing(app, aber)

    page = sioned.get(f"{PLACE}/forms").text
    today_page = sioned.get("/today").text

    assert "Nia Prys" in page
    assert "They earned too little" in page
    # Who never had any for two months was said two months ago, and who is paid needs no form.
    assert "Alys Wyn" not in page
    assert "Elin Rees" not in page
    assert "1 worker was or is ill without sick pay and needs form SSP1 by" in today_page


def test_a_form_that_was_given_is_said_once_and_asked_for_no_more(app: Flask, aber: Coop, bryn: Coop) -> None:
    since_on = (clock.today() - timedelta(days=9)).isoformat()
    nia, alys = (make_worker(aber, name) for name in ("Nia Prys", "Alys Wyn"))
    for one in (nia, alys):
        make_away(aber, one, "sickness", clock.today() - timedelta(days=9), None)
    sioned = preparing(app, aber)
    sioned.get(f"{PLACE}/forms")

    answers = [
        preparing(app, bryn).post(f"{PLACE}/forms/{nia}", {"since_on": since_on}),
        preparing(app, bryn).post(f"{PLACE}/forms/{nia}", {}),
        sioned.post(f"{PLACE}/forms/{nia}", {"since_on": "2026-02-30"}),
        sioned.post(f"{PLACE}/forms/{nia}", {"since_on": "2026-02-28"}),
        sioned.post(f"{PLACE}/forms/{nia}", {"since_on": since_on}),
        sioned.post(f"{PLACE}/forms/{nia}", {"since_on": since_on}),
    ]
    page = sioned.get(f"{PLACE}/forms").text

    assert [one.status_code for one in answers] == [404, 404, 422, 404, 303, 404]
    assert ("Nia Prys" in page, "Alys Wyn" in page) == (False, True)
    assert [row["worker_id"] for row in rows(aber, "sick_form_given")] == [nia]
    assert rows(aber, "journal_line", "seq")[-2]["doing"] == "payroll.say_form_given"
    sioned.post(f"{PLACE}/forms/{alys}", {"since_on": since_on})
    assert "Nobody needs form SSP1" in sioned.get(f"{PLACE}/forms").text
    assert "SSP1" not in sioned.get("/today").text


def test_nobody_needs_a_form_where_all_are_well(app: Flask, aber: Coop) -> None:
    sioned = preparing(app, aber)

    assert "Nobody needs form SSP1" in sioned.get(f"{PLACE}/forms").text
    assert "SSP1" not in sioned.get("/today").text
