# SPDX-License-Identifier: AGPL-3.0-or-later
"""A co-op that pays, and whom it pays; all made up. And where files that are as they should be lie."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from franchise_kit.payroll.rules.handing_over.parties import Account, Batch, Payee, Payer

KEPT = Path(__file__).parents[3] / "data" / "payroll" / "handing_over"
MADE_AT = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
# A Monday, so that Bacs works on the Friday before it.
PAY_ON = date(2026, 11, 30)
PAYER = Payer("Cwmni Gofal y Dyffryn", Account("20-00-00", "12345678"))
SIONED = Payee("Sioned Ŵyn-O’Brien", Account("11-22-33", "87654321"), 1_234_56, "Tâl Tachwedd")
DAI = Payee("Dai Fychan", Account("44 55 66", "00012345"), 987_00, "PAY NOV", roll_number="B/12-3456 7")
KEZIA = Payee("Kezia & Mo Ávila-Hughes-Llewelyn", Account("112233", "11112222"), 1, "PAY NOV")
BATCH = Batch(PAYER, (SIONED, DAI, KEZIA), PAY_ON, 7, MADE_AT)
TOTAL_PENCE = 1_234_56 + 987_00 + 1


def paying(*payees: Payee, batch: Batch = BATCH) -> Batch:
    return replace(batch, payees=payees)


def kept(name: str) -> bytes:
    """Return a file that was looked at once, sign by sign, and must not change by itself."""
    return (KEPT / name).read_bytes()
