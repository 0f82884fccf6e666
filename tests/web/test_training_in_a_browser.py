# SPDX-License-Identifier: AGPL-3.0-or-later
"""Learning, training and modules in a real browser: axe finds nothing, nothing is too wide."""

from datetime import UTC, datetime

import pytest

from franchise_kit.training import actions
from tenants import clock
from tenants.office import HUB, Coop
from tests.support.people import actor_of, make_person
from tests.support.thread import make_worker
from tests.support.training import adopt_module, complete, make_learner, publish_module, read_all, start
from tests.support.walking import Company

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon(aber: Coop) -> None:
    assert aber
    clock.set_fixed(NOON)


def test_axe_finds_nothing_while_somebody_learns(company: Company, aber: Coop) -> None:
    for code in ("SAF-A", "WEL-1", "BRD-1"):
        publish_module(code)
        adopt_module(aber, code.lower())
    person = make_person(aber, "care_worker", name="Nia Prys", language=company.language)
    make_worker(aber, "Nia Prys", account_id=person.id)
    by = actor_of(aber, person)
    complete(aber, by, "wel-1")
    learner = company.at(aber, person)

    learner.look_at(
        {
            "mine": "/learning",
            "module": "/learning/saf-a",
            "done": "/learning/wel-1",
            "lesson": "/learning/saf-a/lessons/saf-2",
        }
    )
    read_all(aber, by)
    learner.go(f"/learning/attempts/{start(aber, by)}")
    learner.look("quiz")
    page = learner.page
    page.locator("main form button").click()
    learner.look_at_error("quiz")
    for group in page.locator("main fieldset").all():
        group.locator("input").first.check()
    page.locator("main form button").click()
    page.locator(".stat-figure").wait_for()
    learner.look("result")

    assert company.faults == {}


def test_axe_finds_nothing_on_the_pages_of_training(company: Company, aber: Coop) -> None:
    for code in ("SAF-A", "WEL-1"):
        publish_module(code)
        adopt_module(aber, code.lower())
    publish_module("SAF-A")
    complete(aber, make_learner(aber, "Nia Prys"))
    for name in ("Siôn Gŵyn", "Ann Llewelyn-Parry", "Iolo ap Rhys"):
        make_worker(aber, name)
    clock.set_fixed(NOON.replace(day=30))
    roles = ("training_lead", "registered_manager")
    lead = company.at(aber, make_person(aber, *roles, name="Mair Desg", language=company.language))

    lead.look_at(
        {
            "matrix": "/training",
            "modules": "/training/modules",
            "offered": "/training/modules/saf-a",
            "library": "/library/training_module/saf-a/1",
        }
    )

    assert company.faults == {}


def test_axe_finds_nothing_where_modules_are_published(company: Company) -> None:
    person = make_person(HUB, "training_editor", name="Gwen Golygydd", language=company.language)
    actions.draft_shipped(by=actor_of(HUB, person), code="SAF-A", now=clock.now())

    company.at(HUB, person).look_at({"shipped": "/training-modules", "preview": "/training-modules/saf-a"})

    assert company.faults == {}
