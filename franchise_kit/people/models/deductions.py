"""What is taken from a worker's pay, and who says so: loans, pensions, orders, and what contributions go by.

Each entry holds from a day on and is never rewritten. The first of its kind holds at once, one that changes
it when a second person has agreed; of an order every entry waits for that.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import APPEND_ONLY, CoopBase, UuidKey
from tenants.keys import Encrypted


def _by_two() -> tuple[CheckConstraint, CheckConstraint]:
    return (
        CheckConstraint("state IN ('proposed', 'agreed', 'refused')", name="state"),
        CheckConstraint("decided_by_person <> entered_by_person", name="second_person"),
    )


class ByTwo:
    """What every entry has that a second person agrees to: where it stands, and who said so when."""

    state: Mapped[str] = mapped_column(String(8), default="agreed")
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
    decided_by_person: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]


class LoanNotice(ByTwo, CoopBase):
    """A notice that a loan's repayments start or stop with a pay day; each plan stands for itself."""

    __tablename__ = "loan_notice"
    __table_args__ = (
        *_by_two(),
        CheckConstraint("plan IN ('1', '2', '4', '5', 'PG')", name="plan"),
        CheckConstraint(
            "source IN ('sl1', 'sl2', 'pgl1', 'pgl2', 'p45', 'starter_declaration')", name="source"
        ),
        CheckConstraint("starts = (source NOT IN ('sl2', 'pgl2'))", name="starts_by_source"),
        CheckConstraint("source NOT IN ('sl1', 'sl2') OR plan <> 'PG'", name="student_notice"),
        CheckConstraint("source NOT IN ('pgl1', 'pgl2') OR plan = 'PG'", name="postgraduate_notice"),
        Index(None, "worker_id", "from_on"),
    )

    id: Mapped[UuidKey]
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    plan: Mapped[str] = mapped_column(String(2))
    starts: Mapped[bool]
    source: Mapped[str] = mapped_column(String(20))
    from_on: Mapped[date]


class PensionScheme(CoopBase):
    """A scheme that the co-op pays into, by its provider's reference; its shares are ``PensionTerms``."""

    __tablename__ = "pension_scheme"
    __table_args__ = (
        CheckConstraint(
            "arrangement IN ('relief_at_source', 'net_pay', 'salary_sacrifice')", name="arrangement"
        ),
        CheckConstraint("basis IN ('qualifying_earnings', 'all_pay')", name="basis"),
        APPEND_ONLY,
    )

    id: Mapped[UuidKey]
    name: Mapped[str] = mapped_column(String(80))
    arrangement: Mapped[str] = mapped_column(String(20))
    basis: Mapped[str] = mapped_column(String(20))
    provider_reference: Mapped[str] = mapped_column(String(40))
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]


class PensionTerms(CoopBase):
    """The shares of pay that a scheme takes from a day on, in hundredths of a percent; the newest holds."""

    __tablename__ = "pension_terms"
    __table_args__ = (
        CheckConstraint("employee_bps BETWEEN 0 AND 10000", name="employee"),
        CheckConstraint("employer_bps BETWEEN 0 AND 10000", name="employer"),
        Index(None, "scheme_id", "from_on"),
        APPEND_ONLY,
    )

    id: Mapped[UuidKey]
    scheme_id: Mapped[UUID] = mapped_column(ForeignKey("pension_scheme.id"))
    from_on: Mapped[date]
    employee_bps: Mapped[int]
    employer_bps: Mapped[int]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]


class PensionEntry(ByTwo, CoopBase):
    """A worker's way into a scheme, out of it, or how long enrolment is put off.

    ``told_on`` is when a new member was told of it, by which the time for opting out goes; ``until_on`` the
    day to which enrolment is put off.
    """

    __tablename__ = "pension_entry"
    __table_args__ = (
        *_by_two(),
        CheckConstraint(
            "kind IN ('enrolled', 'opted_in', 'joined', 'reenrolled', 'postponed', 'opted_out', 'left')",
            name="kind",
        ),
        CheckConstraint("(kind = 'postponed') = (until_on IS NOT NULL)", name="postponed_until"),
        CheckConstraint("until_on > from_on", name="ends_after_start"),
        CheckConstraint(
            "kind NOT IN ('enrolled', 'opted_in', 'joined', 'reenrolled') OR scheme_id IS NOT NULL",
            name="member_of",
        ),
        Index(None, "worker_id", "from_on"),
    )

    id: Mapped[UuidKey]
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    scheme_id: Mapped[UUID | None] = mapped_column(ForeignKey("pension_scheme.id"))
    kind: Mapped[str] = mapped_column(String(12))
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    told_on: Mapped[date | None]


