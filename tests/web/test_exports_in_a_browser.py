# SPDX-License-Identifier: AGPL-3.0-or-later
"""Taking lists along and sharing counts in a real browser, at a desk and on a phone, in both languages."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tenants import clock
from tenants.jobs.runner import run_pending
from tenants.office import HUB, Coop
from tests.support.openings import carry
from tests.support.people import make_person
from tests.support.thread import make_supported, make_visit, make_worker
from tests.support.time import make_entry
from tests.support.walking import Company

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TAKE = {"en": "For other programs (CSV)", "cy": "Ar gyfer rhaglenni eraill (CSV)"}
AGREE = {"en": "Agree to tell them", "cy": "Cytuno i'w rhannu"}


def make_october(coop: Coop) -> None:
    workers = [make_worker(coop, f"Nia {name}") for name in "ABCDEF"]
    people = [make_supported(coop, f"Elsi {name}") for name in "ABCDEF"]
    for number, person_id in enumerate(people):
        make_visit(coop, person_id, date(2026, 10, 5 + number), "09:00")
        make_entry(coop, worker_id=workers[number], starts_at=datetime(2026, 10, 5 + number, 9, tzinfo=UTC))


def test_a_co_ordinator_takes_a_week_along(company: Company, aber: Coop, tmp_path: Path) -> None:
    clock.set_fixed(NOON)
    make_october(aber)
    person = make_person(aber, "care_coordinator", name="Mair Desg", language=company.language)
    desk = company.at(aber, person)
    page = desk.page

    desk.look_at({"all": "/lists"})
    desk.go("/rota?week=2026-10-05")
    page.locator("a[href*='/lists?list=visits']").click()
    page.wait_for_url("**/lists?list=visits**")
    desk.look("visits")
    desk.look_at({"wrong": "/lists?list=visits&since=2026-10-09&until=2026-10-01"})
    desk.go("/lists?list=visits&since=2026-10-05&until=2026-10-07")
    with page.expect_download() as taken:
        page.get_by_role("button", name=TAKE[company.language]).click()
    taken.value.save_as(tmp_path / "visits.csv")

    rows = list(csv.reader((tmp_path / "visits.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row[0] for row in rows[1:]] == ["Elsi A", "Elsi B", "Elsi C"]
    assert company.faults == {}


def test_a_chair_agrees_and_the_hub_sees_the_month(company: Company, aber: Coop) -> None:
    clock.set_fixed(NOON)
    make_october(aber)
    language = company.language
    chair = company.at(aber, make_person(aber, "chair", name="Siân Ddu", language=language))

    chair.look_at({"before": "/sharing/counts"})
    chair.page.get_by_role("button", name=AGREE[language]).click()
    chair.page.wait_for_url("**/sharing/counts")
    run_pending(aber)
    chair.look_at({"after": "/sharing/counts", "shared": "/sharing"})
    carry(aber)
    director = company.at(HUB, make_person(HUB, "network_director", name="Gwen Hub", language=language))
    director.look_at({"hub": f"/network/coops/{aber.id}"})

    month = "October 2026" if language == "en" else "Hydref 2026"
    assert month in director.page.locator("main").inner_text()
    assert company.faults == {}
