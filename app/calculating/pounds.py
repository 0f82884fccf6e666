"""Amounts going out: whole pence as pounds with two decimals, in text."""


def pounds(pence: int) -> str:
    """Return an amount in pence as pounds, such as ``-0.05`` or ``1256.00``."""
    sign = "-" if pence < 0 else ""
    whole, odd = divmod(abs(pence), 100)
    return f"{sign}{whole}.{odd:02}"
