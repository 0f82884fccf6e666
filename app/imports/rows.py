"""A row between the sheet and the room: as the schema loads it, and what a table's rows become."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from franchise_kit.kernel.sheets import NEW, Verdict, refused
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import Refusal
from tenants.transaction import reading

Answers = Mapping[str, Any]
Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A row that the form takes: ``answers`` as the schema loads them, ``said`` those that were written."""

    number: int
    answers: Answers
    said: frozenset[str]

    def parted(self, *names: str) -> tuple[Fields, Fields]:
        """Return of some fields what the row says, and what holds where it says nothing."""
        usual = {name: self.answers[name] for name in names if name in self.answers}
        return {name: value for name, value in usual.items() if name in self.said}, usual


Weigh = Callable[[Session, Sequence[Any], Actor, datetime], Sequence[Verdict]]
Keep = Callable[[Coop, Sequence[Any], Actor, datetime], Sequence[Verdict]]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a table's rows become; ``at_once`` rows are kept in one transaction."""

    row_of: Callable[[Loaded], Any]
    key_of: Callable[[Any], Hashable]
    weigh: Weigh
    keep: Keep
    at_once: int = 500


def one_by_one(
    weigh: Weigh,
    act: Callable[[Coop, Any, Actor, datetime], object],
    order: Callable[[Any], Any] = lambda _row: 0,
) -> Keep:
    """Return how rows are kept of which only new ones are: each by the act that one of them is entered by.

    ``order`` says which comes first where one must stand before the next.
    """

    def keep(coop: Coop, rows: Sequence[Any], by: Actor, now: datetime) -> Sequence[Verdict]:
        with reading(coop) as session:
            verdicts = list(weigh(session, rows, by, now))
        for at in sorted(range(len(rows)), key=lambda place: order(rows[place])):
            if verdicts[at].outcome != NEW:
                continue
            try:
                act(coop, rows[at], by, now)
            except Refusal as refusal:
                # Somebody else was quicker.
                verdicts[at] = refused(refusal)
        return verdicts

    return keep
