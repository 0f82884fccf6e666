"""What a co-op tells the hub about quality, and what it keeps to itself because it is small."""

from dataclasses import dataclass

from franchise_kit.quality.rules.indicators import Indicator, may_leave
from franchise_kit.quality.rules.scoring import StandardScore
from tenants.openings.kinds import Code, disclosure_kind


@disclosure_kind("indicator_value")
@dataclass(frozen=True, slots=True)
class IndicatorTold:
    """One figure of one month, the period it is about; a numerator of ``None`` is one that may not leave."""

    indicator: Code
    numerator: int | None
    denominator: int


@disclosure_kind("self_assessment_made")
@dataclass(frozen=True, slots=True)
class AssessmentTold:
    """How a co-op judged itself against one version of a standard; ``to_share`` are ids of criteria."""

    standard: Code
    standard_version: int
    met: int
    applicable: int
    needs_attention: bool
    to_share: tuple[Code, ...]


def figure_to_tell(indicator: Indicator, numerator: int, denominator: int) -> IndicatorTold:
    """Return a month's figure as it may cross the wall.

    Source: ``data/indicators.json``, suppression of each; quality.md 1.6: counts of 1 to 4 stay inside,
    and of a share those that leave 1 to 4 of the whole.
    """
    told = numerator if may_leave(indicator, numerator, denominator) else None
    return IndicatorTold(indicator.id, told, denominator)


def assessment_to_tell(key: str, version: int, score: StandardScore) -> AssessmentTold:
    """Return what is told of an assessment: counts and codes, no words and no evidence.

    Source: our own design: what others could learn from is named, so that they can ask.
    """
    return AssessmentTold(key, version, score.met, score.applicable, score.needs_attention, score.to_share)
