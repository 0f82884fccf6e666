"""Reads a document field by field, and names the place of the first thing that is not as it should be."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from tenants.refusal import Refusal

SHORT: Final = 300
LONG: Final = 2_000
BODY: Final = 20_000
MOST_IN_A_LIST: Final = 500

FAULTS: Final = (
    "module_not_an_object",
    "module_field_unknown",
    "module_field_missing",
    "module_not_a_list",
    "module_list_empty",
    "module_list_too_long",
    "module_not_text",
    "module_text_empty",
    "module_text_too_long",
    "module_text_unprintable",
    "module_not_a_code",
    "module_not_a_number",
    "module_number_out_of_range",
    "module_not_yes_or_no",
    "module_not_a_day",
    "module_schema_unknown",
    "module_code_twice",
    "module_reference_unknown",
    "module_objective_untested",
    "module_draw_too_small",
    "module_draw_too_large",
    "module_no_right_option",
    "module_two_right_options",
    "module_follow_up_uneven",
    "module_days_not_rising",
    "module_review_before_last",
)

_FIELD = re.compile(r"[a-z][a-z_]{0,39}")
# Control signs, halves of a pair, and signs that turn the direction of what follows.
_UNPRINTABLE: Final = frozenset({"Cc", "Cs", "Cn", "Co"})
_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class ModuleNotUnderstood(Refusal):
    """A document is not a module; ``place`` says where, ``code`` is one of ``FAULTS`` and says what."""

    code = "module_not_understood"

    def __init__(self, place: str, code: str) -> None:
        super().__init__(place=place)
        self.place = place
        self.code = code  # type: ignore[misc] # each fault has its own sentence


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in English and in Welsh; neither is empty."""

    en: str
    cy: str

    def in_language(self, language: str) -> str:
        """Return the words in a language, ``cy`` or ``en``."""
        return self.cy if language == "cy" else self.en


@dataclass(frozen=True, slots=True)
class Part:
    """One object of a document, and the place where it stands: ``quiz.questions[2]``."""

    place: str
    fields: Mapping[str, object]

    def at(self, name: str) -> str:
        """Return the place of a field."""
        return f"{self.place}.{name}" if self.place else name

    def has(self, name: str) -> bool:
        """Say whether a field is there."""
        return name in self.fields

    def check_fields(self, needed: Collection[str], *, allowed: Collection[str] = ()) -> None:
        """Refuse fields that nobody knows, and the lack of those that are needed."""
        for name in self.fields:
            if name not in needed and name not in allowed:
                # A name that could be anybody's words is not repeated.
                is_plain = _FIELD.fullmatch(str(name))
                raise ModuleNotUnderstood(self.at(name) if is_plain else self.place, "module_field_unknown")
        for name in needed:
            if name not in self.fields:
                raise ModuleNotUnderstood(self.at(name), "module_field_missing")

    def text(self, name: str, *, most: int = SHORT) -> str:
        """Return a text of one line, or of several if it may be longer than ``SHORT``."""
        return check_text(self.at(name), self.fields[name], most=most)

    def code(self, name: str, pattern: re.Pattern[str]) -> str:
        """Return a code that has the given form."""
        value = self.fields[name]
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise ModuleNotUnderstood(self.at(name), "module_not_a_code")
        return value

    def chosen(self, name: str, known: Collection[str]) -> str:
        """Return a code that is one of those known."""
        value = self.fields[name]
        if not isinstance(value, str) or value not in known:
            raise ModuleNotUnderstood(self.at(name), "module_reference_unknown")
        return value

    def whole(self, name: str, *, least: int, most: int) -> int:
        """Return a whole number; ``true`` is none."""
        return check_whole(self.at(name), self.fields[name], least=least, most=most)

    def whole_or_none(self, name: str, *, least: int, most: int) -> int | None:
        """Return a whole number, or ``None`` where the document says null."""
        return None if self.fields[name] is None else self.whole(name, least=least, most=most)

    def truth(self, name: str) -> bool:
        """Return yes or no."""
        value = self.fields[name]
        if not isinstance(value, bool):
            raise ModuleNotUnderstood(self.at(name), "module_not_yes_or_no")
        return value

    def day(self, name: str) -> date:
        """Return a day, written ``2026-11-22``."""
        value = self.fields[name]
        try:
            day = date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            day = None
        if day is None or day.isoformat() != value:
            raise ModuleNotUnderstood(self.at(name), "module_not_a_day")
        return day

    def words(self, name: str, *, most: int = SHORT) -> Words:
        """Return words in both languages."""
        return self.part(name).as_words(most=most)

    def as_words(self, *, most: int = SHORT) -> Words:
        """Return this object as words in both languages."""
        self.check_fields(("en", "cy"))
        return Words(en=self.text("en", most=most), cy=self.text("cy", most=most))

    def part(self, name: str) -> "Part":
        """Return an object within this one."""
        return as_part(self.at(name), self.fields[name])

    def items(self, name: str, *, may_be_empty: bool = False) -> tuple[tuple[str, object], ...]:
        """Return the items of a list, each with its place."""
        value = self.fields[name]
        if not isinstance(value, list | tuple):
            raise ModuleNotUnderstood(self.at(name), "module_not_a_list")
        if not value and not may_be_empty:
            raise ModuleNotUnderstood(self.at(name), "module_list_empty")
        if len(value) > MOST_IN_A_LIST:
            raise ModuleNotUnderstood(self.at(name), "module_list_too_long")
        return tuple((f"{self.at(name)}[{number}]", item) for number, item in enumerate(value))

    def parts(self, name: str) -> tuple["Part", ...]:
        """Return the objects of a list that is not empty."""
        return tuple(as_part(place, item) for place, item in self.items(name))

    def texts(self, name: str, *, may_be_empty: bool = False) -> tuple[str, ...]:
        """Return the texts of a list."""
        items = self.items(name, may_be_empty=may_be_empty)
        return tuple(check_text(place, item, most=SHORT) for place, item in items)

    def codes(self, name: str, known: Collection[str], *, may_be_empty: bool = False) -> tuple[str, ...]:
        """Return the codes of a list, each known and none twice."""
        codes = self.texts(name, may_be_empty=may_be_empty)
        check_once((f"{self.at(name)}[{number}]", code) for number, code in enumerate(codes))
        for number, code in enumerate(codes):
            if code not in known:
                place = f"{self.at(name)}[{number}]"
                raise ModuleNotUnderstood(place, "module_reference_unknown")
        return codes


