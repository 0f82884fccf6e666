"""Telling workers when a tax year is over that their P60 of it is there: each once, by a job that waits."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from franchise_kit.kernel.days import london_day, london_midnight
from franchise_kit.payroll.actions.telling_paid import Address, tell_paid
from franchise_kit.payroll.models import P60Told
from franchise_kit.payroll.queries.certificates import p60_holders
from franchise_kit.payroll.rules.handing_over.certificates import last_day_of, p60_given_by
from tenants import jobs, journal
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.transaction import transaction

P60S: Final = "payroll.p60s"
READY: Final = "p60_ready"
# Not at midnight, when a telephone rings.
_MORNING: Final = timedelta(days=1, hours=9)
_AGAIN: Final = timedelta(weeks=1)


def path_of(year: str) -> str:
    """Return where one's own P60 of a tax year is."""
    return f"/payslips/p60/{year}"


def await_p60s(session: Session, year: str) -> None:
    """See to it that workers hear of their P60s: the job waits until the year is over, once for each year."""
    waits = exists().where(
        jobs.OutboxRow.job == P60S,
        jobs.OutboxRow.state == "waiting",
        jobs.OutboxRow.arguments["year"].astext == year,
    )
    if not session.scalar(select(waits)):
        morning = london_midnight(last_day_of(year)) + _MORNING
        jobs.enqueue(session, P60S, not_before=morning, year=year)


def tell_p60s(*, coop: Coop, year: str, address: Address, now: datetime) -> None:
    """Tell everybody who has a P60 of a tax year that it is there; who was told is not told again.

    Who cannot sign in is not told. While there is such a one the job comes again, each week until the day by
    which P60s are given.
    """
    with transaction(coop, by=SYSTEM, doing="payroll.tell_p60s") as session:
        today, path = london_day(now), path_of(year)
        before = set(session.scalars(select(P60Told.worker_id).where(P60Told.tax_year == year)))
        untold = [one for one in p60_holders(session, year, today=today) if one.id not in before]
        told = [one for one in untold if tell_paid(session, one, READY, path, link=address(path))]
        session.add_all(P60Told(worker_id=one.id, tax_year=year, told_at=now) for one in told)
        if len(told) < len(untold) and today < p60_given_by(year):
            jobs.enqueue(session, P60S, not_before=now + _AGAIN, year=year)
        journal.note(session, record_kind="worker", year=year, told=len(told))
