# SPDX-License-Identifier: AGPL-3.0-or-later
"""One hour of care through every service: from a new worker to a paid invoice, on the pages of a demo."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.support.demo import Demo, Guest, demo_in, set_aside_what_waits, take_back_what_is_drafted
from tests.support.thread_words import JOURNAL, SHARED

pytestmark = [pytest.mark.browser, pytest.mark.slow]
COOP, HUB = "glannau-teifi", "hub"
YESTERDAY, TODAY, MONTH_END = date(2026, 11, 21), date(2026, 11, 22), date(2026, 12, 1)
NAME = "Lucy Fenwick"
# An hour at 13.45 for somebody whose P45 says 9,000.00 and 124.00 in this tax year, code C1257L, month 8:
# free pay is 1,048.26 a month, 8,386.08 by now (HMRC's Pay Adjustment Tables: code 257, and 2 x 416.67);
# 9,013.45 less that is 627.37, of whole pounds 20 % is 125.40 (10 % for the UK and 10 % for Wales),
# and 124.00 of it was paid before. 13.45 is below the NI thresholds of a month.
PAYSLIP = {"Gross pay": "£13.45", "Income tax": "£1.40", "National Insurance": "£0.00", "Net pay": "£12.05"}
THIS_YEAR = {"Taxed pay": "£9,013.45", "Income tax": "£125.40", "National Insurance here": "£0.00"}
COOP_NAME = "Teifi Banks Care Limited"
# By the plan of fees: 120.00 + 32 x 4.20 + 1 x 2.10 + 2 % of 71,240.00, and 20 % VAT on each line.
WORKING = (
    "£120.00 for November 2026",
    "32 payslips at £4.20",
    "1 learner at £2.10",
    "of £71,240.00 told for November 2026, within the cap of £3,000.00",
)
INVOICE = "£2,017.56"


@pytest.fixture(scope="module")
def demo(browser: Browser) -> Iterator[Demo]:
    """A demo of our own, with its worker running."""
    parent = Path(tempfile.mkdtemp(prefix="cydofal-thread-"))
    # The database's own user must reach the state.
    parent.chmod(0o711)
    with demo_in(parent, browser, COOP) as served:
        yield served
    shutil.rmtree(parent)


def test_one_hour_of_care_goes_through_every_service(demo: Demo) -> None:
    mari = demo.come(COOP, "care_coordinator")
    enter_worker(mari)
    enter_tax(demo)
    plan_visit(mari)
    lucy = demo.come(COOP, "care_worker", language="cy")
    make_visit(lucy)
    approve_hour(mari, demo)
    send_pay(demo)
    approve_pay(demo)
    read_payslip(lucy)
    publish(demo)
    learn(lucy, demo)
    assess(demo)
    look_across(demo)
    demo.stop()
    demo.start(day=MONTH_END)
    tell_november(demo)
    pay_the_fees(demo)
    read_it_all(demo)


def enter_worker(mari: Guest) -> None:
    """Enter a worker whose account was there, with a contract, a rate and what a P45 says."""
    account = mari.house.person(COOP, "care_worker")
    mari.go("/workers")
    mari.sees("Workers")
    mari.press("Enter a worker")
    first, last = NAME.split()
    mari.fill(given_name=first, family_name=last, started_on="2026-11-02")
    mari.choose("language", "cy")
    mari.choose("staff_category", "other_social_care")
    mari.choose("account_id", str(account.id))
    mari.keeps("01-enter-a-worker")
    mari.send()
    mari.press("Make a contract")
    mari.choose("kind", "non_guaranteed_hours")
    mari.fill(valid_from="2026-11-02", rate="13.45")
    mari.send()
    mari.reads("Hours not guaranteed")


def enter_tax(demo: Demo) -> None:
    """Enter what the P45 says, as the co-op's contact for pay: a co-ordinator reads no pay."""
    contact = demo.come(COOP, "payroll_contact")
    contact.go("/workers")
    contact.page.get_by_role("link", name=NAME).click()
    contact.follow("Tax")
    contact.press("Enter tax particulars")
    contact.choose("source", "p45")
    contact.fill(tax_code="C1257L", from_on="2026-11-02", earlier_pay="9000.00", earlier_tax="124.00")
    contact.send()
    contact.reads("Earlier pay %(pay)s, tax %(tax)s", pay="£9,000.00", tax="£124.00")
    contact.keeps("02-a-worker")


