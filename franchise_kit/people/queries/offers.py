"""Offers of guaranteed hours (WSI 2017/1264, reg. 42) to one worker, and their answers."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.people.models import HoursOffer
from franchise_kit.people.queries.workers import get_worker_closely
from tenants.actor import Actor


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """An offer and its answer, if there is one. Minutes are of a week; ``counted_until`` is exclusive."""

    id: UUID
    contract_id: UUID
    counted_from: date
    counted_until: date
    average_weekly_minutes: int
    offered_weekly_minutes: int
    offered_on: date
    answer: str | None
    answered_on: date | None
    version: int


def list_offers(session: Session, worker_id: UUID, *, by: Actor) -> list[OfferFacts]:
    """Return the offers made to a worker, the newest first, or raise ``NotFound``."""
    worker = get_worker_closely(session, worker_id, by=by)
    rows = session.scalars(
        select(HoursOffer).where(HoursOffer.worker_id == worker.id).order_by(HoursOffer.offered_on.desc())
    )
    return [
        OfferFacts(
            id=row.id,
            contract_id=row.contract_id,
            counted_from=row.counted_from,
            counted_until=row.counted_until,
            average_weekly_minutes=row.average_weekly_minutes,
            offered_weekly_minutes=row.offered_weekly_minutes,
            offered_on=row.offered_on,
            answer=row.answer,
            answered_on=row.answered_on,
            version=row.version,
        )
        for row in rows
    ]
