# SPDX-License-Identifier: AGPL-3.0-or-later
"""How fairly a co-op pays is told with its first approved run of a month, where it agreed to that."""

from datetime import date

import pytest

from franchise_kit.access import PermissionLacking
from franchise_kit.payroll.actions.sharing_fairness import (
    FairnessAgreedAlready,
    FairnessNotAgreed,
    agree_to_fairness,
    stop_fairness,
    tell_fairness,
)
from franchise_kit.payroll.queries.pay_fairness import get_shared_fairness, pay_counted
from franchise_kit.payroll.rules.pay_fairness import PayFairness, PayFairnessAgreed
from tenants import clock
from tenants.actor import SYSTEM, Actor
from tenants.office import Coop
from tenants.openings.queries import DisclosureFilter, list_disclosed
from tenants.refusal import NotFound
from tenants.transaction import reading, transaction
from tests.support.pay import PAY_ON, approve, draft, make_paid, preparer, submit, treasurer
from tests.support.people import actor_of, make_person
from tests.support.thread import make_worker

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


def chair_of(coop: Coop) -> Actor:
    return actor_of(coop, make_person(coop, "chair", name="Siân Ddu"))


def agree(coop: Coop) -> None:
    agree_to_fairness(coop=coop, by=chair_of(coop), now=clock.now())


def told(coop: Coop) -> list[PayFairness]:
    with reading(coop) as session:
        return [one.fact for one in list_disclosed(session, DisclosureFilter(kind="pay_fairness"))]


def tell(coop: Coop, pay_on: date) -> None:
    with transaction(coop, by=SYSTEM, doing="payroll.approve_run") as session:
        tell_fairness(session, pay_on)


def make_workers(coop: Coop, *rates: int) -> None:
    for number, pence in enumerate(rates):
        make_worker(coop, f"Nia {'ABCDEFGHIJ'[number]}", pence_per_hour=pence)


def test_the_figures_are_those_of_the_contracts_of_the_day(aber: Coop) -> None:
    make_workers(aber, 1250, 1250, 1250, 1250, 1250, 1400)

    with reading(aber) as session:
        counted = pay_counted(session, PAY_ON)

    assert list(counted.rates) == [1250] * 5 + [1400]
    assert counted.month == NOVEMBER
    assert counted.living_wage_pence is not None


def test_a_month_is_told_once_and_only_where_the_co_op_agreed(aber: Coop) -> None:
    make_workers(aber, *[1250] * 6)

    tell(aber, PAY_ON)
    assert told(aber) == []

    agree(aber)
    tell(aber, PAY_ON)
    tell(aber, PAY_ON)
    assert [(one.month, one.workers, one.lowest_pence) for one in told(aber)] == [(NOVEMBER, 6, 1250)]

    tell(aber, date(2026, 12, 18))
    assert [one.month for one in told(aber)] == [DECEMBER, NOVEMBER]


def test_a_month_before_the_agreement_is_not_told(aber: Coop) -> None:
    make_workers(aber, *[1250] * 6)
    agree(aber)

    tell(aber, date(2026, 10, 30))

    assert told(aber) == []


def test_when_the_co_op_stops_no_further_month_is_told(aber: Coop) -> None:
    make_workers(aber, *[1250] * 6)
    agree(aber)
    stop_fairness(coop=aber, by=chair_of(aber), now=clock.now())

    tell(aber, PAY_ON)

    assert told(aber) == []
    with reading(aber) as session:
        shared = get_shared_fairness(session, by=SYSTEM, today=clock.today())
    assert shared.agreed == PayFairnessAgreed(is_agreed=False, from_month=NOVEMBER)


def test_an_approved_run_tells_it(aber: Coop) -> None:
    agree(aber)

    make_paid(aber, minutes=600)
    by = preparer(aber)
    approve(aber, submit(aber, draft(aber, by), by), treasurer(aber))

    assert [one.month for one in told(aber)] == [NOVEMBER]


def test_what_is_so_already_is_refused(aber: Coop) -> None:
    by = chair_of(aber)
    with pytest.raises(FairnessNotAgreed):
        stop_fairness(coop=aber, by=by, now=clock.now())
    agree_to_fairness(coop=aber, by=by, now=clock.now())

    with pytest.raises(FairnessAgreedAlready):
        agree_to_fairness(coop=aber, by=by, now=clock.now())


def test_only_whoever_decides_on_agreements_decides_on_this(aber: Coop) -> None:
    coordinator = actor_of(aber, make_person(aber, "care_coordinator"))

    with pytest.raises((NotFound, PermissionLacking)):
        agree_to_fairness(coop=aber, by=coordinator, now=clock.now())
