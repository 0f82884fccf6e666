"""Making the file by which a bank pays a run, once; and withdrawing it, so that another can be made."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.kernel.days import london_day
from franchise_kit.payroll.actions.moving import check_not_closed
from franchise_kit.payroll.actions.telling_due import tell_dues
from franchise_kit.payroll.models import BankFile, PayRun
from franchise_kit.payroll.queries.paying import ToPay, to_pay
from franchise_kit.payroll.queries.reaching import check_reach
from franchise_kit.payroll.rules.handing_over.bacs18 import bacs18_file
from franchise_kit.payroll.rules.handing_over.bank_table import bank_table
from franchise_kit.payroll.rules.handing_over.pain001 import Version, pain001_file
from franchise_kit.payroll.rules.handing_over.parties import (
    Account,
    Batch,
    Payee,
    Payer,
    arrival_day,
    check_reconciled,
)
from franchise_kit.payroll.rules.runs import APPROVED
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction

BACS18: Final = "bacs18"
REASONS: Final = ("not_sent", "not_received", "bank_refused", "wrong_particulars")


class PaidAlready(Refusal):
    """A file of this run stands: nobody is paid twice."""

    code = "pay_run_paid_already"


class NotPaidYet(Refusal):
    """There is no file of this run to withdraw."""

    code = "pay_run_not_paid_yet"


class PayeesWithoutAccount(Refusal):
    """Somebody's account is not known, so that the file would not pay the whole run."""

    code = "payees_without_account"


class ReasonUnknown(Refusal):
    """A file is withdrawn for one of a few reasons."""

    code = "withdrawal_reason_unknown"


@dataclass(frozen=True, slots=True)
class FileOrder:
    """What the treasurer says: the format, and the co-op's own account; Bacs wants a user number besides."""

    format: str
    payer_name: str
    sort_code: str = field(repr=False)
    account_number: str = field(repr=False)
    user_number: str = ""


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file for the bank, of which nothing is kept but its number and digest."""

    number: int
    content: bytes = field(repr=False)


def make_bank_file(*, coop: Coop, pay_run_id: UUID, order: FileOrder, by: Actor, now: datetime) -> MadeFile:
    """Make the file that pays an approved run, and write down that it was made.

    Raises ``PaidAlready``, ``PayRunClosed``,
    ``PayeesWithoutAccount`` with how many there are, ``NotFound`` for a run that is
    not approved, or what the formats refuse: see ``rules.handing_over.parties.checked``.
    """
    with transaction(coop, by=by, doing="payroll.make_bank_file") as session:
        run = _approved(session, pay_run_id, by, now)
        check_not_closed(run)
        if run.said_paid_at is not None or _standing(session, pay_run_id) is not None:
            raise PaidAlready(pay_run_id=pay_run_id)
        paid = to_pay(session, run)
        lacking = sum(one.account is None for one in paid)
        if lacking:
            raise PayeesWithoutAccount(payees=lacking)
        number = _next_number(session)
        batch = _batch(run, paid, order, number, now)
        check_reconciled(batch, net_pence=sum(one.pence for one in paid), payees=len(paid))
        content = _written(batch, order)
        session.add(
            BankFile(
                id=uuid4(),
                pay_run_id=pay_run_id,
                number=number,
                format=order.format,
                payments=len(paid),
                total_pence=batch.total_pence,
                digest=hashlib.sha256(content).hexdigest(),
                made_by_person=by.person_id,
                made_at=now,
            )
        )
        tell_dues(session)
        journal.note(session, record_kind="pay_run", record_id=pay_run_id, payments=len(paid), number=number)
    return MadeFile(number, content)


def withdraw_bank_file(*, coop: Coop, pay_run_id: UUID, reason: str, by: Actor, now: datetime) -> None:
    """Say that the bank did not pay by a run's file, and why. Raises ``NotPaidYet`` or ``ReasonUnknown``."""
    with transaction(coop, by=by, doing="payroll.withdraw_bank_file") as session:
        check_not_closed(_approved(session, pay_run_id, by, now))
        row = _standing(session, pay_run_id)
        if row is None:
            raise NotPaidYet(pay_run_id=pay_run_id)
        if reason not in REASONS:
            raise ReasonUnknown
        row.withdrawn_by_person, row.withdrawn_at, row.withdrawn_reason = by.person_id, now, reason
        tell_dues(session)
        journal.note(session, record_kind="pay_run", record_id=pay_run_id, number=row.number, reason=reason)


def _approved(session: Session, pay_run_id: UUID, by: Actor, now: datetime) -> PayRun:
    check_reach(session, Permission.PAYRUN_APPROVE, by=by, now=now)
    run = session.get(PayRun, pay_run_id, with_for_update=True)
    # A file always says who made it, and the system is nobody.
    if run is None or run.state != APPROVED or by.person_id is None:
        raise NotFound(record_kind="pay_run")
    return run


def _standing(session: Session, pay_run_id: UUID) -> BankFile | None:
    standing = select(BankFile).where(BankFile.pay_run_id == pay_run_id, BankFile.withdrawn_at.is_(None))
    return session.scalars(standing).first()


def _next_number(session: Session) -> int:
    # Every file of a co-op waits for this one row, after its own run's, so that no number comes twice.
    session.execute(select(PayRun.id).order_by(PayRun.id).limit(1).with_for_update())
    return (session.scalar(select(func.max(BankFile.number))) or 0) + 1


def _batch(run: PayRun, paid: list[ToPay], order: FileOrder, number: int, now: datetime) -> Batch:
    payees = tuple(
        Payee(
            one.account.account_name,
            Account(one.account.sort_code, one.account.account_number),
            one.pence,
            f"PAY {run.pay_on:%d%m%y}",
            one.account.roll_number or None,
        )
        for one in paid
        if one.account is not None
    )
    payer = Payer(order.payer_name, Account(order.sort_code, order.account_number))
    arrives_on = arrival_day(run.pay_on, today=london_day(now))
    return Batch(payer, payees, arrives_on, number, now)


def _written(batch: Batch, order: FileOrder) -> bytes:
    if order.format == BACS18:
        return bacs18_file(batch, user_number=order.user_number)
    return _FORMATS[order.format](batch)


_FORMATS: Final[Mapping[str, Callable[[Batch], bytes]]] = MappingProxyType(
    {
        "pain03": partial(pain001_file, version=Version.OF_2009),
        "pain09": partial(pain001_file, version=Version.OF_2019),
        "table": bank_table,
    }
)
FORMATS: Final = (BACS18, *_FORMATS)
