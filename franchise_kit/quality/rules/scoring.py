"""How one standard comes out. There is no score of a co-op, and no order of co-ops, to be made of these."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from franchise_kit.quality.rules.standards import Criterion, Standard

PARTLY: Final = 1
MET: Final = 2
TO_SHARE: Final = 3
_SCALE: Final = frozenset({None, 0, PARTLY, MET, TO_SHARE})


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for one criterion: 0 to 3, or ``None`` for does not apply; the days of its evidence."""

    criterion_id: str
    value: int | None
    evidence_on: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class StandardScore:
    """A standard's outcome: so many met of so many that apply, and which criteria need a word.

    ``points`` of ``points_possible`` are 2 for each criterion that applies. The tuples hold ids of criteria
    in the standard's order. An unanswered criterion applies and is not met.
    """

    standard_id: str
    met: int
    applicable: int
    points: int
    points_possible: int
    needs_attention: bool
    critical_below_met: tuple[str, ...]
    without_evidence: tuple[str, ...]
    to_share: tuple[str, ...]
    unanswered: tuple[str, ...]


def score(standard: Standard, answers: Sequence[Answer], today: date) -> StandardScore:
    """Return how the answers about one standard come out on a day in London.

    An answer of Met or more without evidence inside the last 12 months counts as Partly. Raises
    ``ValueError`` for an answer to no criterion of the standard, a second one to
    the same, or a value off the scale.

    Source: the scoring rule of ``data/standards.json``; quality.md 4, "Standards".
    """
    given = _by_criterion(standard, answers)
    applying = [one for one in standard.criteria if one.id not in given or given[one.id].value is not None]
    values = {one.id: value_that_counts(given.get(one.id), today) for one in applying}
    critical = tuple(one.id for one in applying if one.is_critical and values[one.id] < MET)
    return StandardScore(
        standard_id=standard.id,
        met=sum(value >= MET for value in values.values()),
        applicable=len(applying),
        points=sum(min(value, MET) for value in values.values()),
        points_possible=MET * len(applying),
        needs_attention=bool(critical),
        critical_below_met=critical,
        without_evidence=_without_evidence(applying, given, today),
        to_share=tuple(one.id for one in applying if values[one.id] == TO_SHARE),
        unanswered=tuple(one.id for one in applying if one.id not in given),
    )


def value_that_counts(answer: Answer | None, today: date) -> int:
    """Return an answer's value, with Met and more brought down to Partly where the evidence is not fresh.

    Source: the scoring rule: Met needs evidence inside the last 12 months, or it is not Met.
    """
    if answer is None or answer.value is None:
        return 0
    if answer.value >= MET and not has_fresh_evidence(answer, today):
        return PARTLY
    return answer.value


def has_fresh_evidence(answer: Answer, today: date) -> bool:
    """Return whether any evidence is under 12 months old, and not of a day to come.

    Source: quality.md 4: evidence under 12 months old. A year from 29 February is 28 February.
    """
    is_leap_day = (today.month, today.day) == (2, 29)
    year_ago = today.replace(year=today.year - 1, day=28 if is_leap_day else today.day)
    return any(year_ago < day <= today for day in answer.evidence_on)


def _by_criterion(standard: Standard, answers: Sequence[Answer]) -> dict[str, Answer]:
    known = {one.id for one in standard.criteria}
    given = {answer.criterion_id: answer for answer in answers}
    if len(given) != len(answers) or not given.keys() <= known:
        raise ValueError("An answer is to a criterion, and the only one.")  # noqa: TRY003, EM101 (a fault of ours)
    if any(answer.value not in _SCALE for answer in answers):
        raise ValueError("An answer is on the scale.")  # noqa: TRY003, EM101 (a fault of ours)
    return given


def _without_evidence(
    applying: Sequence[Criterion], given: dict[str, Answer], today: date
) -> tuple[str, ...]:
    claimed = [given[one.id] for one in applying if one.id in given]
    return tuple(
        answer.criterion_id
        for answer in claimed
        if (answer.value or 0) >= MET and not has_fresh_evidence(answer, today)
    )
