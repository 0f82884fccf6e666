"""Sessions: begun, renewed and ended; also those of hub people who are inside."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from franchise_kit.access.actions.hashing import TOKEN_BYTES
from franchise_kit.access.models import Account, SignInSession
from franchise_kit.access.queries.sign_in import token_hash
from franchise_kit.access.queries.signed_in import SignedIn
from franchise_kit.access.rules.sessions import ABSOLUTE_LIMIT, HALF_LIMIT
from tenants import journal
from tenants.actor import Actor
from tenants.office import Office
from tenants.refusal import NotFound
from tenants.transaction import transaction

HALF: Final = "second_factor_due"
OPEN: Final = "open"
KEPT_FOR: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Visit:
    """A hub person who comes in: who they are and what the agreement or grant lets them do."""

    name: str
    language: str
    hub_account_id: UUID
    hub_epoch: int
    person_id: UUID
    entry_kind: str
    entry_id: UUID
    permissions: Mapping[str, str]
    device: str
    ends_at: datetime


def begin(
    session: Session, account: Account, *, device: str, now: datetime, is_half: bool = False
) -> tuple[SignInSession, str]:
    """Begin a session in the caller's transaction; return its row and its token, which is kept nowhere."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = SignInSession(
        token_hash=token_hash(token),
        account_id=account.id,
        epoch=account.session_epoch,
        stage=HALF if is_half else OPEN,
        device=device,
        started_at=now,
        last_seen_at=now,
        proved_at=now,
        expires_at=now + (HALF_LIMIT if is_half else ABSOLUTE_LIMIT),
    )
    session.execute(
        delete(SignInSession).where(
            SignInSession.account_id == account.id, SignInSession.expires_at < now - KEPT_FOR
        )
    )
    session.add(row)
    session.flush()
    return row, token


def renew(row: SignInSession, *, now: datetime) -> str:
    """Give a session whose holder just proved who they are a new token; the old one is dead."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    if row.stage == HALF:
        row.stage, row.expires_at = OPEN, now + ABSOLUTE_LIMIT
    row.token_hash, row.proved_at, row.last_seen_at = token_hash(token), now, now
    return token


def get_living(session: Session, signed_in: SignedIn, *, now: datetime) -> SignInSession:
    """Return a session's row, locked, if it has not ended since the page began."""
    row = session.get(SignInSession, signed_in.session_id, with_for_update=True)
    if row is None or row.ended_at is not None or now >= row.expires_at:
        raise NotFound
    return row


def end_all_of(
    session: Session,
    account: Account,
    *,
    now: datetime,
    but: UUID | None = None,
    ended_for: str | None = None,
) -> int:
    """End an account's sessions at once; ``but`` is the one that may go on. Return how many ended.

    ``ended_for`` is a code for what their holder is told when they next ask for a page.
    The epoch is the second belt: a session that this look missed belongs to an earlier one.
    """
    account.session_epoch += 1
    living = SignInSession.account_id == account.id, SignInSession.ended_at.is_(None)
    ended = session.execute(
        update(SignInSession)
        .where(*living, SignInSession.id != but if but is not None else SignInSession.id.is_not(None))
        .values(ended_at=now, ended_for=ended_for)
        .returning(SignInSession.id)
    ).all()
    if but is not None:
        session.execute(
            update(SignInSession).where(SignInSession.id == but).values(epoch=account.session_epoch)
        )
    return len(ended)


def sign_out(*, office: Office, by: Actor, session_id: UUID, now: datetime) -> None:
    """End one's present session."""
    with transaction(office, by=by, doing="access.sign_out") as session:
        _end(session, session_id, now=now)
        journal.note(session, record_kind="session", record_id=session_id)


def end_one(*, office: Office, by: Actor, session_id: UUID, now: datetime) -> None:
    """End one of one's own sessions on another device; somebody else's is not found."""
    with transaction(office, by=by, doing="access.end_session") as session:
        row = session.get(SignInSession, session_id)
        if row is None or row.account_id is None or row.account_id != by.account_id:
            raise NotFound(record_kind="session")
        _end(session, session_id, now=now)
        journal.note(session, record_kind="session", record_id=session_id)


def end_everywhere(*, office: Office, by: Actor, now: datetime) -> None:
    """End all of one's own sessions, the present one too."""
    with transaction(office, by=by, doing="access.sign_out_everywhere") as session:
        account = session.get_one(Account, by.account_id, with_for_update=True)
        count = end_all_of(session, account, now=now)
        journal.note(session, record_kind="account", record_id=account.id, sessions=count)


def begin_visit(session: Session, visit: Visit, *, now: datetime) -> str:
    """Let a hub person in, in the caller's transaction; return the token for their browser."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        SignInSession(
            token_hash=token_hash(token),
            stage=OPEN,
            device=visit.device,
            started_at=now,
            last_seen_at=now,
            proved_at=now,
            expires_at=min(now + ABSOLUTE_LIMIT, visit.ends_at),
            epoch=visit.hub_epoch,
            visitor_name=visit.name,
            visitor_language=visit.language,
            hub_account_id=visit.hub_account_id,
            person_id=visit.person_id,
            entry_kind=visit.entry_kind,
            entry_id=visit.entry_id,
            permissions=dict(visit.permissions),
        )
    )
    session.flush()
    return token


def end_visits(session: Session, entry_id: UUID, *, now: datetime) -> int:
    """End every session that came in through an agreement or grant, in the caller's transaction."""
    ended = session.execute(
        update(SignInSession)
        .where(SignInSession.entry_id == entry_id, SignInSession.ended_at.is_(None))
        .values(ended_at=now)
        .returning(SignInSession.id)
    ).all()
    return len(ended)


def end_every_session(session: Session, now: datetime) -> None:
    """End every session of the bound office, when it is shut, in the caller's transaction."""
    session.execute(update(SignInSession).where(SignInSession.ended_at.is_(None)).values(ended_at=now))


def _end(session: Session, session_id: UUID, *, now: datetime) -> None:
    session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.ended_at.is_(None))
        .values(ended_at=now)
    )
