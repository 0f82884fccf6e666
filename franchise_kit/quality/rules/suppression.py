"""Small numbers across the wall: what may leave a co-op, or stand in a network's figure.

Inside a co-op nothing is hidden.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

SMALLEST_SHOWN: Final = 5
FEWEST_ANSWERS: Final = 5
FEWEST_COOPS: Final = 5
_LARGEST_SHARE: Final = Fraction(60, 100)
_FEWEST_HIDDEN: Final = 2


@dataclass(frozen=True, slots=True)
class Cells:
    """Counts as they may be shown: ``None`` is hidden, the small for themselves, companions for those."""

    shown: Mapping[str, int | None]
    small: tuple[str, ...]
    companions: tuple[str, ...]
    total: int | None


def cells(counts: Mapping[str, int], *, has_total: bool, smallest_shown: int = SMALLEST_SHOWN) -> Cells:
    """Return the counts with the small ones hidden, and what would give them away.

    Nil is shown. With a total published, the smallest of the others are hidden too until two or more are
    hidden that sum to ``smallest_shown`` or more; if that cannot be, the total is hidden instead.
    ``total`` is ``None`` where it is hidden or not published.

    Source: quality.md 1.6, "Ours"; indicators.json, small_numbers_v1.
    """
    small = sorted(name for name, count in counts.items() if 0 < count < smallest_shown)
    companions: list[str] = []
    total = sum(counts.values()) if has_total else None
    if has_total and small:
        spare = sorted((count, name) for name, count in counts.items() if count >= smallest_shown)
        hidden = len(small)
        weight = sum(counts[name] for name in small)
        while spare and (hidden < _FEWEST_HIDDEN or weight < smallest_shown):
            count, name = spare.pop(0)
            companions.append(name)
            hidden, weight = hidden + 1, weight + count
        if hidden < _FEWEST_HIDDEN or weight < smallest_shown:
            companions, total = [], None
    gone = {*small, *companions}
    return Cells(
        shown={name: None if name in gone else count for name, count in counts.items()},
        small=tuple(small),
        companions=tuple(sorted(companions)),
        total=total,
    )


def may_show_rate(numerator: int, denominator: int, *, fewest_in_denominator: int) -> bool:
    """Return whether a rate may cross the wall: a denominator that is large enough and a count that is shown.

    Source: quality.md 1.6: rates need a denominator; indicators.json, small_numbers_v1.
    """
    is_small = 0 < numerator < SMALLEST_SHOWN
    return denominator > 0 and denominator >= fewest_in_denominator and not is_small


def may_show_answers(answers: int) -> bool:
    """Return whether a figure of a survey may be shown for so many answers.

    Source: quality.md 1.6: five answers for any survey figure.
    """
    return answers >= FEWEST_ANSWERS


def may_show_network(exposures: Collection[int]) -> bool:
    """Return whether a network figure may be shown: five co-ops with exposure, none with over 60 per cent.

    Source: quality.md 1.6; indicators.json, small_numbers_v1.
    """
    present = [exposure for exposure in exposures if exposure > 0]
    if len(present) < FEWEST_COOPS:
        return False
    return Fraction(max(present), sum(present)) <= _LARGEST_SHARE
