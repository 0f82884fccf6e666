"""Deductions by table from net earnings: direct earnings attachments, and council tax in Wales."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from franchise_kit.payroll.rules.pence import WHOLE_BPS, half_down, share_down
from franchise_kit.payroll.rules.rate_book import RateBook, Value, as_whole
from franchise_kit.payroll.rules.tax_calendar import Frequency
from franchise_kit.people.rules.tax_year import YEAR_BEGINS
from tenants.refusal import Refusal

_COUNCIL_TAX: Final = "attachments.council_tax_wales"


class NoTableForFrequency(Refusal):
    """The tables are for pay by weeks and by the month."""

    code: ClassVar[str] = "no_table_for_frequency"


class NoTableForThatDay(Refusal):
    """We have no table for an order of that day: it is from before our first, or after the tax year."""

    code: ClassVar[str] = "no_table_for_that_day"


@dataclass(frozen=True, slots=True)
class Attached:
    """What is taken in whole pence, and why: the table's rate, and the room that other orders leave.

    ``room_pence`` is ``None`` for an order that has no protected share.
    """

    pence: int
    rate_bps: int
    room_pence: int | None = None


def direct_earnings_attachment(
    net_pence: int,
    *,
    frequency: Frequency,
    other_orders_pence: int,
    is_higher: bool,
    book: RateBook,
    on: date,
) -> Attached:
    """Return what a direct earnings attachment takes on a pay day.

    Units: whole pence; ``net_pence`` is pay after tax, contributions and pension, and other orders lessen
    the room that the protected share leaves, not what the rate is of. Pay for several weeks is looked up by
    the week; a band's top is still in the band. A half-penny is not taken. Raises NoTableForFrequency.
    Source: SI 2013/384, reg. 17 and 20 and Sch. 2; DWP, guide for employers, and its worked examples.
    """
    name, weeks = _table_of(frequency)
    column = "higher" if is_higher else "standard"
    rows = book.rows(f"attachments.dea.{name}", on=on)
    rate_bps = as_whole(_row(net_pence, weeks, rows)[column])
    protected_bps = book.whole("attachments.dea.protected", on=on)
    room_pence = max(0, share_down(net_pence, WHOLE_BPS - protected_bps) - other_orders_pence)
    return Attached(min(half_down(net_pence * rate_bps, WHOLE_BPS), room_pence), rate_bps, room_pence)


def council_tax_wales(
    net_pence: int, *, frequency: Frequency, order_made_on: date, book: RateBook
) -> Attached:
    """Return what an attachment of earnings order for council tax in Wales takes on a pay day.

    Units: whole pence; ``net_pence`` is what is left after earlier orders. The table is that of the day on
    which the order was made. Pay for several weeks is taken as so many weeks' pay. A half-penny is not
    taken. ``rate_bps`` above the last band is that of the rest. Raises NoTableForFrequency or
    NoTableForThatDay.
    Source: SI 1992/613, reg. 32, 38 and Sch. 4, as WSI 2007/582 and WSI 2022/107 have it.
    """
    name, weeks = _table_of(frequency)
    table = f"{_COUNCIL_TAX}.{name}"
    if not book.entries[table][0].starts_on <= order_made_on < _next_year(book):
        raise NoTableForThatDay
    rows = book.rows(table, on=order_made_on)
    last_top_pence = weeks * as_whole(rows[-1]["to"])
    if net_pence <= last_top_pence:
        rate_bps = as_whole(_row(net_pence, weeks, rows)["rate"])
        return Attached(half_down(net_pence * rate_bps, WHOLE_BPS), rate_bps)
    above = book.wholes(f"{_COUNCIL_TAX}.above_the_last_band", on=order_made_on)
    in_band, rest_bps = last_top_pence * above["of_the_last_band"], above["of_the_rest"]
    return Attached(half_down(in_band + (net_pence - last_top_pence) * rest_bps, WHOLE_BPS), rest_bps)


def admin_fee_pence(taken_pence: int, *, book: RateBook, on: date) -> int:
    """Return the most that an employer may keep for its trouble on a pay day on which something was taken.

    Units: whole pence; it may be taken from what is protected.
    Source: SI 2013/384, Part 6; the figure's own.
    """
    return book.whole("attachments.dea.most_admin_fee", on=on) if taken_pence > 0 else 0


def _table_of(frequency: Frequency) -> tuple[str, int]:
    """Return the name of the table for a frequency, and of how many weeks the pay is."""
    if frequency is Frequency.A1:
        raise NoTableForFrequency
    return ("monthly", 1) if frequency is Frequency.M1 else ("weekly", frequency.weeks)


def _row(net_pence: int, weeks: int, rows: Sequence[Mapping[str, Value]]) -> Mapping[str, Value]:
    """Return the first row whose top, times the weeks, is not passed."""
    for row in rows:
        top = row["to"]
        if top is None or net_pence <= weeks * as_whole(top):
            return row
    return rows[-1]


def _next_year(book: RateBook) -> date:
    return date(int(book.tax_year[:4]) + 1, *YEAR_BEGINS)
