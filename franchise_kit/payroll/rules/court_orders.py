"""Attachment of earnings by courts, and for child maintenance: order after order, above what is protected."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from franchise_kit.payroll.rules.pence import WHOLE_BPS, round_up
from franchise_kit.payroll.rules.rate_book import RateBook
from tenants.refusal import Refusal


class OrderNotSound(Refusal):
    """An order asks for less than nothing, or protects less."""

    code: ClassVar[str] = "order_not_sound"


@dataclass(frozen=True, slots=True)
class EarlierInPeriod:
    """What one order met earlier in the same pay period, in whole pence: pay that it could take of, and took.

    ``kept_pence`` is what the worker had after all deductions of those payments.
    """

    net_pence: int = 0
    pence: int = 0
    kept_pence: int = 0


NOTHING_EARLIER: Final = EarlierInPeriod()


@dataclass(frozen=True, slots=True)
class Order:
    """One order, in whole pence a pay period: what it normally takes, and what it leaves the worker.

    ``is_priority`` is of maintenance, fines and the like. Only such an order carries over what it could not
    take (``untaken_pence``) and what it could not leave (``unprotected_pence``). ``owed_pence`` is what is
    left of the debt, ``None`` if it has no end.
    """

    made_on: date
    is_priority: bool
    normal_pence: int
    protected_pence: int
    owed_pence: int | None = None
    untaken_pence: int = 0
    unprotected_pence: int = 0
    earlier: EarlierInPeriod = NOTHING_EARLIER


@dataclass(frozen=True, slots=True)
class Taken:
    """What one order took on a pay day, and what it carries to the next, in whole pence."""

    order: Order
    pence: int
    untaken_pence: int
    unprotected_pence: int


def take_in_order(attachable_pence: int, orders: Iterable[Order]) -> list[Taken]:
    """Return what each order takes: those with priority first, each kind by the day on which it was made.

    Units: whole pence; ``attachable_pence`` is pay after tax, contributions and pension. Each order sees what
    those before it left. Raises OrderNotSound.
    Source: Attachment of Earnings Act 1971, s.24 and Sch. 3.
    """
    left_pence, taken = attachable_pence, []
    for order in sorted(orders, key=lambda one: (not one.is_priority, one.made_on)):
        made = take_from(left_pence, order)
        taken.append(made)
        left_pence -= made.pence
    return taken


def child_maintenance_protected_pence(net_pence: int, *, book: RateBook, on: date) -> int:
    """Return what a deduction for child maintenance must leave of net earnings.

    Units: whole pence, a fraction up.
    Source: SI 1992/1989, reg. 11 (protected earnings proportion).
    """
    protected_bps = book.whole("attachments.child_maintenance.protected", on=on)
    return round_up(net_pence * protected_bps, WHOLE_BPS)


def take_from(left_pence: int, order: Order) -> Taken:
    """Return what one order takes of what those before it left; raise OrderNotSound.

    Units: whole pence.
    Source: as for ``take_in_order``.
    """
    amounts = (order.normal_pence, order.protected_pence, order.untaken_pence, order.unprotected_pence)
    if min(amounts) < 0 or (order.owed_pence is not None and order.owed_pence < 0):
        raise OrderNotSound
    carried_pence, unprotected_pence = (
        (order.untaken_pence, order.unprotected_pence) if order.is_priority else (0, 0)
    )
    wanted_pence = order.normal_pence + carried_pence
    if order.owed_pence is not None:
        wanted_pence = min(wanted_pence, order.owed_pence)
    to_protect_pence = order.protected_pence + unprotected_pence
    pence = max(0, min(wanted_pence, left_pence - to_protect_pence))
    if not order.is_priority:
        return Taken(order, pence, 0, 0)
    return Taken(order, pence, wanted_pence - pence, max(0, to_protect_pence - max(0, left_pence)))
