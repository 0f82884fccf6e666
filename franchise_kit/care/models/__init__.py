"""The tables of care: people supported and their plans, visits and the rota, what happened at a visit."""

from franchise_kit.care.models.attending import Concern, TaskOutcome
from franchise_kit.care.models.patterns import KindTask, RotaSettings, TravelTime, VisitKind, VisitPattern
from franchise_kit.care.models.people import (
    ConsentToShare,
    PersonContact,
    PersonSupported,
    Representative,
    WorkerWish,
)
from franchise_kit.care.models.plans import CarePlan, OutcomeReading, PersonalOutcome, PlanReview
from franchise_kit.care.models.rota import Visit

__all__ = [
    "CarePlan",
    "Concern",
    "ConsentToShare",
    "KindTask",
    "OutcomeReading",
    "PersonContact",
    "PersonSupported",
    "PersonalOutcome",
    "PlanReview",
    "Representative",
    "RotaSettings",
    "TaskOutcome",
    "TravelTime",
    "Visit",
    "VisitKind",
    "VisitPattern",
    "WorkerWish",
]
