"""Records of people who share their whole name with another: the day that tells them apart."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session


def namesakes(session: Session, record: Any) -> dict[UUID, date]:  # noqa: ANN401 - a table of people
    """Return the first day of everybody whose whole name somebody else of the same table has, by id.

    ``record`` has ``given_name``, ``family_name`` and ``started_on``; capitals do not matter. It asks nobody.
    """
    name = func.lower(record.given_name), func.lower(record.family_name)
    shared = select(*name).group_by(*name).having(func.count() > 1)
    wanted = select(record.id, record.started_on).where(tuple_(*name).in_(shared))
    return dict(session.execute(wanted).all())
