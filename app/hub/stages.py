"""The stages of a co-op's life, by name in both languages; read from the data beside this module."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from app.web.language import current_language


@cache
def _stages() -> Mapping[str, Mapping[str, str]]:
    data = json.loads((Path(__file__).parent / "stages.json").read_text(encoding="utf-8"))
    return {stage["id"]: {"en": stage["name_en"], "cy": stage["name_cy"]} for stage in data["stages"]}


def stage_name(stage: str) -> str:
    """Return a stage's name in the reader's language."""
    names = _stages().get(stage)
    return names[current_language()] if names is not None else stage


def stage_options() -> list[tuple[str, str]]:
    """Return all stages in their order, to choose from."""
    return [(stage, f"{stage} · {stage_name(stage)}") for stage in _stages()]
