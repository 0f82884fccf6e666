"""What is taken from workers' pay on a day, for payroll: of many workers in few readings.

Only what is agreed counts. Nothing here asks who reads: the room that calls has asked already.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from franchise_kit.people.models import (
    AttachmentOrder,
    BirthEntry,
    ContributionProof,
    DirectorEntry,
    LoanNotice,
    PensionEntry,
    PensionScheme,
    PensionTerms,
)
from franchise_kit.people.rules.deductions import JOINING
from tenants.bulk import is_one_of

_AGREED: Final = "agreed"


@dataclass(frozen=True, slots=True)
class SchemeFacts:
    """A pension scheme with the shares that hold on a day, in hundredths of a percent.

    Before its first terms begin, those are the terms.
    """

    id: UUID
    name: str
    arrangement: str
    basis: str
    provider_reference: str
    employee_bps: int
    employer_bps: int
    from_on: date


@dataclass(frozen=True, slots=True)
class PensionStanding:
    """Where a worker stands with a pension on a day: the newest step, since when, and in which scheme.

    ``member_on`` and ``told_on`` are of the last time that they joined, also when they have left since: from
    the later of both goes the month for opting out. ``until_on`` is to when enrolment is put off.
    """

    kind: str
    since_on: date
    until_on: date | None = None
    scheme: SchemeFacts | None = None
    member_on: date | None = None
    told_on: date | None = None

    @property
    def is_member(self) -> bool:
        """Whether contributions are taken."""
        return self.kind in JOINING


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What an order takes on a pay day, in pence; ``owed_pence`` is the whole debt, with none of it taken."""

    order_id: UUID
    kind: str
    made_on: date
    from_on: date
    normal_pence: int
    protected_pence: int
    owed_pence: int | None
    reference: str = field(repr=False)
    paid_to: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DirectorFacts:
    """That somebody is a director since a day, and how contributions are spread: annual or alternative."""

    since_on: date
    method: str


@dataclass(frozen=True, slots=True)
class PayeeFacts:
    """All that is taken from one worker's pay on a day, and what contributions and enrolment go by.

    ``loans`` are plans, ``1`` to ``5`` and ``PG``; ``orders`` come by the day on which they were made;
    ``proofs`` are the certificates that hold on that day.
    """

    born_on: date | None = field(default=None, repr=False)
    loans: tuple[str, ...] = ()
    pension: PensionStanding | None = None
    orders: tuple[OrderFacts, ...] = ()
    director: DirectorFacts | None = None
    proofs: frozenset[str] = frozenset()


NOTHING: Final = PayeeFacts()


def payee_facts(session: Session, worker_ids: Collection[UUID], on: date) -> dict[UUID, PayeeFacts]:
    """Return what is taken from each worker's pay on a pay day, in seven readings however many they are.

    Everybody who is asked for is there, also with nothing. It asks nobody: see the module.
    """
    if not worker_ids:
        return {}
    births, loans = _births(session, worker_ids), _loans(session, worker_ids, on)
    pensions, orders = pensions_of(session, worker_ids, on), _orders(session, worker_ids, on)
    directors, proofs = _directors(session, worker_ids, on), _proofs(session, worker_ids, on)
    return {
        worker_id: PayeeFacts(
            born_on=births.get(worker_id),
            loans=tuple(sorted(loans.get(worker_id, ()))),
            pension=pensions.get(worker_id),
            orders=tuple(orders.get(worker_id, ())),
            director=directors.get(worker_id),
            proofs=frozenset(proofs.get(worker_id, ())),
        )
        for worker_id in set(worker_ids)
    }


def schemes_on(session: Session, on: date) -> dict[UUID, SchemeFacts]:
    """Return the co-op's pension schemes with the terms of a day, by name. It asks nobody: see the module."""
    rows = session.execute(
        select(PensionScheme, PensionTerms)
        .join(PensionTerms, PensionTerms.scheme_id == PensionScheme.id)
        .order_by(PensionScheme.name, PensionScheme.id, PensionTerms.from_on, PensionTerms.entered_at)
    )
    found: dict[UUID, SchemeFacts] = {}
    # In order of days, so the newest that holds stays, or the first of all.
    for scheme, terms in rows:
        if scheme.id not in found or terms.from_on <= on:
            found[scheme.id] = SchemeFacts(
                id=scheme.id,
                name=scheme.name,
                arrangement=scheme.arrangement,
                basis=scheme.basis,
                provider_reference=scheme.provider_reference,
                employee_bps=terms.employee_bps,
                employer_bps=terms.employer_bps,
                from_on=terms.from_on,
            )
    return found


