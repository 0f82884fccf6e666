"""Dated figures as data: one tax year's file is read, and a figure without a unit or a source is refused."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, Final, NoReturn

Leaf = int | Decimal | str | date | None
Unit = str | Mapping[str, str]
Value = Leaf | Mapping[str, "Value"] | tuple["Value", ...]


class FigureNotSound(ValueError):
    """A figure in our own data may not be used, or is not there. The fault is ours."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure from a day on: pounds became whole pence, percents basis points, its days dates.

    ``known_from`` is the day of its announcement if that came after payments it counts for.
    """

    name: str
    starts_on: date
    known_from: date | None
    unit: Unit
    source: str
    is_confirmed: bool
    value: Value


@dataclass(frozen=True, slots=True)
class RateBook:
    """The figures of one tax year, each with its entries in the order of their days."""

    tax_year: str
    entries: Mapping[str, tuple[Figure, ...]]

    def figure(self, name: str, *, on: date) -> Figure:
        """Return the entry of a figure that counts on a day."""
        begun = [entry for entry in self.entries.get(name, ()) if entry.starts_on <= on]
        if not begun:
            _refuse(name, f"has no entry on {on} in {self.tax_year}")
        return begun[-1]

    def whole(self, name: str, *, on: date) -> int:
        """Return a figure that is one whole number: pence, basis points, days."""
        return as_whole(self.figure(name, on=on).value)

    def wholes(self, name: str, *, on: date) -> Mapping[str, int]:
        """Return a figure that is whole numbers by name."""
        return MappingProxyType({key: as_whole(one) for key, one in self.table(name, on=on).items()})

    def table(self, name: str, *, on: date) -> Mapping[str, Value]:
        """Return a figure that has several parts by name."""
        return as_table(self.figure(name, on=on).value)

    def rows(self, name: str, *, on: date) -> tuple[Mapping[str, Value], ...]:
        """Return a figure that is a list of rows."""
        value = self.figure(name, on=on).value
        if not isinstance(value, tuple):
            _refuse(name, "is no list of rows")
        return tuple(as_table(row) for row in value)


def as_whole(value: Value) -> int:
    """Return a value that must be a whole number.

    Source: STYLE: money is whole pence.
    """
    if not isinstance(value, int) or isinstance(value, bool):
        _refuse(repr(value), "is no whole number")
    return value


def as_table(value: Value) -> Mapping[str, Value]:
    """Return a value that must have named parts.

    Source: STYLE: a figure is data, and wrong data breaks.
    """
    if not isinstance(value, Mapping):
        _refuse(repr(value), "has no named parts")
    return value


def read_book(text: str) -> RateBook:
    """Read one tax year's file; raise FigureNotSound for a figure without day, unit or source.

    Source: STYLE: a figure that changes by date is data with ``from``, ``unit`` and ``source``.
    """
    said = json.loads(text, parse_float=_no_float, parse_constant=_no_float)
    entries = {name: _entries(name, listed) for name, listed in said["figures"].items()}
    return RateBook(said["tax_year"], MappingProxyType(entries))


def _entries(name: str, listed: list[dict[str, Any]]) -> tuple[Figure, ...]:
    figures = tuple(_figure(name, raw) for raw in listed)
    days = [figure.starts_on for figure in figures]
    if not days or days != sorted(set(days)):
        _refuse(name, "has no entries, or they do not stand in the order of their days")
    return figures


def _figure(name: str, raw: dict[str, Any]) -> Figure:
    for key in ("from", "unit", "source", "value"):
        if key not in raw or raw[key] == {} or (isinstance(raw[key], str) and not raw[key].strip()):
            _refuse(name, f"has no {key}")
    known_from = raw.get("known_from")
    return Figure(
        name=name,
        starts_on=date.fromisoformat(raw["from"]),
        known_from=date.fromisoformat(known_from) if known_from else None,
        unit=raw["unit"],
        source=raw["source"],
        is_confirmed=raw.get("confirmed", True),
        value=_read(name, raw["value"], raw["unit"]),
    )


def _read(name: str, value: object, unit: object) -> Value:
    """Return a value in our own units; a unit by column goes with rows of these columns and no others."""
    if isinstance(value, list):
        return tuple(_read(name, one, unit) for one in value)
    if not isinstance(value, dict):
        return _leaf(name, value, unit)
    if not isinstance(unit, dict) or all(isinstance(one, dict) for one in value.values()):
        return MappingProxyType({key: _read(name, one, unit) for key, one in value.items()})
    if value.keys() != unit.keys():
        _refuse(name, "has a column without a unit, or a unit without a column")
    return MappingProxyType({key: _leaf(name, one, unit[key]) for key, one in value.items()})


def _leaf(name: str, leaf: object, unit: object) -> Leaf:
    kind = _KINDS.get(str(unit).partition(" ")[0])
    if kind is None or not isinstance(leaf, int | str | None):
        _refuse(name, f"has a value that is no {unit}")
    if leaf is None:
        return None
    try:
        return kind(leaf)
    except (InvalidOperation, ValueError) as error:
        msg = f"{name}: {leaf} is no {unit}."
        raise FigureNotSound(msg) from error


def _hundredths(leaf: int | str) -> int:
    hundredths = _number(leaf) * 100
    if hundredths != int(hundredths):
        _refuse(str(leaf), "is finer than a hundredth")
    return int(hundredths)


def _number(leaf: int | str) -> int | Decimal:
    if isinstance(leaf, int) and not isinstance(leaf, bool):
        return leaf
    number = Decimal(str(leaf))
    if not number.is_finite():
        _refuse(str(leaf), "is no number")
    return number


def _word(leaf: int | str) -> str:
    if not isinstance(leaf, str):
        _refuse(str(leaf), "is no word")
    return leaf


def _truth(leaf: int | str) -> bool:
    if not isinstance(leaf, bool):
        _refuse(str(leaf), "is neither yes nor no")
    return leaf


def _day(leaf: int | str) -> date:
    return date.fromisoformat(_word(leaf))


def _no_float(digits: str) -> NoReturn:
    _refuse(digits, "is a float; write it as a whole number or a text")


def _refuse(what: str, why: str) -> NoReturn:
    msg = f"{what} {why}."
    raise FigureNotSound(msg)


# The first word of a unit says how its leaves are read: "pounds a week", "percent", "code numbers".
_KINDS: Final[Mapping[str, Callable[[int | str], Leaf]]] = MappingProxyType(
    {
        "pounds": _hundredths,
        "percent": _hundredths,
        **dict.fromkeys(("pence", "days", "weeks", "years", "code"), _number),
        **dict.fromkeys(("word", "tax"), _word),
        "yes": _truth,
        "date": _day,
    }
)
