"""VAT by code and day: which rate a line bears is data, since treatment and rates both change."""

import json
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

from franchise_kit.billing.rules.pence import share

VAT_CODES: Final = ("standard", "exempt")


class NoVatRate(LookupError):
    """The data has no rate for a day so early."""


@cache
def _rates() -> dict[str, list[tuple[date, int]]]:
    text = files("franchise_kit.billing").joinpath("data/vat.json").read_text(encoding="utf-8")
    return {
        code: sorted((date.fromisoformat(one["from"]), one["bps"]) for one in listed)
        for code, listed in json.loads(text).items()
    }


def vat_rate_bps(code: str, on: date) -> int:
    """Return the rate that a code bears on a day, in basis points of the net amount.

    Source: ``data/vat.json``: Value Added Tax Act 1994, s.2(1), at 20 % since 4 January 2011 by the Finance
    (No. 2) Act 2010, s.3; Schedule 9 for what is exempt.
    """
    in_force = [bps for from_, bps in _rates()[code] if from_ <= on]
    if not in_force:
        raise NoVatRate(code, on)
    return in_force[-1]


def vat_pence(net_pence: int, bps: int) -> int:
    """Return the VAT of one line in whole pence, a half penny up.

    Source: HMRC, VATREC12010 and Notice 700, 17.5: a line may be rounded to the nearest penny, consistently.
    """
    return share(net_pence, bps)
