"""The shared catalogue and the modules that we ship, as data: who needs what, by when, for how long."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from franchise_kit.training.rules.module import AUDIENCES, CODE, MOST_MONTHS
from franchise_kit.training.rules.reading import LONG, Part, Words, as_part, check_once
from tenants.refusal import NotFound

SHIPPED: Final = ("SAF-A", "WEL-1", "BRD-1")
BASES: Final = frozenset(
    {
        *("national-standard", "sector-guidance", "awarding-body", "governance-code", "custom"),
        *("franchise-policy", "once"),
    }
)
DELIVERIES: Final = frozenset({"e-learning", "blended", "face-to-face", "workplace log"})

_DATA: Final = files("franchise_kit.training").joinpath("data")
_SECTION: Final = re.compile(r"[1-7]|1 to 7")
_FIELDS: Final = (
    *("code", "title", "audience", "estimated_minutes", "refresh_months", "refresh_basis", "due_within_days"),
    *("delivery", "legal_basis", "awif_section", "prerequisites", "practice_sign_off"),
    *("external_certificate_accepted", "objectives"),
)


@dataclass(frozen=True, slots=True)
class SignOff:
    """How often somebody is observed, again after how many months, and by whom."""

    observations: int
    every_months: int | None
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the catalogue; there need not be a module of ours for it."""

    code: str
    title: Words
    audience: tuple[str, ...]
    minutes: int
    refresh_months: int | None
    refresh_basis: str
    due_within_days: int
    delivery: str
    legal_basis: tuple[str, ...]
    awif_section: str | None
    prerequisites: tuple[str, ...]
    sign_off: SignOff | None
    accepts_outside_certificate: bool
    objectives: tuple[Words, ...]
    note: str | None


@cache
def catalogue() -> Mapping[str, Entry]:
    """Return the catalogue by code, read once from the data and checked.

    Source: the catalogue's own data, which names who sets each interval.
    """
    return read_catalogue(_json("catalogue.json"))


@cache
def audience_names() -> Mapping[str, Words]:
    """Return what each audience is called.

    Source: the catalogue's own data.
    """
    names = as_part("audiences", _json("catalogue.json")["audiences"])
    return MappingProxyType({str(code): names.words(code) for code in names.fields})


def shipped_document(code: str) -> Mapping[str, object]:
    """Return the document of a module that we ship, as ``read_module`` takes it.

    Source: the modules' own data, which names its basis in law and standards.
    """
    if code not in SHIPPED:
        raise NotFound
    return _json(f"modules/{code.lower()}.json")


def read_catalogue(document: Mapping[str, object]) -> Mapping[str, Entry]:
    """Return the entries of a catalogue's document by code; raise ``ModuleNotUnderstood`` at the first fault.

    Source: schema training-catalogue/1: codes unique, prerequisites resolved, both languages everywhere.
    """
    top = as_part("", document)
    top.check_fields(("schema", "source", "as_of", "title", "notes", "audiences", "modules"))
    parts = top.parts("modules")
    for part in parts:
        part.check_fields(_FIELDS, allowed=("note",))
    check_once((part.at("code"), part.code("code", CODE)) for part in parts)
    codes = frozenset(part.code("code", CODE) for part in parts)
    entries = (_entry(part, codes) for part in parts)
    return MappingProxyType({entry.code: entry for entry in entries})


def _entry(part: Part, codes: frozenset[str]) -> Entry:
    section = part.fields["awif_section"]
    return Entry(
        code=part.code("code", CODE),
        title=part.words("title"),
        audience=part.codes("audience", AUDIENCES),
        minutes=part.whole("estimated_minutes", least=1, most=10_000),
        refresh_months=part.whole_or_none("refresh_months", least=1, most=MOST_MONTHS),
        refresh_basis=part.chosen("refresh_basis", BASES),
        due_within_days=part.whole("due_within_days", least=0, most=366),
        delivery=part.chosen("delivery", DELIVERIES),
        legal_basis=part.texts("legal_basis", may_be_empty=True),
        awif_section=None if section is None else part.code("awif_section", _SECTION),
        prerequisites=part.codes("prerequisites", codes, may_be_empty=True),
        sign_off=_sign_off(part),
        accepts_outside_certificate=part.truth("external_certificate_accepted"),
        objectives=tuple(objective.as_words() for objective in part.parts("objectives")),
        note=part.text("note", most=LONG) if part.has("note") else None,
    )


def _sign_off(part: Part) -> SignOff | None:
    if part.fields["practice_sign_off"] is None:
        return None
    sign_off = part.part("practice_sign_off")
    sign_off.check_fields(("observations", "every_months", "by"))
    return SignOff(
        observations=sign_off.whole("observations", least=1, most=20),
        every_months=sign_off.whole_or_none("every_months", least=1, most=MOST_MONTHS),
        by=sign_off.codes("by", AUDIENCES),
    )


def _json(name: str) -> Mapping[str, object]:
    document: Mapping[str, object] = json.loads(_DATA.joinpath(name).read_text(encoding="utf-8"))
    return document
