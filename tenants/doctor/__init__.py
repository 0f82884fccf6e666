"""The doctor: looks at an installation from the owner's side, and says in plain sentences what is wrong.

It changes nothing. Every check stands for itself, so one that fails hides no other.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

__all__ = ["Finding", "Verdict", "as_dicts", "worst"]


class Verdict(StrEnum):
    """How bad a finding is."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and a sentence about it."""

    check: str
    verdict: Verdict
    sentence: str


ORDER = (Verdict.GOOD, Verdict.WARNING, Verdict.BAD)


def good(check: str, sentence: str) -> Finding:
    """Return a finding that needs nothing."""
    return Finding(check, Verdict.GOOD, sentence)


def warning(check: str, sentence: str) -> Finding:
    """Return a finding that somebody should know."""
    return Finding(check, Verdict.WARNING, sentence)


def bad(check: str, sentence: str) -> Finding:
    """Return a finding that somebody must mend."""
    return Finding(check, Verdict.BAD, sentence)


def worst(findings: Iterable[Finding]) -> Verdict:
    """Return the worst verdict."""
    return max((finding.verdict for finding in findings), key=ORDER.index, default=Verdict.GOOD)


def as_dicts(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Return the findings for JSON."""
    return [asdict(finding) for finding in findings]
