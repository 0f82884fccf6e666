# SPDX-License-Identifier: AGPL-3.0-or-later
"""Quality's pages in a real browser, on a phone and at a desk, in both languages: axe finds nothing."""

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from franchise_kit.quality import actions
from franchise_kit.quality.rules.disclosed import IndicatorTold
from franchise_kit.quality.rules.periods import months_over, weeks_over
from tenants import clock, registry
from tenants.actor import SYSTEM
from tenants.office import HUB, Coop, CoopState
from tenants.openings.disclosures import receive_from_synthetic
from tenants.transaction import transaction
from tests.support.browser import DESK_SIZE, PHONE_SIZE, axe_faults
from tests.support.openings import carry_all
from tests.support.people import make_person
from tests.support.quality import answer_all, make_assessment, make_figure, manager_of, say
from tests.web.test_visitors_in_a_browser import open_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PICTURES = os.environ.get("CYDOFAL_TEST_PICTURES")
# Which elements stick out to the side, and what they say.
TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("main *")]
        .filter((one) => one.getBoundingClientRect().right > width + 1)
        .map((one) => `${one.tagName}.${one.className.baseVal ?? one.className}`);
}"""
TRAINING, MISSED = "training_in_date", "visits_missed"


@pytest.fixture(params=[(DESK_SIZE, "en"), (PHONE_SIZE, "cy")], ids=["desk", "phone"])
def view(request: pytest.FixtureRequest) -> tuple[ViewportSize, str]:
    """A screen and a language; the other two pairs would show the same rules once more."""
    chosen: tuple[ViewportSize, str] = request.param
    return chosen


@pytest.fixture
def context(browser: Browser, view: tuple[ViewportSize, str]) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport=view[0], locale="cy" if view[1] == "cy" else "en-GB")
    yield made
    made.close()


def look(page: Page, name: str) -> None:
    """Open all that opens, let axe look, and see that nothing sticks out to the side."""
    page.wait_for_load_state()
    if PICTURES:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
    for summary in page.locator("main details.govuk-details > summary").all():
        summary.click()
    assert axe_faults(page) == []
    assert page.evaluate(TOO_WIDE) == []


def make_year(coop: Coop) -> None:
    today = clock.today()
    for number, week in enumerate(weeks_over(today, most=30)):
        part = 9 if number == 27 else number % 4
        make_figure(coop, MISSED, week.from_, part, 180 + number, grain="week")
    for number, month in enumerate(months_over(today, most=14)):
        make_figure(coop, MISSED, month.from_, 3 + number % 5, 800 + number)
        make_figure(coop, TRAINING, month.from_, 55 + number % 4, 60)


def make_network(today: date) -> None:
    for number in range(11):
        with transaction(HUB, by=SYSTEM, doing="registry.add") as session:
            name = f"Gofal Synthetig {number:02}"
            row = registry.add(
                session,
                slug=f"syn-{number:02}",
                now=clock.now(),
                name_en=name,
                name_cy=name,
                language="cy",
                stage="S7",
                is_synthetic=True,
            )
            row.state = CoopState.ACTIVE
            session.flush()
            coop = registry.get_by_id(session, row.id)
            for place, period in enumerate(months_over(today, most=14)):
                part = 60 if number == 0 else None if place == number else 94 + (place + number) % 5
                receive_from_synthetic(
                    session,
                    coop,
                    IndicatorTold(TRAINING, part, 80 + 10 * number + 20),
                    made_at=clock.now(),
                    about=(period.from_, period.until),
                )


def test_a_co_op_looks_at_its_quality(
    domain: str, aber: Coop, context: BrowserContext, view: tuple[ViewportSize, str]
) -> None:
    by = manager_of(aber)
    make_year(aber)
    month = months_over(clock.today(), most=1)[0].from_
    actions.tell_indicators(coop=aber, month=month, by=by, now=clock.now())
    assessment = make_assessment(aber, by)
    answer_all(aber, assessment, by)
    say(aber, assessment, "S1.2", 1, by)
    host = f"{aber.slug}.{domain}"
    page = open_page(context, host, make_person(aber, "registered_manager", language=view[1]))

    page.goto(f"http://{host}/quality")
    look(page, "quality")
    page.goto(f"http://{host}/quality/standards")
    look(page, "quality-standards")
    page.goto(f"http://{host}/quality/assessments/{assessment}")
    look(page, "quality-assessment")
    page.goto(f"http://{host}/quality/assessments/{assessment}/criteria/S1.2")
    look(page, "quality-criterion")
    page.goto(f"http://{host}/library/quality_standard/s1/1")
    look(page, "quality-in-the-library")


def test_the_hub_looks_across_the_co_ops(
    domain: str, aber: Coop, context: BrowserContext, view: tuple[ViewportSize, str]
) -> None:
    make_network(clock.today())
    by = manager_of(aber)
    assessment = make_assessment(aber, by)
    answer_all(aber, assessment, by)
    for criterion in ("S1.2", "S1.4"):
        say(aber, assessment, criterion, 3, by)
    actions.submit_assessment(
        coop=aber, assessment_id=assessment, by=by, now=clock.now() + timedelta(seconds=1)
    )
    carry_all(aber)
    page = open_page(context, domain, make_person(HUB, "quality_lead", language=view[1]))

    page.goto(f"http://{domain}/network/quality?indicator={TRAINING}")
    look(page, "network-quality")
    page.click("main .two section h3 a")
    look(page, "network-quality-coop")
    page.goto(f"http://{domain}/network/quality/standards")
    look(page, "network-standards")
    page.goto(f"http://{domain}/standards")
    look(page, "standards")
    page.goto(f"http://{domain}/standards/s1")
    look(page, "standards-preview")