class AttachmentOrder(ByTwo, CoopBase):
    """What an order takes from a pay day on. Entries of one ``order_id`` follow each other; the last ends it.

    Amounts are pence a pay day. ``owed_pence`` is what was owed when the order came, ``None`` without an end.
    """

    __tablename__ = "attachment_order"
    __table_args__ = (
        *_by_two(),
        CheckConstraint(
            "kind IN ('direct_earnings', 'direct_earnings_higher', 'council_tax_wales', 'priority',"
            " 'non_priority', 'child_maintenance')",
            name="kind",
        ),
        CheckConstraint("normal_pence >= 0 AND protected_pence >= 0", name="not_negative"),
        CheckConstraint("owed_pence > 0", name="owed"),
        CheckConstraint(
            "(kind IN ('priority', 'non_priority', 'child_maintenance')) = (normal_pence > 0)",
            name="normal_by_kind",
        ),
        CheckConstraint(
            "kind IN ('priority', 'non_priority') OR protected_pence = 0", name="protected_by_kind"
        ),
        CheckConstraint("from_on >= made_on", name="starts_after_made"),
        Index(None, "worker_id", "from_on"),
        Index(None, "order_id"),
    )

    id: Mapped[UuidKey]
    order_id: Mapped[UUID]
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    kind: Mapped[str] = mapped_column(String(24))
    made_on: Mapped[date]
    from_on: Mapped[date]
    ends: Mapped[bool] = mapped_column(default=False)
    # It names a case, and so what somebody owes to whom.
    reference: Mapped[str] = mapped_column(Encrypted("attachment_order.reference"))
    paid_to: Mapped[str] = mapped_column(Encrypted("attachment_order.paid_to"))
    normal_pence: Mapped[int] = mapped_column(default=0)
    protected_pence: Mapped[int] = mapped_column(default=0)
    owed_pence: Mapped[int | None]


class DirectorEntry(ByTwo, CoopBase):
    """That a worker is a director from a day on, or no longer; how contributions are spread over the year."""

    __tablename__ = "director_entry"
    __table_args__ = (
        *_by_two(),
        CheckConstraint("method IN ('annual', 'alternative')", name="method"),
        Index(None, "worker_id", "from_on"),
    )

    id: Mapped[UuidKey]
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    is_director: Mapped[bool]
    method: Mapped[str] = mapped_column(String(12))
    from_on: Mapped[date]


class BirthEntry(ByTwo, CoopBase):
    """When a worker was born, as it was said: the newest that is agreed holds."""

    __tablename__ = "birth_entry"
    __table_args__ = (*_by_two(), Index(None, "worker_id", "entered_at"))

    id: Mapped[UuidKey]
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    # As 2001-02-03.
    born_on: Mapped[str] = mapped_column(Encrypted("birth_entry.born_on"))


class ContributionProof(CoopBase):
    """A certificate or paper that was seen, by which another category letter is right; the newest holds."""

    __tablename__ = "contribution_proof"
    __table_args__ = (
        CheckConstraint(
            "proof IN ('age', 'deferment', 'reduced_rate', 'apprenticeship', 'veteran', 'freeport',"
            " 'investment_zone')",
            name="proof",
        ),
        CheckConstraint("until_on >= from_on", name="ends_after_start"),
        Index(None, "worker_id", "proof", "entered_at"),
        APPEND_ONLY,
    )

    id: Mapped[UuidKey]
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    proof: Mapped[str] = mapped_column(String(16))
    from_on: Mapped[date]
    # The last day on which it holds.
    until_on: Mapped[date | None]
    seen_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
