"""What is done with a fact on the other side of the wall, in the transaction that receives it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.office import Coop
from tenants.refusal import Refusal

__all__ = ["HandlerRefused", "Receipt", "on_delivery", "on_disclosure"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """Which co-op a fact came from or to, and when. ``id`` is the disclosure's or the delivery's."""

    coop: Coop
    id: UUID
    kind: str
    version: int
    made_at: datetime
    received_at: datetime
    about_from: date | None = None
    about_until: date | None = None


Handler = Callable[[Session, Receipt, Any], None]


class HandlerRefused(RuntimeError):
    """A handler said no to a fact that has crossed already: a fault of ours, since it can only be taken."""


class Handlers:
    """Who listens to which kind."""

    def __init__(self) -> None:
        self._by_kind: dict[str, list[Handler]] = {}

    def add(self, kind: str, handler: Handler) -> None:
        """Let a handler listen to a kind."""
        self._by_kind.setdefault(kind, []).append(handler)

    def call(self, session: Session, receipt: Receipt, fact: object) -> None:
        """Tell whoever listens; it runs in the receiving transaction, so with the receipt or not at all."""
        try:
            for handler in self._by_kind.get(receipt.kind, ()):
                handler(session, receipt, fact)
        except Refusal as refusal:
            # The runner gives a refused job up, but what crossed must be taken: this is tried again.
            raise HandlerRefused(receipt.kind, refusal.code) from refusal


AT_HUB: Final = Handlers()
AT_COOP: Final = Handlers()


def on_disclosure(kind: str) -> Callable[[Handler], Handler]:
    """Register ``handler(session, receipt, fact)``, run once at the hub for each disclosure of a kind."""

    def register(handler: Handler) -> Handler:
        AT_HUB.add(kind, handler)
        return handler

    return register


def on_delivery(kind: str) -> Callable[[Handler], Handler]:
    """Register ``handler(session, receipt, fact)``, run once in the co-op for each delivery of a kind."""

    def register(handler: Handler) -> Handler:
        AT_COOP.add(kind, handler)
        return handler

    return register
