# SPDX-License-Identifier: AGPL-3.0-or-later
"""The published examples of payroll, as the tests read them; the file names where its cases come from."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from franchise_kit.payroll.rules.rates import Figures, figures_for

EXAMPLES = Path(__file__).parents[2] / "data" / "payroll" / "published_examples.json"
TAX_YEARS = {"2025-26": date(2025, 4, 6), "2026-27": date(2026, 4, 6)}
# What no line of the command is about: a loan by figures of its own, and a year's totals.
NOT_CALCULATED = {"student_loan_custom", "annual"}


@dataclass(frozen=True, slots=True)
class Case:
    """One example: what goes in, what comes out, and how far off that may be."""

    id: str
    type: str
    tax_year: str
    source: str
    inputs: dict[str, Any]
    expected: dict[str, Any]
    tolerance_pence: int

    @property
    def figures(self) -> Figures:
        return figures_for(TAX_YEARS[self.tax_year])

    @property
    def line(self) -> str:
        """The case as the command takes it."""
        asked = {"id": self.id, "type": self.type, "tax_year": self.tax_year, "inputs": self.inputs}
        return json.dumps(asked) + "\n"

    def is_met_by(self, result: object) -> bool:
        """Return whether an answer has every figure that is expected, as near as it must be."""
        return _is_met(result, self.expected, self.tolerance_pence)


@cache
def all_published() -> tuple[Case, ...]:
    said = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return tuple(
        Case(
            id=raw["id"],
            type=raw["type"],
            tax_year=raw["tax_year"],
            source=said["sources"][raw["source"]],
            inputs=raw["inputs"],
            expected=raw["expected"],
            tolerance_pence=pence(raw.get("tolerance", "0.00")),
        )
        for raw in said["cases"]
    )


def published(name: str) -> list[Case]:
    return [case for case in all_published() if case.type == name]


def calculated() -> list[Case]:
    return [case for case in all_published() if case.type not in NOT_CALCULATED]


def pence(pounds: str) -> int:
    amount = Decimal(pounds) * 100
    assert amount == int(amount), pounds
    return int(amount)


def _is_met(said: object, expected: object, tolerance_pence: int) -> bool:
    if isinstance(expected, dict):
        return isinstance(said, dict) and all(
            _is_met(said.get(name), one, tolerance_pence) for name, one in expected.items()
        )
    if isinstance(expected, list):
        return (
            isinstance(said, list)
            and len(said) == len(expected)
            and all(_is_met(one, other, tolerance_pence) for one, other in zip(said, expected, strict=True))
        )
    return isinstance(said, str) and abs(pence(said) - pence(str(expected))) <= tolerance_pence
