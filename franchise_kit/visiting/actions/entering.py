"""A hub person goes from the hub to a co-op's door and in: a hand-over that works for a minute, once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, cast
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.access.actions.sessions import Visit, begin_visit
from franchise_kit.access.queries.actors import find_standing
from franchise_kit.access.rules.sessions import ABSOLUTE_LIMIT
from franchise_kit.visiting.hub_models import AgreementOffer, GrantRequest, HandOver
from franchise_kit.visiting.queries.asked import may_enter_by_offer, may_enter_by_request
from franchise_kit.visiting.queries.entries import EntryFacts, entry_in_force
from franchise_kit.visiting.rules.grants import grant_state
from tenants import journal, registry
from tenants.actor import Actor
from tenants.office import HUB, Coop, CoopState
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading, transaction

LASTS: Final = timedelta(seconds=60)
KEPT: Final = timedelta(days=30)
TOKEN_BYTES: Final = 32


class EntryNotInForce(Refusal):
    """The agreement or grant was not given, has ended, or is somebody else's."""

    code = "entry_not_in_force"


class HandOverSpent(Refusal):
    """The way in was used, is over a minute old, leads to another door, or never was."""

    code = "hand_over_spent"


@dataclass(frozen=True, slots=True)
class Guest:
    """A hub person at a co-op's door, as the hub vouches for them."""

    hub_account_id: UUID
    hub_epoch: int
    person_id: UUID
    name: str
    language: str
    roles: frozenset[str]
    entry_kind: Literal["agreement", "grant"]
    entry_id: UUID

    @property
    def actor(self) -> Actor:
        """Who acts at the door: known, and still without any permission here."""
        return Actor(
            account_id=self.hub_account_id,
            person_id=self.person_id,
            side="hub",
            roles=self.roles,
            entry_id=self.entry_id,
        )


@dataclass(frozen=True, slots=True)
class Times:
    """Two instants of the same moment: the day that the network lives on, and the time that passes."""

    now: datetime
    ticking: datetime


def set_out(*, by: Actor, entry_id: UUID, name: str, language: str, times: Times) -> tuple[Coop, str]:
    """At the hub: write a hand-over; return the co-op and the token, which is kept nowhere."""
    with transaction(HUB, by=by, doing="visit.set_out") as session:
        within(by, Permission.COOP_ENTER)
        kind, coop_id = _open_entry(session, entry_id, by, now=times.now)
        coop = registry.get_by_id(session, coop_id)
        if coop.state is not CoopState.ACTIVE:
            raise EntryNotInForce(entry_id=entry_id)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        session.execute(delete(HandOver).where(HandOver.expires_at < times.ticking - KEPT))
        session.add(
            HandOver(
                token_hash=_hash(token),
                coop_id=coop_id,
                hub_account_id=by.account_id,
                person_id=by.person_id,
                name=name,
                language=language,
                roles=sorted(by.roles),
                entry_kind=kind,
                entry_id=entry_id,
                made_at=times.ticking,
                expires_at=times.ticking + LASTS,
            )
        )
        journal.note(session, record_kind=kind, record_id=entry_id, coop_id=coop_id)
        return coop, token


def _open_entry(session: Session, entry_id: UUID, by: Actor, *, now: datetime) -> tuple[str, UUID]:
    request = session.get(GrantRequest, entry_id)
    if request is not None and may_enter_by_request(request, by):
        if grant_state(request.state, ends_at=request.ends_at, now=now) != "accepted":
            raise EntryNotInForce(entry_id=entry_id)
        return "grant", request.coop_id
    offer = session.get(AgreementOffer, entry_id)
    if offer is not None and may_enter_by_offer(offer, by):
        if offer.state != "accepted":
            raise EntryNotInForce(entry_id=entry_id)
        return "agreement", offer.coop_id
    raise NotFound(record_kind="entry")


