# SPDX-License-Identifier: AGPL-3.0-or-later
"""The bank's file of a run in a real browser: it comes down, the page goes on, and axe finds nothing."""

import pytest

from tenants.office import Coop
from tests.support.paying import approved
from tests.support.people import make_person
from tests.support.walking import Company

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_file_comes_down_and_is_withdrawn(company: Company, aber: Coop) -> None:
    run, _by = approved(aber)
    person = make_person(aber, "treasurer", name="Owain Rees", language=company.language)
    board = company.at(aber, person)

    board.look_at({"approved": f"/pay-approvals/{run}", "file": f"/pay-files/{run}"})
    page = board.page
    page.locator("input[name=format][value=table]").check()
    page.locator("input[name=sort_code]").fill("20-00-00")
    page.locator("input[name=account_number]").fill("12345678")
    with page.expect_download() as down:
        page.locator("main form button[type=submit]").click()

    assert "87654321" in down.value.path().read_text(encoding="utf-8")
    board.look_at({"file-made": f"/pay-files/{run}", "file-withdraw": f"/pay-files/{run}/withdraw"})
    page.locator("input[name=reason][value=not_sent]").check()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**/pay-files/{run}")
    board.look("file-withdrawn")

    assert company.faults == {}
