"""When a plan must be looked at again, what makes one agreed, and how an outcome goes."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, Literal

from franchise_kit.kernel.days import months_after
from tenants.refusal import Refusal

MOST_MONTHS: Final = 3
SOON: Final = timedelta(days=14)
SCORES: Final = (1, 2, 3, 4, 5)
SAID_BY: Final = ("person", "together", "representative", "worker")
ENDINGS: Final = ("reached", "no_longer_wanted")
AGREED_HOW: Final = ("in_person", "in_writing", "by_phone")
CAME_OF_IT: Final = ("stays", "changes")

Standing = Literal["missing", "overdue", "soon", "later"]
Course = Literal["first", "up", "same", "down"]


class ReviewTooLate(Refusal):
    """A plan is looked at again within three months."""

    code = "review_too_late"


class ReviewTooEarly(Refusal):
    """The next look at a plan is after this one."""

    code = "review_too_early"


class PlanNotDraft(Refusal):
    """Only a draft may still be changed or agreed."""

    code = "plan_not_draft"


class PlanNotAgreed(Refusal):
    """Only the plan that holds is looked at again."""

    code = "plan_not_agreed"


class PlanEmpty(Refusal):
    """A plan that is agreed says what support there is to be."""

    code = "plan_empty"


class AgreedBeforeOlder(Refusal):
    """A plan is not agreed before the one that it replaces."""

    code = "agreed_before_older"


class RepresentativeNeeded(Refusal):
    """Where a representative agrees, it is said which."""

    code = "representative_needed"


class ReviewedSince(Refusal):
    """The plan was looked at again on that day, or later."""

    code = "reviewed_since"


class ReviewBeforeAgreement(Refusal):
    """A plan is looked at again after it was agreed."""

    code = "review_before_agreement"


class OutcomeOver(Refusal):
    """The outcome has ended; on a day after that nobody says how far it is."""

    code = "outcome_over"


class OutcomeNotBegun(Refusal):
    """The outcome did not begin before that day."""

    code = "outcome_not_begun"


def latest_review(day: date) -> date:
    """Return the last day on which a plan that was agreed or looked at on a day must be looked at again.

    Source: WSI 2017/1264, reg. 16(1): as and when required, but at least every three months.
    """
    return months_after(day, MOST_MONTHS)


def check_next_review(day: date, due_on: date) -> None:
    """Refuse a next look at a plan that is not after the day, or more than three months after it.

    Source: WSI 2017/1264, reg. 16(1).
    """
    if due_on <= day:
        raise ReviewTooEarly
    if due_on > latest_review(day):
        raise ReviewTooLate


def standing_of(due_on: date | None, today: date) -> Standing:
    """Return how pressing it is to look at a plan; ``missing`` where none was agreed.

    Source: WSI 2017/1264, reg. 15 (a plan before support begins) and reg. 16(1); a fortnight ahead is ours.
    """
    if due_on is None:
        return "missing"
    if due_on < today:
        return "overdue"
    return "soon" if due_on - today <= SOON else "later"


def check_reading(started_on: date, ended_on: date | None, on_day: date) -> None:
    """Refuse to say how far an outcome is on a day before it began or after it ended.

    Source: table ``personal_outcome``.
    """
    if on_day < started_on:
        raise OutcomeNotBegun
    if ended_on is not None and on_day > ended_on:
        raise OutcomeOver


def course_of(scores: Sequence[int]) -> Course | None:
    """Return how the newest of some scores stands to the one before it; None where there is no score.

    Source: our own design: a personal outcome is compared with itself, and with nobody else's.
    """
    if not scores:
        return None
    if len(scores) == 1:
        return "first"
    before, newest = scores[-2:]
    if newest == before:
        return "same"
    return "up" if newest > before else "down"
