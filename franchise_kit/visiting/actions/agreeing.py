"""The co-op decides on a service agreement: takes it up, perhaps for less, says no, or ends it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.access.actions.sessions import end_visits
from franchise_kit.visiting.models import ServiceAgreement
from franchise_kit.visiting.rules.agreements import check_given
from franchise_kit.visiting.rules.facts import AgreementAnswered
from franchise_kit.visiting.rules.grants import AlreadyDecided, check_decider
from franchise_kit.visiting.rules.kinds import REASONS, UnknownKind
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.openings.disclosures import disclose
from tenants.refusal import NotFound
from tenants.transaction import transaction


def accept_agreement(
    *, coop: Coop, agreement_id: UUID, by: Actor, permissions: Collection[str], now: datetime
) -> None:
    """Take an offer up, for these of its permissions; an earlier agreement of the kind ends with it."""
    with transaction(coop, by=by, doing="agreement.accept") as session:
        offer = _locked(session, agreement_id, by, state="offered")
        check_given(offer.permissions, permissions)
        _end_earlier(session, offer.kind, by, now=now)
        offer.state, offer.decided_at, offer.decided_by_account = "accepted", now, by.account_id
        offer.given_permissions = sorted(set(permissions))
        _answer(session, offer, "accepted")
        journal.note(
            session, record_kind="agreement", record_id=offer.id, permissions=offer.given_permissions
        )


def refuse_agreement(*, coop: Coop, agreement_id: UUID, by: Actor, reason: str, now: datetime) -> None:
    """Say no to an offer."""
    with transaction(coop, by=by, doing="agreement.refuse") as session:
        offer = _locked(session, agreement_id, by, state="offered")
        if reason not in REASONS:
            raise UnknownKind(kind="reason")
        offer.state, offer.reason, offer.decided_at = "refused", reason, now
        offer.decided_by_account = by.account_id
        _answer(session, offer, "refused")
        journal.note(session, record_kind="agreement", record_id=offer.id, reason=reason)


def end_agreement(*, coop: Coop, agreement_id: UUID, by: Actor, now: datetime) -> None:
    """End an agreement at once: whoever is inside by it is outside at their next page."""
    with transaction(coop, by=by, doing="agreement.end") as session:
        agreement = _locked(session, agreement_id, by, state="accepted")
        ended = _end(session, agreement, by, now=now)
        journal.note(session, record_kind="agreement", record_id=agreement.id, visits_ended=ended)


def _locked(session: Session, agreement_id: UUID, by: Actor, *, state: str) -> ServiceAgreement:
    within(by, Permission.SERVICE_AGREEMENT_DECIDE)
    row = session.get(ServiceAgreement, agreement_id, with_for_update=True)
    if row is None:
        raise NotFound(record_kind="agreement")
    check_decider(by, asked_by_person=row.offered_by_person)
    if row.state != state:
        raise AlreadyDecided(agreement_id=row.id)
    return row


def _end_earlier(session: Session, kind: str, by: Actor, *, now: datetime) -> None:
    in_force = select(ServiceAgreement).where(
        ServiceAgreement.kind == kind, ServiceAgreement.state == "accepted"
    )
    for earlier in session.scalars(in_force.with_for_update()):
        _end(session, earlier, by, now=now)
    session.flush()


def _end(session: Session, agreement: ServiceAgreement, by: Actor, *, now: datetime) -> int:
    agreement.state, agreement.ended_at, agreement.ended_by_account = "ended", now, by.account_id
    _answer(session, agreement, "ended")
    return end_visits(session, agreement.id, now=now)


def _answer(session: Session, agreement: ServiceAgreement, answer: str) -> None:
    disclose(
        session,
        AgreementAnswered(
            agreement_id=agreement.id,
            kind=agreement.kind,
            answer=answer,
            permissions=tuple(agreement.given_permissions or ()),
            reason=agreement.reason,
        ),
    )
