# SPDX-License-Identifier: AGPL-3.0-or-later
"""The hub's overview of quality: by name and never by rank, gaps said, conversations first."""

import re
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from markupsafe import escape

from app.oversight import words
from franchise_kit.quality import actions
from franchise_kit.quality.queries.figures import indicators
from franchise_kit.quality.rules.disclosed import AssessmentTold, IndicatorTold
from franchise_kit.quality.rules.periods import month_of, months_over
from franchise_kit.quality.rules.standards import library
from tenants import clock, registry
from tenants.actor import SYSTEM
from tenants.office import HUB, Coop, CoopState
from tenants.openings.disclosures import receive_from_synthetic
from tenants.transaction import transaction
from tests.support.openings import carry_all
from tests.support.people import make_person
from tests.support.quality import CRITERIA, answer_all, make_assessment, make_figure, manager_of, say
from tests.support.web import Visitor

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
KEPT_WHOLE = re.compile(r'<span class="unbroken">(.*?)</span>')
TRAINING, MISSED = "training_in_date", "visits_missed"


@pytest.fixture(autouse=True)
def _on_the_day(app: Flask) -> None:
    clock.set_fixed(NOON)


def lead(app: Flask, language: str = "en") -> Visitor:
    visitor = Visitor(app, HUB)
    visitor.sign_in(make_person(HUB, "quality_lead", language=language))
    return visitor


def spaced(text: str) -> str:
    """Return a page's text without what keeps a name or a figure on one line."""
    return KEPT_WHOLE.sub(r"\1", text.replace("\N{NO-BREAK SPACE}", " "))


def make_synthetic(slug: str, name: str) -> Coop:
    """Make a co-op without a wall, called the same in both languages."""
    with transaction(HUB, by=SYSTEM, doing="registry.add") as session:
        row = registry.add(
            session,
            slug=slug,
            now=NOON,
            name_en=name,
            name_cy=name,
            language="en",
            stage="S7",
            is_synthetic=True,
        )
        row.state = CoopState.ACTIVE
        session.flush()
        return registry.get_by_id(session, row.id)


def told(coop: Coop, fact: object, month: date | None = None) -> None:
    about = (month, month_of(month).until) if month is not None else None
    with transaction(HUB, by=SYSTEM, doing="disclosure.receive_synthetic") as session:
        receive_from_synthetic(session, coop, fact, made_at=NOON, about=about)


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


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            (
                "Ratio: 1 is as expected",
                "Visits planned",
                "If nothing but chance were at work",
                "1 co-op is not shown: its counts are too small to show.",
                "3 co-ops are not shown: not all of it was told.",
            ),
        ),
        (
            "cy",
            (
                "Cymhareb: mae 1 fel y disgwyl",
                "Ymweliadau wedi&#39;u cynllunio",
                "Pe na bai dim ond siawns ar waith",
                "Nid yw 1 cwmni cydweithredol yn cael ei ddangos: mae ei gyfrifon yn rhy fach",
                "Nid yw 3 chwmni cydweithredol yn cael eu dangos: ni ddywedwyd y cyfan ohono.",
            ),
        ),
    ],
)
def test_the_funnel_says_its_sides_its_limits_and_who_is_not_shown(
    app: Flask, aber: Coop, language: str, sentences: tuple[str, ...]
) -> None:
    make_network(count=3)
    small = make_synthetic("bach", "Gofal Bach")
    part = make_synthetic("rhan", "Gofal Rhan")
    for month in (8, 9, 10):
        told(small, IndicatorTold(MISSED, 3, 900), date(2026, month, 1))
    told(part, IndicatorTold(MISSED, 9, 900), date(2026, 10, 1))

    page = spaced(lead(app, language).get(f"/network/quality?indicator={MISSED}").text)

    assert [sentence for sentence in sentences if sentence not in page] == []
    assert "2,700" in page


def test_every_figure_that_is_counted_has_short_words_for_its_size(app: Flask) -> None:
    assert set(words.SIZES) == {one.id for one in indicators()}


def test_co_ops_of_one_name_are_told_apart(app: Flask, aber: Coop) -> None:
    for slug in ("gofal-un", "gofal-dau"):
        told(make_synthetic(slug, "Gofal Glas"), IndicatorTold(TRAINING, 150, 200), date(2026, 10, 1))

    page = spaced(lead(app).get(f"/network/quality?indicator={TRAINING}").text)

    assert page.index("Gofal Glas (gofal-dau)") < page.index("Gofal Glas (gofal-un)")


@pytest.mark.parametrize("language", ["en", "cy"])
def test_what_a_co_op_shares_of_its_judgement_is_shown_in_words_and_nothing_else(
    app: Flask, aber: Coop, language: str
) -> None:
    by = manager_of(aber)
    assessment = make_assessment(aber, by)
    answer_all(aber, assessment, by)
    say(aber, assessment, CRITERIA[1], 3, by)
    actions.submit_assessment(coop=aber, assessment_id=assessment, by=by, now=NOON)
    carry_all(aber)

    page = spaced(lead(app, language).get("/network/quality/standards").text)

    texts = {one.id: str(escape(one.text.said(language))) for one in library().standards["S1"].criteria}
    assert [one for one, text in texts.items() if text in page] == [CRITERIA[1]]


def test_a_criterion_of_a_version_that_is_not_out_is_named_by_its_code(app: Flask, aber: Coop) -> None:
    glas = make_synthetic("glas", "Gofal Glas")
    told(glas, AssessmentTold("s9", 7, 4, 6, False, ("S9.2",)))

    assert "S9.2" in lead(app).get("/network/quality/standards").text