def as_part(place: str, value: object) -> Part:
    """Return a value as an object of the document.

    Source: RFC 8259, section 4: an object; a list or a text is none.
    """
    if not isinstance(value, Mapping):
        raise ModuleNotUnderstood(place, "module_not_an_object")
    return Part(place, value)


def check_text(place: str, value: object, *, most: int) -> str:
    """Return a value as text that can be shown: not empty, not longer than ``most`` signs.

    Source: co-op rule: both languages are there in full, and what is shown is what is stored.
    """
    if not isinstance(value, str):
        raise ModuleNotUnderstood(place, "module_not_text")
    if not value.strip():
        raise ModuleNotUnderstood(place, "module_text_empty")
    if len(value) > most:
        raise ModuleNotUnderstood(place, "module_text_too_long")
    signs = value.replace("\n", "") if most > SHORT else value
    if any(unicodedata.category(sign) in _UNPRINTABLE or sign in _TURNING for sign in signs):
        raise ModuleNotUnderstood(place, "module_text_unprintable")
    return value


def check_whole(place: str, value: object, *, least: int, most: int) -> int:
    """Return a value as a whole number from ``least`` to ``most``.

    Source: RFC 8259, section 3: true and false are no numbers, though Python counts them as such.
    """
    if not isinstance(value, int) or isinstance(value, bool):
        raise ModuleNotUnderstood(place, "module_not_a_number")
    if not least <= value <= most:
        raise ModuleNotUnderstood(place, "module_number_out_of_range")
    return value


def check_once(codes: Iterable[tuple[str, str]]) -> None:
    """Refuse a code that stands twice; ``codes`` are pairs of a place and the code there.

    Source: co-op rule: what an answer or a record names must be one thing.
    """
    seen: set[str] = set()
    for place, code in codes:
        if code in seen:
            raise ModuleNotUnderstood(place, "module_code_twice")
        seen.add(code)
