"""Whom a cell names: a worker, somebody supported, a kind of visit. A day tells two of one name apart."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from app.imports.cells import folded
from app.imports.columns import Table
from app.people.fields import FIRST_DAY
from franchise_kit.care import queries as care
from franchise_kit.care.queries.importing import names_of_supported
from franchise_kit.people.queries.facts import workers_from
from tenants.actor import Actor

_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class NobodyCalledSoError(Exception):
    """No record has this name, or several have it; ``code`` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Named:
    """A record and the names by which a cell may call it."""

    id: UUID
    names: tuple[str, ...]


class Names:
    """The records of one kind by name."""

    def __init__(self, named: Iterable[Named]) -> None:
        self._by_name: dict[str, set[UUID]] = defaultdict(set)
        self._ids: set[UUID] = set()
        for one in named:
            self._ids.add(one.id)
            for name in one.names:
                self._by_name[folded(name)].add(one.id)

    def find(self, cell: str) -> UUID:
        """Return whom a cell means; raise ``NobodyCalledSoError``."""
        if _ID.fullmatch(cell) and UUID(cell) in self._ids:
            return UUID(cell)
        found = self._by_name.get(folded(cell), set())
        if len(found) != 1:
            raise NobodyCalledSoError("several" if found else "nobody")
        return next(iter(found))


def names_for(session: Session, table: Table, *, by: Actor) -> Mapping[str, Names]:
    """Return the names of what a table's cells refer to; the permission to import was asked for."""
    shapes = {one.shape for one in table.columns}
    return {shape: Names(read(session, by)) for shape, read in _READ.items() if shape in shapes}


def with_day(name: str, day: date) -> str:
    """Return a name that tells two of one name apart, such as Mair Evans (2024-01-31)."""
    return f"{name} ({day.isoformat()})"


def _workers(session: Session, _by: Actor) -> Iterable[Named]:
    return [
        Named(one.id, _called(one.given_name, one.known_as, one.family_name, one.started_on))
        for one in workers_from(session, FIRST_DAY)
    ]


def _people(session: Session, by: Actor) -> Iterable[Named]:
    return [
        Named(one.id, _called(one.given_name, one.known_as, one.family_name, one.started_on))
        for one in names_of_supported(session, by=by)
    ]


def _called(given: str, known_as: str, family: str, day: date) -> tuple[str, ...]:
    """Return how somebody may be called: by their first names or what they like to be called."""
    names = [f"{first} {family}" for first in (given, known_as) if first]
    return (*names, *(with_day(name, day) for name in names))


def _kinds(session: Session, by: Actor) -> Iterable[Named]:
    return [Named(one.id, (one.name_en, one.name_cy)) for one in care.list_kinds(session, by=by)]


_READ: Final[Mapping[str, Callable[[Session, Actor], Iterable[Named]]]] = {
    "worker": _workers,
    "person": _people,
    "visit_kind": _kinds,
}
