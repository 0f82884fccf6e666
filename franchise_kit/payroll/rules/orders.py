"""All that an employer must take by order from one payment, order after order, and what a loan has left."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from franchise_kit.payroll.rules.attachments import council_tax_wales, direct_earnings_attachment
from franchise_kit.payroll.rules.court_orders import NOTHING_EARLIER, EarlierInPeriod, Order, take_from
from franchise_kit.payroll.rules.loans import within_room
from franchise_kit.payroll.rules.rate_book import RateBook
from franchise_kit.payroll.rules.tax_calendar import Frequency


@dataclass(frozen=True, slots=True)
class CouncilTaxOrder:
    """An order for council tax in Wales; its table is that of its day. ``owed_pence`` is left of the debt."""

    made_on: date
    owed_pence: int | None = None
    earlier: EarlierInPeriod = NOTHING_EARLIER


@dataclass(frozen=True, slots=True)
class DirectAttachment:
    """A notice of a direct earnings attachment, at the standard or the higher rate.

    ``owed_pence`` is what is left of the debt, ``None`` if it has no end.
    """

    made_on: date
    is_higher: bool = False
    owed_pence: int | None = None
    earlier: EarlierInPeriod = NOTHING_EARLIER


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
    all of the net, within the room that those before leave. Payments of one pay period go together: each
    order takes of all of them, less what it took of the earlier ones. Raises what each kind raises.
    Source: Attachment of Earnings Act 1971, Sch. 3 (para. 3: what is taken and protected is for the time
    between pay days); SI 1992/613, reg. 38 and 42; SI 2013/384, reg. 20 and 29; that debts come last: HM
    Courts Service, Attachment orders: a guide for employers.
    """
    made: list[TakenBy] = []
    tables = _Tables(frequency, book, on)
    left_pence = max(0, net_pence)
    for order in sorted(orders, key=lambda one: (_rank(one), one.made_on)):
        earlier = order.earlier
        others_pence = sum(one.pence for one in made)
        if earlier.net_pence:
            others_pence += sum(one.order.earlier.pence for one in made)
        whole = _of_period(earlier.net_pence + net_pence, others_pence, order, tables)
        wanted_pence = max(0, whole.pence - earlier.pence)
        pence = min(wanted_pence, left_pence)
        untaken_pence = whole.untaken_pence
        if _carries(order):
            untaken_pence += wanted_pence - pence
        made.append(replace(whole, pence=pence, untaken_pence=untaken_pence))
        left_pence -= pence
    return made


@dataclass(frozen=True, slots=True)
class _Tables:
    """What the tables of orders are found by."""

    frequency: Frequency
    book: RateBook
    on: date


def _of_period(net_pence: int, others_pence: int, order: AnyOrder, tables: _Tables) -> TakenBy:
    """Return what an order takes of all that is paid in a period, beside what others take of it."""
    if isinstance(order, Order):
        court = take_from(net_pence - others_pence, order)
        return TakenBy(order, court.pence, court.untaken_pence, court.unprotected_pence)
    if isinstance(order, CouncilTaxOrder):
        by_table = council_tax_wales(
            max(0, net_pence - others_pence),
            frequency=tables.frequency,
            order_made_on=order.made_on,
            book=tables.book,
        )
        return TakenBy(order, _at_most(by_table.pence, order.owed_pence))
    attached = direct_earnings_attachment(
        net_pence,
        frequency=tables.frequency,
        other_orders_pence=others_pence,
        is_higher=order.is_higher,
        book=tables.book,
        on=tables.on,
    )
    return TakenBy(order, _at_most(attached.pence, order.owed_pence))


def loan_beside_orders(repaid_pence: int, *, net_pence: int, taken: Iterable[TakenBy]) -> int:
    """Return what is left of a loan's repayment beside orders, down to the pound.

    Units: whole pence; what an order with priority protects is protected from the loan as well, as far as
    the worker did not keep it of an earlier payment of the period.
    Source: HMRC, Collection of Student Loans Manual, CSLM18025.
    """
    held = list(taken)
    courts = [one.order for one in held if isinstance(one.order, Order) and one.order.is_priority]
    protected_pence = max(
        (max(0, order.protected_pence - order.earlier.kept_pence) for order in courts), default=0
    )
    return within_room(repaid_pence, net_pence - sum(one.pence for one in held) - protected_pence)


def _carries(order: AnyOrder) -> bool:
    return isinstance(order, Order) and order.is_priority


def _at_most(pence: int, owed_pence: int | None) -> int:
    return pence if owed_pence is None else min(pence, owed_pence)


def _rank(order: AnyOrder) -> int:
    if isinstance(order, DirectAttachment):
        return 1
    return 0 if isinstance(order, CouncilTaxOrder) or order.is_priority else 2
