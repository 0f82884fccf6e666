# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two workers, or two who are supported, of one name: pages say the first day of each beside it."""

import re
from datetime import UTC, date, datetime
from html import unescape
from uuid import UUID

import pytest
from flask import Flask

from franchise_kit.care import actions as care
from franchise_kit.people import actions as people
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tests.support.people import make_person
from tests.support.thread import make_visit
from tests.support.time import make_entry
from tests.support.web import Visitor

MONDAY = date(2026, 11, 9)
SPRING, AUTUMN = date(2026, 3, 2), date(2026, 9, 7)


@pytest.fixture(autouse=True)
def _sunday() -> None:
    clock.set_fixed(datetime(2026, 11, 8, 12, 0, tzinfo=UTC))


def desk(app: Flask, coop: Coop, *, language: str = "en") -> Visitor:
    visitor = Visitor(app, coop)
    visitor.sign_in(make_person(coop, "care_coordinator", language=language))
    return visitor


def worker(coop: Coop, name: str, started_on: date) -> UUID:
    given, _, family = name.partition(" ")
    new = people.NewWorker(given, family, "en", "other_social_care", started_on, None)
    return people.enter_worker(coop=coop, worker=new, by=SYSTEM, now=clock.now())


def supported(coop: Coop, name: str, started_on: date) -> UUID:
    given, _, family = name.partition(" ")
    person = care.NewPerson(given, family, "en", started_on)
    return care.enter_person(coop=coop, person=person, by=SYSTEM, now=clock.now())


def choices(page: str, name: str) -> list[str]:
    """Return what a page offers to choose from in one list."""
    found = re.search(rf'(?s)<select[^>]*name="{name}".*?</select>', page)
    assert found is not None
    return [unescape(one.strip()) for one in re.findall(r"(?s)<option[^>]*>(.*?)</option>", found[0])]


def test_a_visit_is_planned_with_the_one_that_is_meant(app: Flask, aber: Coop, bryn: Coop) -> None:
    for day in (SPRING, AUTUMN):
        supported(aber, "Gwen Pugh", day)
        worker(aber, "Siân Jones", day)
    supported(aber, "Elsi Fôn", SPRING)
    # Of another co-op nobody knows here that somebody has the name, too.
    supported(bryn, "Elsi Fôn", AUTUMN)

    page = desk(app, aber).get("/rota/plan").text

    assert choices(page, "person_supported_id")[1:] == [
        "Elsi Fôn",
        "Gwen Pugh (since 2 Mar 2026)",
        "Gwen Pugh (since 7 Sept 2026)",
    ]
    assert [one for one in choices(page, "worker_id") if "Jones" in one] == [
        "Siân Jones (since 2 Mar 2026)",
        "Siân Jones (since 7 Sept 2026)",
    ]


def test_whose_support_has_ended_is_not_offered(app: Flask, aber: Coop) -> None:
    supported(aber, "Gwen Pugh", SPRING)
    gone = supported(aber, "Twm Rees", SPRING)
    care.end_support(coop=aber, person_supported_id=gone, ended_on=AUTUMN, by=SYSTEM)

    page = desk(app, aber).get("/rota/plan").text

    assert choices(page, "person_supported_id")[1:] == ["Gwen Pugh"]


def test_the_rota_and_the_hours_tell_them_apart_in_welsh(app: Flask, aber: Coop) -> None:
    workers = [worker(aber, "Siân Jones", day) for day in (SPRING, AUTUMN)]
    person_id = supported(aber, "Gwen Pugh", SPRING)
    make_visit(aber, person_id, MONDAY, "09:00", worker_id=workers[0])
    for worker_id in workers:
        make_entry(aber, worker_id=worker_id)
    visitor = desk(app, aber, language="cy")

    rota = visitor.get("/rota?week=2026-11-09").text
    hours = visitor.get("/hours/approve").text

    named = ["Siân Jones (ers 2 Maw 2026)", "Siân Jones (ers 7 Medi 2026)"]
    assert [rota.count(f">{name}</a>") for name in named] == [1, 1]
    assert [one for one in choices(hours, "worker_id") if "Jones" in one] == named
    assert [hours.count(f"<strong>{name}</strong>") for name in named] == [1, 1]
