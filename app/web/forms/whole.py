"""A whole number in a form and in the API: never a part of one that is cut off without a word."""

import re
from typing import Final

from marshmallow import fields

_TYPED: Final = re.compile(r"-?[0-9]{1,18}")


class Whole(fields.Integer):
    """A whole number, as a number in JSON or as digits that were typed; 60.5 and 60.0 are refused."""

    def _validated(self, value: object) -> int:
        is_whole = isinstance(value, int) or (isinstance(value, str) and _TYPED.fullmatch(value.strip()))
        if not is_whole:
            key = "invalid"
            raise self.make_error(key)
        return super()._validated(value)
