"""What crosses the wall about fees: a turnover told by a co-op, an invoice and a payment told to it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from franchise_kit.billing.rules.rating import Line
from tenants.openings.kinds import Code, delivery_kind, disclosure_kind


@disclosure_kind("care_turnover")
@dataclass(frozen=True, slots=True)
class CareTurnover:
    """A month's turnover from care, in whole pence. ``month`` is its first day."""

    month: date
    turnover_pence: int


@delivery_kind("invoice_issued")
@dataclass(frozen=True, slots=True)
class InvoiceIssued:
    """An invoice. Its lines cross column by column: each tuple has one value for each line."""

    invoice_id: UUID
    number: Code
    month: date
    plan_key: Code
    plan_version: int
    issued_on: date
    due_on: date
    net_pence: int
    vat_pence: int
    total_pence: int
    services: tuple[Code, ...]
    months: tuple[date, ...]
    stages: tuple[Code, ...]
    quantities: tuple[int, ...]
    prices: tuple[int, ...]
    caps_pence: tuple[int | None, ...]
    shares_bps: tuple[int, ...]
    told: tuple[bool, ...]
    nets_pence: tuple[int, ...]
    vat_codes: tuple[Code, ...]
    vats_bps: tuple[int, ...]
    vats_pence: tuple[int, ...]


@delivery_kind("invoice_paid")
@dataclass(frozen=True, slots=True)
class InvoicePaid:
    """Money that the hub received for an invoice; below nought where a wrong entry is taken back."""

    invoice_id: UUID
    payment_id: UUID
    amount_pence: int
    received_on: date


@delivery_kind("credit_kept")
@dataclass(frozen=True, slots=True)
class CreditKept:
    """Money that the hub received beyond what was owed; below nought where it is taken back."""

    payment_id: UUID
    amount_pence: int
    received_on: date


@delivery_kind("credit_used")
@dataclass(frozen=True, slots=True)
class CreditUsed:
    """Credit that was used for an invoice: no new money; below nought where it is taken back."""

    invoice_id: UUID
    payment_id: UUID
    amount_pence: int
    used_on: date


COLUMNS = {
    "services": "service",
    "months": "month",
    "stages": "stage",
    "quantities": "quantity",
    "prices": "price",
    "caps_pence": "cap_pence",
    "shares_bps": "share_bps",
    "told": "is_told",
    "nets_pence": "net_pence",
    "vat_codes": "vat_code",
    "vats_bps": "vat_bps",
    "vats_pence": "vat_pence",
}


def columns_of(lines: tuple[Line, ...]) -> dict[str, tuple[object, ...]]:
    """Return lines column by column, as they cross.

    Source: DESIGN section 1: only numbers, dates, ids and codes cross.
    """
    return {name: tuple(getattr(line, one) for line in lines) for name, one in COLUMNS.items()}


def lines_of(fact: InvoiceIssued) -> tuple[Line, ...]:
    """Return the lines that crossed; raise ``ValueError`` if a column is shorter than the others.

    Source: DESIGN section 1, as above.
    """
    columns = [getattr(fact, name) for name in COLUMNS]
    return tuple(Line(**dict(zip(COLUMNS.values(), row, strict=True))) for row in zip(*columns, strict=True))
