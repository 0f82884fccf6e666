"""Personal plans, their reviews, and which plans must be looked at, for whoever may read personal plans."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.care.models import CarePlan, PlanReview, Representative
from franchise_kit.care.queries.people import (
    ChangeLine,
    PersonFacts,
    change_lines,
    get_person,
    list_people,
)
from franchise_kit.care.rules.plans import Standing, standing_of
from tenants.actor import Actor
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """A plan was looked at again."""

    id: UUID
    reviewed_on: date
    with_whom: str = field(repr=False)
    outcomes_said: str = field(repr=False)
    came_of_it: str
    next_due_on: date


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """One version of a plan, with the name of the representative who agreed it, if one did."""

    id: UUID
    person_supported_id: UUID
    number: int
    state: str
    support: str = field(repr=False)
    strengths: str = field(repr=False)
    risks: str = field(repr=False)
    written_with: str = field(repr=False)
    agreed_on: date | None
    agreed_by: str | None
    agreed_how: str | None
    representative_id: UUID | None
    representative_name: str = field(repr=False)
    representative_authority: str | None
    review_due_on: date | None
    version: int
    reviews: tuple[ReviewFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanToLookAt:
    """Somebody whose plan is due to be looked at, or who has none that was agreed."""

    person_supported_id: UUID
    person_name: str = field(repr=False)
    plan_id: UUID | None
    due_on: date | None
    standing: Standing


def list_plans(session: Session, person_supported_id: UUID, *, by: Actor, today: date) -> list[PlanFacts]:
    """Return every version of somebody's plan, the newest first, or raise ``NotFound``."""
    person = get_person(session, person_supported_id, by=by, today=today)
    rows = session.scalars(
        select(CarePlan).where(CarePlan.person_supported_id == person.id).order_by(CarePlan.number.desc())
    ).all()
    return _facts(session, rows)


def get_plan(session: Session, plan_id: UUID, *, by: Actor, today: date) -> tuple[PersonFacts, PlanFacts]:
    """Return one version of a plan and whose it is, or raise ``NotFound``."""
    row = session.get(CarePlan, plan_id)
    if row is None:
        raise NotFound(record_kind="care_plan")
    person = get_person(session, row.person_supported_id, by=by, today=today)
    return person, _facts(session, [row])[0]


def list_plan_changes(session: Session, plan_id: UUID, *, by: Actor, today: date) -> list[ChangeLine]:
    """Return what was changed of a version, the newest first, or raise ``NotFound``."""
    _person, plan = get_plan(session, plan_id, by=by, today=today)
    return change_lines(session, "care_plan", plan.id)


def list_plans_to_look_at(session: Session, *, by: Actor, today: date) -> list[PlanToLookAt]:
    """Return the people supported today whom one may read, the most pressing first: none, overdue, later."""
    people = list_people(session, by=by, today=today, on=today)
    rows = session.execute(
        select(CarePlan.person_supported_id, CarePlan.id, CarePlan.review_due_on).where(
            CarePlan.state == "agreed"
        )
    )
    holding = {person_id: (plan_id, due_on) for person_id, plan_id, due_on in rows}
    found = []
    for person in people:
        plan_id, due_on = holding.get(person.id, (None, None))
        standing = standing_of(due_on, today)
        found.append(PlanToLookAt(person.id, person.name, plan_id, due_on, standing))
    return sorted(found, key=lambda one: (one.due_on is not None, one.due_on or today))


def _facts(session: Session, rows: Sequence[CarePlan]) -> list[PlanFacts]:
    ids = [row.id for row in rows]
    spoken_for = {row.representative_id for row in rows if row.representative_id is not None}
    representatives = {
        one.id: one
        for one in session.scalars(select(Representative).where(Representative.id.in_(spoken_for)))
    }
    reviews = session.scalars(
        select(PlanReview).where(PlanReview.care_plan_id.in_(ids)).order_by(PlanReview.reviewed_on.desc())
    ).all()
    return [
        _fact(
            row,
            representatives.get(row.representative_id) if row.representative_id else None,
            tuple(_review(one) for one in reviews if one.care_plan_id == row.id),
        )
        for row in rows
    ]


def _fact(
    row: CarePlan, representative: Representative | None, reviews: tuple[ReviewFacts, ...]
) -> PlanFacts:
    return PlanFacts(
        id=row.id,
        person_supported_id=row.person_supported_id,
        number=row.number,
        state=row.state,
        support=row.support,
        strengths=row.strengths or "",
        risks=row.risks or "",
        written_with=row.written_with or "",
        agreed_on=row.agreed_on,
        agreed_by=row.agreed_by,
        agreed_how=row.agreed_how,
        representative_id=row.representative_id,
        representative_name=representative.name if representative is not None else "",
        representative_authority=representative.authority if representative is not None else None,
        review_due_on=row.review_due_on,
        version=row.version,
        reviews=reviews,
    )


def _review(row: PlanReview) -> ReviewFacts:
    return ReviewFacts(
        row.id, row.reviewed_on, row.with_whom, row.outcomes_said, row.came_of_it, row.next_due_on
    )
