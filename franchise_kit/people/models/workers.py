"""The table of workers. What changes in it is kept as it was before, in the table of changes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import CoopBase, UuidKey
from tenants.keys import Encrypted


class Worker(CoopBase):
    """Somebody who works here, employed or not. ``person_id`` is the same person as behind their account."""

    __tablename__ = "worker"
    __table_args__ = (
        CheckConstraint("language IN ('en', 'cy')", name="language"),
        CheckConstraint("arrangement IN ('employed', 'volunteer', 'agency')", name="arrangement"),
        CheckConstraint(
            "staff_category IN ('manager', 'deputy_manager', 'other_supervisory', 'nursing_care',"
            " 'registered_nurse', 'senior_social_care', 'other_social_care', 'domestic', 'catering',"
            " 'other')",
            name="staff_category",
        ),
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="ends_after_start"),
        CheckConstraint("version > 0", name="version_positive"),
        Index(None, "person_id", unique=True),
    )

    id: Mapped[UuidKey]
    # What a range of times is built on: one worker is not in two places (care, table ``visit``).
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    person_id: Mapped[UUID]
    # None until they can sign in; accounts belong to access, so no foreign key.
    account_id: Mapped[UUID | None] = mapped_column(unique=True)
    given_name: Mapped[str] = mapped_column(String(80))
    family_name: Mapped[str] = mapped_column(String(80))
    known_as: Mapped[str] = mapped_column(String(80), default="")
    language: Mapped[str] = mapped_column(String(2))
    # Codes of the languages that they can work in, such as ["en", "cy"].
    speaks: Mapped[list[Any]] = mapped_column(default=list)
    phone: Mapped[str | None] = mapped_column(Encrypted("worker.phone"))
    email: Mapped[str | None] = mapped_column(Encrypted("worker.email"))
    address: Mapped[str | None] = mapped_column(Encrypted("worker.address"))
    # Whom to ring when something happens to them.
    emergency_contact: Mapped[str | None] = mapped_column(Encrypted("worker.emergency_contact"))
    arrangement: Mapped[str] = mapped_column(String(10), default="employed")
    # One of the ten categories that the annual return asks about (WSI 2017/1097, schedule).
    staff_category: Mapped[str] = mapped_column(String(20))
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
