"""The picture of the house in the tour is of this house."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_picture_of_the_rooms_is_drawn_from_the_imports_as_they_are() -> None:
    drawn = subprocess.run(
        [sys.executable, "script/house.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (drawn.returncode, drawn.stderr) == (0, "")
