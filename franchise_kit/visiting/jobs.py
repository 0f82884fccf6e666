"""What is done with requests, offers and answers when they arrive on the other side of the wall."""

import logging
from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.access.queries.holders import list_holder_ids
from franchise_kit.visiting.hub_models import AgreementOffer, GrantRequest
from franchise_kit.visiting.models import AccessGrant, ServiceAgreement
from franchise_kit.visiting.rules.facts import (
    AgreementAnswered,
    AgreementOffered,
    GrantAnswered,
    GrantRequested,
)
from franchise_kit.visiting.rules.grants import Terms, check_terms
from franchise_kit.visiting.rules.kinds import NEVER_ALLOWED, check_offer
from tenants import bells
from tenants.openings.deliveries import on_delivery
from tenants.openings.disclosures import disclose, on_disclosure
from tenants.openings.handlers import Receipt
from tenants.refusal import Refusal

log = logging.getLogger(__name__)

GRANT_STATES = frozenset({"accepted", "refused", "revoked"})
AGREEMENT_STATES = frozenset({"accepted", "refused", "ended"})


@on_delivery("grant_requested")
def take_request(session: Session, receipt: Receipt, fact: GrantRequested) -> None:
    """Write a request into the co-op and tell those who decide; one that nobody may accept is refused."""
    is_allowed = _holds(lambda: check_terms(_terms(fact), basis=fact.basis))
    session.add(
        AccessGrant(
            id=fact.grant_id,
            asked_by_account=fact.asked_by_account,
            asked_by_person=fact.asked_by_person,
            asked_by_name=fact.asked_by_name,
            hub_role=fact.hub_role,
            purpose=fact.purpose,
            basis=fact.basis,
            record_kinds=list(fact.record_kinds),
            record_ids=[str(one) for one in fact.record_ids],
            fields_hidden=list(fact.fields_hidden),
            hours=fact.hours,
            asked_at=fact.asked_at,
            state="asked" if is_allowed else "refused",
            reason=None if is_allowed else NEVER_ALLOWED,
            decided_at=None if is_allowed else receipt.received_at,
        )
    )
    if is_allowed:
        _tell(
            session, Permission.ACCESS_GRANT_DECIDE, "grant_requested", f"/visitors/requests/{fact.grant_id}"
        )
        return
    answer = GrantAnswered(
        grant_id=fact.grant_id,
        answer="refused",
        record_kinds=(),
        records_asked=len(fact.record_ids),
        records_given=0,
        reason=NEVER_ALLOWED,
    )
    disclose(session, answer)


@on_delivery("agreement_offered")
def take_offer(session: Session, receipt: Receipt, fact: AgreementOffered) -> None:
    """Write an offer into the co-op and tell those who decide; one that nobody may accept is refused."""
    is_allowed = _holds(lambda: check_offer(fact.kind, fact.hub_role, fact.permissions))
    session.add(
        ServiceAgreement(
            id=fact.agreement_id,
            kind=fact.kind,
            hub_role=fact.hub_role,
            permissions=list(fact.permissions),
            offered_by_account=fact.offered_by_account,
            offered_by_person=fact.offered_by_person,
            offered_by_name=fact.offered_by_name,
            offered_at=fact.offered_at,
            state="offered" if is_allowed else "refused",
            reason=None if is_allowed else NEVER_ALLOWED,
            decided_at=None if is_allowed else receipt.received_at,
        )
    )
    if is_allowed:
        path = f"/visitors/agreements/{fact.agreement_id}"
        _tell(session, Permission.SERVICE_AGREEMENT_DECIDE, "agreement_offered", path)
        return
    answer = AgreementAnswered(fact.agreement_id, fact.kind, "refused", (), NEVER_ALLOWED)
    disclose(session, answer)


@on_disclosure("grant_answered")
def take_grant_answer(session: Session, receipt: Receipt, fact: GrantAnswered) -> None:
    """Keep a co-op's answer to a request of its own; another co-op's request is not for it to answer."""
    row = session.get(GrantRequest, fact.grant_id, with_for_update=True)
    if row is None or row.coop_id != receipt.coop.id or fact.answer not in GRANT_STATES:
        _ignore(receipt)
        return
    row.state, row.reason, row.answered_at = fact.answer, fact.reason, receipt.received_at
    row.given_kinds, row.records_given = list(fact.record_kinds), fact.records_given
    row.ends_at = fact.ends_at
    _tell_asker(session, row.asked_by_account, "grant_answered", "/entries")


@on_disclosure("agreement_answered")
def take_agreement_answer(session: Session, receipt: Receipt, fact: AgreementAnswered) -> None:
    """Keep a co-op's answer to an offer made to it."""
    row = session.get(AgreementOffer, fact.agreement_id, with_for_update=True)
    if row is None or row.coop_id != receipt.coop.id or fact.answer not in AGREEMENT_STATES:
        _ignore(receipt)
        return
    row.state, row.reason, row.answered_at = fact.answer, fact.reason, receipt.received_at
    row.given_permissions = list(fact.permissions)
    _tell_asker(session, row.offered_by_account, "agreement_answered", "/offers")


def _terms(fact: GrantRequested) -> Terms:
    return Terms(
        frozenset(fact.record_kinds), frozenset(fact.record_ids), frozenset(fact.fields_hidden), fact.hours
    )


def _holds(check: Callable[[], None]) -> bool:
    """Say whether a check passes: what crossed cannot be refused, only answered."""
    try:
        check()
    except Refusal:
        return False
    return True


def _tell(session: Session, permission: Permission, kind: str, path: str) -> None:
    for account_id in list_holder_ids(session, permission):
        bells.ring_for(session, account_id, kind=kind, path=path)


def _tell_asker(session: Session, account_id: UUID, kind: str, path: str) -> None:
    bells.ring_for(session, account_id, kind=kind, path=path)


def _ignore(receipt: Receipt) -> None:
    log.warning(
        "An answer to nothing that was asked", extra={"office": receipt.coop.key, "kind": receipt.kind}
    )
