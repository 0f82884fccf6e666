# SPDX-License-Identifier: AGPL-3.0-or-later
"""Leave for a family in a real browser: entered and stopped, and axe finds nothing."""

from datetime import date

import pytest

from tenants.office import Coop
from tests.support.other_pay import make_leave
from tests.support.people import make_person
from tests.support.thread import make_worker
from tests.support.walking import Company

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_leave_is_listed_and_stopped(company: Company, aber: Coop) -> None:
    nia = make_worker(aber, pence_per_hour=13_45)
    leave = make_leave(aber, nia, child_on=date(2026, 7, 29), begins_on=date(2026, 7, 6), weeks=39)
    person = make_person(aber, "payroll_contact", name="Sioned Wyn", language=company.language)
    desk = company.at(aber, person)

    desk.look_at(
        {
            "family-leave": "/family-leave",
            "family-leave-new": "/family-leave/new",
            "family-leave-stop": f"/family-leave/{leave}/stop",
        }
    )
    desk.page.locator("input[name=stopped_on]").fill("2026-07-06")
    desk.page.locator("main form button[type=submit]").click()
    desk.page.wait_for_url("**/family-leave")

    assert desk.page.locator(f"a[href$='{leave}/stop']").count() == 0
    assert company.faults == {}
