# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bringing a file in with a real browser, at a desk and on a phone: axe finds nothing, nothing is wide."""

from pathlib import Path

import pytest
from flask import Flask

from tenants.office import Coop
from tests.support.importing import count, run_jobs
from tests.support.people import make_person
from tests.support.walking import Company

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
SHEET = f"""given_name;Cyfenw;Language;What they do;started_on;Phone
Nia;Prys;Cymraeg;Gweithiwr gofal cymdeithasol;2/3/2026;+44 1239
Siôn;{LONG};Elvish;Gardener;yesterday;
Nia;Prys;cy;manager;2026-03-02;
"""


def test_a_file_is_brought_in_from_choosing_it_to_keeping_it(
    company: Company, app: Flask, aber: Coop, tmp_path: Path
) -> None:
    file, wrong = tmp_path / f"{LONG}.csv", tmp_path / "wrong.csv"
    file.write_text(SHEET, encoding="utf-16")
    wrong.write_text("a|b\n1|2", encoding="utf-8")
    person = make_person(aber, "care_coordinator", name="Mair Desg", language=company.language)
    desk = company.at(aber, person)
    page = desk.page

    desk.look_at({"index": "/imports"})
    page.locator("main table a").first.click()
    desk.look("table")
    page.set_input_files("#file", wrong)
    page.locator("main form button[type=submit]").click()
    desk.look_at_error("table")
    page.set_input_files("#file", file)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/progress/**")
    run_jobs(app, aber)
    page.reload()
    page.locator("main .actions a").first.click()
    desk.look("read")
    page.locator("main .actions button").first.click()
    page.wait_for_url("**/progress/**")
    run_jobs(app, aber)
    page.reload()
    page.locator("main .actions a").first.click()
    desk.look("kept")

    assert company.faults == {}
    assert count(aber, "worker") == 1
