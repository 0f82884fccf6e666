# SPDX-License-Identifier: AGPL-3.0-or-later
"""Quality's pages in a real browser, on a phone and at a desk, in both languages: axe finds nothing."""

from datetime import date, timedelta

import pytest

from franchise_kit.quality import actions
from franchise_kit.quality.rules.disclosed import IndicatorTold
from franchise_kit.quality.rules.periods import months_over, weeks_over
from tenants import clock, registry
from tenants.actor import SYSTEM
from tenants.office import HUB, Coop, CoopState
from tenants.openings.disclosures import receive_from_synthetic
from tenants.transaction import transaction
from tests.support.openings import carry_all
from tests.support.people import make_person
from tests.support.quality import answer_all, make_assessment, make_figure, manager_of, say
from tests.support.walking import Company, Walker

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TRAINING, MISSED = "training_in_date", "visits_missed"


def look_open(walker: Walker, name: str) -> None:
    """Open all that opens, and look at it."""
    for summary in walker.page.locator("main details.govuk-details > summary").all():
        summary.click()
    walker.look(name)


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


def test_a_co_op_looks_at_its_quality(company: Company, aber: Coop) -> None:
    by = manager_of(aber)
    make_year(aber)
    month = months_over(clock.today(), most=1)[0].from_
    actions.tell_indicators(coop=aber, month=month, by=by, now=clock.now())
    assessment = make_assessment(aber, by)
    answer_all(aber, assessment, by)
    say(aber, assessment, "S1.2", 1, by)
    manager = company.at(aber, make_person(aber, "registered_manager", language=company.language))

    for name, path in {
        "quality": "/quality",
        "standards": "/quality/standards",
        "assessment": f"/quality/assessments/{assessment}",
        "criterion": f"/quality/assessments/{assessment}/criteria/S1.2",
        "in-the-library": "/library/quality_standard/s1/1",
    }.items():
        manager.go(path)
        look_open(manager, name)

    assert company.faults == {}


def test_the_hub_looks_across_the_co_ops(company: Company, aber: Coop) -> None:
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
    lead = company.at(HUB, make_person(HUB, "quality_lead", language=company.language))

    lead.go(f"/network/quality?indicator={TRAINING}")
    look_open(lead, "network-quality")
    lead.page.click("main .two section h3 a")
    lead.page.wait_for_load_state()
    look_open(lead, "network-quality-coop")
    for name, path in {
        "network-standards": "/network/quality/standards",
        "hub-standards": "/standards",
        "preview": "/standards/s1",
    }.items():
        lead.go(path)
        look_open(lead, name)

    assert company.faults == {}
