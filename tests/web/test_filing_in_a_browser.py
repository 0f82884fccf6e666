# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is told of pay in a real browser: what is missing, the file that comes down, and its answer."""

import pytest

from tenants.office import Coop
from tests.support.filing import NI_NUMBERS, approved_run, tell_of
from tests.support.pay import make_paid, rows
from tests.support.pay_pages import look
from tests.support.people import make_person
from tests.support.walking import Company

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_run_is_told_to_hmrc(company: Company, aber: Coop) -> None:
    run, _by = approved_run(aber)
    nia = make_paid(aber, "Cadi Mair")
    desk = company.at(
        aber, make_person(aber, "payroll_contact", name="Sioned Wyn", language=company.language)
    )

    for path in ("", "/references", "/year"):
        look(desk, f"/payroll/employer{path}", f"employer{path.replace('/', '-')}")
    look(desk, f"/workers/{nia.worker_id}/reported/new", "reported")
    look(desk, "/payroll/code-notices", "notices")
    look(desk, f"/filings/runs/{run}", "filing")
    page = desk.page
    if page.locator("input[name=late_reason]").count():
        page.locator("input[name=late_reason][value=none]").check()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**/filings/runs/{run}")
    (row,) = rows(aber, "filing")
    with page.expect_download() as down:
        page.locator(f"main form[action$='/filings/{row['id']}/file'] button").click()

    assert NI_NUMBERS[0] in down.value.path().read_text(encoding="utf-8")
    look(desk, f"/filings/runs/{run}", "filing-made")
    look(desk, "/filings", "filings")
    look(desk, f"/filings/{row['id']}/end", "filing-end")

    board = company.at(aber, make_person(aber, "treasurer", name="Owain Rees", language=company.language))
    for path in (f"filings/runs/{run}", f"filings/{row['id']}/end", "filings", "payroll/employer"):
        look(board, f"/pay-approvals/{path}", f"approver-{path.split('/')[0]}")


def test_what_is_missing_and_what_was_noticed(company: Company, aber: Coop) -> None:
    run, _by = approved_run(aber, is_told=False)
    tell_of(aber, make_paid(aber, "Cadi Mair"), ni_number=NI_NUMBERS[0])
    person = make_person(aber, "payroll_contact", name="Sioned Wyn", language=company.language)
    desk = company.at(aber, person)

    look(desk, f"/filings/runs/{run}", "filing-missing")
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
    desk.looks_right()
