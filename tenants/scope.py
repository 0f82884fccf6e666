"""Which office the running work belongs to. With no scope there is no connection, and an error."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from tenants.office import Office


class NoScope(RuntimeError):
    """Work reached for the database before it was said whose work it is."""

    def __init__(self) -> None:
        super().__init__("No office is bound here, so there is no connection to use.")


class NestedScope(RuntimeError):
    """A transaction is of one office; a second one may not begin inside it."""

    def __init__(self) -> None:
        super().__init__("A transaction of an office is open here already; they do not nest.")


_office: ContextVar[Office | None] = ContextVar("office", default=None)


def bound() -> Office | None:
    """Return the office that is bound, if one is."""
    return _office.get()


def required() -> Office:
    """Return the office that is bound, or raise ``NoScope``."""
    office = _office.get()
    if office is None:
        raise NoScope
    return office


@contextmanager
def bind(office: Office) -> Iterator[None]:
    """Bind an office for a while; raise ``NestedScope`` if one is bound."""
    if _office.get() is not None:
        raise NestedScope
    token = _office.set(office)
    try:
        yield
    finally:
        _office.reset(token)
