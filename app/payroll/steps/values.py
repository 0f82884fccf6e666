"""What steps hold, as sentences say it: amounts, rates and shares."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from app.web.money import percent, pounds

Values = Mapping[str, int | str]
Words = Mapping[str, Callable[[Values], str]]


def money(values: Values, name: str) -> str:
    """Return an amount of a step in pounds."""
    return pounds(int(values[name]))


def together(values: Values) -> dict[str, str]:
    """Return what was paid before, what is paid now, and both together."""
    return {name: money(values, f"{name}_pence") for name in ("before", "pay", "total")}


def rate(values: Values) -> str:
    """Return a step's rate in percent, without the sign and without noughts that say nothing."""
    return f"{(Decimal(values['rate_bps']) / 100).normalize():f}"


def share(values: Values) -> str:
    """Return a step's rate with its sign."""
    return percent(int(values["rate_bps"]))
