"""Any JSON object that can be stored and given back as it was sent."""

import json
from collections.abc import Mapping
from typing import Any

from marshmallow import fields

DEEPEST = 40


class JsonObject(fields.Dict):
    """An object of any shape: what PostgreSQL and a hash of it both take, and nothing else."""

    def _deserialize(self, value: Any, *about: Any, **options: Any) -> dict[str, Any]:  # noqa: ANN401 - marshmallow's own signature
        taken: dict[str, Any] = super()._deserialize(value, *about, **options)  # type: ignore[no-untyped-call] # marshmallow has no type here
        if not _is_storable(taken):
            raise self.make_error("invalid")  # noqa: EM101 - the key of a message
        return taken


def _is_storable(value: object) -> bool:
    try:
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    except ValueError:
        # Infinite numbers, and halves of a character.
        return False
    return _has_no_nul(value, DEEPEST)


def _has_no_nul(value: object, left: int) -> bool:
    """Say whether nothing in a value holds a NUL, which PostgreSQL refuses, or lies too deep."""
    if isinstance(value, str):
        return "\x00" not in value
    if isinstance(value, Mapping):
        return left > 0 and all(_has_no_nul(one, left - 1) for pair in value.items() for one in pair)
    if isinstance(value, list):
        return left > 0 and all(_has_no_nul(one, left - 1) for one in value)
    return True
