# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is told of pay in a real browser: what is missing, the file that comes down, and its answer."""

import pytest

from tenants.office import Coop
from tests.support.filing import NI_NUMBERS, approved_run, tell_of
from tests.support.pay import make_paid
from tests.support.people import make_person
from tests.support.rows import rows
from tests.support.walking import Company

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_run_is_told_to_hmrc(company: Company, aber: Coop) -> None:
    run, _by = approved_run(aber)
    nia = make_paid(aber, "Cadi Mair")
    desk = company.at(
        aber, make_person(aber, "payroll_contact", name="Sioned Wyn", language=company.language)
    )

    desk.look_at(
        {
            "employer": "/payroll/employer",
            "employer-references": "/payroll/employer/references",
            "employer-year": "/payroll/employer/year",
            "reported": f"/workers/{nia.worker_id}/reported/new",
            "notices": "/payroll/code-notices",
            "filing": f"/filings/runs/{run}",
        }
    )
    page = desk.page
    if page.locator("input[name=late_reason]").count():
        page.locator("input[name=late_reason][value=none]").check()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**/filings/runs/{run}")
    (row,) = rows(aber, "filing")
    with page.expect_download() as down:
        page.locator(f"main form[action$='/filings/{row['id']}/file'] button").click()

    assert NI_NUMBERS[0] in down.value.path().read_text(encoding="utf-8")
    desk.look_at(
        {
            "filing-made": f"/filings/runs/{run}",
            "filings": "/filings",
            "filing-end": f"/filings/{row['id']}/end",
        }
    )

    board = company.at(aber, make_person(aber, "treasurer", name="Owain Rees", language=company.language))
    board.look_at(
        {
            "approver-run": f"/pay-approvals/filings/runs/{run}",
            "approver-end": f"/pay-approvals/filings/{row['id']}/end",
            "approver-filings": "/pay-approvals/filings",
            "approver-employer": "/pay-approvals/payroll/employer",
        }
    )
    assert company.faults == {}


def test_what_is_missing_and_what_was_noticed(company: Company, aber: Coop) -> None:
    run, _by = approved_run(aber, is_told=False)
    tell_of(aber, make_paid(aber, "Cadi Mair"), ni_number=NI_NUMBERS[0])
    person = make_person(aber, "payroll_contact", name="Sioned Wyn", language=company.language)
    desk = company.at(aber, person)

    desk.look_at({"filing-missing": f"/filings/runs/{run}"})
    desk.go("/payroll/code-notices")
    table = (
        "form,ni_number,works_number,tax_code,effective_on,previous_pay,previous_tax\n"
        f"P6,{NI_NUMBERS[0]},W1,C1257L,2026-12-06,,\nP6,{NI_NUMBERS[1]},W2,BR,2026-12-06,,\n"
    )
    desk.page.locator("input[type=file]").set_input_files(
        {"name": "p6.csv", "mimeType": "text/csv", "buffer": table.encode()}
    )
    desk.page.locator("main form button[type=submit]").click()
    desk.page.locator("input[name=notices]").wait_for()
    desk.look("notices-read")

    assert company.faults == {}
