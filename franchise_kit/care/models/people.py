"""The tables of people supported, and of those around them. What is theirs is sealed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import CoopBase, UuidKey
from tenants.keys import Encrypted


class PersonSupported(CoopBase):
    """Somebody whom the co-op supports at home. What changes is kept as it was, in the table of changes."""

    __tablename__ = "person_supported"
    __table_args__ = (
        CheckConstraint("language IN ('en', 'cy')", name="language"),
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="ends_after_start"),
        CheckConstraint("version > 0", name="version_positive"),
        Index(None, "person_id", unique=True),
    )

    id: Mapped[UuidKey]
    # The verified person, should they have an account of their own one day.
    person_id: Mapped[UUID]
    given_name: Mapped[str] = mapped_column(String(80))
    family_name: Mapped[str] = mapped_column(String(80))
    known_as: Mapped[str] = mapped_column(String(80), default="")
    language: Mapped[str] = mapped_column(String(2))
    # A day, as text: YYYY-MM-DD.
    born_on: Mapped[str | None] = mapped_column(Encrypted("person_supported.born_on"))
    phone: Mapped[str | None] = mapped_column(Encrypted("person_supported.phone"))
    address: Mapped[str | None] = mapped_column(Encrypted("person_supported.address"))
    # Where the door is, as text: latitude,longitude in degrees, such as 52.08310,-4.66090.
    place: Mapped[str | None] = mapped_column(Encrypted("person_supported.place"))
    # How to get in: the key safe, the side door.
    getting_in: Mapped[str | None] = mapped_column(Encrypted("person_supported.getting_in"))
    # What whoever comes must know at once: allergies, the dog, hearing.
    key_facts: Mapped[str | None] = mapped_column(Encrypted("person_supported.key_facts"))
    # How they speak, hear and read best.
    communication: Mapped[str | None] = mapped_column(Encrypted("person_supported.communication"))
    what_matters: Mapped[str | None] = mapped_column(Encrypted("person_supported.what_matters"))
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class PersonContact(CoopBase):
    """Family, a neighbour, a doctor: whom to ring, and whether they may come and be told things."""

    __tablename__ = "person_contact"
    __table_args__ = (
        CheckConstraint("may_come IN ('yes', 'no', 'not_said')", name="may_come"),
        CheckConstraint("version > 0", name="version_positive"),
        Index(None, "person_supported_id"),
    )

    id: Mapped[UuidKey]
    person_supported_id: Mapped[UUID] = mapped_column(ForeignKey("person_supported.id"))
    name: Mapped[str] = mapped_column(Encrypted("person_contact.name"))
    relation: Mapped[str] = mapped_column(Encrypted("person_contact.relation"))
    phone: Mapped[str | None] = mapped_column(Encrypted("person_contact.phone"))
    is_first_to_ring: Mapped[bool] = mapped_column(default=False)
    may_come: Mapped[str] = mapped_column(String(8), default="not_said")
    ended_on: Mapped[date | None]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class Representative(CoopBase):
    """Who speaks for somebody, by which authority, seen by whom, and until when."""

    __tablename__ = "representative"
    __table_args__ = (
        CheckConstraint(
            "authority IN ('lpa_health_welfare', 'lpa_property_affairs', 'deputy', 'appointee', 'advocate',"
            " 'chosen')",
            name="authority",
        ),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_start"),
        CheckConstraint("version > 0", name="version_positive"),
        Index(None, "person_supported_id", "from_on"),
    )

    id: Mapped[UuidKey]
    person_supported_id: Mapped[UUID] = mapped_column(ForeignKey("person_supported.id"))
    name: Mapped[str] = mapped_column(Encrypted("representative.name"))
    phone: Mapped[str | None] = mapped_column(Encrypted("representative.phone"))
    authority: Mapped[str] = mapped_column(String(24))
    # The day on which the paper was seen; None where there is none to see.
    seen_on: Mapped[date | None]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class ConsentToShare(CoopBase):
    """What somebody agreed may be told to whom, how they said so, and whether they took it back."""

    __tablename__ = "consent_to_share"
    __table_args__ = (
        CheckConstraint(
            "with_whom IN ('family', 'doctor', 'pharmacist', 'council', 'health_board', 'other_provider')",
            name="with_whom",
        ),
        CheckConstraint("said_how IN ('in_person', 'in_writing', 'by_representative')", name="said_how"),
        CheckConstraint("taken_back_on IS NULL OR taken_back_on >= given_on", name="ends_after_start"),
        CheckConstraint("version > 0", name="version_positive"),
        Index(None, "person_supported_id", "given_on"),
    )

    id: Mapped[UuidKey]
    person_supported_id: Mapped[UUID] = mapped_column(ForeignKey("person_supported.id"))
    with_whom: Mapped[str] = mapped_column(String(16))
    what: Mapped[str] = mapped_column(Encrypted("consent_to_share.what"))
    said_how: Mapped[str] = mapped_column(String(20))
    given_on: Mapped[date]
    taken_back_on: Mapped[date | None]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class WorkerWish(CoopBase):
    """Whom of the workers somebody would rather have, and who may not come."""

    __tablename__ = "worker_wish"
    __table_args__ = (
        CheckConstraint("wish IN ('prefers', 'not_this_one')", name="wish"),
        UniqueConstraint("person_supported_id", "worker_id"),
    )

    id: Mapped[UuidKey]
    person_supported_id: Mapped[UUID] = mapped_column(ForeignKey("person_supported.id"))
    # Workers belong to people, a room below: the id, and no foreign key.
    worker_id: Mapped[UUID]
    wish: Mapped[str] = mapped_column(String(12))
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
