"""JSON from a stranger's archive."""

import json
from typing import Any


def read_json(text: bytes | str) -> Any:  # noqa: ANN401 - any JSON
    """Return what the text says, or raise ``ValueError``, also for nesting deeper than Python follows."""
    try:
        return json.loads(text)
    except RecursionError as fault:
        msg = "The JSON is nested too deeply."
        raise ValueError(msg) from fault
