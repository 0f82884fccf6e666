"""A concern: raised at once by whoever sees something, and looked at by somebody else."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.access.queries.holders import list_holder_ids
from franchise_kit.care.models import Concern, Visit
from franchise_kit.people.queries.facts import worker_of_person
from tenants import bells, journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction

CONCERN_RAISED = "concern_raised"


class OwnConcern(Refusal):
    """Somebody else looks at what one raised oneself."""

    code = "own_concern"


class ConcernSeenAlready(Refusal):
    """Somebody has looked at the concern: what was said and done stays."""

    code = "concern_seen_already"


class ConcernChangedMeanwhile(Refusal):
    """Words were added to the concern since it was read."""

    code = "concern_changed_meanwhile"


def raise_concern(*, coop: Coop, visit_id: UUID, words: str, by: Actor, now: datetime) -> UUID:
    """Raise a concern at a visit that was told to oneself and return the id; words may follow.

    Whoever plans visits, or manages concerns, gets a notice. Raise ``NotFound``.
    """
    with transaction(coop, by=by, doing="care.raise_concern") as session:
        within(by, Permission.INCIDENT_CREATE)
        visit = _own_visit(session, visit_id, by)
        row = Concern(
            id=uuid4(),
            visit_id=visit.id,
            person_supported_id=visit.person_supported_id,
            raised_by_person=by.person_id,
            raised_at=now,
            words=words.strip() or None,
        )
        session.add(row)
        _ring(session, row, by)
        journal.note(session, record_kind="concern", record_id=row.id)
        return row.id


def add_words(*, coop: Coop, concern_id: UUID, words: str, by: Actor) -> None:
    """Say more of a concern that one raised oneself, until somebody has looked at it.

    Raise ``NotFound`` or ``ConcernSeenAlready``.
    """
    with transaction(coop, by=by, doing="care.add_to_concern") as session:
        within(by, Permission.INCIDENT_CREATE)
        row = session.get(Concern, concern_id, with_for_update=True)
        if row is None or by.person_id is None or row.raised_by_person != by.person_id:
            raise NotFound(record_kind="concern")
        if row.seen_at is not None:
            raise ConcernSeenAlready(concern_id=concern_id)
        row.words = words.strip() or None
        row.version += 1
        journal.note(session, record_kind="concern", record_id=concern_id)


def see_concern(*, coop: Coop, concern_id: UUID, answer: str, version: int, by: Actor, now: datetime) -> None:
    """Say that one has looked at another's concern, and what is done about it.

    Raise ``NotFound``, ``OwnConcern``, ``ConcernSeenAlready``, or ``ConcernChangedMeanwhile`` where words
    were added since ``version``.
    """
    with transaction(coop, by=by, doing="care.see_concern") as session:
        scope = within(by, Permission.INCIDENT_MANAGE)
        row = session.get(Concern, concern_id, with_for_update=True)
        if row is None or not scope.is_whole or by.person_id is None:
            raise NotFound(record_kind="concern")
        if row.seen_at is not None:
            raise ConcernSeenAlready(concern_id=concern_id)
        if row.raised_by_person == by.person_id:
            raise OwnConcern(concern_id=concern_id)
        if row.version != version:
            raise ConcernChangedMeanwhile(concern_id=concern_id)
        row.seen_by_person, row.seen_at, row.answer = by.person_id, now, answer.strip()
        row.version += 1
        journal.note(session, record_kind="concern", record_id=concern_id)


def _own_visit(session: Session, visit_id: UUID, by: Actor) -> Visit:
    worker = worker_of_person(session, by.person_id) if by.person_id is not None else None
    row = session.get(Visit, visit_id)
    if row is None or worker is None or row.told_worker_id != worker.id:
        raise NotFound(record_kind="visit")
    return row


def _ring(session: Session, row: Concern, by: Actor) -> None:
    told = {
        account_id
        for permission in (Permission.ROTA_MANAGE, Permission.INCIDENT_MANAGE)
        for account_id in list_holder_ids(session, permission)
    }
    for account_id in sorted(told - {by.account_id}):
        bells.ring_for(session, account_id, kind=CONCERN_RAISED, path=f"/concerns/{row.id}")
