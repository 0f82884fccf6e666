"""What a sheet says, row by row: what the form takes, what it does not and why, and what would come of it."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from flask_babel import force_locale
from marshmallow import ValidationError
from marshmallow.fields import Field
from sqlalchemy.orm import Session

from app.imports import words
from app.imports.cells import answer
from app.imports.columns import Column, Table
from app.imports.finding import Found, find_columns
from app.imports.kinds import KINDS
from app.imports.reading import Row, Sheet
from app.imports.references import Names, NobodyCalledSoError, names_for
from app.imports.rows import Kind, Loaded
from app.web.language import LANGUAGES, Language, locale_of
from app.web.refusals import sentence_of
from franchise_kit.kernel.cells import as_meant
from franchise_kit.kernel.sheets import CHANGED, NEW, REFUSED, UNCHANGED, Verdict, counted
from tenants.actor import Actor

if TYPE_CHECKING:
    from app.web.forms import Schema

LONGEST_FOUND: Final = 80
LONGEST_CELL: Final = 10_000
FIRST_ROWS: Final = 5
# A row would enter somebody new, and the file lacks columns that this needs.
NEEDS_COLUMNS: Final = "new_needs_columns"
Said = Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is refused: its number, the column if one is at fault, what it says there, and the reason.

    ``is_rule`` where the cell is as it should be, and the co-op's records speak against it.
    """

    row: int
    column: str | None
    found: str = field(repr=False)
    said: Said = field(repr=False)
    is_rule: bool = False


