# SPDX-License-Identifier: AGPL-3.0-or-later
"""The hub keeps what co-ops told, the last word of each month, and reads it by name and never by rank."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

import franchise_kit.oversight.jobs  # noqa: F401 - declares what is done with figures
from franchise_kit.access import PermissionLacking
from franchise_kit.oversight.hub_models import AssessmentReading, IndicatorReading
from franchise_kit.oversight.queries_quality import (
    Overview,
    get_coop_seen,
    get_overview,
    list_assessments_told,
)
from franchise_kit.quality import actions
from franchise_kit.quality.rules.disclosed import IndicatorTold
from franchise_kit.quality.rules.periods import Period, month_of
from tenants import clock, registry
from tenants.actor import SYSTEM, Actor
from tenants.office import HUB, Coop, CoopState, Hub
from tenants.openings.disclosures import receive_from_synthetic
from tenants.refusal import NotFound
from tenants.transaction import reading, transaction
from tests.support.openings import carry_all, count
from tests.support.people import actor_of, make_person
from tests.support.quality import answer_all, make_assessment, make_figure, manager_of

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
OCTOBER = date(2026, 10, 1)
MISSED, TRAINING = "visits_missed", "training_in_date"


@pytest.fixture(autouse=True)
def _on_the_day(hub: Hub) -> None:
    clock.set_fixed(NOON)


def make_synthetic(slug: str) -> Coop:
    with transaction(HUB, by=SYSTEM, doing="registry.add") as session:
        row = registry.add(
            session,
            slug=slug,
            now=NOON,
            name_en=slug.title(),
            name_cy=slug.title(),
            language="en",
            stage="S7",
            is_synthetic=True,
        )
        row.state = CoopState.ACTIVE
        coop_id = row.id
    with reading(HUB) as session:
        return registry.get_by_id(session, coop_id)


def told(coop: Coop, month: date, numerator: int | None, denominator: int, indicator: str = TRAINING) -> None:
    about = (month, month_of(month).until)
    with transaction(HUB, by=SYSTEM, doing="disclosure.receive_synthetic") as session:
        fact = IndicatorTold(indicator, numerator, denominator)
        receive_from_synthetic(session, coop, fact, made_at=clock.now(), about=about)


def quality_lead() -> Actor:
    return actor_of(HUB, make_person(HUB, "quality_lead"))


def overview(indicator: str = TRAINING) -> Overview:
    by = quality_lead()
    with reading(HUB) as session:
        return get_overview(session, indicator, by=by, today=TODAY, label=lambda one: f"{one.from_:%Y-%m}")


def test_a_month_told_again_replaces_the_reading(aber: Coop, bryn: Coop) -> None:
    by = manager_of(aber)
    make_figure(aber, MISSED, OCTOBER, 9, 900)
    actions.tell_indicators(coop=aber, month=OCTOBER, by=by, now=NOON)
    carry_all(aber)
    clock.set_fixed(NOON.replace(hour=13))
    make_figure(aber, MISSED, OCTOBER, 3, 900)
    actions.tell_indicators(coop=aber, month=OCTOBER, by=by, now=clock.now())
    carry_all(aber, bryn)

    with reading(HUB) as session:
        kept = session.get_one(IndicatorReading, (aber.id, MISSED, OCTOBER))
    assert (kept.numerator, kept.denominator, kept.told_at) == (None, 900, clock.now())
    assert count(HUB, IndicatorReading) == 1


def test_how_a_co_op_judged_itself_is_kept_by_standard(aber: Coop) -> None:
    by = manager_of(aber)
    assessment = make_assessment(aber, by)
    answer_all(aber, assessment, by)
    actions.submit_assessment(coop=aber, assessment_id=assessment, by=by, now=NOON)
    carry_all(aber)

    lead = quality_lead()
    with reading(HUB) as session:
        found = list_assessments_told(session, by=lead)
    assert [(one.coop.slug, one.standard_key, one.met, one.applicable) for one in found] == [
        ("aber", "s1", 6, 6)
    ]
    assert count(HUB, AssessmentReading) == 1


def test_gaps_and_hidden_figures_are_said(aber: Coop, bryn: Coop) -> None:
    named = {slug: make_synthetic(slug) for slug in ("glas", "hen", "mawr")}
    told(named["glas"], OCTOBER, 48, 60)
    told(named["hen"], OCTOBER, None, 60)
    told(named["mawr"], OCTOBER, None, 0)

    seen = overview()

    assert [(one.coop.slug, one.compared) for one in seen.coops] == [
        ("aber", "not_told"),
        ("bryn", "not_told"),
        ("glas", "told"),
        ("hen", "hidden"),
        ("mawr", "nothing_to_count"),
    ]
    assert (seen.funnel.note, len(seen.funnel.units)) == ("too_few_units", 1)
    assert seen.coops[2].months[-1].value == pytest.approx(80.0)
    assert seen.coops[3].hidden_months == 1


def test_three_months_with_a_hidden_one_are_hidden(aber: Coop) -> None:
    glas = make_synthetic("glas")
    for month, numerator in ((8, 9), (9, None), (10, 6)):
        told(glas, date(2026, month, 1), numerator, 900, MISSED)

    seen = overview(MISSED)

    assert seen.period == Period(date(2026, 8, 1), date(2026, 11, 1))
    assert get_coop_seen(seen, glas.id).compared == "hidden"
    assert [one.value for one in get_coop_seen(seen, glas.id).months] == [10.0, None, 20 / 3]


def test_who_stands_apart_is_worth_a_conversation(aber: Coop) -> None:
    for number in range(11):
        told(make_synthetic(f"coop-{number:02}"), OCTOBER, 190 + 2 * (number % 3), 200)
    low = make_synthetic("isel")
    told(low, OCTOBER, 100, 200)

    seen = overview()

    talk = [(one.coop.slug, one.why_talk) for one in seen.coops if one.why_talk]
    assert talk == [("isel", ("beside_others",))]
    assert seen.funnel.note in {"adjusted", "chance_alone"}


def test_a_run_on_the_worse_side_is_worth_a_conversation_and_a_short_row_is_not(aber: Coop) -> None:
    long, short = make_synthetic("hir"), make_synthetic("byr")
    months = [month_of(OCTOBER, months_later=-back).from_ for back in range(19, -1, -1)]
    for number, month in enumerate(months):
        told(long, month, (192, 194, 190)[number % 3] if number < 12 else (176, 174)[number % 2], 200)
    for month in months[-8:]:
        told(short, month, 75, 100)

    seen = overview()

    assert get_coop_seen(seen, long.id).why_talk == ("over_time",)
    assert (get_coop_seen(seen, short.id).chart.is_trial, get_coop_seen(seen, short.id).why_talk) == (
        True,
        (),
    )


def test_only_who_reads_indicators_sees_them(aber: Coop) -> None:
    by = actor_of(HUB, make_person(HUB, "training_editor"))

    with reading(HUB) as session, pytest.raises(PermissionLacking):
        get_overview(session, TRAINING, by=by, today=TODAY, label=str)
    with reading(HUB) as session, pytest.raises(PermissionLacking):
        list_assessments_told(session, by=by)


def test_an_indicator_or_a_co_op_that_is_not_there_is_not_found(aber: Coop) -> None:
    with pytest.raises(NotFound):
        overview("nonsense")
    with pytest.raises(NotFound):
        get_coop_seen(overview(), UUID(int=0))


@pytest.mark.parametrize(
    ("case", "indicator", "numerator", "denominator", "kept"),
    [
        ("three of sixty are missing", TRAINING, 57, 60, None),
        ("three of sixty are there", TRAINING, 3, 60, None),
        ("nobody is missing", TRAINING, 60, 60, 60),
        ("too few visits for a rate", MISSED, 7, 150, None),
        ("a figure of a later version", "figure_to_come", 3, 60, 3),
    ],
)
def test_the_hub_keeps_no_small_number_even_if_it_is_told_one(
    aber: Coop, case: str, indicator: str, numerator: int, denominator: int, kept: int | None
) -> None:
    glas = make_synthetic("glas")

    told(glas, OCTOBER, numerator, denominator, indicator)

    with reading(HUB) as session:
        reading_kept = session.get_one(IndicatorReading, (glas.id, indicator, OCTOBER))
    assert (reading_kept.numerator, reading_kept.denominator) == (kept, denominator), case
