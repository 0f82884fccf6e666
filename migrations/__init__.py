"""Two lines of migrations: the hub's and the co-ops'. Expand first; contract a release later."""

import json
from pathlib import Path
from typing import Final, Literal

Line = Literal["hub", "coop"]
FOLDER: Final = Path(__file__).parent


def known_revisions(line: Line) -> list[str]:
    """Return a line's revisions, oldest first, without reading the revisions themselves."""
    return known_in(FOLDER / line)


def known_in(folder: Path) -> list[str]:
    """Return the revisions of the line in a folder, oldest first."""
    return list(json.loads((folder / "known.json").read_text()))


def head_statements() -> list[str]:
    """Return the statements that make a co-op's schema at the head of its line in one go."""
    return list(json.loads((FOLDER / "coop" / "head.json").read_text()))
