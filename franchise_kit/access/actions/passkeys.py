"""Passkeys: enrolled, asked, and taken off. A question is answered once, within five minutes.

Questions that nobody answers are few: an address is held after so many, and the oldest make room.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from franchise_kit.access.actions import factors, sessions, sign_in, throttling
from franchise_kit.access.models import Account, Passkey, PasskeyChallenge
from franchise_kit.access.queries.sign_in import side_of
from franchise_kit.access.queries.signed_in import SignedIn
from tenants import journal
from tenants.actor import Actor, Side
from tenants.office import Office
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading, transaction, upkeep

if TYPE_CHECKING:
    from franchise_kit.access.actions.passkey_protocol import Party

CHALLENGE_BYTES: Final = 32
LASTS: Final = timedelta(minutes=5)
# Questions without an answer at one time: of all strangers of an office together, and of one account.
MOST_OF_STRANGERS: Final = 200
MOST_OF_ACCOUNT: Final = 5


class PasskeyRefused(Refusal):
    """The device's answer does not fit, came too late, or was given before."""

    code = "passkey_refused"


@dataclass(frozen=True, slots=True)
class Question:
    """What the browser is asked, and the id by which the answer names it."""

    id: UUID
    options: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answered:
    """A device's answer: to which question, at which place, and what it says."""

    question_id: UUID
    party: "Party"
    answer: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Checked:
    key_id: UUID
    account_id: UUID
    person_id: UUID
    sign_count: int
    side: Side


def ask_to_enrol(*, office: Office, by: Actor, party: "Party", now: datetime) -> Question:
    """Ask a device to make a passkey."""
    from franchise_kit.access.actions import passkey_protocol  # noqa: PLC0415 - webauthn takes 90 ms

    with upkeep(office) as session:
        account = session.get_one(Account, by.account_id)
        row = _new_question(session, "enrol", account.id, now=now)
        options = passkey_protocol.enrolment_options(
            party,
            account_id=account.id,
            account_name=account.email,
            challenge=row.challenge,
            others=_credentials_of(session, account.id),
        )
        return Question(row.id, options)


def put_on(
    *, office: Office, signed_in: SignedIn, answered: Answered, name: str, now: datetime
) -> factors.Enrolled:
    """Keep a new passkey; it counts as a second factor and as a way to sign in."""
    from franchise_kit.access.actions import passkey_protocol  # noqa: PLC0415 - webauthn takes 90 ms

    by = signed_in.actor
    challenge = _take_question(office, answered.question_id, "enrol", by.account_id, now=now)
    with transaction(office, by=by, doing="access.put_passkey_on") as session:
        row = sessions.get_living(session, signed_in, now=now)
        account = session.get_one(Account, by.account_id, with_for_update=True)
        try:
            made = passkey_protocol.check_enrolment(answered.party, answered.answer, challenge=challenge)
        except passkey_protocol.AnswerDoesNotFit as fault:
            raise PasskeyRefused from fault
        key = Passkey(
            account_id=account.id,
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            rp_id=answered.party.rp_id,
            name=name,
            created_at=now,
        )
        session.add(key)
        session.flush()
        journal.note(session, record_kind="passkey", record_id=key.id)
        return factors.finish_enrolling(session, account, row, now=now)


def take_off(*, office: Office, by: Actor, passkey_id: UUID, now: datetime) -> None:
    """Take one of one's own passkeys off, unless it is the last factor of somebody who needs one."""
    with transaction(office, by=by, doing="access.take_passkey_off") as session:
        account = session.get_one(Account, by.account_id, with_for_update=True)
        gone = session.execute(
            delete(Passkey)
            .where(Passkey.id == passkey_id, Passkey.account_id == account.id)
            .returning(Passkey.id)
        ).first()
        if gone is None:
            raise NotFound(record_kind="passkey")
        factors.finish_taking_off(session, account, but=by.session_id, now=now)


def ask(
    *, office: Office, account_id: UUID | None, party: "Party", visitor: sign_in.Visitor, now: datetime
) -> Question:
    """Ask a device to prove who holds it: at the door anybody, and inside one account.

    A stranger's asking is counted by address; raises ``TriesHeld``.
    """
    from franchise_kit.access.actions import passkey_protocol  # noqa: PLC0415 - webauthn takes 90 ms

    if account_id is None:
        _admit(office, visitor, now=now)
    with upkeep(office) as session:
        row = _new_question(session, "prove" if account_id else "sign_in", account_id, now=now)
        allowed = _credentials_of(session, account_id) if account_id else []
        options = passkey_protocol.question_options(party, challenge=row.challenge, allowed=allowed)
        return Question(row.id, options)


def sign_in_with_passkey(
    *, office: Office, answered: Answered, visitor: sign_in.Visitor, now: datetime
) -> sign_in.Begun:
    """Begin a session: a passkey that verified its holder is both factors at once."""
    checked = _check(office, answered, account_id=None, now=now)
    by = Actor(account_id=checked.account_id, person_id=checked.person_id, side=checked.side)
    with transaction(office, by=by, doing="access.sign_in_with_passkey") as session:
        account = session.get_one(Account, checked.account_id, with_for_update=True)
        if account.status != sign_in.ACTIVE:
            raise sign_in.SignInRefused(reason=account.status)
        _note_use(session, checked, now=now)
        knock = sign_in.knock_of(office, account, visitor)
        sign_in.arrive(session, account, knock, visitor.device, now=now)
        row, token = sessions.begin(session, account, device=visitor.device, now=now)
        journal.note(session, record_kind="session", record_id=row.id, passkey=checked.key_id)
        return sign_in.Begun(token, is_half=False)


