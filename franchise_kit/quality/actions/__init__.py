"""Publishing and following standards, assessing oneself, counting figures and telling the hub."""

from franchise_kit.quality.actions.assessing import (
    AssessmentNotReady,
    AssessmentOpenAlready,
    AssessmentSubmittedAlready,
    EvidenceFromTheFuture,
    EvidenceSaysNothing,
    NewAnswer,
    NewEvidence,
    NothingApplies,
    add_evidence,
    answer,
    open_assessment,
    submit_assessment,
)
from franchise_kit.quality.actions.counting import (
    MonthNotCounted,
    NothingNewToTell,
    compute_indicators,
    tell_indicators,
)
from franchise_kit.quality.actions.standards import (
    StandardNotFollowed,
    StandardPublishedAlready,
    adopt_standard,
    publish_standard,
)

__all__ = [
    "AssessmentNotReady",
    "AssessmentOpenAlready",
    "AssessmentSubmittedAlready",
    "EvidenceFromTheFuture",
    "EvidenceSaysNothing",
    "MonthNotCounted",
    "NewAnswer",
    "NewEvidence",
    "NothingApplies",
    "NothingNewToTell",
    "StandardNotFollowed",
    "StandardPublishedAlready",
    "add_evidence",
    "adopt_standard",
    "answer",
    "compute_indicators",
    "open_assessment",
    "publish_standard",
    "submit_assessment",
    "tell_indicators",
]
