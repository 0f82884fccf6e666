"""The tables of the profile: one row of facts, and papers of which each may be replaced by a newer one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import APPEND_ONLY, CoopBase, UuidKey


class CoopProfile(CoopBase):
    """What the co-op says of itself. ``version`` grows with each change: two editors cannot collide."""

    __tablename__ = "coop_profile"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("language IN ('en', 'cy')", name="language"),
        CheckConstraint("shown_names IN ('full', 'first', 'nobody')", name="shown_names"),
        # Nought while nobody has saved the facts themselves.
        CheckConstraint("version >= 0", name="version_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name_en: Mapped[str] = mapped_column(String(120))
    name_cy: Mapped[str] = mapped_column(String(120))
    town_en: Mapped[str] = mapped_column(String(80), default="")
    town_cy: Mapped[str] = mapped_column(String(80), default="")
    language: Mapped[str] = mapped_column(String(2))
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    call_name: Mapped[str] = mapped_column(String(80), default="")
    call_phone: Mapped[str] = mapped_column(String(30), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    website: Mapped[str] = mapped_column(String(200), default="")
    registration_number: Mapped[str] = mapped_column(String(20), default="")
    purpose_en: Mapped[str] = mapped_column(String(600), default="")
    purpose_cy: Mapped[str] = mapped_column(String(600), default="")
    # Which names of those who visit them supported members see.
    shown_names: Mapped[str] = mapped_column(String(6), default="first")
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID | None]


class ProfilePaper(CoopBase):
    """A paper that proves something. A newer one names the one that it replaces; both stay."""

    __tablename__ = "profile_paper"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('registration', 'rules', 'insurance', 'care_registration', 'other')", name="kind"
        ),
        CheckConstraint("replaces_id <> id", name="not_itself"),
        APPEND_ONLY,
    )

    id: Mapped[UuidKey]
    kind: Mapped[str] = mapped_column(String(20))
    file_id: Mapped[UUID] = mapped_column(unique=True)
    # Of two people who replace the same paper at once, one is refused.
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("profile_paper.id"), unique=True)
    added_by: Mapped[UUID | None]
    added_at: Mapped[datetime]
