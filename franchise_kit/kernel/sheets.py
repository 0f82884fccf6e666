"""What would come of one row of a sheet: told before anything is kept, and again as it is kept."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Protocol, TypeVar
from uuid import uuid4

from franchise_kit.kernel.text import folded
from tenants.actor import Actor
from tenants.refusal import Refusal

R = TypeVar("R")
Key = tuple[str, str, date]
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


class Named(Protocol):
    """Who is known by their names and their first day."""

    @property
    def given_name(self) -> str: ...  # noqa: D102 - as its name says
    @property
    def family_name(self) -> str: ...  # noqa: D102 - the same
    @property
    def started_on(self) -> date: ...  # noqa: D102 - the same


N = TypeVar("N", bound=Named)


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row about somebody: names and first day say who it is, ``said`` what else the row says of them.

    ``usual`` is what is kept of somebody new where the row says nothing.
    """

    given_name: str = field(repr=False)
    family_name: str = field(repr=False)
    started_on: date
    said: Mapping[str, Any] = field(repr=False)
    usual: Mapping[str, Any] = field(repr=False)

    @property
    def key(self) -> Key:
        """What somebody is known by, however it is written."""
        return key_of(self)

    def facts(self, *, by: Actor, now: datetime) -> dict[str, Any]:
        """Return what a new record has besides what the row says of somebody."""
        return {
            "id": uuid4(),
            "person_id": uuid4(),
            "given_name": self.given_name,
            "family_name": self.family_name,
            "started_on": self.started_on,
            "entered_by_person": by.person_id,
            "entered_at": now,
        }


def key_of(one: Named) -> Key:
    """Return what somebody is known by."""
    return folded(one.given_name), folded(one.family_name), one.started_on


def by_key(records: Iterable[N]) -> dict[Key, list[N]]:
    """Return records by what a row knows them by."""
    kept: dict[Key, list[N]] = defaultdict(list)
    for one in records:
        kept[key_of(one)].append(one)
    return kept


def none_if_empty(said: Mapping[str, Any], sealed: Container[str]) -> dict[str, Any]:
    """Return fields as a table keeps them: what is sealed is none where nothing is said."""
    return {name: (value or None) if name in sealed else value for name, value in said.items()}


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
