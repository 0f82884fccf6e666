"""The one rounding of fees."""

from typing import Final

WHOLE_BPS: Final = 10_000


def share(pence: int, bps: int) -> int:
    """Return a share of an amount of nought or more, in whole pence, a half penny up.

    Units: whole pence and basis points.
    Source: ours, per line and never on the sum: what is printed adds up to what is owed.
    """
    return (pence * bps + WHOLE_BPS // 2) // WHOLE_BPS
