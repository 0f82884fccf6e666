"""Keeping a file's rows part by part, by their own numbers, so that a run after a fall goes on rightly."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from app.imports.columns import Table
from app.imports.looking import NEEDS_COLUMNS, Understood, fault_told, faults_of
from franchise_kit.kernel.sheets import CHANGED, NEW, REFUSED, UNCHANGED, Verdict, counted
from tenants import clock, progress
from tenants.actor import Actor
from tenants.office import Coop
from tenants.transaction import reading

Faults = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Work:
    """A file that is being kept; ``looked`` is what the look at it found, of rows that change something."""

    coop: Coop
    progress_id: UUID
    table: Table
    by: Actor
    understood: Understood = field(repr=False)
    looked: Mapping[int, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class SoFar:
    """What came of the rows up to number ``after``; those up to ``begun`` may have been kept untold."""

    counts: Mapping[str, int]
    faults: Faults = field(repr=False)
    after: int = 0
    begun: int = 0

    def told(self) -> dict[str, Any]:
        """Return it as a progress row keeps it."""
        return {
            "counts": dict(self.counts), "faults": self.faults, "after": self.after, "begun": self.begun,
        }  # fmt: skip


def so_far(told: Mapping[str, Any]) -> SoFar:
    """Return how far a run before this one came, by what it told of it."""
    if "after" not in told:
        return SoFar(counted(()), [])
    return SoFar(told["counts"], told["faults"], told["after"], told["begun"])


def keep_parts(work: Work, before: SoFar) -> tuple[dict[str, int], Faults]:
    """Keep the rows that no run before this one told of; return the counts and the faults of all runs."""
    understood, at_once = work.understood, work.understood.kind.at_once
    numbers = [one.number for one in understood.loaded]
    done = before
    for at in range(bisect_right(numbers, before.after), len(numbers), at_once):
        part = slice(at, at + at_once)
        last = numbers[part][-1]
        begun = replace(done, begun=max(last, before.begun))
        progress.tell(
            work.coop, work.progress_id, state="running", step="keeping",
            done=at, total=len(numbers), result=begun.told(),
        )  # fmt: skip
        verdicts = _keep(work, understood.rows[part])
        done = _and(work, replace(begun, begun=before.begun), part, verdicts)
        progress.tell(work.coop, work.progress_id, result=done.told())
    done = _with_unread(work, done, None)
    return dict(done.counts), done.faults


def _keep(work: Work, rows: Sequence[Any]) -> tuple[Verdict, ...]:
    """Keep rows; where the file lacks what a new record needs, those alone whose record is here."""
    understood, kind = work.understood, work.understood.kind
    if not understood.missing:
        return tuple(kind.keep(work.coop, rows, work.by, clock.now()))
    with reading(work.coop) as session:
        weighed = understood.without_new(kind.weigh(session, rows, work.by, clock.now()))
    known = [row for row, one in zip(rows, weighed, strict=True) if one.code != NEEDS_COLUMNS]
    kept = iter(kind.keep(work.coop, known, work.by, clock.now()))
    return tuple(one if one.code == NEEDS_COLUMNS else next(kept) for one in weighed)


def _and(work: Work, done: SoFar, part: slice, verdicts: Sequence[Verdict]) -> SoFar:
    """Return what came of a part, too."""
    loaded = work.understood.loaded[part]
    told = [
        _as_looked(verdict, work.looked.get(one.number)) if one.number <= done.begun else verdict
        for one, verdict in zip(loaded, verdicts, strict=True)
    ]
    faults = [*done.faults, *map(fault_told, faults_of(work.table, loaded, verdicts))]
    counts = {name: done.counts[name] + more for name, more in counted(told).items()}
    return _with_unread(work, replace(done, counts=counts, faults=faults), loaded[-1].number)


def _with_unread(work: Work, done: SoFar, last: int | None) -> SoFar:
    """Add the rows that the form does not take, up to a row's number or to the end, and count each once."""
    wrong = [
        one for one in work.understood.faults if done.after < one.row and (last is None or one.row <= last)
    ]
    refused = len({one.row for one in wrong})
    return replace(
        done,
        counts=dict(done.counts) | {REFUSED: done.counts[REFUSED] + refused},
        faults=[*done.faults, *map(fault_told, wrong)],
        after=done.after if last is None else last,
    )


def _as_looked(verdict: Verdict, looked: str | None) -> Verdict:
    """Return what came of a row that may have been kept before a fall, though it now says what is kept."""
    if verdict.outcome == UNCHANGED and looked in {NEW, CHANGED}:
        return replace(verdict, outcome=looked)
    return verdict
