# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages on which a co-op agrees to tell its counts, and on which the hub reads them."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from franchise_kit.quality import actions
from franchise_kit.quality.rules.counts import CountsAgreed, MonthlyCounts
from tenants import clock
from tenants.jobs.runner import run_pending
from tenants.office import HUB, Coop, Hub
from tests.support.openings import carry, tell
from tests.support.people import actor_of, make_person
from tests.support.program import Program, make_token
from tests.support.thread import make_supported, make_visit
from tests.support.web import Visitor

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)
COUNTS = MonthlyCounts(
    OCTOBER,
    62,
    1900,
    None,
    {"visit": 1021, "travel": 150},
    ("sleep_in",),
    {"other_social_care": 30},
    ("manager",),
    37,
)


@pytest.fixture(autouse=True)
def _on_the_day(hub: Hub) -> None:
    clock.set_fixed(NOON)


def signed_in(app: Flask, coop: Coop, role: str = "chair", language: str = "en") -> Visitor:
    visitor = Visitor(app, coop)
    visitor.sign_in(make_person(coop, role, language=language))
    return visitor


def test_a_chair_sees_what_would_be_told_agrees_and_stops(app: Flask, aber: Coop) -> None:
    for number in range(6):
        make_visit(aber, make_supported(aber, f"Elsi {'ABCDEF'[number]}"), date(2026, 10, 5), "09:00")
    visitor = signed_in(app, aber)

    before = visitor.get("/sharing/counts").text
    agreed = visitor.post("/sharing/counts/agree")
    run_pending(aber)
    after = visitor.get("/sharing/counts").text
    stopped = visitor.post("/sharing/counts/stop")
    last = visitor.get("/sharing/counts").text

    assert [agreed.status_code, stopped.status_code] == [303, 303]
    assert "What October 2026 says" in before
    assert "People supported: 6" in before
    assert "Visits planned: 6; made: not told" in before
    assert "the month on this page is told now" in before
    assert "Agreed: the network&#39;s office is told each month, from October 2026 on" in after
    assert "Told last: October 2026" in after
    assert "each month from October 2026 on is told by itself" in after
    assert "each month that ends is told by itself" in last
    assert "Stopped: no further month is told" in last


def test_agreeing_when_somebody_else_has_is_said_and_changes_nothing(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber)
    visitor.get("/sharing/counts")
    visitor.post("/sharing/counts/agree")

    again = visitor.post("/sharing/counts/agree")

    assert again.status_code == 303
    assert "The counts of each month are told already." in visitor.get("/sharing/counts").text


@pytest.mark.parametrize("what", ["counts", "pay-fairness"])
@pytest.mark.parametrize(
    ("role", "seen", "done"), [("board_member", 200, 404), ("care_worker", 404, 404), ("chair", 200, 303)]
)
def test_who_reads_what_is_shared_sees_it_and_who_decides_decides(
    app: Flask, aber: Coop, what: str, role: str, seen: int, done: int
) -> None:
    visitor = signed_in(app, aber, role)

    page = visitor.get(f"/sharing/{what}")
    answer = visitor.post(f"/sharing/{what}/agree")

    assert (page.status_code, answer.status_code) == (seen, done)
    assert (f"/sharing/{what}/agree" in page.text) is (done == 303)


def test_it_is_on_what_we_share_in_words(app: Flask, aber: Coop) -> None:
    tell(aber, CountsAgreed(is_agreed=True, from_month=OCTOBER))
    tell(aber, COUNTS)

    page = signed_in(app, aber).get("/sharing").text
    welsh = signed_in(app, aber, language="cy").get("/sharing").text

    assert 'href="/sharing/counts"' in page
    assert "We tell our counts of each month from October 2026 on." in page
    assert "Counts of October 2026" in page
    assert "Hours worked: Visit 1,021; Travel 150; Sleep-in night not told" in page
    assert "Who works here at the end of the month: 37 (Manager not told; Social care worker 30)" in page
    assert "Cyfrifon Hydref 2026" in welsh
    assert "Ymweliadau a gynlluniwyd: 1,900; a wnaed: heb ei ddweud" in welsh


def test_the_hub_sees_the_month_on_the_co_ops_page_and_whether_it_goes_on(app: Flask, aber: Coop) -> None:
    tell(aber, CountsAgreed(is_agreed=True, from_month=OCTOBER))
    tell(aber, COUNTS)
    carry(aber)
    hub = Visitor(app, HUB)
    hub.sign_in(make_person(HUB, "network_director", name="Gwen Hub"))

    told = hub.get(f"/network/coops/{aber.id}").text
    actions.stop_counts(coop=aber, by=actor_of(aber, make_person(aber, "chair")), now=NOON)
    carry(aber)
    stopped = hub.get(f"/network/coops/{aber.id}").text

    assert "Counts of October 2026" in told
    assert "Visits planned: 1,900; made: not told" in told
    assert "agreed to tell them each month" in told
    assert "The last that it told; it has stopped since" in stopped


def test_a_program_agrees_and_stops_by_the_same_acts(app: Flask, aber: Coop) -> None:
    program = Program(app, aber, make_token(aber, make_person(aber, "chair")).text)

    before = program.call("GET", "/shared-counts").get_json()
    agreed = program.call("POST", "/shared-counts/agree")
    again = program.call("POST", "/shared-counts/agree")
    during = program.call("GET", "/shared-counts").get_json()
    stopped = program.call("POST", "/shared-counts/stop")
    after = program.call("GET", "/shared-counts").get_json()

    assert [one.status_code for one in (agreed, again, stopped)] == [204, 409, 204]
    assert [(one["is_agreed"], one["from_month"]) for one in (before, during, after)] == [
        (False, None), (True, "2026-10-01"), (False, "2026-10-01"),
    ]  # fmt: skip
    # October was not told yet, and stays inside.
    assert before["last_over"]["month"] == "2026-10-01"
    assert [one["kind"] for one in program.call("GET", "/disclosures").get_json()["items"]] == [
        "counts_agreed", "counts_agreed",
    ]  # fmt: skip
