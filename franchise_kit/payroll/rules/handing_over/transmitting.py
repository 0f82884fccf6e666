"""Who carries a file on its way out. Nothing is sent from here yet: a person takes it and hands it over."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A file to hand over: its kind, its tax year and month, and the number that a gateway knows it by.

    ``is_test`` of one that says so itself.
    """

    kind: str
    tax_year: str
    tax_month: int
    correlation: str
    is_test: bool
    content: bytes = field(repr=False)


class Transmitter(Protocol):
    """Whoever carries files. The same file twice is one submission: ``correlation`` is the same."""

    def submit(self, file: HandedOver) -> None:
        """Hand a file over, outside any transaction; what was answered is written down when it is known."""


class ByHand:
    """Whoever asked for the file hands it over, and writes down what was answered to it."""

    def submit(self, file: HandedOver) -> None:
        """Do nothing: the file is given to whoever asked."""


BY_HAND = ByHand()
