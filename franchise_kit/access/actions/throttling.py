"""Counting tries in the office's own tables, so that all processes count together."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from franchise_kit.access.actions.hashing import blind
from franchise_kit.access.models import AddressTry, KnownAddress, Throttle
from franchise_kit.access.rules import throttle as rules
from tenants.office import Office
from tenants.refusal import Refusal

KNOWN_FOR: Final = timedelta(days=90)
MAILS: Final = 3
MAILS_WINDOW: Final = timedelta(minutes=15)


class TriesHeld(Refusal):
    """Too many tries; wait, or take another way in."""

    code = "tries_held"


@dataclass(frozen=True, slots=True)
class Counted:
    """A try that was counted, and whether it is the one that began a hold."""

    tries: rules.Tries
    begins_hold: bool = False

    def check(self, *, now: datetime) -> None:
        """Refuse a try that is held."""
        until = self.tries.held_until
        if until is not None and self.tries.is_held(now):
            raise TriesHeld(wait_minutes=max(1, -(-(until - now) // timedelta(minutes=1))))


@dataclass(frozen=True, slots=True)
class Knock:
    """Somebody at the door: which account they name, and from where, both as hashes."""

    account_key: bytes
    address: bytes
    account_id: UUID | None


def address_key(office: Office, address: str | None) -> bytes:
    """Return the hash of a network address; of IPv6 the network counts, since one line has billions."""
    text = address or "unknown"
    try:
        known = ip_address(text)
    except ValueError:
        return blind(office, "address", text)
    if isinstance(known, IPv6Address):
        text = str(ip_network((known, 64), strict=False))
    return blind(office, "address", text)


def account_key(office: Office, email: str) -> bytes:
    """Return the hash under which tries for an e-mail address are counted, whether anybody has it or not."""
    return blind(office, "account", email.strip().lower())


def admit(session: Session, knock: Knock, *, now: datetime) -> Counted:
    """Count a try at the door; the caller looks whether it is held.

    An address from which the account was signed in before has a count of its own, so that nobody can
    keep a person out of their own account by failing on purpose somewhere else.
    """
    _forget_old(session, now=now)
    if _is_known(session, knock):
        return count_try(session, "pair", knock.account_key[:16] + knock.address[:16], now=now)
    if rules.is_too_many_accounts(_other_accounts(session, knock, now=now)):
        return Counted(rules.Tries(count=0, last_at=now, held_until=now + rules.FIRST_HOLD))
    _note_address_try(session, knock, now=now)
    return count_try(session, "account", knock.account_key, now=now)


def admit_question(session: Session, address: bytes, *, now: datetime) -> Counted:
    """Count that a stranger asks for a passkey's question; the caller looks whether the address is held."""
    _forget_old(session, now=now)
    return count_try(session, "address", address, now=now, most=rules.MOST_QUESTIONS)


def count_try(
    session: Session,
    kind: str,
    key: bytes,
    *,
    now: datetime,
    most: int = rules.MOST_TRIES,
    window: timedelta = rules.WINDOW,
) -> Counted:
    """Count one more try under the row's lock, before it is known how it ends: twenty at once are twenty."""
    fresh = insert(Throttle).values(kind=kind, key=key, count=0, last_at=now, holds=0)
    # An update that changes nothing locks the row in the same statement: none can vanish in between.
    locked = fresh.on_conflict_do_update(index_elements=["kind", "key"], set_={"kind": fresh.excluded.kind})
    row = session.scalars(locked.returning(Throttle), execution_options={"populate_existing": True}).one()
    before = rules.Tries(row.count, row.last_at, row.holds, row.held_until) if row.count else None
    after = rules.after_try(before, now=now, most=most, window=window)
    row.count, row.last_at, row.holds, row.held_until = (
        after.count,
        after.last_at,
        after.holds,
        after.held_until,
    )
    return Counted(after, begins_hold=after.holds > (before.holds if before else 0))


def welcome(session: Session, knock: Knock, *, now: datetime) -> None:
    """Forget the failures of somebody who got in, and remember where they are."""
    pair = knock.account_key[:16] + knock.address[:16]
    for kind, key in (("account", knock.account_key), ("pair", pair), ("address", knock.address)):
        session.execute(delete(Throttle).where(Throttle.kind == kind, Throttle.key == key))
    session.execute(
        delete(AddressTry).where(AddressTry.address == knock.address, AddressTry.account == knock.account_key)
    )
    if knock.account_id is None:
        return
    known = insert(KnownAddress).values(account_id=knock.account_id, address=knock.address, at=now)
    session.execute(
        known.on_conflict_do_update(index_elements=["account_id", "address"], set_={"at": known.excluded.at})
    )
    session.execute(
        delete(KnownAddress).where(
            KnownAddress.account_id == knock.account_id, KnownAddress.at < now - KNOWN_FOR
        )
    )


def clear(session: Session, kind: str, key: bytes) -> None:
    """Forget the tries of one kind."""
    session.execute(delete(Throttle).where(Throttle.kind == kind, Throttle.key == key))


def has_known_address(session: Session, account_id: UUID, address: bytes) -> bool:
    """Say whether an account was signed in from an address before."""
    return session.get(KnownAddress, (account_id, address)) is not None


def _is_known(session: Session, knock: Knock) -> bool:
    return knock.account_id is not None and has_known_address(session, knock.account_id, knock.address)


def _other_accounts(session: Session, knock: Knock, *, now: datetime) -> int:
    others = select(func.count()).where(
        AddressTry.address == knock.address,
        AddressTry.account != knock.account_key,
        AddressTry.at > now - rules.ACCOUNTS_WINDOW,
    )
    return session.scalar(others) or 0


def _note_address_try(session: Session, knock: Knock, *, now: datetime) -> None:
    made = insert(AddressTry).values(address=knock.address, account=knock.account_key, at=now)
    session.execute(
        made.on_conflict_do_update(index_elements=["address", "account"], set_={"at": made.excluded.at})
    )


def _forget_old(session: Session, *, now: datetime) -> None:
    session.execute(delete(AddressTry).where(AddressTry.at < now - rules.ACCOUNTS_WINDOW))
    session.execute(delete(Throttle).where(Throttle.last_at < now - 2 * rules.FORGOTTEN_AFTER))
