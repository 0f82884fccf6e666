"""Telling workers when a tax year is over that their P60 of it is there: each once, by a job that waits."""

from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert as insert_or_not
from sqlalchemy.orm import Session

from franchise_kit.kernel.days import london_day, london_midnight
from franchise_kit.payroll.actions.telling_paid import Address, tell_paid
from franchise_kit.payroll.models import P60Told
from franchise_kit.payroll.queries.certificates import p60_holders
from franchise_kit.payroll.rules.handing_over.certificates import last_day_of
from tenants import jobs, journal
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.transaction import transaction

P60S: Final = "payroll.p60s"
READY: Final = "p60_ready"
# Not at midnight, when a telephone rings.
_MORNING: Final = timedelta(days=1, hours=9)


def path_of(year: str) -> str:
    """Return where one's own P60 of a tax year is."""
    return f"/payslips/p60/{year}"


def await_p60s(session: Session, year: str, address: Address) -> None:
    """See to it that workers hear of their P60s: the job waits until the year is over, once for each year."""
    waits = exists().where(
        jobs.OutboxRow.job == P60S,
        jobs.OutboxRow.state == "waiting",
        jobs.OutboxRow.arguments["year"].astext == year,
    )
    if not session.scalar(select(waits)):
        morning = london_midnight(last_day_of(year)) + _MORNING
        jobs.enqueue(session, P60S, not_before=morning, year=year, link=address(path_of(year)))


def tell_p60s(*, coop: Coop, year: str, link: str, now: datetime) -> None:
    """Tell everybody who has a P60 of a tax year that it is there; who was told is not told again."""
    with transaction(coop, by=SYSTEM, doing="payroll.tell_p60s") as session:
        holders = {one.id: one for one in p60_holders(session, year, today=london_day(now))}
        told = 0
        if holders:
            new = session.scalars(
                insert_or_not(P60Told)
                .values(
                    [{"id": uuid4(), "worker_id": one, "tax_year": year, "told_at": now} for one in holders]
                )
                .on_conflict_do_nothing(index_elements=["worker_id", "tax_year"])
                .returning(P60Told.worker_id)
            ).all()
            told = sum(tell_paid(session, holders[one], READY, path_of(year), link=link) for one in new)
        journal.note(session, record_kind="worker", year=year, told=told)
