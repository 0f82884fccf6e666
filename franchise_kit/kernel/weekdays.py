"""Days of the week: 0 for Monday to 6 for Sunday. Several are kept together as bits, 1 for Monday."""

from collections.abc import Iterable
from typing import Final

_WEEK_DAYS: Final = 7


def bits_of(days: Iterable[int]) -> int:
    """Return days as they are kept, however often each is named."""
    return sum(1 << day for day in set(days))


def days_in(bits: int) -> tuple[int, ...]:
    """Return the days that are kept, Monday first."""
    return tuple(day for day in range(_WEEK_DAYS) if bits >> day & 1)
