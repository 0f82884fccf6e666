"""A summary for HMRC as it is kept beside its file, and read again: codes and whole numbers."""

from collections.abc import Mapping
from typing import Any

from franchise_kit.payroll.rules.handing_over.eps import Levy, Recovered, Summary
from franchise_kit.payroll.rules.handing_over.owed_by_month import month_days


def as_kept(summary: Summary) -> dict[str, Any]:
    """Return a summary as codes and whole pence.

    Source: ours: what was told can be told again, sign by sign.
    """
    got, levy = summary.recovered, summary.levy
    return {
        "nobody_paid": summary.nobody_paid is not None,
        "claims_allowance": summary.claims_allowance,
        "recovered": dict(got.paid_pence) if got else None,
        "compensation": dict(got.compensation_pence) if got else None,
        "levy": [levy.due_pence, levy.allowance_pence] if levy else None,
        "is_final": summary.is_final,
    }


def from_kept(kept: Mapping[str, Any], *, begins_in: int, month: int) -> Summary:
    """Return the summary of a tax month that was kept; ``begins_in`` is 2026 for 2026-27.

    Source: as ``as_kept``.
    """
    return Summary(
        nobody_paid=month_days(begins_in, month) if kept["nobody_paid"] else None,
        claims_allowance=kept["claims_allowance"],
        recovered=Recovered(month, kept["recovered"], kept["compensation"]) if kept["recovered"] else None,
        levy=Levy(month, *kept["levy"]) if kept["levy"] else None,
        is_final=kept["is_final"],
    )
