"""What the hub asked and offered, as the hub sees it, and which doors are open to somebody there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.visiting.hub_models import AgreementOffer, GrantRequest
from franchise_kit.visiting.rules.grants import grant_state
from tenants.actor import Actor


@dataclass(frozen=True, slots=True)
class AskedEntry:
    """A request or an offer with the co-op's answer, and whether whoever looks may go in by it."""

    id: UUID
    coop_id: UUID
    kind: Literal["agreement", "grant"]
    # A grant's purpose in its asker's words, or the kind of an agreement.
    purpose: str
    hub_role: str
    by_name: str
    asked_at: datetime
    state: str
    reason: str | None
    asked_codes: tuple[str, ...]
    given_codes: tuple[str, ...]
    records_asked: int
    records_given: int
    hours: int | None
    ends_at: datetime | None
    answered_at: datetime | None
    may_enter: bool


def list_asked(session: Session, *, by: Actor, now: datetime, most: int = 200) -> list[AskedEntry]:
    """Return, in the hub, requests and offers that this person may see, the newest first.

    Whoever may read grants and agreements sees all of them; others see those that they can go in by.
    """
    entries: list[AskedEntry] = []
    if by.may(Permission.ACCESS_GRANT_READ) or by.may(Permission.COOP_ENTER):
        requests = select(GrantRequest).order_by(GrantRequest.asked_at.desc()).limit(most)
        entries += [_request(row, by, now) for row in session.scalars(requests)]
    if by.may(Permission.SERVICE_AGREEMENT_READ) or by.may(Permission.COOP_ENTER):
        offers = select(AgreementOffer).order_by(AgreementOffer.offered_at.desc()).limit(most)
        entries += [_offer(row, by) for row in session.scalars(offers)]
    seen = [entry for entry in entries if entry.may_enter or by.may(_reading(entry))]
    return sorted(seen, key=lambda entry: entry.asked_at, reverse=True)


def list_open_doors(session: Session, *, by: Actor, now: datetime) -> list[AskedEntry]:
    """Return, in the hub, what this person can go in by now."""
    within(by, Permission.COOP_ENTER)
    return [entry for entry in list_asked(session, by=by, now=now) if entry.may_enter]


def _reading(entry: AskedEntry) -> str:
    is_grant = entry.kind == "grant"
    return (Permission.ACCESS_GRANT_READ if is_grant else Permission.SERVICE_AGREEMENT_READ).value


def _request(row: GrantRequest, by: Actor, now: datetime) -> AskedEntry:
    state = grant_state(row.state, ends_at=row.ends_at, now=now)
    return AskedEntry(
        id=row.id,
        coop_id=row.coop_id,
        kind="grant",
        purpose=row.purpose,
        hub_role=row.hub_role,
        by_name=row.asked_by_name,
        asked_at=row.asked_at,
        state=state,
        reason=row.reason,
        asked_codes=tuple(row.record_kinds),
        given_codes=tuple(row.given_kinds),
        records_asked=len(row.record_ids),
        records_given=row.records_given,
        hours=row.hours,
        ends_at=row.ends_at,
        answered_at=row.answered_at,
        may_enter=state == "accepted" and may_enter_by_request(row, by),
    )


def _offer(row: AgreementOffer, by: Actor) -> AskedEntry:
    return AskedEntry(
        id=row.id,
        coop_id=row.coop_id,
        kind="agreement",
        purpose=row.kind,
        hub_role=row.hub_role,
        by_name=row.offered_by_name,
        asked_at=row.offered_at,
        state=row.state,
        reason=row.reason,
        asked_codes=tuple(row.permissions),
        given_codes=tuple(row.given_permissions),
        records_asked=0,
        records_given=0,
        hours=None,
        ends_at=None,
        answered_at=row.answered_at,
        may_enter=row.state == "accepted" and may_enter_by_offer(row, by),
    )


def may_enter_by_request(row: GrantRequest, by: Actor) -> bool:
    """Say whether a grant is this person's own and they may go in at all."""
    is_own = by.person_id is not None and by.person_id == row.asked_by_person
    return is_own and by.may(Permission.COOP_ENTER) and row.hub_role in by.roles


def may_enter_by_offer(row: AgreementOffer, by: Actor) -> bool:
    """Say whether this person has the role that an agreement is for."""
    return by.may(Permission.COOP_ENTER) and row.hub_role in by.roles
