"""Agreeing that the hub is told how fairly the co-op pays, stopping it, and telling it with a run."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.kernel.days import london_day, month_after, month_begins
from franchise_kit.payroll.queries.pay_fairness import find_fairness_agreed, is_fairness_told, pay_counted
from franchise_kit.payroll.rules.pay_fairness import PayFairnessAgreed, fairness_to_tell
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.openings.disclosures import disclose
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction


class FairnessAgreedAlready(Refusal):
    """The figures are told already."""

    code = "pay_fairness_agreed_already"


class FairnessNotAgreed(Refusal):
    """Nothing is told that the co-op has not agreed to."""

    code = "pay_fairness_not_agreed"


def agree_to_fairness(*, coop: Coop, by: Actor, now: datetime) -> date:
    """Agree that each month is told with its first approved run, from this month on; return its first day."""
    with transaction(coop, by=by, doing="payroll.agree_to_fairness") as session:
        if _is_agreed(session, by):
            raise FairnessAgreedAlready
        return _say(session, is_agreed=True, now=now)


def stop_fairness(*, coop: Coop, by: Actor, now: datetime) -> None:
    """Say that no further month is told; what was told stays told."""
    with transaction(coop, by=by, doing="payroll.stop_fairness") as session:
        if not _is_agreed(session, by):
            raise FairnessNotAgreed
        _say(session, is_agreed=False, now=now)


def tell_fairness(session: Session, pay_on: date) -> None:
    """Tell the month of a pay day once, if the co-op agreed to it: a part of approving a run."""
    agreed, month = find_fairness_agreed(session), month_begins(pay_on)
    if agreed is None or not agreed.is_agreed or month < agreed.from_month:
        return
    if not is_fairness_told(session, month):
        disclose(session, fairness_to_tell(pay_counted(session, pay_on)), about=(month, month_after(pay_on)))


def _is_agreed(session: Session, by: Actor) -> bool:
    if not within(by, Permission.SERVICE_AGREEMENT_DECIDE).is_whole:
        raise NotFound(record_kind="disclosure")
    said = find_fairness_agreed(session)
    return said is not None and said.is_agreed


def _say(session: Session, *, is_agreed: bool, now: datetime) -> date:
    month = month_begins(london_day(now))
    disclosure_id = disclose(session, PayFairnessAgreed(is_agreed, month))
    journal.note(session, record_kind="disclosure", record_id=disclosure_id, month=month.isoformat())
    return month
