"""Makers of published standards and of assessments, by the actions that the house itself uses."""

from datetime import date, timedelta
from uuid import UUID

from franchise_kit.quality import actions
from franchise_kit.quality.models import IndicatorValue
from franchise_kit.quality.rules.periods import Grain, month_of
from franchise_kit.quality.rules.standards import library
from tenants import clock
from tenants.actor import Actor
from tenants.office import HUB, Coop
from tenants.transaction import upkeep
from tests.support.people import actor_of, make_person

CRITERIA = tuple(one.id for one in library().standards["S1"].criteria)


def publish(key: str = "s1") -> None:
    """Publish a standard as the network's quality lead."""
    by = actor_of(HUB, make_person(HUB, "quality_lead"))
    actions.publish_standard(key=key, by=by, now=clock.now())


def manager_of(coop: Coop) -> Actor:
    """Return a registered manager of a co-op."""
    return actor_of(coop, make_person(coop, "registered_manager"))


def make_assessment(coop: Coop, by: Actor) -> UUID:
    """Open a self-assessment on S1, once it is published and followed."""
    publish()
    actions.adopt_standard(coop=coop, key="s1", version=1, by=by, now=clock.now())
    return actions.open_assessment(coop=coop, key="s1", by=by, now=clock.now())


def say(coop: Coop, assessment_id: UUID, criterion: str, value: int | None, by: Actor) -> None:
    """Answer one criterion."""
    given = actions.NewAnswer(value)
    actions.answer(
        coop=coop, assessment_id=assessment_id, criterion=criterion, given=given, by=by, now=clock.now()
    )


def show(coop: Coop, assessment_id: UUID, criterion: str, on: date, by: Actor) -> None:
    """Add evidence in words."""
    evidence = actions.NewEvidence(on, "See the plans of October.")
    actions.add_evidence(
        coop=coop, assessment_id=assessment_id, criterion=criterion, evidence=evidence, by=by, now=clock.now()
    )


def answer_all(coop: Coop, assessment_id: UUID, by: Actor, *, value: int = 2) -> None:
    """Answer every criterion alike, each with evidence of today."""
    for criterion in CRITERIA:
        say(coop, assessment_id, criterion, value, by)
        show(coop, assessment_id, criterion, clock.today(), by)


def make_figure(
    coop: Coop,
    indicator: str,
    month: date,
    numerator: int,
    denominator: int,
    *,
    grain: Grain = "month",
) -> None:
    """Keep a figure as if it had been counted."""
    with upkeep(coop) as session:
        row = IndicatorValue(
            indicator=indicator,
            grain=grain,
            period_from=month,
            period_until=month_of(month).until if grain == "month" else month + timedelta(days=7),
            numerator=numerator,
            denominator=denominator,
            computed_at=clock.now(),
        )
        session.merge(row)
