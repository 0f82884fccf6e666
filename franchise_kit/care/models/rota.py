"""The table of visits: as they are planned, as they were told to the worker, and as they went."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from franchise_kit.care.models.patterns import SHORT_REASONS
from tenants.bases import CoopBase, UuidKey
from tenants.keys import Encrypted

# Minutes since 1970 with the worker's number above them: one range type does for both, without extension.
_BUSY = text(
    "int8range("
    "worker_number * 4294967296 + (EXTRACT(EPOCH FROM told_from AT TIME ZONE 'UTC') / 60)::bigint, "
    "worker_number * 4294967296 + (EXTRACT(EPOCH FROM told_until AT TIME ZONE 'UTC') / 60)::bigint)"
)


class Visit(CoopBase):
    """A visit, as it is planned, as it was published, and as it went.

    ``planned_*`` and ``worker_id`` are what the co-ordinator works on; ``told_*`` is what was published, and
    what the worker goes by. A draft was told to nobody; where the two differ, it changed since.

    Whether it was late, short or missed follows from these instants; nobody writes it.
    """

    __tablename__ = "visit"
    __table_args__ = (
        CheckConstraint("planned_until > planned_from", name="ends_after_start"),
        CheckConstraint(
            "(told_at IS NULL) = (told_from IS NULL) AND (told_at IS NULL) = (told_until IS NULL)",
            name="told_whole",
        ),
        CheckConstraint("told_until > told_from", name="told_ends_after_start"),
        CheckConstraint("told_worker_id IS NULL OR told_at IS NOT NULL", name="told_to_somebody"),
        CheckConstraint("(told_worker_id IS NULL) = (worker_number IS NULL)", name="number_of_told"),
        CheckConstraint("carer BETWEEN 1 AND 2", name="carer"),
        CheckConstraint("(pattern_id IS NULL) = (pattern_day IS NULL)", name="pattern_whole"),
        CheckConstraint(SHORT_REASONS, name="short_reason"),
        CheckConstraint("cancelled_by IN ('person', 'professional', 'co_op')", name="cancelled_by"),
        CheckConstraint("(cancelled_by IS NULL) = (cancelled_at IS NULL)", name="cancelled_whole"),
        CheckConstraint(
            "cancel_reason IN ('hospital', 'away', 'family_there', 'not_wanted', 'no_worker', 'weather',"
            " 'entered_wrongly', 'other')",
            name="cancel_reason",
        ),
        CheckConstraint("checked_in_at IS NULL OR worker_id IS NOT NULL", name="checked_in_by_somebody"),
        CheckConstraint("cancelled_at IS NULL OR checked_in_at IS NULL", name="not_both"),
        CheckConstraint(
            "checked_out_at IS NULL OR (checked_in_at IS NOT NULL AND checked_out_at >= checked_in_at)",
            name="out_after_in",
        ),
        CheckConstraint("received_in_at >= checked_in_at", name="in_before_received"),
        CheckConstraint("received_out_at >= checked_out_at", name="out_before_received"),
        CheckConstraint("received_back_at >= taken_back_at", name="back_before_received"),
        CheckConstraint("version > 0", name="version_positive"),
        # Nobody is in two places: of what was told to a worker, no two overlap once a transaction is over.
        # Measured: as GiST, which weighs every range of each page on its way, this took two thirds of a
        # week's publishing with a year of visits behind it.
        ExcludeConstraint(
            (_BUSY, "&&"),
            name="ex_visit_worker_busy",
            using="spgist",
            where=text("worker_number IS NOT NULL AND cancelled_at IS NULL"),
            deferrable=True,
            initially="DEFERRED",
        ),
        UniqueConstraint("pattern_id", "pattern_day", "carer"),
        Index(None, "planned_from"),
        Index(None, "worker_id", "planned_from"),
        Index(None, "told_worker_id", "told_from"),
        Index(None, "person_supported_id", "planned_from"),
    )

    id: Mapped[UuidKey]
    person_supported_id: Mapped[UUID] = mapped_column(ForeignKey("person_supported.id"))
    visit_kind_id: Mapped[UUID | None] = mapped_column(ForeignKey("visit_kind.id"))
    # The pattern and the day that it was made from; made twice it would be the same visit.
    pattern_id: Mapped[UUID | None] = mapped_column(ForeignKey("visit_pattern.id"))
    pattern_day: Mapped[date | None]
    # 2 for the second of two who come together; both have the same ``together_id``.
    carer: Mapped[int] = mapped_column(default=1)
    together_id: Mapped[UUID | None]
    # Workers belong to people, a room below: the id, and no foreign key.
    worker_id: Mapped[UUID | None]
    planned_from: Mapped[datetime]
    planned_until: Mapped[datetime]
    # How much earlier or later it may be.
    window_minutes: Mapped[int] = mapped_column(default=0)
    short_reason: Mapped[str | None] = mapped_column(String(24))
    told_at: Mapped[datetime | None]
    told_worker_id: Mapped[UUID | None]
    worker_number: Mapped[int | None] = mapped_column(BigInteger)
    told_from: Mapped[datetime | None]
    told_until: Mapped[datetime | None]
    checked_in_at: Mapped[datetime | None]
    checked_out_at: Mapped[datetime | None]
    # What the worker's device said, which may be wrong.
    device_in_at: Mapped[datetime | None]
    device_out_at: Mapped[datetime | None]
    # When it reached us, where the device's own time holds because there was no signal.
    received_in_at: Mapped[datetime | None]
    received_out_at: Mapped[datetime | None]
    # The newest press that took a check-out back, in the same three ways; earlier ones are kept as changes.
    taken_back_at: Mapped[datetime | None]
    device_back_at: Mapped[datetime | None]
    received_back_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(Encrypted("visit.note"))
    cancelled_by: Mapped[str | None] = mapped_column(String(12))
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str | None] = mapped_column(String(16))
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
