# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makers of approved runs that a bank can pay."""

from uuid import UUID

from franchise_kit.people import actions as people
from tenants import clock
from tenants.actor import SYSTEM, Actor
from tenants.office import Coop
from tests.support.pay import approve, draft, make_paid, preparer, submit, treasurer


def give_account(coop: Coop, worker_id: UUID, number: str, *, name: str = "N Prys") -> None:
    bank = people.NewBank(account_name=name, sort_code="11-22-33", account_number=number, roll_number=None)
    people.set_bank(coop=coop, worker_id=worker_id, bank=bank, by=SYSTEM, now=clock.now())


def approved(coop: Coop, *, with_accounts: bool = True) -> tuple[UUID, Actor]:
    """Make an approved run of two people, 600 and 300 minutes, and its treasurer."""
    for name, minutes, number in (("Nia Prys", 600, "87654321"), ("Siôn Ŵyn", 300, "11112222")):
        paid = make_paid(coop, name, minutes=minutes)
        if with_accounts or name == "Nia Prys":
            give_account(coop, paid.worker_id, number, name=name)
    by = treasurer(coop)
    run = submit(coop, draft(coop, preparer(coop)), preparer(coop))
    approve(coop, run, by)
    return run, by
