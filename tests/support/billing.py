# SPDX-License-Identifier: AGPL-3.0-or-later
"""A plan that is published, months that co-ops told, and invoices that reached them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from threading import Barrier, Thread
from uuid import UUID, uuid4

from sqlalchemy import update

import franchise_kit.billing.jobs  # noqa: F401 - declares what is done with usage and invoices
from franchise_kit.billing import actions
from franchise_kit.billing.hub_models import Usage
from franchise_kit.ledger import queries as ledger
from tenants.actor import SYSTEM, Actor
from tenants.office import HUB, Coop, Office
from tenants.refusal import Refusal
from tenants.registry import CoopRow
from tenants.transaction import reading, upkeep
from tests.support.openings import carry_all
from tests.support.people import actor_of, make_person

TOTAL_PENCE = 1_829_54 + 365_91
LONG_AGO = datetime(2025, 6, 10, 9, 0, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)
NOVEMBER = date(2026, 11, 1)
EARLY_NOVEMBER = datetime(2026, 11, 5, 10, 0, tzinfo=UTC)
EARLY_DECEMBER = datetime(2026, 12, 3, 10, 0, tzinfo=UTC)


def be_long_with_us() -> None:
    """Let every co-op have begun long ago, so that it pays for each month of the tests."""
    with upkeep(HUB) as session:
        session.execute(update(CoopRow).values(made_at=LONG_AGO))


def publish_plan(**changes: object) -> int:
    """Publish the plan that the program brings along, with changes, for co-ops that are long with us."""
    be_long_with_us()
    body = actions.standard_plan() | changes
    return actions.publish_plan(body=body, by=SYSTEM, now=EARLY_NOVEMBER)


def told(coop: Coop, service: str, quantity: int, *, month: date = OCTOBER) -> UUID:
    """Let the hub have usage of a co-op, as a disclosure of another room would bring it."""
    with upkeep(HUB) as session:
        row = Usage(
            coop_id=coop.id,
            service=service,
            month=month,
            quantity=quantity,
            source_id=uuid4(),
            disclosure_id=uuid4(),
            told_at=EARLY_NOVEMBER,
        )
        session.add(row)
        session.flush()
        return row.id


def told_all(
    coop: Coop,
    *,
    payslips: int = 31,
    learners: int = 31,
    turnover_pence: int = 7_571_200,
    month: date = OCTOBER,
) -> None:
    """Let the hub have everything that a month is billed by."""
    told(coop, "payslips", payslips, month=month)
    told(coop, "learners", learners, month=month)
    told(coop, "care_turnover", turnover_pence, month=month)


def invoice_of(coop: Coop) -> UUID:
    """Issue a co-op's invoice for October and carry it there."""
    publish_plan()
    told_all(coop)
    invoice_id = actions.issue_invoice(coop_id=coop.id, month=OCTOBER, by=SYSTEM, now=EARLY_NOVEMBER)
    carry_all(coop)
    return invoice_id


def balances(office: Office) -> dict[str, int]:
    """Return what stands on each account of an office, once its books are found whole."""
    with reading(office) as session:
        found = ledger.trial_balance(session, by=SYSTEM)
        assert ledger.verify(session).holds
    return {one.account.id: one.balance_pence for one in found if one.balance_pence}


def officer() -> Actor:
    """Return somebody at the hub who collects fees."""
    return actor_of(HUB, make_person(HUB, "billing_officer"))


def together(*turns: Callable[[], object]) -> list[Refusal]:
    """Take turns at one instant, and return what was refused."""
    begin = Barrier(len(turns))
    raised: list[Refusal] = []

    def take(turn: Callable[[], object]) -> None:
        begin.wait()
        try:
            turn()
        except Refusal as refusal:
            raised.append(refusal)

    threads = [Thread(target=take, args=(turn,)) for turn in turns]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised
