"""Paying an approved run: whom, from which file, and what to look at before; for whoever approves pay."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, PermissionLacking
from franchise_kit.kernel.days import london_day
from franchise_kit.payroll.models import BankFile, PayRun, Payslip
from franchise_kit.payroll.queries.reaching import reaches_all
from franchise_kit.payroll.queries.runs import row_of
from franchise_kit.payroll.rules.handing_over.parties import arrival_day
from franchise_kit.payroll.rules.runs import APPROVED
from franchise_kit.people.queries.facts import names_of
from franchise_kit.people.queries.paid_into import PaidInto, paid_into
from tenants.actor import Actor
from tenants.refusal import NotFound

# An account that was changed so shortly before a pay day is looked at once more.
LATELY: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class BankFileFacts:
    """A file that was made, its sum in whole pence; it stands unless a code says why it was withdrawn."""

    id: UUID
    number: int
    format: str
    payments: int
    total_pence: int
    made_at: datetime
    withdrawn_at: datetime | None
    withdrawn_reason: str | None


@dataclass(frozen=True, slots=True)
class ToPay:
    """One worker's net pay in whole pence, and where it goes, if that is known."""

    worker_id: UUID
    name: str = field(repr=False)
    pence: int = field(repr=False)
    account: PaidInto | None


@dataclass(frozen=True, slots=True)
class Paying:
    """What paying a run comes to: all net pay in whole pence, and those to look at, by name."""

    pay_run_id: UUID
    pay_on: date
    # When the money is there by a file that is made today.
    arrives_on: date
    payments: int
    net_pence: int
    without_account: tuple[ToPay, ...] = field(repr=False)
    changing: tuple[ToPay, ...] = field(repr=False)
    changed_lately: tuple[ToPay, ...] = field(repr=False)
    files: tuple[BankFileFacts, ...]

    @property
    def standing(self) -> BankFileFacts | None:
        """The file by which the run was paid, if there is one."""
        return next((one for one in self.files if one.withdrawn_at is None), None)


def get_paying(session: Session, pay_run_id: UUID, *, today: date, by: Actor) -> Paying:
    """Return how an approved run is paid, or raise ``NotFound`` for any other; ``today`` is London's."""
    if not reaches_all(by, Permission.PAYRUN_APPROVE):
        raise PermissionLacking(permission=Permission.PAYRUN_APPROVE.value)
    run = row_of(session, pay_run_id)
    if run.state != APPROVED:
        raise NotFound(record_kind="pay_run")
    paid = to_pay(session, run)
    files = session.scalars(
        select(BankFile).where(BankFile.pay_run_id == pay_run_id).order_by(BankFile.number.desc())
    )
    return Paying(
        pay_run_id=pay_run_id,
        pay_on=run.pay_on,
        arrives_on=arrival_day(run.pay_on, today=today),
        payments=len(paid),
        net_pence=sum(one.pence for one in paid),
        without_account=tuple(one for one in paid if one.account is None),
        changing=tuple(one for one in paid if one.account and one.account.is_changing),
        changed_lately=tuple(
            one for one in paid if one.account and london_day(one.account.since) > run.pay_on - LATELY
        ),
        files=tuple(_facts(row) for row in files),
    )


def to_pay(session: Session, run: PayRun) -> list[ToPay]:
    """Return everybody whom a run pays something, by name, inside a transaction of this room's."""
    rows = session.execute(
        select(Payslip.worker_id, Payslip.net_pence).where(
            Payslip.pay_run_id == run.id, Payslip.net_pence > 0
        )
    ).all()
    worker_ids = {worker_id for worker_id, _pence in rows}
    names, accounts = names_of(session, worker_ids), paid_into(session, worker_ids)
    found = [ToPay(worker_id, names[worker_id], pence, accounts.get(worker_id)) for worker_id, pence in rows]
    return sorted(found, key=lambda one: (one.name, one.worker_id))


def _facts(row: BankFile) -> BankFileFacts:
    return BankFileFacts(
        row.id,
        row.number,
        row.format,
        row.payments,
        row.total_pence,
        row.made_at,
        row.withdrawn_at,
        row.withdrawn_reason,
    )
