"""Telling the network how many people learnt in a month: a count, once."""

from datetime import date, datetime

from sqlalchemy import select

from franchise_kit.access import Permission, within
from franchise_kit.kernel.days import london_day, month_after, month_begins
from franchise_kit.training.models import Requirement
from franchise_kit.training.queries.facts import learners_in
from franchise_kit.training.queries.overview import is_month_told
from franchise_kit.training.rules.disclosed import LearnersActive
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.openings.disclosures import disclose
from tenants.refusal import Refusal
from tenants.transaction import transaction


class MonthNotOver(Refusal):
    """A month is told when it is over."""

    code = "training_month_not_over"


class MonthToldAlready(Refusal):
    """A month is told once."""

    code = "training_month_told_already"


def tell_learners(*, coop: Coop, month: date, by: Actor, now: datetime) -> int:
    """Tell the network how many people learnt in a month; return how many.

    ``month`` is any day of it. Raises ``MonthNotOver`` or ``MonthToldAlready``.
    """
    with transaction(coop, by=by, doing="training.tell_learners") as session:
        within(by, Permission.TRAINING_ASSIGN)
        first, until = month_begins(month), month_after(month)
        if until > london_day(now):
            raise MonthNotOver
        # Of two who tell at once the second waits here, and then finds the month told.
        session.execute(select(Requirement.id).order_by(Requirement.id).with_for_update())
        if is_month_told(session, first):
            raise MonthToldAlready
        learners = learners_in(session, first, until)
        disclosure_id = disclose(session, LearnersActive(first, learners), about=(first, until))
        journal.note(
            session,
            record_kind="disclosure",
            record_id=disclosure_id,
            month=first.strftime("%Y-%m"),
            learners=learners,
        )
        return learners
