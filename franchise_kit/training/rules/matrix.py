"""The matrix: where one person stands with one requirement on one day, and how many stand where.

Standings are worked out from the completions each time and kept nowhere.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from franchise_kit.training.rules.module import EVERYONE

Status = Literal["done", "due_soon", "overdue", "not_needed", "not_started"]

STATUSES: Final[tuple[Status, ...]] = ("done", "due_soon", "overdue", "not_needed", "not_started")
IN_DATE: Final[frozenset[Status]] = frozenset({"done", "due_soon"})
SOON_DAYS: Final = 60


@dataclass(frozen=True, slots=True)
class Requirement:
    """Who needs a module, within how many days of their start, and how early a renewal is announced."""

    module_code: str
    audience: frozenset[str]
    due_within_days: int
    soon_days: int = SOON_DAYS


@dataclass(frozen=True, slots=True)
class Learner:
    """What somebody does in the co-op, in audience codes, and since when: their start or change of role."""

    audiences: frozenset[str]
    since: date


@dataclass(frozen=True, slots=True)
class Completion:
    """One completion of the module; ``valid_until`` is exclusive, and ``None`` if it never lapses."""

    completed_on: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands. ``due_on`` is the last day that is in time; ``None`` if nothing is ever due.

    ``valid_until`` is the end (exclusive) of the completion that counts, the latest one.
    """

    status: Status
    due_on: date | None
    completed_on: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many standings have each status; a matrix has these in its header."""

    done: int
    due_soon: int
    overdue: int
    not_needed: int
    not_started: int


@dataclass(frozen=True, slots=True)
class InDate:
    """Required training items in date, of those that are required by now."""

    numerator: int
    denominator: int


def standing(
    requirement: Requirement, learner: Learner, completions: Collection[Completion], *, today: date
) -> Standing:
    """Return where a person stands with a requirement on a day.

    Nobody is overdue before the days that a starter has are over, whatever certificate they brought.
    Source: co-op rule: training policy, due dates and matrix; catalogue: ``audience``, ``due_within_days``.
    """
    if not is_needed(requirement, learner):
        return Standing("not_needed", None)
    first_due_on = learner.since + timedelta(days=requirement.due_within_days)
    latest = _latest(completions, today)
    if latest is None:
        return Standing("overdue" if today > first_due_on else "not_started", first_due_on)
    if latest.valid_until is None:
        return Standing("done", None, latest.completed_on)
    due_on = max(first_due_on, latest.valid_until - timedelta(days=1))
    return Standing(
        status=_renewal_status(latest.valid_until, due_on, soon_days=requirement.soon_days, today=today),
        due_on=due_on,
        completed_on=latest.completed_on,
        valid_until=latest.valid_until,
    )


def is_needed(requirement: Requirement, learner: Learner) -> bool:
    """Say whether a requirement is for this person.

    Source: catalogue: ``audience``; ``everyone`` is everyone.
    """
    return EVERYONE in requirement.audience or not requirement.audience.isdisjoint(learner.audiences)


def counts(standings: Iterable[Standing]) -> Counts:
    """Return how many standings have each status.

    Source: co-op rule: training policy, matrix: counts stand in the header.
    """
    found = Counter(one.status for one in standings)
    return Counts(
        done=found["done"],
        due_soon=found["due_soon"],
        overdue=found["overdue"],
        not_needed=found["not_needed"],
        not_started=found["not_started"],
    )


def training_in_date(standings: Iterable[Standing]) -> InDate:
    """Return the two figures of the indicator ``training_in_date``.

    Counted: done and due soon, of done, due soon and overdue. What is not needed, or not started and not due
    yet, is neither in date nor out of date: a co-op that takes people on is not worse for it.
    Source: indicator training_in_date: required training items in date, of required training items.
    """
    found = counts(standings)
    in_date = found.done + found.due_soon
    return InDate(numerator=in_date, denominator=in_date + found.overdue)


def _latest(completions: Collection[Completion], today: date) -> Completion | None:
    """Return the completion that holds longest; what is dated later than today does not count yet."""
    made = [one for one in completions if one.completed_on <= today]
    return max(made, key=lambda one: (one.valid_until or date.max, one.completed_on), default=None)


def _renewal_status(valid_until: date, due_on: date, *, soon_days: int, today: date) -> Status:
    if today < valid_until:
        return "due_soon" if today >= due_on - timedelta(days=soon_days) else "done"
    return "overdue" if today > due_on else "not_started"
