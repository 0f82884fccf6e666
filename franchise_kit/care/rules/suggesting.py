"""Who fits a visit, and why; and who does not, and why not. Codes and figures: the words are the page's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

CONTINUITY_WEEKS: Final = 8
MOST_COUNTED: Final = 20
Figures = Mapping[str, int | str]
_NONE: Final[Figures] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of a worker for one visit; ``None`` for what nobody knows."""

    times_visited: int = 0
    speaks_it: bool | None = None
    skills_wanted: int = 0
    skills_missing: tuple[str, ...] = ()
    minutes_left: int | None = None
    travel_before: int | None = None
    travel_after: int | None = None
    rest_minutes: int | None = None
    is_preferred: bool = False
    is_unwanted: bool = False
    is_employed: bool = True
    is_away: bool = False
    is_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, or why not: a code, and the figures that its sentence names."""

    code: str
    figures: Figures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judged:
    """How well somebody fits. Who has a reason against them is not suggested."""

    score: int
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]


def judge(candidate: Candidate, *, least_rest_minutes: int) -> Judged:
    """Return how well a worker fits a visit, the reasons for it and those against.

    Source: WSI 2017/1264, regulations 34 (continuity) and 35 (skills); the co-op rules that somebody is
    visited in their language, and that contracts are filled before others are asked.
    """
    against = _against(candidate, least_rest_minutes)
    return Judged(0 if against else _score(candidate), _for(candidate), against)


def _against(one: Candidate, least_rest_minutes: int) -> tuple[Reason, ...]:
    rest = one.rest_minutes
    return _so(
        (not one.is_employed, "not_employed", _NONE),
        (one.is_away, "away", _NONE),
        (one.is_unwanted, "not_wanted", _NONE),
        (one.is_elsewhere, "elsewhere", _NONE),
        (bool(one.skills_missing), "skills_missing", {"skills": ", ".join(one.skills_missing)}),
        (
            rest is not None and rest < least_rest_minutes,
            "little_rest",
            {"minutes": rest or 0, "least": least_rest_minutes},
        ),
    )


def _for(one: Candidate) -> tuple[Reason, ...]:
    left, before, after = one.minutes_left, one.travel_before, one.travel_after
    return _so(
        (one.is_preferred, "preferred", _NONE),
        (one.times_visited > 0, "visited", {"times": one.times_visited, "weeks": CONTINUITY_WEEKS}),
        (one.speaks_it is True, "speaks_it", _NONE),
        (one.speaks_it is False, "does_not_speak_it", _NONE),
        (one.skills_wanted > 0 and not one.skills_missing, "skills_in_date", _NONE),
        (left is not None and left >= 0, "hours_left", {"minutes": left or 0}),
        (left is not None and left < 0, "over_contract", {"minutes": -(left or 0)}),
        (before is not None, "travel_before", {"minutes": before or 0}),
        (after is not None, "travel_after", {"minutes": after or 0}),
    )


def _so(*facts: tuple[bool, str, Figures]) -> tuple[Reason, ...]:
    """Return the reasons that hold. Only they are made: of hundreds of candidates most do not."""
    return tuple([Reason(code, figures) for is_so, code, figures in facts if is_so])


def _score(one: Candidate) -> int:
    """Return the score: continuity counts most, then language, then hours that are owed, then the way."""
    score = 5 * min(one.times_visited, MOST_COUNTED)
    score += 40 if one.is_preferred else 0
    score += {True: 30, False: -30, None: 0}[one.speaks_it]
    if one.minutes_left is not None:
        score += 15 if one.minutes_left >= 0 else -15
    return score - (one.travel_before or 0) - (one.travel_after or 0)
