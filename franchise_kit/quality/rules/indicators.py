"""The figures that co-ops keep: what each counts, out of what, which way is better."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final, Literal

from franchise_kit.kernel.suppression import may_show_answers, may_show_rate
from franchise_kit.quality.rules.words import Words, words_of
from franchise_kit.quality.rules.xmr import Direction

Kind = Literal["rate", "never_event", "deadline"]
Compare = Literal["funnel_PR", "funnel_SR", "none"]
Sharing = Literal["named_to_franchisor", "aggregate_only", "members_decide", "own_only"]
Suppression = Literal["small_numbers_v1", "min_respondents_5", "none_own_deadline"]


_IN_WORDS: Final = ("name", "why", "numerator", "denominator", "unit")
_LISTS: Final = ("source_records", "regulations")
_AS_THEY_ARE: Final = (
    *("id", "kind", "direction", "chart", "compare", "frequency", "multiplier"),
    *("suggested_target", "default_sharing", "ciw_theme", "is_core", "is_share"),
)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure's definition: a rate is ``multiplier`` times numerator over denominator, in ``unit``."""

    id: str
    name: Words
    why: Words
    numerator: Words
    denominator: Words
    unit: Words
    kind: Kind
    direction: Direction
    chart: str
    compare: Compare
    frequency: str
    multiplier: int
    suppression: Suppression
    fewest_in_denominator: int
    suggested_target: int | None
    default_sharing: Sharing
    source_records: tuple[str, ...]
    regulations: tuple[str, ...]
    ciw_theme: str
    is_core: bool
    is_share: bool
    """Whether the numerator is a part of the denominator, so that it cannot be more."""


@cache
def catalogue() -> Mapping[str, Indicator]:
    """Return all definitions by id, read once from the data.

    Source: ``data/indicators.json`` beside this room, which names its own.
    """
    text = files("franchise_kit.quality").joinpath("data/indicators.json").read_text(encoding="utf-8")
    return MappingProxyType({raw["id"]: _indicator(raw) for raw in json.loads(text)["indicators"]})


def value_of(indicator: Indicator, numerator: int, denominator: int) -> Fraction | None:
    """Return the exact value in the indicator's unit, or ``None`` where there was nothing to count from.

    What is no rate (events of which none may be, days since) is its numerator.

    Both are whole counts of the same period. Raises ``ValueError`` for a count below nil, or a share of more
    than the whole.

    Source: ``data/indicators.json``: numerator, denominator and multiplier of each.
    """
    if numerator < 0 or denominator < 0 or (indicator.is_share and numerator > denominator):
        raise ValueError("Counts are nil or more, and a share is at most the whole.")  # noqa: TRY003, EM101 (a fault of ours)
    if indicator.kind != "rate":
        return Fraction(numerator)
    return Fraction(indicator.multiplier * numerator, denominator) if denominator else None


def may_leave(indicator: Indicator, numerator: int, denominator: int) -> bool:
    """Return whether a co-op's figure may cross its wall, so far as its size goes; consent is another matter.

    Source: ``data/indicators.json``, suppression of each; quality.md 1.6.
    """
    if indicator.suppression == "none_own_deadline":
        return True
    if indicator.suppression == "min_respondents_5":
        return may_show_answers(denominator) and denominator >= indicator.fewest_in_denominator
    return may_show_rate(
        numerator,
        denominator,
        fewest_in_denominator=indicator.fewest_in_denominator,
        is_share=indicator.is_share,
    )


def _indicator(raw: Mapping[str, Any]) -> Indicator:
    fields: dict[str, Any] = {
        **{name: words_of(raw[name]) for name in _IN_WORDS},
        **{name: tuple(raw[name]) for name in _LISTS},
        **{name: raw[name] for name in _AS_THEY_ARE},
    }
    return Indicator(
        **fields,
        suppression=raw["suppression"]["rule"],
        fewest_in_denominator=raw["suppression"]["min_denominator"],
    )
