"""What would come of one row of a sheet: told before anything is kept, and again as it is kept."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from tenants.refusal import Refusal

R = TypeVar("R")
NEW: Final = "new"
CHANGED: Final = "changed"
UNCHANGED: Final = "unchanged"
REFUSED: Final = "refused"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``outcome`` is new, changed, unchanged or refused; ``fields`` are those that change.

    ``code`` is the refusal's, ``about`` the field that it is about.
    """

    outcome: str
    code: str | None = None
    about: str | None = None
    fields: tuple[str, ...] = ()


class TwoAlike(Refusal):
    """Two records here go by the name that a row goes by, so nobody can say which is meant."""

    code = "two_alike"


def refused(refusal: Refusal | type[Refusal], about: str | None = None) -> Verdict:
    """Return that the rules say no to a row."""
    return Verdict(REFUSED, refusal.code, about)


def compared(said: Mapping[str, Any], kept: Sequence[Mapping[str, Any]]) -> Verdict:
    """Return what comes of a row that says these fields, beside the records that go by its name."""
    if not kept:
        return Verdict(NEW)
    if len(kept) > 1:
        return refused(TwoAlike)
    fields = tuple(name for name, value in said.items() if kept[0][name] != value)
    return Verdict(CHANGED, fields=fields) if fields else Verdict(UNCHANGED)


def counted(verdicts: Sequence[Verdict]) -> dict[str, int]:
    """Return how many rows there are of each outcome."""
    outcomes = [one.outcome for one in verdicts]
    return {outcome: outcomes.count(outcome) for outcome in (NEW, CHANGED, UNCHANGED, REFUSED)}


def to_keep(rows: Sequence[R], verdicts: Sequence[Verdict]) -> tuple[list[R], list[R]]:
    """Return the rows that are new, and those that change what is kept; the others are left."""
    judged_rows = list(zip(rows, verdicts, strict=True))
    new = [row for row, verdict in judged_rows if verdict.outcome == NEW]
    return new, [row for row, verdict in judged_rows if verdict.outcome == CHANGED]


class KeptOtherwise(Refusal):
    """A record that no sheet changes goes by what the row goes by, and says something else."""

    code = "kept_otherwise"


def kept_or_new(said: Mapping[str, Any], kept: Mapping[str, Any] | None) -> Verdict:
    """Return what comes of a row of a kind that no sheet changes: it is new, or it says what is kept."""
    if kept is None:
        return Verdict(NEW)
    says_the_same = all(kept[name] == value for name, value in said.items())
    return Verdict(UNCHANGED) if says_the_same else refused(KeptOtherwise)


def judged(verdict: Verdict, checks: Iterable[tuple[str | None, Callable[[], None]]]) -> Verdict:
    """Return a verdict, or that of the first check that refuses; each stands beside the field it is about."""
    for about, check in checks:
        try:
            check()
        except Refusal as refusal:
            return refused(refusal, about)
    return verdict
