"""How many people were supported, for the rooms above. It asks nobody: the room that calls has asked."""

from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from franchise_kit.care.models import PersonSupported


def count_supported(session: Session, from_: date, until: date) -> int:
    """Return how many were supported on any of the days from ``from_`` to before ``until``."""
    supported = (
        select(func.count())
        .select_from(PersonSupported)
        .where(
            PersonSupported.started_on < until,
            or_(PersonSupported.ended_on.is_(None), PersonSupported.ended_on >= from_),
        )
    )
    return session.scalar(supported) or 0
