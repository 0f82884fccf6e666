"""Money and shares as people read them. Both languages write them alike."""

MINUS = "−"


def pounds(pence: int) -> str:
    """Return an amount in pounds, such as £1,284.00 or −£12.50."""
    sign = MINUS if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"


def percent(bps: int) -> str:
    """Return basis points as a percentage with no more decimals than it needs, such as 2% or 2.25%."""
    whole, part = divmod(bps, 100)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".") + "%"
