"""The co-op decides on a request: says yes, perhaps to less, says no, or takes back what it gave."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.access.actions.sessions import end_visits
from franchise_kit.visiting.models import AccessGrant, GrantDecision
from franchise_kit.visiting.queries.requests import asked_terms, terms_of
from franchise_kit.visiting.rules import grants as rules
from franchise_kit.visiting.rules.facts import GrantAnswered
from franchise_kit.visiting.rules.kinds import REASONS, UnknownKind
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.openings.disclosures import disclose
from tenants.refusal import NotFound
from tenants.transaction import transaction


def accept_grant(*, coop: Coop, grant_id: UUID, by: Actor, terms: rules.Terms, now: datetime) -> bool:
    """Say yes to a request, to these terms. Return whether it is given, or waits for the second person."""
    with transaction(coop, by=by, doing="grant.accept") as session:
        grant = _decidable(session, grant_id, by)
        rules.check_narrowing(asked_terms(grant), terms)
        rules.check_key(by, terms.record_kinds)
        keys = _keys(session, grant.id)
        if any(key.person_id == by.person_id for key in keys):
            raise rules.AlreadyDecided(grant_id=grant.id)
        _write_decision(session, grant, by, terms, decision="accept", now=now)
        keys.append(rules.Key(by.person_id, by.roles, terms))
        shared = rules.narrowest([key.terms for key in keys])
        is_given = rules.are_keys_complete(keys, shared.record_kinds)
        if is_given:
            _give(session, grant, shared, now=now)
        journal.note(
            session,
            record_kind="grant",
            record_id=grant.id,
            given=is_given,
            kinds=sorted(terms.record_kinds),
            records=len(terms.record_ids),
        )
        return is_given


def refuse_grant(*, coop: Coop, grant_id: UUID, by: Actor, reason: str, now: datetime) -> None:
    """Say no to a request; one person is enough, also where two must say yes."""
    with transaction(coop, by=by, doing="grant.refuse") as session:
        grant = _decidable(session, grant_id, by)
        if reason not in REASONS:
            raise UnknownKind(kind="reason")
        _write_decision(session, grant, by, asked_terms(grant), decision="refuse", now=now)
        grant.state, grant.reason, grant.decided_at = "refused", reason, now
        _answer(session, grant, "refused")
        journal.note(session, record_kind="grant", record_id=grant.id, reason=reason)


def revoke_grant(*, coop: Coop, grant_id: UUID, by: Actor, now: datetime) -> None:
    """Take a grant back at once: whoever is inside by it is outside at their next page."""
    with transaction(coop, by=by, doing="grant.revoke") as session:
        grant = _locked(session, grant_id, by)
        if rules.grant_state(grant.state, ends_at=grant.ends_at, now=now) != "accepted":
            raise rules.AlreadyDecided(grant_id=grant.id)
        grant.state, grant.revoked_at, grant.revoked_by_account = "revoked", now, by.account_id
        ended = end_visits(session, grant.id, now=now)
        _answer(session, grant, "revoked")
        journal.note(session, record_kind="grant", record_id=grant.id, visits_ended=ended)


def _locked(session: Session, grant_id: UUID, by: Actor) -> AccessGrant:
    within(by, Permission.ACCESS_GRANT_DECIDE)
    grant = session.get(AccessGrant, grant_id, with_for_update=True)
    if grant is None:
        raise NotFound(record_kind="grant")
    rules.check_decider(by, asked_by_person=grant.asked_by_person)
    return grant


def _decidable(session: Session, grant_id: UUID, by: Actor) -> AccessGrant:
    grant = _locked(session, grant_id, by)
    if grant.state != "asked":
        raise rules.AlreadyDecided(grant_id=grant.id)
    return grant


def _keys(session: Session, grant_id: UUID) -> list[rules.Key]:
    rows = select(GrantDecision).where(GrantDecision.grant_id == grant_id, GrantDecision.decision == "accept")
    return [
        rules.Key(
            row.person_id,
            frozenset(row.roles),
            terms_of(row.record_kinds, row.record_ids, row.fields_hidden, row.hours),
        )
        for row in session.scalars(rows)
    ]


def _write_decision(
    session: Session, grant: AccessGrant, by: Actor, terms: rules.Terms, *, decision: str, now: datetime
) -> None:
    session.add(
        GrantDecision(
            grant_id=grant.id,
            account_id=by.account_id,
            person_id=by.person_id,
            roles=sorted(by.roles & rules.BOTH_KEYS),
            decision=decision,
            record_kinds=sorted(terms.record_kinds),
            record_ids=sorted(str(one) for one in terms.record_ids),
            fields_hidden=sorted(terms.fields_hidden),
            hours=terms.hours,
            at=now,
        )
    )


def _give(session: Session, grant: AccessGrant, terms: rules.Terms, *, now: datetime) -> None:
    grant.state, grant.decided_at = "accepted", now
    grant.starts_at, grant.ends_at = now, rules.grant_end(now, terms.hours)
    grant.given_kinds = sorted(terms.record_kinds)
    grant.given_ids = sorted(str(one) for one in terms.record_ids)
    grant.given_fields_hidden = sorted(terms.fields_hidden)
    _answer(session, grant, "accepted")


def _answer(session: Session, grant: AccessGrant, answer: str) -> None:
    disclose(
        session,
        GrantAnswered(
            grant_id=grant.id,
            answer=answer,
            record_kinds=tuple(grant.given_kinds or ()),
            records_asked=len(grant.record_ids),
            records_given=len(grant.given_ids or ()),
            ends_at=grant.ends_at,
            reason=grant.reason,
        ),
    )
