"""A personal plan, version by version: drafted, agreed, looked at again.

Source: WSI 2017/1264, regs 15 and 16.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.care.actions.people import hold_person
from franchise_kit.care.models import CarePlan, PlanReview, Representative
from franchise_kit.care.rules import plans as rules
from franchise_kit.care.rules.people import check_has_been, check_may_agree, check_version
from franchise_kit.kernel.changes import apply_changes
from franchise_kit.kernel.days import london_day
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import transaction

RECORD_KIND: Final = "care_plan"
PLAN_FIELDS: Final = ("support", "strengths", "risks", "written_with")


@dataclass(frozen=True, slots=True)
class Agreement:
    """Who agreed a plan, how, and by when it is looked at again; without a day, in three months."""

    agreed_on: date
    agreed_by: str
    agreed_how: str
    representative_id: UUID | None = None
    review_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewReview:
    """A plan was looked at again: with whom, what was said of the outcomes, what came of it."""

    reviewed_on: date
    with_whom: str = field(repr=False)
    outcomes_said: str = field(repr=False)
    came_of_it: str
    next_due_on: date | None = None


def begin_plan(*, coop: Coop, person_supported_id: UUID, by: Actor, now: datetime) -> UUID:
    """Begin a draft from the plan that holds, and return its id; one that was begun goes on."""
    with transaction(coop, by=by, doing="care.begin_plan") as session:
        person = hold_person(session, person_supported_id, by=by)
        draft = _begun(session, person.id, by, now)
        journal.note(session, record_kind=RECORD_KIND, record_id=person.id, plan_id=draft.id)
        return draft.id


def save_draft(
    *, coop: Coop, plan_id: UUID, changes: Mapping[str, Any], version: int, by: Actor, now: datetime
) -> None:
    """Keep what a draft says; raise ``RecordChangedMeanwhile`` or ``PlanNotDraft``."""
    with transaction(coop, by=by, doing="care.save_draft") as session:
        plan = _hold_plan(session, plan_id, by)
        _check_draft(plan)
        check_version(version, plan.version)
        said = {name: changes[name] for name in PLAN_FIELDS if name in changes}
        kept = {name: words if name == "support" else words or None for name, words in said.items()}
        changed = apply_changes(session, plan, kept, record_kind=RECORD_KIND, by=by, now=now)
        journal.note(
            session,
            record_kind=RECORD_KIND,
            record_id=plan.person_supported_id,
            plan_id=plan.id,
            fields=sorted(changed),
        )


def agree_plan(
    *, coop: Coop, plan_id: UUID, agreement: Agreement, version: int, by: Actor, now: datetime
) -> None:
    """Write that a draft was agreed: it holds from now on, and the one before it is replaced.

    Raise ``RecordChangedMeanwhile``, ``PlanNotDraft``, ``PlanEmpty``, ``DayStillToCome``,
    ``AgreedBeforeOlder``, ``RepresentativeNeeded``, ``AuthorityNotForCare``, ``AuthorityNotInForce``,
    ``ReviewTooEarly`` or ``ReviewTooLate``.
    """
    with transaction(coop, by=by, doing="care.agree_plan") as session:
        plan = _hold_plan(session, plan_id, by)
        _check_draft(plan)
        check_version(version, plan.version)
        if not plan.support.strip():
            raise rules.PlanEmpty
        check_has_been(agreement.agreed_on, london_day(now))
        due_on = agreement.review_due_on or rules.latest_review(agreement.agreed_on)
        rules.check_next_review(agreement.agreed_on, due_on)
        representative = _who_agrees(session, plan, agreement)
        _replace_older(session, plan, agreement.agreed_on)
        plan.state, plan.review_due_on = "agreed", due_on
        plan.agreed_on, plan.agreed_by, plan.agreed_how = (
            agreement.agreed_on,
            agreement.agreed_by,
            agreement.agreed_how,
        )
        plan.representative_id = representative
        plan.version += 1
        journal.note(
            session,
            record_kind=RECORD_KIND,
            record_id=plan.person_supported_id,
            plan_id=plan.id,
            agreed_by=agreement.agreed_by,
        )


def review_plan(*, coop: Coop, plan_id: UUID, review: NewReview, by: Actor, now: datetime) -> UUID | None:
    """Write that the plan that holds was looked at again; return the id of a draft if it is to change.

    Raise ``PlanNotAgreed``, ``DayStillToCome``, ``ReviewBeforeAgreement``, ``ReviewedSince``,
    ``ReviewTooEarly`` or ``ReviewTooLate``.
    """
    with transaction(coop, by=by, doing="care.review_plan") as session:
        plan = _hold_plan(session, plan_id, by)
        if plan.state != "agreed" or plan.agreed_on is None:
            raise rules.PlanNotAgreed
        check_has_been(review.reviewed_on, london_day(now))
        _check_newest(session, plan, plan.agreed_on, review.reviewed_on)
        due_on = review.next_due_on or rules.latest_review(review.reviewed_on)
        rules.check_next_review(review.reviewed_on, due_on)
        session.add(
            PlanReview(
                id=uuid4(),
                care_plan_id=plan.id,
                reviewed_on=review.reviewed_on,
                with_whom=review.with_whom,
                outcomes_said=review.outcomes_said,
                came_of_it=review.came_of_it,
                next_due_on=due_on,
                entered_by_person=by.person_id,
                entered_at=now,
            )
        )
        apply_changes(session, plan, {"review_due_on": due_on}, record_kind=RECORD_KIND, by=by, now=now)
        draft = _begun(session, plan.person_supported_id, by, now) if review.came_of_it == "changes" else None
        journal.note(session, record_kind=RECORD_KIND, record_id=plan.person_supported_id, plan_id=plan.id)
        return draft.id if draft is not None else None


def _begun(session: Session, person_supported_id: UUID, by: Actor, now: datetime) -> CarePlan:
    """Return the person's draft, made from the plan that holds if there is none yet."""
    rows = session.scalars(
        select(CarePlan).where(
            CarePlan.person_supported_id == person_supported_id, CarePlan.state != "replaced"
        )
    )
    open_ones = {row.state: row for row in rows}
    if "draft" in open_ones:
        return open_ones["draft"]
    last = select(func.max(CarePlan.number)).where(CarePlan.person_supported_id == person_supported_id)
    holding = open_ones.get("agreed")
    draft = CarePlan(
        id=uuid4(),
        person_supported_id=person_supported_id,
        number=(session.scalar(last) or 0) + 1,
        state="draft",
        support=holding.support if holding is not None else "",
        strengths=holding.strengths if holding is not None else None,
        risks=holding.risks if holding is not None else None,
        entered_by_person=by.person_id,
        entered_at=now,
    )
    session.add(draft)
    session.flush()
    return draft


