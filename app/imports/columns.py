"""The columns of each table, in one place: what goes out as a sheet comes in again by the same headers."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from flask_babel import LazyString, force_locale
from flask_babel import lazy_gettext as _l
from marshmallow.fields import Boolean, Date, Field, Integer, List, Time

from app.imports.schemas import (
    ContractRow,
    NewPersonSchema,
    NewVisitSchema,
    PatternRow,
    TimeForSchema,
    WorkerRow,
)
from app.web.forms import Pounds, Schema
from app.web.language import LANGUAGES, Language, locale_of
from franchise_kit.access import Permission

# What a cell holds, and how it is written: see ``app.imports.cells``.
_SHAPES: Final[tuple[tuple[type[Field[Any]], str], ...]] = (
    (Date, "day"),
    (Time, "clock"),
    (Pounds, "pounds"),
    (Boolean, "yes_no"),
    (List, "list"),
    (Integer, "whole"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    ``code`` is the code of its field, ``field`` the schema's own name of it: another one where the cell
    names a record, as ``worker`` does for ``worker_id``. ``shape`` is text, day, clock, pounds, yes_no,
    whole, list, or what a cell refers to: worker, person, visit_kind. ``words`` are the answers to choose
    from, by code.
    """

    code: str
    field: str
    header: LazyString | str
    shape: str
    is_required: bool
    words: Mapping[str, object]

    def header_in(self, language: Language) -> str:
        """Return the header in one language, whoever reads."""
        with force_locale(locale_of(language)):
            return str(self.header)

    def names(self) -> Iterator[str]:
        """Give all names by which a file may call this column."""
        yield self.code
        for language in LANGUAGES:
            yield self.header_in(language)


@dataclass(frozen=True)
class Table:
    """A kind of record as a sheet: its columns, the schema of a row, and by which columns a row is known.

    Where a file ``can_change`` a record by what a row says, it needs no more than the columns of the key.
    """

    code: str
    title: LazyString
    schema: type[Schema]
    permission: Permission
    key: tuple[str, ...]
    headers: Mapping[str, LazyString]
    can_change: bool = False

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns, in the order in which a form asks."""
        return tuple(self._column(name, one) for name, one in self.schema().load_fields.items())

    def missing_in(self, codes: Container[str]) -> tuple[Column, ...]:
        """Return the columns that a new record needs and a file with these columns lacks."""
        return tuple(one for one in self.columns if one.is_required and one.code not in codes)

    def is_always_needed(self, column: Column) -> bool:
        """Whether a file must have a column even if it enters nothing new."""
        return column.is_required and (not self.can_change or column.code in self.key)

    def column(self, code: str) -> Column:
        """Return the column of a code."""
        return next(one for one in self.columns if one.code == code)

    def _column(self, name: str, one: Field[Any]) -> Column:
        about = one.metadata
        inner = one.inner if isinstance(one, List) else one
        listed = about.get("options") or inner.metadata.get("options") or ()
        code = REFERENCES.get(name, name)
        shape = code if name in REFERENCES else _shape(one)
        header = self.headers.get(name, about.get("label", name))
        words = {str(value): words for value, words, *_hint in listed}
        return Column(code, name, header, shape, one.required, words)


# Fields that hold the id of a record, and what a cell calls that record.
REFERENCES: Final = {"worker_id": "worker", "person_supported_id": "person", "visit_kind_id": "visit_kind"}
_PERSON: Final = _l("Person supported")
_KIND_OF_VISIT: Final = _l("Kind of visit")
_VISIT_HEADERS: Final[Mapping[str, LazyString]] = {
    "person_supported_id": _PERSON,
    "worker_id": _l("Worker"),
    "visit_kind_id": _KIND_OF_VISIT,
    "minutes": _l("Minutes"),
    "short_reason": _l("Reason for less than 30 minutes"),
    "window_minutes": _l("Minutes earlier or later"),
}
TABLES: Final[Mapping[str, Table]] = {
    one.code: one
    for one in (
        Table(
            "workers",
            _l("Workers"),
            WorkerRow,
            Permission.WORKER_ENGAGE,
            ("given_name", "family_name", "started_on"),
            {},
            can_change=True,
        ),
        Table(
            "people",
            _l("People supported"),
            NewPersonSchema,
            Permission.CARE_PLAN_WRITE,
            ("given_name", "family_name", "started_on"),
            {},
            can_change=True,
        ),
        Table(
            "contracts",
            _l("Contracts"),
            ContractRow,
            Permission.WORKER_ENGAGE,
            ("worker", "valid_from"),
            {
                "weekly_minutes": _l("Guaranteed minutes a week besides"),
                "valid_from": _l("From (day)"),
            },
        ),
        Table(
            "patterns",
            _l("Visits that come back"),
            PatternRow,
            Permission.ROTA_MANAGE,
            ("person", "visit_kind", "at", "valid_from"),
            {
                **_VISIT_HEADERS,
                "weekdays": _l("Days of the week"),
                "every_weeks": _l("Every how many weeks"),
                "carers": _l("Workers who come"),
                "language": _l("Language of the visit"),
                "skills": _l("Training needed"),
                "valid_from": _l("From (day)"),
                "last_on": _l("Last day"),
            },
        ),
        Table(
            "visits",
            _l("Planned visits"),
            NewVisitSchema,
            Permission.ROTA_MANAGE,
            ("person", "day", "at", "carer"),
            {**_VISIT_HEADERS, "carer": _l("First or second worker")},
        ),
        Table(
            "time",
            _l("Time entries"),
            TimeForSchema,
            Permission.TIMESHEET_APPROVE,
            ("worker", "kind", "day", "begins"),
            {
                "worker_id": _l("Worker"),
                "kind": _l("Kind of time"),
                "begins": _l("From (time)"),
                "ends": _l("Until (time)"),
                "reason": _l("Reason"),
                "note": _l("Note"),
            },
        ),
    )
}


def _shape(one: Field[Any]) -> str:
    return next((shape for kind, shape in _SHAPES if isinstance(one, kind)), "text")
