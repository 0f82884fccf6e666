"""A look a day: a month that is over is told, and whoever looks after training hears of later versions."""

from datetime import date, timedelta
from typing import Final

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.access.queries.holders import list_holder_ids
from franchise_kit.kernel.days import month_after, month_before
from franchise_kit.training.actions.assigning import LOOK
from franchise_kit.training.actions.telling import tell_learners
from franchise_kit.training.models import Requirement
from franchise_kit.training.queries.modules import list_followed
from franchise_kit.training.queries.overview import is_month_told
from tenants import bells, clock, jobs
from tenants.actor import SYSTEM
from tenants.office import Coop, Office
from tenants.transaction import reading, upkeep

LOOK_EVERY: Final = timedelta(days=1)
LATER_VERSION: Final = "training_later_version"
# A notice that is older than so many others may come a second time.
_LOOKED_BACK: Final = 500


@jobs.job(LOOK)
def look(office: Office) -> None:
    """Tell the month that is over, once, ring about later versions, once each, and look again tomorrow."""
    if not isinstance(office, Coop):
        return
    month = month_before(clock.today())
    if _is_due(office, month):
        # Should somebody tell it by hand in the same moment, this try is refused and the next finds it told.
        tell_learners(coop=office, month=month, by=SYSTEM, now=clock.now())
    with upkeep(office) as session:
        _ring_about_later(session)
        _look_again(session)


def _is_due(coop: Coop, month: date) -> bool:
    """Say whether a month is still to be told: not before the co-op took up its first module."""
    with reading(coop) as session:
        began_on = session.scalar(select(func.min(Requirement.from_on)))
        return began_on is not None and began_on < month_after(month) and not is_month_told(session, month)


def _ring_about_later(session: Session) -> None:
    later = [one for one in list_followed(session) if one.has_later]
    if not later:
        return
    for account_id in list_holder_ids(session, Permission.TRAINING_ASSIGN):
        heard = {
            (bell.facts.get("key"), bell.facts.get("version"))
            for bell in bells.list_latest(session, account_id, most=_LOOKED_BACK)
            if bell.kind == LATER_VERSION
        }
        for one in later:
            if (one.key, one.latest_version) not in heard:
                facts = {"key": one.key, "version": one.latest_version, "module": one.module.code}
                bells.ring_for(session, account_id, kind=LATER_VERSION, path="/training/modules", **facts)


def _look_again(session: Session) -> None:
    """Leave one look for tomorrow, however many looks there were today."""
    now = clock.now()
    # The job that runs now is leased for some minutes, so it is not the one that waits for later.
    later = exists().where(
        jobs.OutboxRow.job == LOOK,
        jobs.OutboxRow.state == "waiting",
        jobs.OutboxRow.next_at > now + timedelta(hours=1),
    )
    if not session.scalar(select(later)):
        jobs.enqueue(session, LOOK, not_before=now + LOOK_EVERY)
