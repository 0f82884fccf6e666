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


def is_small(count: int, *, smallest_shown: int = SMALLEST_SHOWN) -> bool:
    """Return whether a count is of so few that they could be known; nil is nobody.

    Source: quality.md 1.6: 1 to 4 hidden across a co-op's boundary.
    """
    return 0 < count < smallest_shown


def is_small_share(part: int, whole: int, *, smallest_shown: int = SMALLEST_SHOWN) -> bool:
    """Return whether a part, or what is left of the whole without it, is small: 57 of 60 tells of 3.

    Source: quality.md 1.6: 1 to 4 hidden, and the companion that would give a hidden count away.
    """
    return is_small(part, smallest_shown=smallest_shown) or is_small(
        whole - part, smallest_shown=smallest_shown
    )


def cells(
    counts: Mapping[str, int],
    *,
    has_total: bool,
    wholes: Mapping[str, int] | None = None,
    smallest_shown: int = SMALLEST_SHOWN,
) -> Cells:
    """Return the counts with the small ones hidden, and what would give them away.

    Nil is shown. ``wholes``, where given, are shown beside the counts as what each is a part of: one that
    leaves little of its whole is small too. With a total published, the least of the others are hidden
    too until two or more are hidden that sum to ``smallest_shown`` or more, and leave as much of their
    wholes; if that cannot be, the total is hidden instead. ``total`` is ``None`` where it is hidden or
    not published.

    Source: quality.md 1.6, "Ours"; indicators.json, small_numbers_v1.
    """
    rests = counts if wholes is None else {name: wholes[name] - count for name, count in counts.items()}
    small = sorted(
        name
        for name, count in counts.items()
        if is_small(count, smallest_shown=smallest_shown)
        or is_small(rests[name], smallest_shown=smallest_shown)
    )
    companions: list[str] = []
    total = sum(counts.values()) if has_total else None
    if has_total and small:
        found = _companions(small, counts, rests, smallest_shown)
        companions, total = ([], None) if found is None else (found, total)
    gone = {*small, *companions}
    return Cells(
        shown={name: None if name in gone else count for name, count in counts.items()},
        small=tuple(small),
        companions=tuple(sorted(companions)),
        total=total,
    )


def may_show_rate(
    numerator: int, denominator: int, *, fewest_in_denominator: int, is_share: bool = False
) -> bool:
    """Return whether a rate may cross the wall: a denominator that is large enough and a count that is shown.

    Of a share what is left of the whole is a count as well, since both are told.

    Source: quality.md 1.6: rates need a denominator; indicators.json, small_numbers_v1.
    """
    is_hidden = is_small_share(numerator, denominator) if is_share else is_small(numerator)
    return denominator > 0 and denominator >= fewest_in_denominator and not is_hidden


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


def _companions(
    small: list[str], counts: Mapping[str, int], rests: Mapping[str, int], smallest_shown: int
) -> list[str] | None:
    """Return what is hidden beside the small, the least first, or ``None`` where all is not enough."""
    least = sorted((count + rests[name], name) for name, count in counts.items() if name not in small)
    spare = [name for weight, name in least if weight >= smallest_shown]
    gone, companions = list(small), list[str]()
    while not _is_enough(gone, counts, rests, smallest_shown):
        if not spare:
            return None
        companions.append(spare.pop(0))
        gone.append(companions[-1])
    return companions


def _is_enough(
    gone: list[str], counts: Mapping[str, int], rests: Mapping[str, int], smallest_shown: int
) -> bool:
    is_heavy = all(sum(side[name] for name in gone) >= smallest_shown for side in (counts, rests))
    return len(gone) >= _FEWEST_HIDDEN and is_heavy
