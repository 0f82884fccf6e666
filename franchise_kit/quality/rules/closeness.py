"""When two figures of a chart count as equal, so that no rounding of the machine decides a judgement."""

from typing import Final

TOLERANCE: Final = 1e-9


def is_above(value: float, line: float, scale: float = 1.0) -> bool:
    """Return whether a value is above a line by more than rounding; on the line is not above it.

    ``scale`` is the size of the figures, such as their mean: the tolerance is 1e-9 of it, and of 1 at least.

    Source: quality.md 1.1, product rule 4: tolerance 1e-9, on the limit is inside.
    """
    return value - line > TOLERANCE * max(1.0, abs(scale))


def is_below(value: float, line: float, scale: float = 1.0) -> bool:
    """Return whether a value is below a line by more than rounding; see ``is_above``.

    Source: quality.md 1.1, product rule 4.
    """
    return is_above(line, value, scale)
