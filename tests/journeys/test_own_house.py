# SPDX-License-Identifier: AGPL-3.0-or-later
"""A co-op keeps its own house: profile, papers, journal, archive; and finds its way when lost."""

from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect

from tenants.office import Coop
from tests.support.people import make_person
from tests.support.walking import Company

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSPHRASE = "cwmwl gwyn uwch y bryn"


def test_two_people_write_the_profile_and_neither_loses_a_word(company: Company, aber: Coop) -> None:
    tongue = company.language
    mine = company.at(aber, make_person(aber, "coop_admin", name="Bethan Huws", language=tongue))
    theirs = company.at(aber, make_person(aber, "coop_admin", name="Carol Wyn", language=tongue))
    for walker in (mine, theirs):
        walker.go("/settings/profile")
    theirs.fill(phone="01970 111 111")
    theirs.press("Save")
    theirs.sees("The profile is saved")

    mine.fill(phone="01970 222 222")
    mine.press("Save")
    mine.sees("Somebody else saved the profile while you were writing. Nothing of theirs was written over.")
    expect(mine.page.locator("main table")).to_contain_text("01970 111 111")
    mine.press("Save")

    mine.sees("The profile is saved")
    expect(mine.page.locator("main")).to_contain_text("01970 222 222")


def test_a_paper_is_kept_and_what_is_none_is_refused(company: Company, aber: Coop) -> None:
    admin = company.at(aber, make_person(aber, "coop_admin", name="Bethan Huws", language=company.language))
    admin.go("/settings")
    admin.press("Add a paper")
    admin.choose("kind", "registration")
    _put(company, b"MZ this is a program")
    admin.press("Keep this paper")
    admin.sees("Choose a PDF, PNG, JPEG or WebP file; the content must be what the name says.")
    _put(company, b"%PDF-1.7\n%%EOF")
    admin.press("Keep this paper")
    admin.sees("The paper is kept")

    with admin.page.expect_download() as coming:
        admin.page.get_by_role("link", name="tystysgrif ŵ.pdf").first.click()
    assert Path(coming.value.path()).read_bytes() == b"%PDF-1.7\n%%EOF"


def _put(company: Company, content: bytes) -> None:
    paper = FilePayload(name="tystysgrif ŵ.pdf", mimeType="application/pdf", buffer=content)
    company.made[0].page.set_input_files("main input[type=file]", paper)


def test_everything_is_taken_out_in_one_sealed_file(company: Company, aber: Coop) -> None:
    lead = company.at(
        aber, make_person(aber, "data_protection_lead", name="Owain", language=company.language)
    )
    lead.go("/export")
    lead.fill(passphrase="short")
    lead.press("Make the archive")
    lead.sees("There is a problem")
    lead.fill(passphrase=PASSPHRASE, again=PASSPHRASE)
    lead.press("Make the archive")
    lead.sees("It waits for its turn.")
    company.house.run_jobs(aber)
    lead.button("To the archive").wait_for()
    lead.press("To the archive")

    archive = lead.fetch("Fetch")

    assert archive.suggested_filename.startswith("aber-")
    assert Path(archive.path()).stat().st_size > 1000


def test_the_journal_is_narrowed_and_taken_along(company: Company, aber: Coop) -> None:
    reader = company.at(
        aber, make_person(aber, "chair", "society_secretary", name="Ŵyn", language=company.language)
    )
    reader.go("/journal")
    finding = reader.page.locator("details.find")
    is_phone = company.size["width"] < 900
    expect(finding).to_have_attribute("open", "") if not is_phone else expect(finding).not_to_have_attribute(
        "open", ""
    )
    if is_phone:
        finding.locator("summary").click()
    reader.choose("outcome", "refused")
    reader.press("Show")
    reader.sees("No line fits")
    reader.press("Show everything")

    table = reader.fetch("Table (CSV)")
    paper = reader.fetch("Paper (PDF)")

    assert Path(table.path()).read_bytes().startswith(b"\xef\xbb\xbf")
    assert Path(paper.path()).read_bytes().startswith(b"%PDF")


def test_who_is_lost_finds_the_way_in_both_languages(company: Company, aber: Coop) -> None:
    other = {"en": "cy", "cy": "en"}[company.language]
    carer = company.at(aber, make_person(aber, "care_worker", name="Siân Ŵyn", language=company.language))
    carer.go("/nowhere")
    carer.sees("We cannot find this page")
    carer.go("/search?q=qqqq")
    carer.press("Look at the help")
    help_page = carer.page.url

    carer.page.locator(f".language button[value={other}]").first.click()

    carer.page.wait_for_load_state()
    assert carer.page.url == help_page
    carer.language = other
    carer.sees("Short answers to what people ask most")
