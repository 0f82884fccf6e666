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
from franchise_kit.quality.actions.sharing_counts import (
    CountsAgreedAlready,
    CountsNotAgreed,
    CountsToldAlready,
    agree_to_counts,
    stop_counts,
    tell_counts,
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
    "CountsAgreedAlready",
    "CountsNotAgreed",
    "CountsToldAlready",
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
    "agree_to_counts",
    "answer",
    "compute_indicators",
    "open_assessment",
    "publish_standard",
    "stop_counts",
    "submit_assessment",
    "tell_counts",
    "tell_indicators",
]
