# SPDX-License-Identifier: AGPL-3.0-or-later
"""The hub's overview of quality: by name and never by rank, gaps said, conversations first."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from franchise_kit.quality import actions
from franchise_kit.quality.rules.disclosed import IndicatorTold
from franchise_kit.quality.rules.periods import months_over
from tenants import clock, registry
from tenants.actor import SYSTEM
from tenants.office import HUB, Coop, CoopState
from tenants.openings.disclosures import receive_from_synthetic
from tenants.transaction import transaction
from tests.support.openings import carry_all
from tests.support.people import make_person
from tests.support.quality import answer_all, make_assessment, make_figure, manager_of
from tests.support.web import Visitor

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
TRAINING, MISSED = "training_in_date", "visits_missed"


@pytest.fixture(autouse=True)
def _on_the_day(app: Flask) -> None:
    clock.set_fixed(NOON)


def lead(app: Flask, language: str = "en") -> Visitor:
    visitor = Visitor(app, HUB)
    visitor.sign_in(make_person(HUB, "quality_lead", language=language))
    return visitor


def make_network(*, count: int = 11, months: int = 14) -> None:
    """Make synthetic co-ops that told a year's figures; the first of them stands apart."""
    for number in range(count):
        with transaction(HUB, by=SYSTEM, doing="registry.add") as session:
            row = registry.add(
                session,
                slug=f"syn-{number:02}",
                now=NOON,
                name_en=f"Syn {number:02}",
                name_cy=f"Cwmni {number:02}",
                language="en",
                stage="S7",
                is_synthetic=True,
            )
            row.state = CoopState.ACTIVE
            session.flush()
            coop = registry.get_by_id(session, row.id)
            for place, period in enumerate(months_over(TODAY, most=months)):
                about = (period.from_, period.until)
                part = 120 if number == 0 else 188 + 2 * ((place + number) % 4)
                facts = (IndicatorTold(TRAINING, part, 200), IndicatorTold(MISSED, 5 + number % 3, 900))
                for fact in facts:
                    receive_from_synthetic(session, coop, fact, made_at=NOON, about=about)


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ("Worth a conversation", "The figures of 1 co-op are worth a conversation.", "Not told")),
        ("cy", ("Gwerth sgwrs", "Mae ffigurau 1 cwmni cydweithredol yn werth sgwrs.", "Heb ei ddweud")),
    ],
)
def test_conversations_come_first_and_co_ops_stand_by_name(
    app: Flask, aber: Coop, language: str, sentences: tuple[str, ...]
) -> None:
    make_network()

    page = lead(app, language).get(f"/network/quality?indicator={TRAINING}").text

    assert [sentence for sentence in sentences if sentence not in page] == []
    names = [f"{'Syn' if language == 'en' else 'Cwmni'} {number:02}" for number in range(11)]
    small = page[page.index("<h3") :]
    assert sorted(names, key=small.index) == names
    assert page.index(sentences[1]) < page.index('role="img"')
    assert page.count('role="img"') == 12


def test_under_ten_co_ops_the_funnel_says_that_it_shows_chance_alone(app: Flask, aber: Coop) -> None:
    make_network(count=3)

    page = lead(app).get(f"/network/quality?indicator={MISSED}").text

    assert "With fewer than ten co-ops the limits show chance alone." in page
    assert "August 2026 to October 2026" in page


def test_a_co_ops_own_chart_is_large_and_says_its_gaps(app: Flask, aber: Coop) -> None:
    by = manager_of(aber)
    for month, numerator in ((date(2026, 8, 1), 12), (date(2026, 10, 1), 3)):
        make_figure(aber, MISSED, month, numerator, 900)
        actions.tell_indicators(coop=aber, month=month, by=by, now=NOON)
    carry_all(aber)

    page = lead(app).get(f"/network/quality/{MISSED}/{aber.id}").text

    assert "Too few to judge." in page
    assert "1 month was not told. 1 month was too small to be told." in page
    assert "September 2026" in page


def test_nothing_told_yet_is_said(app: Flask, aber: Coop) -> None:
    visitor = lead(app)

    assert "No co-op has told this figure yet" in visitor.get("/network/quality").text
    assert "No co-op has submitted a self-assessment yet" in visitor.get("/network/quality/standards").text
    assert visitor.get("/network/quality?indicator=nonsense").status_code == 404
    assert visitor.get(f"/network/quality/nonsense/{aber.id}").status_code == 404


def test_self_assessments_stand_by_name_without_notes(app: Flask, aber: Coop) -> None:
    by = manager_of(aber)
    assessment = make_assessment(aber, by)
    answer_all(aber, assessment, by)
    actions.submit_assessment(coop=aber, assessment_id=assessment, by=by, now=NOON)
    carry_all(aber)

    page = lead(app).get("/network/quality/standards").text

    assert "6 of the 6 criteria that apply are met." in page
    assert "See the plans of October." not in page


def test_only_who_reads_indicators_has_the_overview(app: Flask, aber: Coop) -> None:
    editor = Visitor(app, HUB)
    editor.sign_in(make_person(HUB, "training_editor"))

    assert editor.get("/network/quality").status_code == 404
