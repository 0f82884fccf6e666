"""The tables of access. Every office has them: the hub for the network's people, each co-op for its own."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import OfficeBase, UuidKey
from tenants.keys import Encrypted


class Account(OfficeBase):
    """Somebody who may sign in here. ``person_id`` is the same person in every office."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("status IN ('invited', 'active', 'suspended')", name="status"),
        CheckConstraint("language IN ('en', 'cy')", name="language"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("status <> 'active' OR password_hash IS NOT NULL", name="active_has_password"),
        Index("uq_account_email", text("lower(email)"), unique=True),
        Index(None, "person_id"),
    )

    id: Mapped[UuidKey]
    person_id: Mapped[UUID] = mapped_column(default=uuid4)
    email: Mapped[str] = mapped_column(String(254))
    first_name: Mapped[str] = mapped_column(String(80))
    full_name: Mapped[str] = mapped_column(String(160))
    language: Mapped[str] = mapped_column(String(2))
    status: Mapped[str] = mapped_column(String(9), default="invited")
    password_hash: Mapped[str | None] = mapped_column(String(255))
    totp_secret: Mapped[str | None] = mapped_column(Encrypted("account.totp_secret"))
    # A seed that is shown but not yet proved; it takes the place of the other when a code fits.
    totp_pending: Mapped[str | None] = mapped_column(Encrypted("account.totp_pending"))
    # The last step of 30 seconds whose code was used: each code works once.
    totp_last_step: Mapped[int | None] = mapped_column(BigInteger)
    # A session of an earlier epoch is dead: the second belt beside ``ended_at``.
    session_epoch: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    password_set_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class AccountRole(OfficeBase):
    """A role that an account holds, is to hold once a second person says yes, or held."""

    __tablename__ = "account_role"
    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'given', 'ended')", name="state"),
        CheckConstraint("state <> 'given' OR given_at IS NOT NULL", name="given_when"),
        CheckConstraint(
            "approved_by_person IS NULL OR approved_by_person <> proposed_by_person", name="two_people"
        ),
        Index(
            "uq_account_role_live",
            "account_id",
            "role",
            unique=True,
            postgresql_where=text("state <> 'ended'"),
        ),
        Index(None, "role", "state"),
    )

    id: Mapped[UuidKey]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(8))
    proposed_by_person: Mapped[UUID | None]
    proposed_at: Mapped[datetime]
    approved_by_person: Mapped[UUID | None]
    given_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class SignInSession(OfficeBase):
    """A browser that is signed in, or half-way there; or a hub person who is inside this co-op."""

    __tablename__ = "sign_in_session"
    __table_args__ = (
        CheckConstraint("stage IN ('second_factor_due', 'open')", name="stage"),
        CheckConstraint("(account_id IS NULL) <> (entry_id IS NULL)", name="account_or_visitor"),
        CheckConstraint(
            "entry_id IS NULL OR"
            " (person_id IS NOT NULL AND hub_account_id IS NOT NULL AND visitor_name IS NOT NULL)",
            name="visitor_is_known",
        ),
        CheckConstraint(
            "ended_for IS NULL OR (ended_for = 'roles' AND ended_at IS NOT NULL)", name="ended_for"
        ),
        Index(None, "account_id"),
        Index(None, "entry_id"),
    )

    id: Mapped[UuidKey]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    epoch: Mapped[int] = mapped_column(default=1)
    stage: Mapped[str] = mapped_column(String(20))
    # The browser and its system as codes, such as firefox/linux; no address and no place is kept.
    device: Mapped[str] = mapped_column(String(40), default="")
    started_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    proved_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    # Why it ended, where its holder did not end it and should be told.
    ended_for: Mapped[str | None] = mapped_column(String(8))
    # A hub person: who, through which agreement or grant, and with which permissions.
    visitor_name: Mapped[str | None] = mapped_column(String(160))
    visitor_language: Mapped[str | None] = mapped_column(String(2))
    hub_account_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    entry_kind: Mapped[str | None] = mapped_column(String(20))
    entry_id: Mapped[UUID | None]
    permissions: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Passkey(OfficeBase):
    """A key pair whose private half stays in somebody's device."""

    __tablename__ = "passkey"
    __table_args__ = (Index(None, "account_id"),)

    id: Mapped[UuidKey]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    rp_id: Mapped[str] = mapped_column(String(253))
    name: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class PasskeyChallenge(OfficeBase):
    """A question put to a passkey: answered once, within five minutes."""

    __tablename__ = "passkey_challenge"
    __table_args__ = (CheckConstraint("purpose IN ('enrol', 'sign_in', 'prove')", name="purpose"),)

    id: Mapped[UuidKey]
    challenge: Mapped[bytes] = mapped_column(LargeBinary(64))
    purpose: Mapped[str] = mapped_column(String(10))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime] = mapped_column(index=True)


class RecoveryCode(OfficeBase):
    """A code on paper for the day when the phone is lost; it works once."""

    __tablename__ = "recovery_code"
    __table_args__ = (Index(None, "account_id"),)

    id: Mapped[UuidKey]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class OneTimeLink(OfficeBase):
    """A link that came by mail: an invitation, a reset, or the proof of a new address."""

    __tablename__ = "one_time_link"
    __table_args__ = (
        CheckConstraint("purpose IN ('invitation', 'reset', 'new_email')", name="purpose"),
        CheckConstraint("(purpose = 'new_email') = (new_email IS NOT NULL)", name="new_email"),
        Index(None, "account_id"),
    )

    id: Mapped[UuidKey]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    purpose: Mapped[str] = mapped_column(String(10))
    new_email: Mapped[str | None] = mapped_column(String(254))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Throttle(OfficeBase):
    """How often something was tried. ``key`` is a hash: no address and no e-mail can be read from it."""

    __tablename__ = "sign_in_throttle"
    __table_args__ = (
        CheckConstraint("kind IN ('account', 'pair', 'address', 'factor', 'mail')", name="kind"),
    )

    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    count: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)
    holds: Mapped[int] = mapped_column(default=0)
    held_until: Mapped[datetime | None]


class AddressTry(OfficeBase):
    """Which accounts one address tried within the hour; both are hashes."""

    __tablename__ = "address_try"

    address: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class KnownAddress(OfficeBase):
    """An address from which an account was signed in or recovered: a hold on the account spares it."""

    __tablename__ = "known_address"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    address: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    at: Mapped[datetime]
