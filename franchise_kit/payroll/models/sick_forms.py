"""Which workers were given form SSP1."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from tenants.bases import APPEND_ONLY, CoopBase, UuidKey


class SickFormGiven(CoopBase):
    """That a worker was given form SSP1: once for the day since which they are ill without sick pay."""

    __tablename__ = "sick_form_given"
    __table_args__ = (UniqueConstraint("worker_id", "since_on"), APPEND_ONLY)

    id: Mapped[UuidKey]
    worker_id: Mapped[UUID]
    since_on: Mapped[date]
    given_by_person: Mapped[UUID | None]
    given_at: Mapped[datetime]
