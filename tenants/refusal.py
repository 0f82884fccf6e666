"""What is raised when the rules say no. A fault of ours is never a refusal."""

from typing import ClassVar


class Refusal(Exception):
    """The rules say no; nothing was changed.

    A subclass stands beside the function that raises it and has a stable ``code``.
    Facts are ids, numbers and codes only, so that they may be journalled.
    """

    code: ClassVar[str] = "refused"

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code)
        self.facts = facts


class NotFound(Refusal):
    """Not there, or not yours: the two look the same to whoever asks."""

    code = "not_found"
