"""What the tax office says of a worker, and where they are paid: the first holds, two people change it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.people.actions.by_two import (
    AGREED,
    REFUSED,
    agree,
    held_entry,
    may_be_second,
    refuse,
    state_of_new,
)
from franchise_kit.people.actions.holding import check_may, hold
from franchise_kit.people.models import BankParticulars, TaxParticulars
from franchise_kit.people.queries.bank import WholeBank, may_read_whole
from franchise_kit.people.queries.facts import worker_facts
from franchise_kit.people.rules import bank as bank_rules
from franchise_kit.people.rules import particulars as tax_rules
from tenants import bells, journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import transaction

BANK_ENTERED, BANK_PROPOSED = "bank_entered", "bank_proposed"


@dataclass(frozen=True, slots=True)
class NewParticulars:
    """What holds from a pay day on. Amounts in pence, of an earlier employment this tax year (P45 alone)."""

    from_on: date
    source: str
    tax_code: str
    ni_category: str
    national_insurance_number: str | None = field(default=None, repr=False)
    earlier_pay_pence: int = 0
    earlier_tax_pence: int = 0


@dataclass(frozen=True, slots=True)
class NewBank:
    """Where somebody is paid; ``roll_number`` is what a building society asks for besides."""

    account_name: str = field(repr=False)
    sort_code: str = field(repr=False)
    account_number: str = field(repr=False)
    roll_number: str | None = field(default=None, repr=False)


def set_tax_particulars(
    *, coop: Coop, worker_id: UUID, particulars: NewParticulars, by: Actor, now: datetime
) -> str:
    """Enter what the tax office or a starter said; return ``agreed`` or, for a change, ``proposed``.

    Raise ``TaxCodeUnreadable``, ``NINumberUnreadable``, ``NICategoryUnknown`` or ``EarlierTaxAbovePay``.
    """
    with transaction(coop, by=by, doing="people.set_tax_particulars") as session:
        check_may(by, Permission.EMPLOYMENT_WRITE)
        hold(session, worker_id)
        tax_rules.check_earlier_tax(particulars.earlier_pay_pence, particulars.earlier_tax_pence)
        said = particulars.national_insurance_number
        row = TaxParticulars(
            id=uuid4(),
            worker_id=worker_id,
            from_on=particulars.from_on,
            source=particulars.source,
            tax_code=tax_rules.checked_tax_code(particulars.tax_code),
            ni_category=tax_rules.checked_ni_category(particulars.ni_category),
            national_insurance_number=tax_rules.checked_ni_number(said)
            if said
            else _kept(session, worker_id),
            earlier_pay_pence=particulars.earlier_pay_pence,
            earlier_tax_pence=particulars.earlier_tax_pence,
            state=state_of_new(session, (TaxParticulars, worker_id), by=by, now=now),
            entered_by_person=by.person_id,
            entered_at=now,
        )
        session.add(row)
        journal.note(session, record_kind="worker", record_id=worker_id, source=row.source, state=row.state)
        return row.state


def set_bank(*, coop: Coop, worker_id: UUID, bank: NewBank, by: Actor, now: datetime) -> str:
    """Enter where a worker is paid; return ``agreed`` or, for a change, ``proposed``.

    The first account holds without a second person: nobody was paid elsewhere before. The worker gets a
    notice of each, and can look whether it is theirs.
    Raise ``SortCodeUnreadable`` or ``AccountNumberUnreadable``.
    """
    with transaction(coop, by=by, doing="people.set_bank") as session:
        check_may(by, Permission.EMPLOYMENT_WRITE)
        worker = hold(session, worker_id)
        row = BankParticulars(
            id=uuid4(),
            worker_id=worker_id,
            account_name=bank.account_name,
            sort_code=bank_rules.checked_sort_code(bank.sort_code),
            account_number=bank_rules.checked_account_number(bank.account_number),
            roll_number=bank.roll_number,
            state=state_of_new(session, (BankParticulars, worker_id), by=by, now=now),
            entered_by_person=by.person_id,
            entered_at=now,
        )
        session.add(row)
        if worker.account_id is not None and worker.person_id != by.person_id:
            kind = BANK_ENTERED if row.state == AGREED else BANK_PROPOSED
            bells.ring_for(session, worker.account_id, kind=kind, path=f"/workers/{worker_id}/bank")
        journal.note(session, record_kind="worker", record_id=worker_id, state=row.state)
        return row.state


def agree_tax(*, coop: Coop, entry_id: UUID, by: Actor, now: datetime, worker_id: UUID | None = None) -> None:
    """Say yes as the second person to tax particulars; raise ``OwnProposal`` or ``DecidedAlready``.

    With ``worker_id`` the entry is that worker's, or ``NotFound`` is raised.
    """
    with transaction(coop, by=by, doing="people.agree_tax") as session:
        row = held_entry(session, TaxParticulars, entry_id, worker_id=worker_id, may=may_be_second, by=by)
        agree(session, row, by=by, now=now)


def agree_bank(
    *, coop: Coop, entry_id: UUID, by: Actor, now: datetime, worker_id: UUID | None = None
) -> None:
    """Say yes as the second person to bank particulars; raise ``OwnProposal`` or ``DecidedAlready``.

    With ``worker_id`` the entry is that worker's, or ``NotFound`` is raised.
    """
    with transaction(coop, by=by, doing="people.agree_bank") as session:
        row = held_entry(session, BankParticulars, entry_id, worker_id=worker_id, may=may_be_second, by=by)
        agree(session, row, by=by, now=now)


def refuse_tax(
    *, coop: Coop, entry_id: UUID, by: Actor, now: datetime, worker_id: UUID | None = None
) -> None:
    """Say no to proposed tax particulars, or take one's own back; raise ``DecidedAlready``.

    With ``worker_id`` the entry is that worker's, or ``NotFound`` is raised.
    """
    with transaction(coop, by=by, doing="people.refuse_tax") as session:
        row = held_entry(session, TaxParticulars, entry_id, worker_id=worker_id, may=may_be_second, by=by)
        refuse(session, row, by=by, now=now)


def refuse_bank(
    *, coop: Coop, entry_id: UUID, by: Actor, now: datetime, worker_id: UUID | None = None
) -> None:
    """Say no to proposed bank particulars, or take one's own back; raise ``DecidedAlready``.

    With ``worker_id`` the entry is that worker's, or ``NotFound`` is raised.
    """
    with transaction(coop, by=by, doing="people.refuse_bank") as session:
        row = held_entry(session, BankParticulars, entry_id, worker_id=worker_id, may=may_be_second, by=by)
        refuse(session, row, by=by, now=now)


def show_bank(*, coop: Coop, worker_id: UUID, by: Actor) -> list[WholeBank]:
    """Return whole what holds and what is proposed, and write down who was shown it."""
    with transaction(coop, by=by, doing="people.show_bank") as session:
        _check_may_read_whole(session, worker_id, by)
        rows = session.scalars(
            select(BankParticulars)
            .where(BankParticulars.worker_id == worker_id, BankParticulars.state != REFUSED)
            .order_by(BankParticulars.entered_at.desc())
        ).all()
        journal.note(session, record_kind="worker", record_id=worker_id)
        # What held before is over: nobody needs it whole.
        newest = {row.state: row for row in reversed(rows)}
        return [
            WholeBank(row.account_name, row.sort_code, row.account_number, row.roll_number or "", row.state)
            for row in newest.values()
        ]


def show_ni_number(*, coop: Coop, worker_id: UUID, by: Actor) -> str:
    """Return a National Insurance number whole, or nothing, and write down who was shown it."""
    with transaction(coop, by=by, doing="people.show_ni_number") as session:
        _check_may_read_whole(session, worker_id, by)
        journal.note(session, record_kind="worker", record_id=worker_id)
        return _kept(session, worker_id) or ""


def _check_may_read_whole(session: Session, worker_id: UUID, by: Actor) -> None:
    if not may_read_whole(worker_facts(hold(session, worker_id)), by=by):
        raise NotFound(record_kind="worker")


def _kept(session: Session, worker_id: UUID) -> str | None:
    """Return the National Insurance number of an agreed entry: it stays somebody's for life."""
    earlier = (
        select(TaxParticulars.national_insurance_number)
        .where(
            TaxParticulars.worker_id == worker_id,
            TaxParticulars.national_insurance_number.is_not(None),
            TaxParticulars.state == AGREED,
        )
        .order_by(TaxParticulars.entered_at.desc())
    )
    return session.scalars(earlier).first()
