"""Writing time: from a visit, by hand, by approving it, by putting it right, and for a pay run."""

from franchise_kit.time.actions.approving import approve_entries
from franchise_kit.time.actions.by_hand import NewTime, enter_own_time, enter_time
from franchise_kit.time.actions.correcting import Put, correct_entry, correct_paid
from franchise_kit.time.actions.driving import NewMiles, claim_miles, claim_own_miles, decide_miles
from franchise_kit.time.actions.paying import (
    ApprovedMinutes,
    gather,
    gather_miles,
    mark_paid,
    release,
)
from franchise_kit.time.actions.taking_back import take_back_check_out
from franchise_kit.time.actions.travelling import make_travel, remake_day
from franchise_kit.time.actions.visiting import check_in, check_out, end_visit

__all__ = [
    "ApprovedMinutes",
    "NewMiles",
    "NewTime",
    "Put",
    "approve_entries",
    "check_in",
    "check_out",
    "claim_miles",
    "claim_own_miles",
    "correct_entry",
    "correct_paid",
    "decide_miles",
    "end_visit",
    "enter_own_time",
    "enter_time",
    "gather",
    "gather_miles",
    "make_travel",
    "mark_paid",
    "release",
    "remake_day",
    "take_back_check_out",
]