def prove(
    *,
    office: Office,
    signed_in: SignedIn,
    answered: Answered,
    visitor: sign_in.Visitor,
    now: datetime,
) -> str:
    """Prove the second factor with a passkey, at the door or again inside; return the session's new token."""
    checked = _check(office, answered, account_id=signed_in.actor.account_id, now=now)
    with transaction(office, by=signed_in.actor, doing="access.prove_factor") as session:
        row = sessions.get_living(session, signed_in, now=now)
        account = session.get_one(Account, checked.account_id, with_for_update=True)
        _note_use(session, checked, now=now)
        journal.note(session, record_kind="session", record_id=row.id, factor="passkey")
        return sign_in.proved(session, account, row, sign_in.knock_of(office, account, visitor), now=now)


def _check(office: Office, answered: Answered, *, account_id: UUID | None, now: datetime) -> _Checked:
    """Check an answer against the key that it names; the question is spent whether it fits or not."""
    from franchise_kit.access.actions import passkey_protocol  # noqa: PLC0415 - webauthn takes 90 ms

    purpose = "prove" if account_id else "sign_in"
    challenge = _take_question(office, answered.question_id, purpose, account_id, now=now)
    try:
        credential_id = passkey_protocol.credential_id_of(answered.answer)
        with reading(office) as session:
            key = session.scalars(select(Passkey).where(Passkey.credential_id == credential_id)).first()
            if key is None or key.rp_id != answered.party.rp_id or account_id not in (None, key.account_id):
                raise PasskeyRefused
            account, side = session.get_one(Account, key.account_id), side_of(session)
        verified = passkey_protocol.check_answer(
            answered.party,
            answered.answer,
            challenge=challenge,
            public_key=key.public_key,
            sign_count=key.sign_count,
        )
    except passkey_protocol.AnswerDoesNotFit as fault:
        raise PasskeyRefused from fault
    return _Checked(key.id, account.id, account.person_id, verified.new_sign_count, side)


def _note_use(session: Session, checked: _Checked, *, now: datetime) -> None:
    key = session.get(Passkey, checked.key_id, with_for_update=True)
    if key is None:
        raise PasskeyRefused
    key.sign_count, key.last_used_at = checked.sign_count, now


def _admit(office: Office, visitor: sign_in.Visitor, *, now: datetime) -> None:
    with upkeep(office) as session:
        address = throttling.address_key(office, visitor.address)
        counted = throttling.admit_question(session, address, now=now)
    counted.check(now=now)


def _credentials_of(session: Session, account_id: UUID) -> list[bytes]:
    return list(session.scalars(select(Passkey.credential_id).where(Passkey.account_id == account_id)))


def _new_question(
    session: Session, purpose: str, account_id: UUID | None, *, now: datetime
) -> PasskeyChallenge:
    session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at < now))
    _make_room(session, account_id)
    row = PasskeyChallenge(
        challenge=secrets.token_bytes(CHALLENGE_BYTES),
        purpose=purpose,
        account_id=account_id,
        expires_at=now + LASTS,
    )
    session.add(row)
    session.flush()
    return row


def _make_room(session: Session, account_id: UUID | None) -> None:
    """Forget the oldest questions without an answer, so that one more is not too many.

    The newest stay, since whoever was asked just now is about to answer. Strangers crowd out strangers alone.
    """
    most = MOST_OF_STRANGERS if account_id is None else MOST_OF_ACCOUNT
    crowded = (
        select(PasskeyChallenge.id)
        .where(_is_of(account_id))
        .order_by(PasskeyChallenge.expires_at.desc(), PasskeyChallenge.id)
        .offset(most - 1)
    )
    # What somebody else forgets at this moment needs no second hand, and two hands could wait for each other.
    spare = select(PasskeyChallenge.id).where(PasskeyChallenge.id.in_(crowded))
    session.execute(
        delete(PasskeyChallenge).where(PasskeyChallenge.id.in_(spare.with_for_update(skip_locked=True)))
    )


def _is_of(account_id: UUID | None) -> ColumnElement[bool]:
    if account_id is None:
        return PasskeyChallenge.account_id.is_(None)
    return PasskeyChallenge.account_id == account_id


def _take_question(
    office: Office, question_id: UUID, purpose: str, account_id: UUID | None, *, now: datetime
) -> bytes:
    """Spend a question and return its challenge; of two answers at once, one gets it."""
    with upkeep(office) as session:
        challenge = session.scalars(
            delete(PasskeyChallenge)
            .where(
                PasskeyChallenge.id == question_id,
                PasskeyChallenge.purpose == purpose,
                PasskeyChallenge.expires_at > now,
                _is_of(account_id),
            )
            .returning(PasskeyChallenge.challenge)
        ).first()
    if challenge is None:
        raise PasskeyRefused
    return challenge