def look_at_hand_over(*, coop: Coop, token: str, ticking: datetime) -> Guest:
    """Return who stands at a co-op's door, changing nothing; raise ``HandOverSpent`` if nobody may."""
    with reading(HUB) as session:
        return _guest(session, _waiting(session, coop, token, ticking=ticking))


def is_still_sent(*, account_id: UUID, epoch: int) -> bool:
    """Say, at the hub, whether somebody who is inside a co-op still is whom the hub vouched for.

    A suspension, another role, another password and signing out everywhere all end what the account began.
    """
    with reading(HUB) as session:
        standing = find_standing(session, account_id)
    return standing is not None and standing.epoch == epoch


def claim_hand_over(*, coop: Coop, token: str, ticking: datetime) -> Guest:
    """Use a hand-over up, at the hub: of two at the same instant one gets in."""
    guest = look_at_hand_over(coop=coop, token=token, ticking=ticking)
    with transaction(HUB, by=guest.actor, doing="visit.claim") as session:
        row = _waiting(session, coop, token, ticking=ticking)
        claimed = session.execute(
            update(HandOver)
            .where(HandOver.id == row.id, HandOver.claimed_at.is_(None))
            .values(claimed_at=ticking)
            .returning(HandOver.id)
        ).all()
        if len(claimed) != 1:
            raise HandOverSpent
        journal.note(session, record_kind=row.entry_kind, record_id=row.entry_id, coop_id=coop.id)
        return guest


def _waiting(session: Session, coop: Coop, token: str, *, ticking: datetime) -> HandOver:
    row = session.scalars(
        select(HandOver).where(HandOver.token_hash == _hash(token), HandOver.coop_id == coop.id)
    ).one_or_none()
    if row is None or row.claimed_at is not None or ticking >= row.expires_at:
        raise HandOverSpent
    return row


def _guest(session: Session, row: HandOver) -> Guest:
    standing = find_standing(session, row.hub_account_id)
    if standing is None:
        raise HandOverSpent
    return Guest(
        hub_account_id=row.hub_account_id,
        hub_epoch=standing.epoch,
        person_id=row.person_id,
        name=row.name,
        language=row.language,
        # As they are now: a minute is long enough to lose a role.
        roles=standing.actor.roles & frozenset(row.roles),
        entry_kind=cast("Literal['agreement', 'grant']", row.entry_kind),
        entry_id=row.entry_id,
    )


def find_entry_of(session: Session, guest: Guest, *, now: datetime) -> EntryFacts | None:
    """Return, in the co-op, what lets this guest in, or ``None`` if nothing does."""
    entry = entry_in_force(session, guest.entry_id, now)
    if entry is None or entry.kind != guest.entry_kind or entry.hub_role not in guest.roles:
        return None
    is_somebody_elses = entry.person_id is not None and entry.person_id != guest.person_id
    return None if is_somebody_elses else entry


def come_in(*, coop: Coop, guest: Guest, device: str, times: Times) -> str:
    """At the co-op: write who comes in into its journal, and begin their visit; return its token.

    What the co-op itself holds decides; the hub may not have heard yet that a grant was taken back.
    """
    with transaction(coop, by=guest.actor, doing="visit.begin") as session:
        entry = find_entry_of(session, guest, now=times.now)
        if entry is None:
            raise EntryNotInForce(entry_id=guest.entry_id)
        scope = "grant" if entry.kind == "grant" else "svc"
        lasts = entry.ends_at - times.now if entry.ends_at is not None else ABSOLUTE_LIMIT
        token = begin_visit(
            session,
            Visit(
                name=guest.name,
                language=guest.language,
                hub_account_id=guest.hub_account_id,
                hub_epoch=guest.hub_epoch,
                person_id=guest.person_id,
                entry_kind=entry.kind,
                entry_id=entry.id,
                permissions={**entry.permissions, Permission.COOP_ENTER.value: scope},
                device=device,
                ends_at=times.ticking + lasts,
            ),
            now=times.ticking,
        )
        journal.note(session, record_kind=entry.kind, record_id=entry.id, role=entry.hub_role)
        return token


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
