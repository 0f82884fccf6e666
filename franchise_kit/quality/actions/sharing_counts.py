"""Agreeing that the hub is told a month's counts, stopping it, and telling a month."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.kernel.days import london_day
from franchise_kit.quality.actions.counting import MonthNotCounted
from franchise_kit.quality.models import IndicatorValue
from franchise_kit.quality.queries.counts import VISITS, find_agreed, is_told, month_to_tell
from franchise_kit.quality.rules.counts import CountsAgreed, counts_to_tell
from franchise_kit.quality.rules.periods import Period, month_of, months_over
from tenants import jobs, journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.openings.disclosures import disclose
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction

LOOK: Final = "quality.look"


class CountsAgreedAlready(Refusal):
    """The counts are told already."""

    code = "counts_agreed_already"


class CountsNotAgreed(Refusal):
    """Nothing is told that the co-op has not agreed to."""

    code = "counts_not_agreed"


class CountsToldAlready(Refusal):
    """A month's counts are told once."""

    code = "counts_told_already"


def agree_to_counts(*, coop: Coop, by: Actor, now: datetime) -> date:
    """Agree that each month is told when it is over, from the last that is; return that month's first day."""
    with transaction(coop, by=by, doing="quality.agree_to_counts") as session:
        _check_decides(by)
        if _is_agreed(session):
            raise CountsAgreedAlready
        month = months_over(london_day(now), most=1)[0].from_
        _say(session, CountsAgreed(is_agreed=True, from_month=month))
        jobs.enqueue(session, LOOK)
        return month


def stop_counts(*, coop: Coop, by: Actor, now: datetime) -> None:
    """Say that no further month is told; what was told stays told."""
    with transaction(coop, by=by, doing="quality.stop_counts") as session:
        _check_decides(by)
        if not _is_agreed(session):
            raise CountsNotAgreed
        today = london_day(now)
        last_over, this_month = months_over(today, most=1)[0].from_, month_of(today).from_
        # A month that is over and was not told yet stays inside as well.
        from_month = this_month if is_told(session, last_over) else last_over
        _say(session, CountsAgreed(is_agreed=False, from_month=from_month))


def tell_counts(*, coop: Coop, month: date, by: Actor, now: datetime) -> UUID:
    """Tell the hub the counts of the month that a day lies in, once; return the disclosure's id.

    Raises ``CountsNotAgreed``, ``CountsToldAlready``, or ``MonthNotCounted`` before the quality figures are.
    """
    with transaction(coop, by=by, doing="quality.tell_counts") as session:
        _check_decides(by)
        period = month_of(month)
        # Of two who tell at once the second waits here, and then finds the month told.
        figure = session.get(IndicatorValue, (VISITS, "month", period.from_), with_for_update=True)
        if figure is None or period.until > london_day(now):
            raise MonthNotCounted
        if not _is_agreed(session):
            raise CountsNotAgreed
        if is_told(session, period.from_):
            raise CountsToldAlready
        about = (period.from_, period.until)
        disclosure_id = disclose(session, counts_to_tell(month_to_tell(session, period)), about=about)
        journal.note(
            session, record_kind="disclosure", record_id=disclosure_id, month=period.from_.isoformat()
        )
        return disclosure_id


def is_month_due(session: Session, month: Period) -> bool:
    """Say whether a month waits to be told: it was counted, the co-op agreed by then, and nobody told it."""
    agreed = find_agreed(session)
    if agreed is None or not agreed.is_agreed or month.from_ < agreed.from_month:
        return False
    counted = select(IndicatorValue.period_from).where(
        IndicatorValue.indicator == VISITS,
        IndicatorValue.grain == "month",
        IndicatorValue.period_from == month.from_,
    )
    return session.scalar(counted) is not None and not is_told(session, month.from_)


def _check_decides(by: Actor) -> None:
    if not within(by, Permission.SERVICE_AGREEMENT_DECIDE).is_whole:
        raise NotFound(record_kind="disclosure")


def _is_agreed(session: Session) -> bool:
    agreed = find_agreed(session)
    return agreed is not None and agreed.is_agreed


def _say(session: Session, fact: CountsAgreed) -> None:
    disclosure_id = disclose(session, fact)
    journal.note(
        session, record_kind="disclosure", record_id=disclosure_id, month=fact.from_month.isoformat()
    )
