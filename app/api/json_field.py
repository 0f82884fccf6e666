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
    if _depth(value, DEEPEST) > DEEPEST:
        return False
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
        text.encode()
    except ValueError:
        # Infinite numbers, and halves of a character.
        return False
    return "\\u0000" not in text


def _depth(value: object, left: int) -> int:
    if left < 0 or not isinstance(value, Mapping | list):
        return 1
    inner = value.values() if isinstance(value, Mapping) else value
    return 1 + max((_depth(one, left - 1) for one in inner), default=0)
