"""How each table is kept: what a room is given of a row, and which of its acts weighs and keeps the rows."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from franchise_kit.kernel.days import london_day
from franchise_kit.kernel.sheets import Verdict
from franchise_kit.people.actions.importing import import_workers
from franchise_kit.people.queries.importing import SheetWorker, weigh_workers
from tenants.actor import Actor
from tenants.office import Coop

Answers = Mapping[str, Any]
WHO: Final = ("given_name", "family_name", "started_on")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A row that the form takes: ``answers`` as the schema loads them, ``said`` those that were written."""

    number: int
    answers: Answers
    said: frozenset[str]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a table's rows become; ``at_once`` rows are kept in one transaction."""

    row_of: Callable[[Loaded], Any]
    key_of: Callable[[Any], Hashable]
    weigh: Callable[[Session, Sequence[Any], Actor, datetime], Sequence[Verdict]]
    keep: Callable[[Coop, Sequence[Any], Actor, datetime], Sequence[Verdict]]
    at_once: int = 500


def _parted(loaded: Loaded) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what a row says besides who it is, and what holds where it says nothing."""
    said = {name: value for name, value in loaded.answers.items() if name in loaded.said and name not in WHO}
    usual = {name: value for name, value in loaded.answers.items() if name not in WHO}
    return said, usual


def _worker(loaded: Loaded) -> SheetWorker:
    answers = {**loaded.answers, "speaks": sorted(set(loaded.answers["speaks"]))}
    said, usual = _parted(Loaded(loaded.number, answers, loaded.said))
    return SheetWorker(answers["given_name"], answers["family_name"], answers["started_on"], said, usual)


KINDS: Final[Mapping[str, Kind]] = {
    "workers": Kind(
        row_of=_worker,
        key_of=lambda row: row.key,
        weigh=lambda session, rows, by, now: weigh_workers(session, rows, by=by, today=london_day(now)),
        keep=lambda coop, rows, by, now: import_workers(coop=coop, rows=rows, by=by, now=now),
    ),
}
