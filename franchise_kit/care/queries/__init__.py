"""Reading who is supported, and the visits. ``facts`` is for the rooms above."""

from franchise_kit.care.queries.facts import VisitCounts, VisitFacts
from franchise_kit.care.queries.people import PersonFacts, PersonLine, find_people, get_person, list_people
from franchise_kit.care.queries.visits import get_visit, list_assignable, list_own_visits, list_visits

__all__ = [
    "PersonFacts",
    "PersonLine",
    "VisitCounts",
    "VisitFacts",
    "find_people",
    "get_person",
    "get_visit",
    "list_assignable",
    "list_own_visits",
    "list_people",
    "list_visits",
]
