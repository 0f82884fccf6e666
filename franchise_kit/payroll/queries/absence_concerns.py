"""What of absence to look at before a run is paid: days that no longer stand, and who has no sick pay."""

from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import OtherPayDay, PayCorrection, PayRun
from franchise_kit.payroll.queries.belonging import of_run
from franchise_kit.payroll.queries.ill_without_pay import ill_without
from franchise_kit.payroll.rules.concerns import Found
from franchise_kit.payroll.rules.gone_days import PaidAway, Standing, gone_days
from franchise_kit.payroll.rules.other_pay import HOLIDAY, SICK
from franchise_kit.payroll.rules.run_days import RunDays
from franchise_kit.payroll.rules.tax_calendar import Frequency
from franchise_kit.people.queries.for_pay import worker_ids_between
from franchise_kit.time.queries.absence import list_away
from franchise_kit.time.rules.absence import HOLIDAY as AWAY_ON_HOLIDAY
from franchise_kit.time.rules.absence import SICKNESS
from tenants.bulk import is_one_of

# Days further back are seldom changed, and a correction of them is entered by hand.
_LOOKED_BACK: Final = timedelta(days=366)
# What the days of each kind of absence are paid as.
_PAID_AS: Final = {SICKNESS: SICK, AWAY_ON_HOLIDAY: HOLIDAY}


def of_absence(session: Session, pay_run_id: UUID) -> list[tuple[UUID, Found]]:
    """Return what of absence to look at, by worker, of everybody whom a run may pay. It asks nobody."""
    run = session.get_one(PayRun, pay_run_id)
    mine = of_run(session, run, worker_ids_between(session, run.period_from, run.period_until))
    return [*_gone(session, run, mine), *_without_sick_pay(session, run, mine)]


def _gone(session: Session, run: PayRun, worker_ids: Collection[UUID]) -> Iterator[tuple[UUID, Found]]:
    paid: dict[UUID, list[PaidAway]] = {}
    since = run.period_from - _LOOKED_BACK
    wanted = select(
        OtherPayDay.worker_id, OtherPayDay.pay_run_id, OtherPayDay.kind, OtherPayDay.day, OtherPayDay.pence
    ).where(
        is_one_of(OtherPayDay.worker_id, worker_ids),
        OtherPayDay.state == "paid",
        OtherPayDay.kind.in_(_PAID_AS.values()),
        OtherPayDay.day >= since,
    )
    for row in session.execute(wanted):
        paid.setdefault(row.worker_id, []).append(PaidAway(row.pay_run_id, row.kind, row.day, row.pence))
    away = list_away(session, paid.keys(), _PAID_AS, from_=since, until=run.period_until)
    taken_back = _taken_back(session, paid.keys())
    for worker_id, days in paid.items():
        standing = [Standing(_PAID_AS[one.kind], one.from_on, one.last_on) for one in away.get(worker_id, ())]
        for found in gone_days(days, standing, taken_back=taken_back.get(worker_id, {})):
            yield worker_id, found


def _taken_back(session: Session, worker_ids: Collection[UUID]) -> dict[UUID, dict[UUID, int]]:
    """Return what corrections take back of what each run has paid, by worker and run, in whole pence."""
    wanted = (
        select(PayCorrection.worker_id, PayCorrection.of_run_id, func.sum(-PayCorrection.pence))
        .where(is_one_of(PayCorrection.worker_id, worker_ids), PayCorrection.pence < 0)
        .group_by(PayCorrection.worker_id, PayCorrection.of_run_id)
    )
    found: dict[UUID, dict[UUID, int]] = {}
    for worker_id, pay_run_id, pence in session.execute(wanted):
        if pay_run_id is not None:
            found.setdefault(worker_id, {})[pay_run_id] = int(pence)
    return found


def _without_sick_pay(
    session: Session, run: PayRun, worker_ids: Collection[UUID]
) -> Iterator[tuple[UUID, Found]]:
    days = RunDays(run.period_from, run.period_until, run.pay_on, Frequency(run.frequency), run.id)
    for worker_id, found in ill_without(session, worker_ids, days).items():
        yield worker_id, Found(f"sick_pay_{found[0].why}", {"since_on": found[0].on})
