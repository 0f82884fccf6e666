# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makers of what is taken from pay: loans, pensions, orders, and what contributions go by."""

from datetime import date
from uuid import UUID

from franchise_kit.people.actions import deducting, deductions, pension_schemes
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop

SINCE = date(2026, 4, 6)


def give_loan(coop: Coop, worker_id: UUID, plan: str = "2", *, from_on: date = SINCE) -> None:
    """Start a loan's repayments."""
    notice = deductions.NewLoanNotice(plan, "starter_declaration", from_on)
    deductions.set_loan_notice(coop=coop, worker_id=worker_id, notice=notice, by=SYSTEM, now=clock.now())


def give_pension(coop: Coop, worker_id: UUID, arrangement: str = "relief_at_source") -> UUID:
    """Make a worker a member of a new scheme of 5 and 3 % of qualifying earnings; return the scheme."""
    terms = pension_schemes.NewTerms(SINCE, 500, 300)
    scheme = pension_schemes.NewScheme("NEST", arrangement, "qualifying_earnings", "EMP1", terms)
    scheme_id = pension_schemes.enter_scheme(coop=coop, scheme=scheme, by=SYSTEM, now=clock.now())
    entry = deductions.NewPensionEntry("joined", SINCE, scheme_id=scheme_id)
    deductions.set_pension(coop=coop, worker_id=worker_id, entry=entry, by=SYSTEM, now=clock.now())
    return scheme_id


def give_order(coop: Coop, worker_id: UUID, said: deducting.NewOrder) -> UUID:
    """Enter an order, which holds at once when the house itself says so; return its id."""
    order_id, _state = deducting.set_order(
        coop=coop, worker_id=worker_id, order=said, by=SYSTEM, now=clock.now()
    )
    return order_id


def make_director(coop: Coop, worker_id: UUID, *, since_on: date = SINCE, method: str = "annual") -> None:
    """Make a worker a director."""
    director = deductions.NewDirector(True, since_on, method)
    deductions.set_director(coop=coop, worker_id=worker_id, director=director, by=SYSTEM, now=clock.now())


def give_birth(coop: Coop, worker_id: UUID, born_on: date) -> None:
    """Say when a worker was born."""
    birth = deductions.NewBirth(born_on)
    deductions.set_birth(coop=coop, worker_id=worker_id, birth=birth, by=SYSTEM, now=clock.now())
