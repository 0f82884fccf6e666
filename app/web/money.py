"""Money as people read it. Both languages write pounds alike."""

MINUS = "−"


def pounds(pence: int) -> str:
    """Return an amount in pounds, such as £1,284.00 or −£12.50."""
    sign = MINUS if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"
