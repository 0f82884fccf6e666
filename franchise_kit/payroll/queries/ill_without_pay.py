"""Who is ill without sick pay, since when and why, and who is to be given form SSP1."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.kernel.days import london_day
from franchise_kit.payroll.models import SickFormGiven
from franchise_kit.payroll.queries.family_pay import leaves_of
from franchise_kit.payroll.queries.held_days import asked_of
from franchise_kit.payroll.queries.reaching import check_reach
from franchise_kit.payroll.queries.sick_pay import without_sick_pay
from franchise_kit.payroll.rules.family_sums import AT_HOME
from franchise_kit.payroll.rules.run_days import RunDays
from franchise_kit.payroll.rules.sick_sums import WithoutSickPay
from franchise_kit.payroll.rules.tax_calendar import Frequency
from franchise_kit.people.queries.for_pay import workers_between
from franchise_kit.time.queries.absence import list_away
from franchise_kit.time.rules.absence import SICKNESS
from tenants.actor import Actor

_LOOKED_BACK: Final = timedelta(days=366)
_FORMS_SAID: Final = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class FormDue:
    """Somebody who was or is ill without sick pay since a day, why, and by when they have form SSP1."""

    worker_id: UUID
    worker_name: str = field(repr=False)
    since_on: date
    why: str
    due_on: date


def list_forms_due(session: Session, *, by: Actor, now: datetime) -> list[FormDue]:
    """Return who lost sick pay in the last four weeks, or never had it, the first that is due first.

    For whoever prepares pay. Who was given the form, and what is longer ago, is not said again.
    """
    check_reach(session, Permission.PAYRUN_PREPARE, by=by, now=now)
    check_reach(session, Permission.EMPLOYMENT_READ, by=by, now=now)
    today = london_day(now)
    since, until = today - _FORMS_SAID, today + timedelta(days=1)
    here = workers_between(session, since, until)
    ill = list_away(session, here.keys(), (SICKNESS,), from_=since, until=until)
    if not ill:
        return []
    # Days of before are looked at as well, so that who had no sick pay then does not seem to lose it now.
    days = RunDays(today - _LOOKED_BACK, until, today, Frequency.M1)
    given = _given(session, since)
    found = [
        FormDue(worker_id, here[worker_id].full_name, one.on, one.why, one.form_due_on)
        for worker_id, spells in ill_without(session, ill.keys(), days).items()
        for one in spells
        if one.on >= since and (worker_id, one.on) not in given
    ]
    return sorted(found, key=lambda one: (one.due_on, one.worker_name, one.worker_id))


def _given(session: Session, since: date) -> set[tuple[UUID, date]]:
    wanted = select(SickFormGiven.worker_id, SickFormGiven.since_on).where(SickFormGiven.since_on >= since)
    return {(worker_id, since_on) for worker_id, since_on in session.execute(wanted)}


def ill_without(
    session: Session, worker_ids: Collection[UUID], days: RunDays
) -> dict[UUID, list[WithoutSickPay]]:
    """Return by worker, of each spell that has such days, the first without sick pay. It asks nobody."""
    asked = asked_of(session, worker_ids, days)
    at_home: dict[UUID, list[tuple[date, date]]] = {}
    for one in leaves_of(session, asked.worker_ids):
        if one.kind in AT_HOME:
            at_home.setdefault(one.worker_id, []).append((one.begins_on, one.until))
    return without_sick_pay(session, asked, at_home=at_home)
