"""How a figure was worked out, step by step, so that a page can say it in words."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a stable code, and what a sentence about it needs.

    Values whose names end in ``_pence`` are whole pence, in ``_bps`` hundredths of a percent; the others are
    counts, codes and names of bands.
    """

    code: str
    values: Mapping[str, int | str]
