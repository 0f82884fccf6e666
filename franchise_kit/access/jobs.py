"""Telling the hub how far this co-op is: whenever that changes, and once a month."""

from datetime import timedelta
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from franchise_kit.access.queries.holders import count_active_accounts, count_role_holders
from franchise_kit.access.rules.disclosed import CoopProfile, is_due, kinds_of_role
from tenants import clock, jobs, journal
from tenants.actor import SYSTEM
from tenants.office import Coop, Office
from tenants.openings.disclosures import disclose
from tenants.openings.queries import find_latest_disclosed
from tenants.openings.relay import CARRY
from tenants.transaction import reading, transaction, upkeep

TELL: Final = "access.tell_profile"
LOOK_EVERY: Final = timedelta(days=1)


def ask_to_tell(session: Session) -> None:
    """Ask, in a transaction that changed roles or accounts, that the hub be told of it."""
    if isinstance(session.info["office"], Coop):
        jobs.enqueue(session, TELL)


@jobs.job(TELL)
def tell_profile(office: Office) -> None:
    """Tell the hub the present profile if it is another than the last one told, or a month old."""
    if not isinstance(office, Coop):
        return
    with reading(office) as session:
        profile = _profile(session, office)
        last = find_latest_disclosed(session, "coop_profile")
    told_on = last.made_at.astimezone(clock.LONDON).date() if last else None
    has_changed = last is not None and last.fact != profile
    if is_due(told_on=told_on, has_changed=has_changed, today=clock.today()):
        with transaction(office, by=SYSTEM, doing="disclosure.tell_profile") as session:
            disclosure_id = disclose(session, profile)
            journal.note(session, record_kind="disclosure", record_id=disclosure_id)
    _look_again(office)


def _profile(session: Session, coop: Coop) -> CoopProfile:
    return CoopProfile(
        stage=coop.stage,
        language=coop.language,
        accounts=count_active_accounts(session),
        role_holders=kinds_of_role(count_role_holders(session)),
        revision=coop.revision,
    )


def _look_again(office: Coop) -> None:
    """Leave one look for tomorrow, however many looks there were today."""
    now = clock.now()
    with upkeep(office) as session:
        # The job that runs now is leased for a quarter of an hour, so it is not the one that waits for later.
        later = exists().where(
            jobs.OutboxRow.job == TELL,
            jobs.OutboxRow.state == "waiting",
            jobs.OutboxRow.next_at > now + timedelta(hours=1),
        )
        if not session.scalar(select(later)):
            jobs.enqueue(session, TELL, not_before=now + LOOK_EVERY)
            # What a fault of many hours left behind is carried then, whether or not anything new is told.
            jobs.enqueue(session, CARRY, not_before=now + LOOK_EVERY)