def plan_visit(mari: Guest) -> None:
    """Enter a person to support, and plan a visit that begins now."""
    mari.go("/people-supported")
    mari.press("Enter somebody")
    mari.fill(given_name="Gwenllian", family_name="Rees", known_as="Gwen", started_on="2026-11-02")
    mari.choose("language", "cy")
    mari.fill(address="3 Teras yr Afon, Aberteifi", what_matters="Paned gref cyn dim byd arall.")
    mari.send()
    mari.sees("What matters to them")
    mari.press("Plan a visit")
    mari.fill(day=TODAY.isoformat(), at=f"{datetime.now(UTC):%H:%M}", minutes="60")
    mari.page.select_option("main [name=worker_id]", label=NAME)
    mari.send()
    mari.sees("The visit is planned")
    mari.keeps("03-rota")


def make_visit(lucy: Guest) -> None:
    """Check in on a phone, in Welsh, and out again with a note."""
    lucy.go("/today")
    lucy.reads("Your next visit")
    lucy.reads("Paned gref cyn dim byd arall.")
    lucy.keeps("04-today")
    lucy.press("Check in")
    lucy.sees("You are checked in")
    lucy.fill(note="Paned a sgwrs dda.")
    lucy.press("Check out")
    lucy.reads("Done")
    lucy.keeps("05-visit")


def approve_hour(mari: Guest, demo: Demo) -> None:
    """Write down the rest of the hour, since nobody sits one in a test; somebody else approves it all."""
    mari.go("/hours/approve")
    mari.press("Write down time")
    mari.page.select_option("main [name=worker_id]", label=NAME)
    mari.page.select_option("main [name=kind]", value="training")
    mari.fill(day=YESTERDAY.isoformat(), begins="10:00", ends="10:59")
    mari.choose("reason", "agreed_before")
    mari.send()
    mari.reads("You wrote this down: somebody else approves it")
    mari.keeps("06-hours")
    manager = demo.come(COOP, "registered_manager", "safeguarding_lead")
    manager.go("/hours/approve")
    # A minute in place of an hour is to be looked at, so it is not approved with the rest.
    line = manager.page.locator("main .hours-of", has_text=NAME)
    for closed in line.locator("details:not([open]) > summary").all():
        closed.click()
    for box in line.get_by_role("checkbox").all():
        box.check()
    line.get_by_role("button", name=manager.house.words("en", "Approve what is ticked")).click()
    expect(manager.page.locator("main .card", has_text=NAME)).to_have_count(0)


def send_pay(demo: Demo) -> None:
    """Enter the co-op through its agreement, draft November's pay anew for who came since, and send it."""
    bureau = demo.come(HUB, "payroll_bureau")
    bureau.go("/payroll")
    bureau.sees("Shared payroll")
    bureau.page.locator("main tr", has_text=COOP_NAME).get_by_role("button").click()
    bureau.page.wait_for_url("**/enter?*")
    bureau.office = COOP
    bureau.press("Come in")
    bureau.sees("What you may read here")
    bureau.go("/pay-runs")
    take_back_what_is_drafted(bureau)
    bureau.press("Draft a run")
    bureau.fill(pay_on="2026-11-30", first_day="2026-10-23", last_day="2026-11-22")
    bureau.send()
    bureau.reads(NAME)
    bureau.keeps("07-pay-run")
    set_aside_what_waits(bureau)
    bureau.press("Send it to be approved")
    bureau.reads("Waits for approval")


def approve_pay(demo: Demo) -> None:
    """Approve as treasurer, whose second factor is asked for again."""
    treasurer = demo.come(COOP, "treasurer", "board_member")
    treasurer.go("/pay-approvals")
    treasurer.page.locator("main tbody tr", has_text=demo.words("en", "Waits for approval")).get_by_role(
        "link"
    ).click()
    treasurer.reads(NAME)
    demo.let_proofs_grow_old()
    treasurer.press("Approve this run")
    treasurer.sees("Is it still you?")
    treasurer.give_code(str(demo.person(COOP, "treasurer", "board_member").totp_secret))
    treasurer.keeps("08-approve-pay")
    treasurer.press("Approve and pay")
    treasurer.reads("Approved")