@dataclass(frozen=True, slots=True)
class Understood:
    """The rows that the form takes, as the room takes them, and the faults of the others.

    ``missing`` are columns that the file lacks and a new record needs: then it only changes what is here.
    """

    kind: Kind
    loaded: tuple[Loaded, ...]
    rows: tuple[Any, ...] = field(repr=False)
    faults: tuple[Fault, ...] = field(repr=False)
    missing: tuple[Column, ...] = ()

    def without_new(self, verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
        """Return what comes of rows where none can be new, if the file lacks what a new one needs."""
        if not self.missing:
            return tuple(verdicts)
        return tuple(Verdict(REFUSED, NEEDS_COLUMNS) if one.outcome == NEW else one for one in verdicts)


def understand(session: Session, table: Table, sheet: Sheet, *, by: Actor) -> Understood:
    """Return what the rows say, before any room is asked; raise ``SheetRefusedError`` for its columns."""
    kind = KINDS[table.code]
    found = find_columns(table, sheet.headers)
    reader = _Reader(table, found, names_for(session, table, by=by))
    loaded: list[Loaded] = []
    rows: list[Any] = []
    faults: list[Fault] = []
    seen: dict[Hashable, int] = {}
    for line in sheet.rows:
        one = reader.read(line, len(sheet.headers))
        if not isinstance(one, Loaded):
            faults += one
            continue
        row = kind.row_of(one)
        first = seen.setdefault(kind.key_of(row), line.number)
        if first != line.number:
            faults.append(_twice(line.number, first))
            continue
        loaded.append(one)
        rows.append(row)
    return Understood(kind, tuple(loaded), tuple(rows), tuple(faults), found.missing)


def look(
    session: Session, table: Table, sheet: Sheet, *, by: Actor, now: datetime
) -> tuple[Understood, tuple[Verdict, ...]]:
    """Return what the rows say, and what would come of each that the form takes."""
    understood = understand(session, table, sheet, by=by)
    return understood, understood.without_new(understood.kind.weigh(session, understood.rows, by, now))


def faults_of(table: Table, loaded: Sequence[Loaded], verdicts: Sequence[Verdict]) -> list[Fault]:
    """Return the faults of rows that the rules refuse."""
    codes = {one.field: one.code for one in table.columns}
    return [
        Fault(
            one.number, codes.get(verdict.about or ""), "", in_both(_sentence(table, verdict)), is_rule=True
        )
        for one, verdict in zip(loaded, verdicts, strict=True)
        if verdict.outcome == REFUSED
    ]


def told(
    understood: Understood, verdicts: Sequence[Verdict], faults: Sequence[Fault], sheet: Sheet
) -> dict[str, Any]:
    """Return what a page tells of a look: counts, the first rows, and the faults, for the sealed paper."""
    numbers = {one.number: verdict for one, verdict in zip(understood.loaded, verdicts, strict=True)}
    refused_rows = {one.row for one in faults}
    counts = counted(verdicts) | {REFUSED: len(refused_rows)}
    first = [
        {
            "row": line.number,
            "outcome": numbers[line.number].outcome,
            "fields": list(numbers[line.number].fields),
            "cells": [cell[:LONGEST_FOUND] for cell in line.cells],
        }
        for line in _first_of_each(sheet, numbers)
    ]
    return {
        "counts": counts,
        "first": first,
        "rows": {
            outcome: [number for number, one in numbers.items() if one.outcome == outcome]
            for outcome in (NEW, CHANGED)
        },
        **refused_told(sheet, [fault_told(one) for one in faults]),
    }


def _first_of_each(sheet: Sheet, numbers: Mapping[int, Verdict]) -> list[Row]:
    """Return the first rows of each outcome; the refused ones are told with their faults."""
    left = dict.fromkeys((NEW, CHANGED, UNCHANGED), FIRST_ROWS)
    shown: list[Row] = []
    for line in sheet.rows:
        outcome = numbers[line.number].outcome if line.number in numbers else REFUSED
        if left.get(outcome, 0) > 0:
            left[outcome] -= 1
            shown.append(line)
    return shown


def refused_told(sheet: Sheet, faults: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the faults in the order of the rows, and the whole rows, for the file of refused rows."""
    numbers = {one["row"] for one in faults}
    return {
        "headers": list(sheet.headers),
        "faults": sorted(faults, key=itemgetter("row")),
        "refused": {line.number: list(line.cells) for line in sheet.rows if line.number in numbers},
    }


def fault_told(fault: Fault) -> dict[str, Any]:
    """Return a fault as the sealed paper keeps it."""
    said = {"row": fault.row, "column": fault.column, "found": fault.found, "said": dict(fault.said)}
    return said | {"is_rule": fault.is_rule}


def in_both(say: Callable[[], object]) -> dict[Language, str]:
    """Return a sentence in both languages: whoever reads it later may have another than who sent the file."""
    said: dict[Language, str] = {}
    for language in LANGUAGES:
        with force_locale(locale_of(language)):
            said[language] = str(say())
    return said


class _Reader:
    """Reads the rows of one table."""

    def __init__(self, table: Table, found: Found, names: Mapping[str, Names]) -> None:
        self._schema: Schema = table.schema()
        for one in self._schema.load_fields.values():
            _remember(one)
        # An answer that the file has no column for is neither given nor missed.
        self._partial = tuple(one.field for one in found.missing)
        self._answers: dict[tuple[str, str], object] = {}
        self._names = names
        self._places = [(one, found.at[one.code]) for one in table.columns if one.code in found.at]
        self._by_field = {one.field: one for one in table.columns}

    def read(self, row: Row, width: int) -> Loaded | list[Fault]:
        """Return a row as the form would take it, or what is wrong with it."""
        if len(row.cells) > width:
            extra = len(row.cells)
            return [Fault(row.number, None, "", in_both(lambda: words.too_many_cells(extra, width)))]
        answers: dict[str, Any] = {}
        faults: list[Fault] = []
        for column, place in self._places:
            cell = row.cells[place] if place < len(row.cells) else ""
            if not cell:
                continue
            try:
                answers[column.field] = self._answer(column, cell)
            except NobodyCalledSoError as fault:
                said = in_both(_reference_words(fault.code))
                faults.append(Fault(row.number, column.code, cell[:LONGEST_FOUND], said))
        if faults:
            return faults
        try:
            return Loaded(row.number, self._schema.load(answers, partial=self._partial), frozenset(answers))
        except ValidationError:
            return self._wrong(row, answers)

    def _answer(self, column: Column, cell: str) -> object:
        """Return what a form would have been answered with; alike cells of a column are read once."""
        asked = (column.code, cell)
        if asked not in self._answers:
            self._answers[asked] = self._read_cell(column, cell)
        return self._answers[asked]

    def _read_cell(self, column: Column, cell: str) -> object:
        if len(cell) > LONGEST_CELL:
            code = "too_long"
            raise NobodyCalledSoError(code)
        names = self._names.get(column.shape)
        return str(names.find(as_meant(cell))) if names is not None else answer(column, cell)

    def _wrong(self, row: Row, answers: Mapping[str, Any]) -> list[Fault]:
        """Return the form's own errors, in both languages."""
        spoken: dict[Language, dict[str, list[str]]] = {}
        for language in LANGUAGES:
            with force_locale(locale_of(language)):
                found = self._schema.validate(dict(answers), partial=self._partial)
                spoken[language] = {str(name): list(_messages(said)) for name, said in found.items()}
        places = {column.field: place for column, place in self._places}
        faults: list[Fault] = []
        for name, messages in spoken["en"].items():
            column = self._by_field.get(name)
            place = places.get(name)
            cell = row.cells[place] if place is not None and place < len(row.cells) else ""
            said: Said = {"en": " ".join(messages), "cy": " ".join(spoken["cy"].get(name, messages))}
            faults.append(Fault(row.number, column.code if column else None, cell[:LONGEST_FOUND], said))
        return faults


def _remember(one: Field[Any]) -> None:
    """Let a field load alike texts once: of thousands of rows most cells say one of a few things."""
    known: dict[str, Any] = {}
    load = one.deserialize

    def deserialize(value: object, *about: Any, **options: Any) -> object:  # noqa: ANN401 - marshmallow's own
        if not isinstance(value, str):
            return load(value, *about, **options)
        if value not in known:
            known[value] = load(value, *about, **options)
        return known[value]

    one.deserialize = deserialize  # type: ignore[method-assign] # of this schema's own field, made for one file


def _messages(found: object) -> Iterator[str]:
    if isinstance(found, Mapping):
        found = [one for inner in found.values() for one in _messages(inner)]
    for one in found if isinstance(found, list | tuple) else [found]:
        yield str(one)


def _twice(number: int, first: int) -> Fault:
    return Fault(number, None, "", in_both(lambda: words.twice(first, number)))


def _sentence(table: Table, verdict: Verdict) -> Callable[[], object]:
    if verdict.code == NEEDS_COLUMNS:
        return lambda: words.new_needs(table.missing_in(table.key))
    return lambda: sentence_of(verdict.code or REFUSED, {})


def _reference_words(code: str) -> Callable[[], object]:
    return lambda: words.reference_words(code)
