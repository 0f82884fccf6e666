# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bringing a file in with a real browser, at a desk and on a phone: axe finds nothing, nothing is wide."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, ViewportSize

from tenants.office import Coop
from tests.support.browser import DESK_SIZE, PHONE_SIZE, faults_of
from tests.support.importing import count, run_jobs
from tests.support.signing import sign_in_at_the_desk

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
SHEET = f"""given_name;Cyfenw;Language;What they do;started_on;Phone
Nia;Prys;Cymraeg;Gweithiwr gofal cymdeithasol;2/3/2026;+44 1239
Siôn;{LONG};Elvish;Gardener;yesterday;
Nia;Prys;cy;manager;2026-03-02;
"""


@pytest.mark.parametrize("view", [(DESK_SIZE, "en"), (PHONE_SIZE, "cy")])
def test_a_file_is_brought_in_from_choosing_it_to_keeping_it(
    browser: Browser, address: str, app: Flask, aber: Coop, tmp_path: Path, view: tuple[ViewportSize, str]
) -> None:
    size, language = view
    file, wrong = tmp_path / f"{LONG}.csv", tmp_path / "wrong.csv"
    file.write_text(SHEET, encoding="utf-16")
    wrong.write_text("a|b\n1|2", encoding="utf-8")
    context = browser.new_context(viewport=size)
    page = context.new_page()
    sign_in_at_the_desk(page, address, aber, language)
    stem = f"{size['width']}-{language}-import"
    faults = {}

    page.goto(f"{address}/imports")
    faults["index"] = faults_of(page, f"{stem}-index")
    page.locator("main table a").first.click()
    faults["table"] = faults_of(page, f"{stem}-table")
    page.set_input_files("#file", wrong)
    page.locator("main form button[type=submit]").click()
    page.locator(".govuk-error-summary").wait_for()
    faults["error"] = faults_of(page, f"{stem}-error")
    page.set_input_files("#file", file)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/progress/**")
    run_jobs(app, aber)
    page.reload()
    page.locator("main .actions a").first.click()
    faults["look"] = faults_of(page, f"{stem}-look")
    page.locator("main .actions button").first.click()
    page.wait_for_url("**/progress/**")
    run_jobs(app, aber)
    page.reload()
    page.locator("main .actions a").first.click()
    faults["kept"] = faults_of(page, f"{stem}-kept")

    context.close()
    assert {name: found for name, found in faults.items() if found} == {}
    assert count(aber, "worker") == 1
