"""Writing time: approving it, putting it right, and handing it to a pay run."""

from franchise_kit.time.actions.approving import approve_entries, correct_entry
from franchise_kit.time.actions.paying import ApprovedMinutes, gather, mark_paid, release

__all__ = [
    "ApprovedMinutes",
    "approve_entries",
    "correct_entry",
    "gather",
    "mark_paid",
    "release",
]
