"""Attachment orders as a worker's pay meets them: which they are, what is left of each, and what it takes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from franchise_kit.payroll.rules.court_orders import (
    NOTHING_EARLIER,
    EarlierInPeriod,
    Order,
    child_maintenance_protected_pence,
)
from franchise_kit.payroll.rules.orders import AnyOrder, CouncilTaxOrder, DirectAttachment, TakenBy
from franchise_kit.payroll.rules.rate_book import RateBook
from franchise_kit.payroll.rules.steps import Step

DIRECT: Final = "direct_earnings"
DIRECT_HIGHER: Final = "direct_earnings_higher"
COUNCIL_TAX: Final = "council_tax_wales"
CHILD_MAINTENANCE: Final = "child_maintenance"
NON_PRIORITY: Final = "non_priority"


@dataclass(frozen=True, slots=True)
class HeldOrder:
    """One order on a pay day, in whole pence: what earlier pay periods left of the debt, and carried over.

    ``left_pence`` is ``None`` for an order without an end; ``earlier`` is of the same period.
    """

    order_id: UUID
    kind: str
    made_on: date
    normal_pence: int = 0
    protected_pence: int = 0
    left_pence: int | None = None
    untaken_pence: int = 0
    unprotected_pence: int = 0
    earlier: EarlierInPeriod = NOTHING_EARLIER


@dataclass(frozen=True, slots=True)
class OrderTaken:
    """What one order takes on a pay day, and carries to the next, in whole pence."""

    order_id: UUID
    kind: str
    pence: int
    untaken_pence: int = 0
    unprotected_pence: int = 0
    # What it was worked out from; a payslip that is read again has these in its steps.
    normal_pence: int = 0
    protected_pence: int = 0
    before_pence: int = 0


def as_orders(
    orders: Iterable[HeldOrder], attachable_pence: int, *, book: RateBook, on: date
) -> Mapping[HeldOrder, AnyOrder]:
    """Return orders as the rule of their kind takes them; what is paid off takes nothing, and is left out.

    Units: whole pence; ``attachable_pence`` is pay after tax, contributions and pension.
    Source: Attachment of Earnings Act 1971, Sch. 3; SI 1992/613; SI 2013/384; SI 1992/1989, reg. 11.
    """
    standing = (one for one in orders if one.left_pence is None or one.left_pence > one.earlier.pence)
    return {one: _as_order(one, attachable_pence, book, on) for one in standing}


def _as_order(one: HeldOrder, attachable_pence: int, book: RateBook, on: date) -> AnyOrder:
    if one.kind == COUNCIL_TAX:
        return CouncilTaxOrder(one.made_on, one.left_pence, one.earlier)
    if one.kind in (DIRECT, DIRECT_HIGHER):
        return DirectAttachment(one.made_on, one.kind == DIRECT_HIGHER, one.left_pence, one.earlier)
    protected_pence = one.protected_pence
    if one.kind == CHILD_MAINTENANCE:
        net_pence = one.earlier.net_pence + max(0, attachable_pence)
        protected_pence = child_maintenance_protected_pence(net_pence, book=book, on=on)
    return Order(
        one.made_on,
        one.kind != NON_PRIORITY,
        one.normal_pence,
        protected_pence,
        one.left_pence,
        one.untaken_pence,
        # A share of the pay protects anew each time: there is nothing to carry over.
        0 if one.kind == CHILD_MAINTENANCE else one.unprotected_pence,
        one.earlier,
    )


def taken_by(made: Mapping[HeldOrder, AnyOrder], taken: Sequence[TakenBy]) -> tuple[OrderTaken, ...]:
    """Return what each held order took, in the order in which they took; never more than what is left.

    Source: as for ``as_orders``.
    """
    # Two orders may say the same, so that the one itself is looked for, and not its like.
    held = {id(order): one for one, order in made.items()}
    return tuple(_taken(held[id(one.order)], one) for one in taken)


def _taken(held: HeldOrder, one: TakenBy) -> OrderTaken:
    protected_pence = one.order.protected_pence if isinstance(one.order, Order) else 0
    return OrderTaken(
        held.order_id,
        held.kind,
        one.pence,
        one.untaken_pence,
        one.unprotected_pence,
        held.normal_pence,
        protected_pence,
        held.earlier.net_pence,
    )


def order_steps(orders: Iterable[OrderTaken], attachable_pence: int) -> tuple[Step, ...]:
    """Return how orders took what they did, for a page to say in words.

    Source: ours: whoever is paid can read how each figure came about.
    """
    return tuple(_step(one, attachable_pence) for one in orders)


def _step(one: OrderTaken, attachable_pence: int) -> Step:
    values: dict[str, int | str] = {
        "kind": one.kind,
        "attachable_pence": attachable_pence,
        "protected_pence": one.protected_pence,
        "normal_pence": one.normal_pence,
        "untaken_pence": one.untaken_pence,
        "amount_pence": one.pence,
    }
    if one.before_pence:
        values["before_pence"] = one.before_pence
    return Step("order", values)
