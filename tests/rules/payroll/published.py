# SPDX-License-Identifier: AGPL-3.0-or-later
"""The published examples of payroll, as the tests read them: each file names where its cases come from."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from franchise_kit.payroll.rules.rates import Figures, figures_for

CASES = Path(__file__).with_name("cases")
TAX_YEARS = {"2025-26": date(2025, 4, 6), "2026-27": date(2026, 4, 6)}


@dataclass(frozen=True, slots=True)
class Case:
    """One example: what goes in, what comes out, and how far off that may be."""

    id: str
    tax_year: str
    source: str
    inputs: dict[str, Any]
    expected: dict[str, Any]
    tolerance_pence: int

    @property
    def figures(self) -> Figures:
        return figures_for(TAX_YEARS[self.tax_year])


def published(name: str) -> list[Case]:
    said = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [
        Case(
            id=raw["id"],
            tax_year=raw["tax_year"],
            source=said["sources"][raw["source"]],
            inputs=raw["inputs"],
            expected=raw["expected"],
            tolerance_pence=pence(raw.get("tolerance", "0.00")),
        )
        for raw in said["cases"]
    ]


def pence(pounds: str) -> int:
    amount = Decimal(pounds) * 100
    assert amount == int(amount), pounds
    return int(amount)
