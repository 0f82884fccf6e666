"""Publishing, requiring, learning, and telling how many learnt."""

from franchise_kit.training.actions.assigning import adopt_module, change_terms
from franchise_kit.training.actions.learning import (
    AttemptSentAlready,
    Sent,
    read_lesson,
    start_attempt,
    submit_attempt,
)
from franchise_kit.training.actions.publishing import ModulePublishedAlready, draft_shipped, publish_module
from franchise_kit.training.actions.telling import MonthNotOver, MonthToldAlready, tell_learners

__all__ = [
    "AttemptSentAlready",
    "ModulePublishedAlready",
    "MonthNotOver",
    "MonthToldAlready",
    "Sent",
    "adopt_module",
    "change_terms",
    "draft_shipped",
    "publish_module",
    "read_lesson",
    "start_attempt",
    "submit_attempt",
    "tell_learners",
]
