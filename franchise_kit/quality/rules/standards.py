"""The shared standards as data: what each promises, its criteria, and what may show that they are met."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from franchise_kit.quality.rules.words import Words, words_of


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that a standard asks; critical where falling short outweighs all the rest."""

    id: str
    text: Words
    evidence: tuple[Words, ...]
    regulations: tuple[str, ...]
    is_critical: bool


@dataclass(frozen=True, slots=True)
class Standard:
    """One standard; ``indicators`` are ids of figures that say something about it."""

    id: str
    title: Words
    promise: Words
    ciw_theme: str
    cqc_key_questions: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the scale: its value, ``None`` for "does not apply", and its label."""

    value: int | None
    label: Words


@dataclass(frozen=True, slots=True)
class Library:
    """The standards of one version, with the scale and the rule that they are scored by."""

    version: str
    source: str
    scale: tuple[Step, ...]
    rule: Words
    standards: Mapping[str, Standard]


@cache
def library() -> Library:
    """Return the standards, read once from the data.

    Source: ``data/standards.json`` beside this room, which names its own.
    """
    return library_of(_shipped())


def body_of(standard_id: str) -> dict[str, Any]:
    """Return one standard with the scale and the rule, as it is published; ``library_of`` reads it again.

    Raises ``KeyError`` for an id that the data does not have.

    Source: ``data/standards.json`` beside this room, which names its own.
    """
    data = _shipped()
    found = [raw for raw in data["standards"] if raw["id"] == standard_id]
    if not found:
        raise KeyError(standard_id)
    return {**data, "standards": found}


def library_of(data: Mapping[str, Any]) -> Library:
    """Return the standards of a data file, or of a publication's body.

    Source: the form of ``data/standards.json``; raises ``KeyError`` or ``ValueError`` for another.
    """
    return Library(
        version=data["version"],
        source=data["source"],
        scale=tuple(Step(raw["value"], words_of(raw["label"])) for raw in data["scale"]),
        rule=words_of(data["rule"]),
        standards=MappingProxyType({raw["id"]: _standard(raw) for raw in data["standards"]}),
    )


def _shipped() -> dict[str, Any]:
    text = files("franchise_kit.quality").joinpath("data/standards.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


def _standard(raw: Mapping[str, Any]) -> Standard:
    return Standard(
        id=raw["id"],
        title=words_of(raw["title"]),
        promise=words_of(raw["promise"]),
        ciw_theme=raw["ciw_theme"],
        cqc_key_questions=tuple(raw["cqc_key_questions"]),
        criteria=tuple(_criterion(one) for one in raw["criteria"]),
        indicators=tuple(raw["indicators"]),
    )


def _criterion(raw: Mapping[str, Any]) -> Criterion:
    return Criterion(
        id=raw["id"],
        text=words_of(raw["text"]),
        evidence=tuple(words_of(one) for one in raw["evidence"]),
        regulations=tuple(raw["regulations"]),
        is_critical=raw["is_critical"],
    )
