"""What can be wrong with the Welsh: missing, doubtful, equal to the English, unused, with other blanks."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir

_METHODS: Final = [("**.py", "python"), ("templates/**.html", "jinja2")]
_OPTIONS: Final = {"templates/**.html": {"silent": "false", "extensions": "jinja2.ext.do"}}
_KEYWORDS: Final = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "_n": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_BLANK = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]*\}")
# A form without the count in it is good Welsh for none, one or two ("dim ymweliadau", "un ymweliad").
_COUNT = "%(num)d"

Key = tuple[str | None, str | tuple[str, ...]]


def extract(app_folder: Path) -> Catalog:
    """Return every text that the application says, with where it says it."""
    found = Catalog(locale="en_GB")
    for name, line, said, _comments, context in extract_from_dir(
        app_folder, method_map=_METHODS, options_map=_OPTIONS, keywords=_KEYWORDS
    ):
        found.add(said, locations=[(name, line)], context=context)
    return found


def faults(app_folder: Path, welsh: Catalog, same: Path) -> list[str]:
    """Return all that is wrong, one sentence each."""
    english = extract(app_folder)
    allowed = {line for line in same.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"}
    said = {_key(message): message for message in english if message.id}
    known = {_key(message): message for message in welsh if message.id}
    missing = [_at(said[key], "has no Welsh") for key in said.keys() - known.keys()]
    unused = [f"Unused: {_first(known[key])!r} is said nowhere" for key in known.keys() - said.keys()]
    wrong = [
        _at(said[key], fault)
        for key, message in known.items()
        if key in said
        for fault in _faults_of(message, allowed)
    ]
    return sorted(missing) + sorted(wrong) + sorted(unused)


def _faults_of(message: Message, allowed: Iterable[str]) -> list[str]:
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ("",))
    if not all(strings):
        return ["has no Welsh, or not in all six forms"]
    found = []
    if message.fuzzy:
        found.append("is marked as doubtful")
    if strings[0] in _english(message) and _first(message) not in allowed:
        found.append("is the same in both languages and not in same.txt")
    wanted = _blanks(_english(message)[-1])
    if any(_blanks(one) != wanted for one in strings):
        found.append(f"has other blanks to fill in Welsh than {sorted(wanted)}")
    return found


def _blanks(text: str) -> frozenset[str]:
    return frozenset(_BLANK.findall(text)) - {_COUNT}


def _english(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _first(message: Message) -> str:
    return _english(message)[0]


def _key(message: Message) -> Key:
    return message.context, message.id if isinstance(message.id, str) else tuple(message.id)


def _at(message: Message, fault: str) -> str:
    name, line = message.locations[0]
    return f"{name}:{line}: {_first(message)!r} {fault}"