def read_payslip(lucy: Guest) -> None:
    """Read it on a phone in Welsh, to the penny."""
    lucy.go("/payslips")
    lucy.page.locator("main tbody a").first.click()
    said = lucy.house.words
    for heading, expected in (
        ("From gross to net", PAYSLIP),
        ("This tax year, up to this payslip", THIS_YEAR),
    ):
        assert lucy.answers(heading) == {said("cy", name): amount for name, amount in expected.items()}
    lucy.keeps("09-payslip")


def publish(demo: Demo) -> None:
    """Publish the module and the standard at the hub; the module is taken up at the co-op."""
    editor = demo.come(HUB, "training_editor")
    editor.go("/training-modules")
    editor.act("/saf-a/draft")
    editor.go("/training-modules/saf-a")
    editor.looks_right()
    editor.act("/saf-a/publish")
    editor.looks_right()
    lead = demo.come(COOP, "training_lead")
    lead.go("/training/modules/saf-a")
    lead.press("Require it")
    lead.looks_right()
    quality = demo.come(HUB, "quality_lead")
    quality.go("/standards/s1")
    quality.press("Publish to all co-ops")
    quality.looks_right()


def learn(lucy: Guest, demo: Demo) -> None:
    """Read the lessons and pass the quiz, in Welsh on a phone; the matrix shows it."""
    lucy.go("/learning/saf-a")
    lucy.looks_right()
    lucy.press("Start reading")
    for number in range(1, 5):
        lucy.sees("Lesson %(number)d of %(count)d", number=number, count=4)
        lucy.press("I have read this")
    lucy.press("Start the quiz")
    lucy.keeps("10-quiz")
    right = {question["id"]: right_of(question) for question in saf_a()["quiz"]["questions"]}
    names = {one.get_attribute("name") for one in lucy.page.locator("main fieldset input").all()}
    for name in names:
        for option in right[name]:
            lucy.choose(name, option)
    lucy.press("Send my answers")
    lucy.sees("You have passed")
    lead = demo.come(COOP, "training_lead")
    lead.go("/training")
    lead.keeps("11-matrix")
    row = lead.page.locator("main tr", has_text=NAME)
    expect(row).to_contain_text("Done")


def saf_a() -> dict[str, Any]:
    """Return the module as it ships, with the right answers."""
    path = files("franchise_kit.training").joinpath("data/modules/saf-a.json")
    module: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return module


def right_of(question: dict[str, Any]) -> list[str]:
    """Return which options of a question are right."""
    return [option["id"] for option in question["options"] if option["correct"]]


def assess(demo: Demo) -> None:
    """Follow the standard, judge each criterion, one of them met with evidence, and submit."""
    manager = demo.come(COOP, "registered_manager", "safeguarding_lead")
    manager.go("/quality/standards")
    manager.act("/s1/1/follow")
    manager.act("/s1/assess")
    page = manager.page.url
    links = manager.page.locator("main .card a[href*='/criteria/']").all()
    addresses = [str(one.get_attribute("href")) for one in links]
    for number, address in enumerate(addresses):
        manager.go(address)
        manager.choose("value", "2" if number == 0 else "1")
        manager.press("Keep the answer")
    manager.go(addresses[0])
    manager.fill(dated_on=TODAY.isoformat(), words="See the plans of October.")
    manager.press("Add it")
    manager.looks_right()
    manager.go(page)
    manager.keeps("12-self-assessment")
    manager.press("Submit")
    manager.reads("Submitted")
    manager.go("/quality")
    manager.press("Count again")
    manager.keeps("13-quality")


def look_across(demo: Demo) -> None:
    """See the co-op and the synthetic ones at the hub, each over time and all beside each other."""
    lead = demo.come(HUB, "quality_lead")
    for indicator in ("training_in_date", "visits_missed"):
        lead.go(f"/network/quality?indicator={indicator}")
        lead.reads(COOP_NAME)
        lead.reads("Synthetic")
        lead.keeps(f"14-overview-{indicator}")
    lead.go("/network/quality/standards")
    lead.reads(COOP_NAME)