def pensions_of(session: Session, worker_ids: Collection[UUID], on: date) -> dict[UUID, PensionStanding]:
    """Return where workers stand with a pension on a day; who has no entry is left out. It asks nobody."""
    wanted = (
        select(*_STEP)
        .where(
            is_one_of(PensionEntry.worker_id, worker_ids),
            PensionEntry.state == _AGREED,
            PensionEntry.from_on <= on,
        )
        .order_by(PensionEntry.from_on, PensionEntry.entered_at)
    )
    rows = [_Step._make(row) for row in session.execute(wanted)]
    schemes = schemes_on(session, on) if rows else {}
    newest = {row.worker_id: row for row in rows}
    joined = {row.worker_id: row for row in rows if row.kind in JOINING}
    return {worker_id: _standing(row, joined.get(worker_id), schemes) for worker_id, row in newest.items()}


class _Step(NamedTuple):
    """Columns of a pension's steps, by their names: a pay run reads those of a thousand workers."""

    worker_id: UUID
    kind: str
    scheme_id: UUID | None
    from_on: date
    until_on: date | None
    told_on: date | None


_STEP: Final[Sequence[InstrumentedAttribute[object]]] = [
    getattr(PensionEntry, name) for name in _Step._fields
]


def _standing(row: _Step, joined: _Step | None, schemes: dict[UUID, SchemeFacts]) -> PensionStanding:
    scheme_id = joined.scheme_id if joined is not None else None
    return PensionStanding(
        kind=row.kind,
        since_on=row.from_on,
        until_on=row.until_on,
        scheme=schemes[scheme_id] if scheme_id is not None else None,
        member_on=joined.from_on if joined is not None else None,
        told_on=joined.told_on if joined is not None else None,
    )


def _births(session: Session, worker_ids: Collection[UUID]) -> dict[UUID, date]:
    rows = session.execute(
        select(BirthEntry.worker_id, BirthEntry.born_on)
        .where(is_one_of(BirthEntry.worker_id, worker_ids), BirthEntry.state == _AGREED)
        .order_by(BirthEntry.entered_at)
    )
    return {worker_id: date.fromisoformat(born_on) for worker_id, born_on in rows}


def _loans(session: Session, worker_ids: Collection[UUID], on: date) -> dict[UUID, list[str]]:
    rows = session.execute(
        select(LoanNotice.worker_id, LoanNotice.plan, LoanNotice.starts)
        .where(
            is_one_of(LoanNotice.worker_id, worker_ids), LoanNotice.state == _AGREED, LoanNotice.from_on <= on
        )
        .order_by(LoanNotice.from_on, LoanNotice.entered_at)
    )
    # In order of days, so the newest of each plan is the one that stays.
    newest = {(worker_id, plan): starts for worker_id, plan, starts in rows}
    found: dict[UUID, list[str]] = {}
    for (worker_id, plan), starts in newest.items():
        if starts:
            found.setdefault(worker_id, []).append(plan)
    return found


def _orders(session: Session, worker_ids: Collection[UUID], on: date) -> dict[UUID, list[OrderFacts]]:
    rows = session.scalars(
        select(AttachmentOrder)
        .where(
            is_one_of(AttachmentOrder.worker_id, worker_ids),
            AttachmentOrder.state == _AGREED,
            AttachmentOrder.from_on <= on,
        )
        .order_by(AttachmentOrder.from_on, AttachmentOrder.entered_at)
    )
    newest = {row.order_id: row for row in rows}
    found: dict[UUID, list[OrderFacts]] = {}
    for row in sorted(newest.values(), key=lambda one: (one.made_on, one.entered_at)):
        if not row.ends:
            found.setdefault(row.worker_id, []).append(_order_facts(row))
    return found


def _order_facts(row: AttachmentOrder) -> OrderFacts:
    return OrderFacts(
        order_id=row.order_id,
        kind=row.kind,
        made_on=row.made_on,
        from_on=row.from_on,
        normal_pence=row.normal_pence,
        protected_pence=row.protected_pence,
        owed_pence=row.owed_pence,
        reference=row.reference,
        paid_to=row.paid_to,
    )


def _directors(session: Session, worker_ids: Collection[UUID], on: date) -> dict[UUID, DirectorFacts]:
    rows = session.scalars(
        select(DirectorEntry)
        .where(
            is_one_of(DirectorEntry.worker_id, worker_ids),
            DirectorEntry.state == _AGREED,
            DirectorEntry.from_on <= on,
        )
        .order_by(DirectorEntry.from_on, DirectorEntry.entered_at)
    )
    newest = {row.worker_id: row for row in rows}
    return {
        worker_id: DirectorFacts(row.from_on, row.method)
        for worker_id, row in newest.items()
        if row.is_director
    }


def _proofs(session: Session, worker_ids: Collection[UUID], on: date) -> dict[UUID, list[str]]:
    rows = session.execute(
        select(ContributionProof.worker_id, ContributionProof.proof, ContributionProof.until_on)
        .where(is_one_of(ContributionProof.worker_id, worker_ids), ContributionProof.from_on <= on)
        .order_by(ContributionProof.entered_at)
    )
    newest = {(worker_id, proof): until_on for worker_id, proof, until_on in rows}
    found: dict[UUID, list[str]] = {}
    for (worker_id, proof), until_on in newest.items():
        if until_on is None or until_on >= on:
            found.setdefault(worker_id, []).append(proof)
    return found
