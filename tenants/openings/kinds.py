"""What may cross a wall: kinds, each a frozen dataclass of numbers, dates, ids, codes and short words.

A kind is named and versioned when its class is declared. Anything else in a payload is refused on the way
out and is not understood on the way in, so no record of a person can slip through by accident.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Final, TypeVar, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

__all__ = [
    "DELIVERIES",
    "DISCLOSURES",
    "Code",
    "Counts",
    "Kind",
    "Kinds",
    "NotToldSo",
    "ShortWords",
    "delivery_kind",
    "disclosure_kind",
]

MOST_BYTES: Final = 16 * 1024
MOST_ITEMS: Final = 500
MOST_WORDS: Final = 600
_CODE: Final = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9._-]{0,79}", re.ASCII)

Json = dict[str, Any]
T = TypeVar("T")
_Coder = Callable[[Any], Any]


class NotToldSo(ValueError):
    """A fact does not have the form that its kind promises."""


@dataclass(frozen=True, slots=True)
class _Marker:
    name: str


Code = Annotated[str, _Marker("code")]
# Words that a person wrote, such as a purpose: a kind that carries them says so in its declaration.
ShortWords = Annotated[str, _Marker("words")]
# How many of each code.
Counts = Mapping[Code, int]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fact in one version."""

    name: str
    version: int
    made_of: type[Any]
    coders: Mapping[str, tuple[_Coder, _Coder]]

    def payload_of(self, fact: object) -> Json:
        """Return a fact as it is written; raise ``NotToldSo`` if it is not what its kind promises."""
        payload = {name: out(getattr(fact, name)) for name, (out, _into) in self.coders.items()}
        if len(json.dumps(payload, ensure_ascii=False).encode()) > MOST_BYTES:
            msg = f"A fact of kind {self.name} is too large to cross."
            raise NotToldSo(msg)
        return payload

    def read(self, payload: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the class was declared elsewhere
        """Return the fact that a payload tells; raise ``NotToldSo`` if it tells anything else."""
        needed = {one.name for one in fields(self.made_of) if _is_needed(one)}
        unknown = payload.keys() - self.coders.keys()
        if unknown or needed - payload.keys():
            msg = f"A payload of kind {self.name} has other fields than its kind."
            raise NotToldSo(msg)
        return self.made_of(**{name: self.coders[name][1](value) for name, value in payload.items()})


class Kinds:
    """The kinds that one opening knows."""

    def __init__(self) -> None:
        self._by_name: dict[tuple[str, int], Kind] = {}
        self._by_class: dict[type[Any], Kind] = {}

    def declare(self, name: str, version: int, made_of: type[Any]) -> None:
        """Enter a kind; a second class under the same name and version is a fault."""
        if not is_dataclass(made_of) or not made_of.__dataclass_params__.frozen:  # type: ignore[attr-defined] # set by @dataclass
            msg = f"{made_of.__name__} is not a frozen dataclass."
            raise TypeError(msg)
        kind = Kind(_out_code(name), version, made_of, _coders(made_of))
        if self._by_name.setdefault((name, version), kind) is not kind:
            msg = f"Two kinds are called {name}, version {version}."
            raise ValueError(msg)
        self._by_class[made_of] = kind

    def of(self, fact: object) -> Kind:
        """Return the kind of a fact; raise ``NotToldSo`` for what was never declared."""
        found = self._by_class.get(type(fact))
        if found is None:
            msg = f"{type(fact).__name__} is no declared kind."
            raise NotToldSo(msg)
        return found

    def find(self, name: str, version: int) -> Kind | None:
        """Return a kind by its name and version, or ``None``."""
        return self._by_name.get((name, version))

    def names(self) -> tuple[str, ...]:
        """Return the names of all kinds."""
        return tuple(sorted({name for name, _version in self._by_name}))


DISCLOSURES: Final = Kinds()
DELIVERIES: Final = Kinds()


def disclosure_kind(name: str, *, version: int = 1) -> Callable[[type[T]], type[T]]:
    """Declare a frozen dataclass as a kind of disclosure: what a co-op may tell the hub."""

    def declare(made_of: type[T]) -> type[T]:
        DISCLOSURES.declare(name, version, made_of)
        return made_of

    return declare


def delivery_kind(name: str, *, version: int = 1) -> Callable[[type[T]], type[T]]:
    """Declare a frozen dataclass as a kind of delivery: what the hub may tell one co-op."""

    def declare(made_of: type[T]) -> type[T]:
        DELIVERIES.declare(name, version, made_of)
        return made_of

    return declare


def _is_needed(one: Any) -> bool:  # noqa: ANN401 - dataclasses.Field of any type
    return one.default is MISSING and one.default_factory is MISSING


def _coders(made_of: type[Any]) -> dict[str, tuple[_Coder, _Coder]]:
    hints = get_type_hints(made_of, include_extras=True)
    return {one.name: _coder_of(hints[one.name]) for one in fields(made_of)}


def _coder_of(hint: object) -> tuple[_Coder, _Coder]:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        marker = arguments[1]
        return (_out_code, _out_code) if marker == _Marker("code") else (_out_words, _out_words)
    if origin in (Union, UnionType) and NoneType in arguments:
        return _optional(next(one for one in arguments if one is not NoneType))
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:  # noqa: PLR2004 - tuple[X, ...]
        return _many(arguments[0])
    if hint == Counts:
        return _counts, _counts
    if hint in _PLAIN:
        return _PLAIN[hint]
    msg = f"A kind may not hold {hint}: only numbers, dates, ids, codes, counts and short words cross."
    raise TypeError(msg)


def _optional(inner: object) -> tuple[_Coder, _Coder]:
    out, into = _coder_of(inner)
    return (lambda value: None if value is None else out(value)), (
        lambda value: None if value is None else into(value)
    )


def _many(inner: object) -> tuple[_Coder, _Coder]:
    out, into = _coder_of(inner)
    return (lambda values: [out(one) for one in _listed(values)]), (
        lambda values: tuple(into(one) for one in _listed(values))
    )


def _listed(values: object) -> list[Any]:
    if not isinstance(values, list | tuple) or len(values) > MOST_ITEMS:
        raise NotToldSo("A list was promised, of no more than so many.")  # noqa: TRY003, EM101 - one sentence
    return list(values)


def _out_code(value: object) -> str:
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise NotToldSo("A code has letters, digits, dots, hyphens and low lines.")  # noqa: TRY003, EM101 - as above
    return value


def _out_words(value: object) -> str:
    is_plain = isinstance(value, str) and len(value) <= MOST_WORDS
    if not is_plain or any(
        unicodedata.category(sign) == "Cc" and sign != "\n" for sign in cast("str", value)
    ):
        raise NotToldSo("Short words have no hidden signs.")  # noqa: TRY003, EM101 - as above
    return cast("str", value)


def _int(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > 2**53:
        raise NotToldSo("A whole number was promised.")  # noqa: TRY003, EM101 - as above
    return value


def _bool(value: object) -> bool:
    if not isinstance(value, bool):
        raise NotToldSo("Yes or no was promised.")  # noqa: TRY003, EM101 - as above
    return value


def _counts(value: object) -> dict[str, int]:
    if not isinstance(value, Mapping) or len(value) > MOST_ITEMS:
        raise NotToldSo("Counts by code were promised.")  # noqa: TRY003, EM101 - as above
    return {_out_code(name): _int(number) for name, number in value.items()}


def _out_date(value: object) -> str:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise NotToldSo("A date was promised.")  # noqa: TRY003, EM101 - as above
    return value.isoformat()


def _out_instant(value: object) -> str:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise NotToldSo("An instant with its time zone was promised.")  # noqa: TRY003, EM101 - as above
    return value.isoformat()


def _out_id(value: object) -> str:
    if not isinstance(value, UUID):
        raise NotToldSo("An id was promised.")  # noqa: TRY003, EM101 - as above
    return str(value)


def _into(make: Callable[[str], Any]) -> _Coder:
    def read(value: object) -> object:
        if not isinstance(value, str):
            raise NotToldSo("Text was promised.")  # noqa: TRY003, EM101 - as above
        try:
            return make(value)
        except ValueError as problem:
            raise NotToldSo("This is not in the form that was promised.") from problem  # noqa: TRY003, EM101 - as above

    return read


def _aware(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError
    return instant


_PLAIN: Final[dict[type[Any], tuple[_Coder, _Coder]]] = {
    int: (_int, _int),
    bool: (_bool, _bool),
    date: (_out_date, _into(date.fromisoformat)),
    datetime: (_out_instant, _into(_aware)),
    UUID: (_out_id, _into(UUID)),
}
