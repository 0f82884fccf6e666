"""Entering what is taken from a worker's pay: loans, pensions, directors, births, certificates."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.kernel.days import london_day
from franchise_kit.people.actions.by_two import ALL_OF_WORKER, Entry, state_of_new
from franchise_kit.people.actions.holding import check_may, hold, note_entry
from franchise_kit.people.models import (
    BirthEntry,
    ContributionProof,
    DirectorEntry,
    LoanNotice,
    PensionEntry,
    PensionScheme,
)
from franchise_kit.people.queries.deductions import pensions_of
from franchise_kit.people.rules import deductions as rules
from franchise_kit.people.rules.keeping import check_done, check_expiry
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import transaction

# The latest day of all, by which the newest entry is found, whenever it begins.
_EVER = date.max


@dataclass(frozen=True, slots=True)
class NewLoanNotice:
    """A notice of a plan from a pay day on; by its source it starts repayments or stops them."""

    plan: str
    source: str
    from_on: date


@dataclass(frozen=True, slots=True)
class NewPensionEntry:
    """A worker's step into a scheme, out of it, or to when enrolment is put off; see ``PensionEntry``."""

    kind: str
    from_on: date
    scheme_id: UUID | None = None
    until_on: date | None = None
    told_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewDirector:
    """That a worker is a director from a day on, or no longer."""

    is_director: bool
    from_on: date
    method: str = "annual"


@dataclass(frozen=True, slots=True)
class NewBirth:
    """When a worker was born."""

    born_on: date = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewProof:
    """A certificate or paper that was seen; ``until_on`` is its last day, if it has one."""

    proof: str
    from_on: date
    until_on: date | None = None


def set_loan_notice(
    *, coop: Coop, worker_id: UUID, notice: NewLoanNotice, by: Actor, now: datetime
) -> tuple[UUID, str]:
    """Enter a notice about a loan; return its id and ``agreed`` or, for a change of the plan, ``proposed``.

    Raise ``LoanNoticeNotForPlan``.
    """
    with transaction(coop, by=by, doing="people.set_loan_notice") as session:
        check_may(by, Permission.EMPLOYMENT_WRITE)
        hold(session, worker_id)
        rules.check_loan_notice(notice.plan, notice.source)
        row = LoanNotice(
            id=uuid4(),
            worker_id=worker_id,
            plan=notice.plan,
            starts=rules.loan_starts(notice.source),
            source=notice.source,
            from_on=notice.from_on,
        )
        return _entered(session, row, among=(LoanNotice.plan == notice.plan,), by=by, now=now)


def set_pension(
    *, coop: Coop, worker_id: UUID, entry: NewPensionEntry, by: Actor, now: datetime
) -> tuple[UUID, str]:
    """Enter a step of a worker's pension; return its id and ``agreed`` or ``proposed``.

    Raise ``PensionMoveNotPossible``, ``PensionEntryNotLater``, ``PensionSchemeNeeded``,
    ``PostponedUntilNeeded``, or ``NotFound`` for a scheme that there is not.
    """
    with transaction(coop, by=by, doing="people.set_pension") as session:
        check_may(by, Permission.EMPLOYMENT_WRITE)
        hold(session, worker_id)
        rules.check_pension_facts(entry.kind, entry.scheme_id, entry.from_on, entry.until_on)
        held = pensions_of(session, [worker_id], _EVER).get(worker_id)
        before = rules.Standing(held.kind, held.since_on) if held is not None else None
        rules.check_pension_move(before, entry.kind, entry.from_on)
        if entry.scheme_id is not None and session.get(PensionScheme, entry.scheme_id) is None:
            raise NotFound(record_kind="pension_scheme")
        row = PensionEntry(
            id=uuid4(),
            worker_id=worker_id,
            kind=entry.kind,
            scheme_id=entry.scheme_id if entry.kind in rules.JOINING else None,
            from_on=entry.from_on,
            until_on=entry.until_on,
            told_on=entry.told_on if entry.kind in rules.JOINING else None,
        )
        return _entered(session, row, by=by, now=now)


def set_director(
    *, coop: Coop, worker_id: UUID, director: NewDirector, by: Actor, now: datetime
) -> tuple[UUID, str]:
    """Enter that a worker is a director from a day on, or no longer; return its id and its state."""
    with transaction(coop, by=by, doing="people.set_director") as session:
        check_may(by, Permission.EMPLOYMENT_WRITE)
        hold(session, worker_id)
        row = DirectorEntry(
            id=uuid4(),
            worker_id=worker_id,
            is_director=director.is_director,
            method=director.method,
            from_on=director.from_on,
        )
        return _entered(session, row, by=by, now=now)


def set_birth(*, coop: Coop, worker_id: UUID, birth: NewBirth, by: Actor, now: datetime) -> tuple[UUID, str]:
    """Enter when a worker was born; return its id and its state. Raise ``BirthNotPossible``."""
    with transaction(coop, by=by, doing="people.set_birth") as session:
        check_may(by, Permission.EMPLOYMENT_WRITE)
        hold(session, worker_id)
        rules.check_birth(birth.born_on, london_day(now))
        row = BirthEntry(id=uuid4(), worker_id=worker_id, born_on=birth.born_on.isoformat())
        return _entered(session, row, by=by, now=now)


def note_proof(*, coop: Coop, worker_id: UUID, proof: NewProof, by: Actor, now: datetime) -> UUID:
    """Write down that a certificate or paper was seen; return its id.

    No category letter changes by it: that is entered with the tax particulars, by two people.
    Raise ``NotYet`` or ``ExpiresBeforeChecked``.
    """
    with transaction(coop, by=by, doing="people.note_contribution_proof") as session:
        check_may(by, Permission.EMPLOYMENT_WRITE)
        hold(session, worker_id)
        check_done(proof.from_on, london_day(now))
        check_expiry(proof.from_on, proof.until_on)
        row = ContributionProof(
            id=uuid4(),
            worker_id=worker_id,
            proof=proof.proof,
            from_on=proof.from_on,
            until_on=proof.until_on,
            seen_by_person=by.person_id,
        )
        return note_entry(session, row, now, proof=proof.proof)


def _entered(
    session: Session,
    row: Entry,
    *,
    among: Sequence[ColumnElement[bool]] = ALL_OF_WORKER,
    by: Actor,
    now: datetime,
) -> tuple[UUID, str]:
    row.state = state_of_new(session, (type(row), row.worker_id), among=among, by=by, now=now)
    row.entered_by_person, row.entered_at = by.person_id, now
    session.add(row)
    journal.note(session, record_kind="worker", record_id=row.worker_id, state=row.state)
    return row.id, row.state
