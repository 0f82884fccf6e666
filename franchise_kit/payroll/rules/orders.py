"""All that an employer must take by order from one payment, order after order, and what a loan has left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from franchise_kit.payroll.rules.attachments import council_tax_wales, direct_earnings_attachment
from franchise_kit.payroll.rules.court_orders import Order, take_from
from franchise_kit.payroll.rules.loans import within_room
from franchise_kit.payroll.rules.rate_book import RateBook
from franchise_kit.payroll.rules.tax_calendar import Frequency


@dataclass(frozen=True, slots=True)
class CouncilTaxOrder:
    """An order for council tax in Wales; its table is that of its day. ``owed_pence`` is left of the debt."""

    made_on: date
    owed_pence: int | None = None


@dataclass(frozen=True, slots=True)
class DirectAttachment:
    """A notice of a direct earnings attachment, at the standard or the higher rate.

    ``owed_pence`` is what is left of the debt, ``None`` if it has no end.
    """

    made_on: date
    is_higher: bool = False
    owed_pence: int | None = None


AnyOrder = Order | CouncilTaxOrder | DirectAttachment


@dataclass(frozen=True, slots=True)
class TakenBy:
    """What one order took, and what it carries to the next pay day, in whole pence."""

    order: AnyOrder
    pence: int
    untaken_pence: int = 0
    unprotected_pence: int = 0


def take_by_order(
    net_pence: int, orders: Iterable[AnyOrder], *, frequency: Frequency, book: RateBook, on: date
) -> list[TakenBy]:
    """Return what each order takes: those with priority and council tax, then direct attachments, then debts.

    Units: whole pence; ``net_pence`` is pay after tax, contributions and pension. Of each rank the earlier
    order comes first. A court's order and council tax go by what those before left; a direct attachment by
    all of the net, within the room that those before leave. Raises what each kind raises.
    Source: Attachment of Earnings Act 1971, Sch. 3; SI 1992/613, reg. 38 and 42; SI 2013/384, reg. 20 and 29;
    that debts come last: HM Courts Service, Attachment orders: a guide for employers.
    """
    made: list[TakenBy] = []
    taken_pence = 0
    for order in sorted(orders, key=lambda one: (_rank(one), one.made_on)):
        if isinstance(order, Order):
            court = take_from(net_pence - taken_pence, order)
            taken = TakenBy(order, court.pence, court.untaken_pence, court.unprotected_pence)
        elif isinstance(order, CouncilTaxOrder):
            left_pence = max(0, net_pence - taken_pence)
            by_table = council_tax_wales(
                left_pence, frequency=frequency, order_made_on=order.made_on, book=book
            )
            taken = TakenBy(order, _at_most(by_table.pence, order.owed_pence))
        else:
            attached = direct_earnings_attachment(
                net_pence,
                frequency=frequency,
                other_orders_pence=taken_pence,
                is_higher=order.is_higher,
                book=book,
                on=on,
            )
            taken = TakenBy(order, _at_most(attached.pence, order.owed_pence))
        taken_pence += taken.pence
        made.append(taken)
    return made


def loan_beside_orders(repaid_pence: int, *, net_pence: int, taken: Iterable[TakenBy]) -> int:
    """Return what is left of a loan's repayment beside orders, down to the pound.

    Units: whole pence; what an order with priority protects is protected from the loan as well.
    Source: HMRC, Collection of Student Loans Manual, CSLM18025.
    """
    held = list(taken)
    courts = [one.order for one in held if isinstance(one.order, Order)]
    protected_pence = max((order.protected_pence for order in courts if order.is_priority), default=0)
    return within_room(repaid_pence, net_pence - sum(one.pence for one in held) - protected_pence)


def _at_most(pence: int, owed_pence: int | None) -> int:
    return pence if owed_pence is None else min(pence, owed_pence)


def _rank(order: AnyOrder) -> int:
    if isinstance(order, DirectAttachment):
        return 1
    return 0 if isinstance(order, CouncilTaxOrder) or order.is_priority else 2