def _hold_plan(session: Session, plan_id: UUID, by: Actor) -> CarePlan:
    """Return a plan, with its person locked first: two who write plans of one person wait for each other."""
    person_id = session.scalar(select(CarePlan.person_supported_id).where(CarePlan.id == plan_id))
    if person_id is None:
        raise NotFound(record_kind=RECORD_KIND)
    hold_person(session, person_id, by=by)
    return session.get_one(CarePlan, plan_id, with_for_update=True)


def _check_draft(plan: CarePlan) -> None:
    if plan.state != "draft":
        raise rules.PlanNotDraft


def _who_agrees(session: Session, plan: CarePlan, agreement: Agreement) -> UUID | None:
    if agreement.agreed_by == "person":
        return None
    if agreement.representative_id is None:
        raise rules.RepresentativeNeeded
    row = session.get(Representative, agreement.representative_id)
    if row is None or row.person_supported_id != plan.person_supported_id:
        raise rules.RepresentativeNeeded
    check_may_agree(row.authority, row.from_on, row.until_on, agreement.agreed_on)
    return row.id


def _replace_older(session: Session, plan: CarePlan, agreed_on: date) -> None:
    older = session.scalars(
        select(CarePlan).where(
            CarePlan.person_supported_id == plan.person_supported_id, CarePlan.state == "agreed"
        )
    ).first()
    if older is None:
        return
    if older.agreed_on is not None and agreed_on < older.agreed_on:
        raise rules.AgreedBeforeOlder
    older.state = "replaced"
    older.version += 1
    # Before the other: of a person there is one plan that holds, also for a moment.
    session.flush()


def _check_newest(session: Session, plan: CarePlan, agreed_on: date, reviewed_on: date) -> None:
    if reviewed_on < agreed_on:
        raise rules.ReviewBeforeAgreement
    last = session.scalar(select(func.max(PlanReview.reviewed_on)).where(PlanReview.care_plan_id == plan.id))
    if last is not None and reviewed_on <= last:
        raise rules.ReviewedSince
