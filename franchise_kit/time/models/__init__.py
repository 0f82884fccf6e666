"""The tables of time: what was worked, how it was put right, miles, and being away."""

from franchise_kit.time.models.absence import Absence, FitNote, LeaveAdjustment, LeaveSettings
from franchise_kit.time.models.entries import MileageClaim, TimeChange, TimeEntry

__all__ = [
    "Absence",
    "FitNote",
    "LeaveAdjustment",
    "LeaveSettings",
    "MileageClaim",
    "TimeChange",
    "TimeEntry",
]
