"""A co-op tells the hub its turnover from care, month by month."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from franchise_kit.access import Permission, within
from franchise_kit.billing.models import ToldTurnover
from franchise_kit.billing.rules.facts import CareTurnover
from franchise_kit.billing.rules.invoices import check_month_over
from franchise_kit.kernel.days import london_day
from tenants import journal, registry
from tenants.actor import Actor
from tenants.office import HUB, Coop
from tenants.openings.disclosures import disclose, receive_from_synthetic
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction

# £100,000,000 a month: more than any care co-op turns over.
MOST_PENCE: Final = 10**10


class TurnoverToldAlready(Refusal):
    """This month's turnover was told; the hub may have billed it."""

    code = "turnover_told_already"


class TurnoverNotPossible(Refusal):
    """A turnover is nothing or more, and not beyond all reason."""

    code = "turnover_not_possible"


def tell_turnover(*, coop: Coop, month: date, turnover_pence: int, by: Actor, now: datetime) -> UUID:
    """Tell a month's turnover from care, once; return the disclosure's id.

    ``turnover_pence`` are whole pence, ``month`` the first day of a month that is over. Raises
    ``MonthNotOver``, ``TurnoverNotPossible`` or ``TurnoverToldAlready``.
    """
    with transaction(coop, by=by, doing="billing.tell_turnover") as session:
        if not within(by, Permission.COOP_ACCOUNTS_WRITE).is_whole:
            raise NotFound(record_kind="turnover")
        check_month_over(month, today=london_day(now))
        if not 0 <= turnover_pence <= MOST_PENCE:
            raise TurnoverNotPossible(month=month.isoformat())
        written = session.execute(
            insert(ToldTurnover)
            .values(month=month, turnover_pence=turnover_pence, told_by_person=by.person_id, told_at=now)
            .on_conflict_do_nothing(index_elements=["month"])
            .returning(ToldTurnover.month)
        )
        if written.first() is None:
            raise TurnoverToldAlready(month=month.isoformat())
        disclosure_id = disclose(session, CareTurnover(month, turnover_pence))
        journal.note(session, record_kind="disclosure", record_id=disclosure_id, month=month.isoformat())
        return disclosure_id


def tell_turnover_of_synthetic(*, coop_id: UUID, fact: CareTurnover, by: Actor, made_at: datetime) -> None:
    """Write, in the hub, what a made-up co-op without a wall is taken to have told."""
    with transaction(HUB, by=by, doing="disclosure.receive_synthetic") as session:
        coop = registry.get_by_id(session, coop_id)
        receive_from_synthetic(session, coop, fact, made_at=made_at)
        journal.note(session, record_kind="coop", record_id=coop.id)
