"""Entering people supported, planning visits, and what happens at a visit."""

from franchise_kit.care.actions.attending import check_in, check_out
from franchise_kit.care.actions.people import NewPerson, end_support, enter_person
from franchise_kit.care.actions.planning import NewVisit, assign_visit, cancel_visit, plan_visit

__all__ = [
    "NewPerson",
    "NewVisit",
    "assign_visit",
    "cancel_visit",
    "check_in",
    "check_out",
    "end_support",
    "enter_person",
    "plan_visit",
]
