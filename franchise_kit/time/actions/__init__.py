"""Writing time: from a visit, by approving it, by putting it right, and for a pay run."""

from franchise_kit.time.actions.approving import approve_entries, correct_entry
from franchise_kit.time.actions.paying import ApprovedMinutes, gather, mark_paid, release
from franchise_kit.time.actions.visiting import check_in, check_out, end_visit

__all__ = [
    "ApprovedMinutes",
    "approve_entries",
    "check_in",
    "check_out",
    "correct_entry",
    "end_visit",
    "gather",
    "mark_paid",
    "release",
]
