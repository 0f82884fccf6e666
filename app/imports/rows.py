"""A row between the sheet and the room: as the schema loads it, and what a table's rows become."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from franchise_kit.kernel.sheets import Verdict
from tenants.actor import Actor
from tenants.office import Coop

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


@dataclass(frozen=True, slots=True)
class Kind:
    """What a table's rows become; ``at_once`` rows are kept in one transaction."""

    row_of: Callable[[Loaded], Any]
    key_of: Callable[[Any], Hashable]
    weigh: Callable[[Session, Sequence[Any], Actor, datetime], Sequence[Verdict]]
    keep: Callable[[Coop, Sequence[Any], Actor, datetime], Sequence[Verdict]]
    at_once: int = 500
