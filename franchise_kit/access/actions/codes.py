"""Codes from an authenticator, and recovery codes from paper: each works once."""

import hmac
from datetime import datetime
from typing import Final, Literal

import pyotp
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from franchise_kit.access.actions import hashing, posting
from franchise_kit.access.models import Account, RecoveryCode

STEP_SECONDS: Final = 30
DIGITS: Final = 6
# 32 letters of five bits each: 160.
SEED_LETTERS: Final = 32
RECOVERY_CODES: Final = 10
Kind = Literal["authenticator", "recovery_code"]


def new_seed() -> str:
    """Return the secret of an authenticator, of 160 random bits."""
    return pyotp.random_base32(SEED_LETTERS)


def matching_step(seed: str, code: str, *, now: datetime) -> int | None:
    """Return the step of 30 seconds whose code this is, one to either side allowed (RFC 6238, 5.2)."""
    present = int(now.timestamp()) // STEP_SECONDS
    generator = pyotp.TOTP(seed)
    for step in (present, present - 1, present + 1):
        if hmac.compare_digest(generator.at(step * STEP_SECONDS), code):
            return step
    return None


def use(session: Session, account: Account, code: str, *, now: datetime) -> Kind | None:
    """Use a code up; return which kind it was, or ``None`` if it does not fit or was used."""
    typed = "".join(letter for letter in code if letter.isalnum())
    if typed.isascii() and typed.isdigit() and len(typed) == DIGITS:
        return "authenticator" if use_authenticator(session, account, typed, now=now) else None
    return "recovery_code" if _use_recovery(session, account, typed, now=now) else None


def use_authenticator(session: Session, account: Account, code: str, *, now: datetime) -> bool:
    """Use up an authenticator's code; of two at once, one gets it."""
    if account.totp_secret is None:
        return False
    step = matching_step(account.totp_secret, code, now=now)
    return step is not None and mark_step(session, account, step)


def mark_step(session: Session, account: Account, step: int) -> bool:
    """Write that a step's code was used, unless that or a later one was."""
    is_later = or_(Account.totp_last_step.is_(None), Account.totp_last_step < step)
    marked = session.execute(
        update(Account)
        .where(Account.id == account.id, is_later)
        .values(totp_last_step=step)
        .returning(Account.id)
        .execution_options(synchronize_session="fetch")
    ).first()
    return marked is not None


def make_recovery_codes(session: Session, account: Account, *, now: datetime) -> tuple[str, ...]:
    """Make ten new codes and let the old ones die; they are shown now and never again."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    made = tuple(hashing.new_recovery_code() for _ in range(RECOVERY_CODES))
    session.add_all(
        RecoveryCode(
            account_id=account.id, code_hash=hashing.recovery_code_hash(account.id, code), made_at=now
        )
        for code in made
    )
    return made


def has_recovery_codes(session: Session, account: Account) -> bool:
    """Say whether any code is left."""
    return count_left(session, account) > 0


def count_left(session: Session, account: Account) -> int:
    """Return how many recovery codes were not used yet."""
    left = select(func.count()).where(RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))
    return session.scalar(left) or 0


def _use_recovery(session: Session, account: Account, typed: str, *, now: datetime) -> bool:
    used = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account.id,
            RecoveryCode.code_hash == hashing.recovery_code_hash(account.id, typed),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCode.id)
    ).first()
    if used is None:
        return False
    posting.tell(session, account, "recovery_code_used", left=count_left(session, account))
    return True
