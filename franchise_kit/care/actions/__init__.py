"""Entering people supported, planning visits, and what happens at a visit."""

from franchise_kit.care.actions.around import (
    NewConsent,
    NewContact,
    NewRepresentative,
    add_contact,
    add_representative,
    change_contact,
    end_representative,
    give_consent,
    set_wish,
    take_back_consent,
)
from franchise_kit.care.actions.attending import check_in, check_out
from franchise_kit.care.actions.outcomes import (
    Ending,
    NewOutcome,
    NewReading,
    begin_outcome,
    end_outcome,
    read_outcome,
)
from franchise_kit.care.actions.people import NewPerson, change_person, end_support, enter_person
from franchise_kit.care.actions.planning import NewVisit, assign_visit, cancel_visit, plan_visit
from franchise_kit.care.actions.plans import (
    Agreement,
    NewReview,
    agree_plan,
    begin_plan,
    review_plan,
    save_draft,
)

__all__ = [
    "Agreement",
    "Ending",
    "NewConsent",
    "NewContact",
    "NewOutcome",
    "NewPerson",
    "NewReading",
    "NewRepresentative",
    "NewReview",
    "NewVisit",
    "add_contact",
    "add_representative",
    "agree_plan",
    "assign_visit",
    "begin_outcome",
    "begin_plan",
    "cancel_visit",
    "change_contact",
    "change_person",
    "check_in",
    "check_out",
    "end_outcome",
    "end_representative",
    "end_support",
    "enter_person",
    "give_consent",
    "plan_visit",
    "read_outcome",
    "review_plan",
    "save_draft",
    "set_wish",
    "take_back_consent",
]
