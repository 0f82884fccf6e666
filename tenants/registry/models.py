"""The registry's tables, in the hub."""

from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import HubBase, UuidKey

# The id of the only row that there can be.
ONLY: Final = UUID(int=1)


class CoopRow(HubBase):
    """One co-op of this installation."""

    __tablename__ = "coop"
    __table_args__ = (
        CheckConstraint("state IN ('preparing', 'active', 'suspended', 'closed')", name="state"),
        CheckConstraint("language IN ('en', 'cy')", name="language"),
        CheckConstraint("schema ~ '^c_[a-z]{12}$'", name="schema_name"),
    )

    id: Mapped[UuidKey]
    schema: Mapped[str] = mapped_column(String(20), unique=True)
    name_en: Mapped[str] = mapped_column(String(120))
    name_cy: Mapped[str] = mapped_column(String(120))
    town_en: Mapped[str] = mapped_column(String(80), default="")
    town_cy: Mapped[str] = mapped_column(String(80), default="")
    language: Mapped[str] = mapped_column(String(2))
    stage: Mapped[str] = mapped_column(String(2))
    state: Mapped[str] = mapped_column(String(12))
    state_since: Mapped[datetime]
    # Closed co-ops are kept until this day, then erased by the keeper.
    keep_until: Mapped[datetime | None]
    # Nothing is left behind the wall since then, and the row has no name any more.
    erased_at: Mapped[datetime | None]
    revision: Mapped[str] = mapped_column(String(32), default="")
    # Synthetic co-ops only send disclosures; they have a registry row and no wall of their own.
    is_synthetic: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    last_disclosure_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class HubNameRow(HubBase):
    """What the hub is called: one row, or none while nobody has named it."""

    __tablename__ = "hub_name"
    __table_args__ = (CheckConstraint(f"id = '{ONLY}'", name="only_one"),)

    ONLY: ClassVar[UUID] = ONLY

    id: Mapped[UuidKey]
    name_en: Mapped[str] = mapped_column(String(120))
    name_cy: Mapped[str] = mapped_column(String(120))
    short_name: Mapped[str] = mapped_column(String(40))
    changed_at: Mapped[datetime]
    version: Mapped[int]


class CoopSlug(HubBase):
    """Every short name that was ever given, and to whom; it is never given to another."""

    __tablename__ = "coop_slug"
    __table_args__ = (
        CheckConstraint("slug ~ '^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$'", name="slug"),
        Index("uq_coop_slug_current", "coop_id", unique=True, postgresql_where=text("is_current")),
    )

    slug: Mapped[str] = mapped_column(String(40), primary_key=True)
    coop_id: Mapped[UUID] = mapped_column(ForeignKey("coop.id"), index=True)
    is_current: Mapped[bool]
    given_at: Mapped[datetime]


class CoopMigration(HubBase):
    """The ledger of the co-ops' migrations: what was tried where, and how it ended."""

    __tablename__ = "coop_migration"
    __table_args__ = (CheckConstraint("state IN ('done', 'failed')", name="state"), Index(None, "coop_id"))

    coop_id: Mapped[UUID] = mapped_column(ForeignKey("coop.id"), primary_key=True)
    revision: Mapped[str] = mapped_column(String(32), primary_key=True)
    state: Mapped[str] = mapped_column(String(8))
    fault: Mapped[str | None] = mapped_column(Text)
    tries: Mapped[int]
    at: Mapped[datetime]
