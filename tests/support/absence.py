# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makers of days away and of contracts, as rows."""

from datetime import date
from functools import partial
from uuid import UUID

from franchise_kit.people.models import Contract
from franchise_kit.time.actions.absence import Decision, NewAbsence, decide_absence, enter_own_absence
from franchise_kit.time.queries.leave import LeaveBalance, get_leave_balance
from tenants.actor import Actor
from tenants.office import Coop
from tenants.transaction import reading, upkeep
from tests.support.people import actor_of, make_person
from tests.support.rows import rows
from tests.support.time import NINE

NOW = NINE
TODAY = date(2026, 11, 2)
WEEK_MINUTES = 30 * 60

absences = partial(rows, table="absence", order="from_on, id")


def balance(coop: Coop, worker_id: UUID, by: Actor, *, on: date = TODAY) -> LeaveBalance:
    """Read a worker's leave of the leave year of a day, as it stands on that day."""
    with reading(coop) as session:
        return get_leave_balance(session, worker_id, by=by, on=on, of=on)


def make_contract(
    coop: Coop, worker_id: UUID, *, weekly_minutes: int = WEEK_MINUTES, valid_from: date = date(2026, 1, 1)
) -> None:
    """Make a contract; of no guaranteed hours where the week has no minutes."""
    with upkeep(coop) as session:
        session.add(
            Contract(
                worker_id=worker_id,
                kind="guaranteed_hours" if weekly_minutes else "non_guaranteed_hours",
                weekly_minutes=weekly_minutes,
                valid_from=valid_from,
                valid_until=None,
                entered_at=NINE,
            )
        )


def decider(coop: Coop, *roles: str) -> Actor:
    """Make somebody who decides on absence."""
    return actor_of(coop, make_person(coop, *(roles or ("care_coordinator",)), name="Nest Roberts"))


def ask(
    coop: Coop,
    by: Actor,
    first: date,
    last: date | None,
    *,
    kind: str = "holiday",
    minutes: int | None = 360,
    note: str = "",
) -> UUID:
    """Ask for days away as oneself, or tell of sickness."""
    new = NewAbsence(kind, first, last, minutes, note)
    return enter_own_absence(coop=coop, new=new, by=by, now=NOW)


def agree(coop: Coop, absence_id: UUID, by: Actor, *, version: int = 1) -> None:
    """Say yes to it."""
    decide_absence(coop=coop, absence_id=absence_id, decision=Decision(True, version), by=by, now=NOW)