def tell_november(demo: Demo) -> None:
    """Tell the month's turnover; learners and figures are told by a person or the worker, who is first.

    The co-op told months before, so the worker may tell this one.
    """
    officer = demo.come(COOP, "finance_officer")
    officer.go("/fees/turnover")
    officer.choose("month", "2026-11")
    officer.fill(turnover="71,240.00")
    officer.send()
    officer.reads("Told")
    officer.keeps("15-turnover")
    lead = demo.come(COOP, "training_lead")
    lead.go("/training/modules")
    lead.reads("In %(month)s %(num)d person learnt here.", month="November 2026", num=1)
    told_by(lead, "Tell the month's learners")
    manager = demo.come(COOP, "registered_manager", "safeguarding_lead")
    manager.go("/quality")
    november = manager.page.locator("main tr").filter(
        has=manager.page.get_by_role("rowheader", name="November 2026", exact=True)
    )
    # The worker counts it by itself, a moment after the month has ended for this demo.
    until(manager, lambda: november.count() == 1)
    until(manager, lambda: "told" in november.inner_text() or november.get_by_role("button").count() == 1)
    if november.get_by_role("button").count():
        november.get_by_role("button").click()
    until(manager, lambda: "knows it" in november.inner_text())


def told_by(guest: Guest, button: str) -> None:
    """Tell what waits to be told, unless the worker has told it already."""
    if guest.button(button).count():
        guest.press(button)
    until(guest, lambda: guest.button(button).count() == 0)


def until(guest: Guest, fact: Callable[[], bool]) -> None:
    """Open the page again until something is so: the worker and the relay need a moment."""
    for _ in range(100):
        if fact():
            guest.looks_right()
            return
        guest.page.wait_for_timeout(100)
        guest.page.reload()
    raise AssertionError(guest.page.url)


def pay_the_fees(demo: Demo) -> None:
    """Bill November, read the invoice and its working, and record that it is paid; both books balance."""
    biller = demo.come(HUB, "billing_officer")
    biller.go("/network/fees?month=2026-11")
    row = biller.page.locator("main tr", has_text=COOP_NAME)
    until(biller, lambda: "Not told" not in row.inner_text())
    biller.keeps("16-fees-of-november")
    biller.press("Send the invoices")
    biller.sees("The month is billed.")
    officer = demo.come(COOP, "finance_officer")
    officer.go("/fees")
    until(officer, lambda: officer.page.get_by_role("link", name="November 2026").count() == 1)
    officer.page.get_by_role("link", name="November 2026").click()
    for working in WORKING:
        expect(officer.page.locator("main")).to_contain_text(working)
    assert officer.answers("To be paid")["Total"] == INVOICE
    officer.keeps("17-invoice")
    biller.go("/network/fees/invoices")
    november = biller.page.get_by_role("cell", name="November 2026", exact=True)
    line = biller.page.locator("main tr", has_text=COOP_NAME).filter(has=november)
    line.get_by_role("link").click()
    biller.fill(amount=INVOICE.removeprefix("£"), received_on=MONTH_END.isoformat(), reference="TEIFI NOV")
    biller.send()
    assert biller.answers("To be paid")["Still owed"] == "£0.00"
    biller.go("/network/books")
    biller.reads("It balances")
    until(officer, lambda: officer.answers("To be paid")["Still owed"] == "£0.00")
    officer.go("/books")
    officer.reads("It balances")
    officer.keeps("18-books")


def read_it_all(demo: Demo) -> None:
    """Find each step in words, in the journal and in what we share: at a desk, and on a phone in Welsh."""
    readers = (("chair", "board_member"), "en"), (("data_protection_lead",), "cy")
    for roles, language in readers:
        reader = demo.come(COOP, *roles, language=language)
        for room, acts in JOURNAL.items():
            reader.go(f"/journal?kind={room}")
            for act, facts in acts.items():
                reader.reads(act, **facts)
            reader.looks_right()
        reader.go("/journal")
        reader.keeps("19-journal")
        reader.go("/sharing")
        for sentence, facts in SHARED.items():
            reader.reads(sentence, **facts)
        reader.keeps("20-what-we-share")
