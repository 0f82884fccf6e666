# SPDX-License-Identifier: AGPL-3.0-or-later
"""Draw the rooms of ``franchise_kit`` and which uses which, from the imports as they are: `make house`.

With ``--check`` nothing is written, and a picture that is not of this house is a fault.
"""

import argparse
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "pictures" / "house.svg"
WIDTH, ROW, BOX_HEIGHT, GAP, STEP = 920, 74, 34, 18, 190
INK, PAPER, LINE = "#1f2a2a", "#fbf7f1", "#1f5c56"
# Where each room is drawn: its left edge, top edge and width.
Places = dict[str, tuple[float, float, float]]


def floors() -> list[list[str]]:
    """Return the rooms from top to bottom, as the import contract has them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    rooms = next(one for one in contracts["contracts"] if one.get("containers") == ["franchise_kit"])
    return [[room.strip() for room in layer.split("|")] for layer in rooms["layers"]]


def uses() -> dict[str, set[str]]:
    """Return which room imports which, of ``franchise_kit``."""
    graph = grimp.build_graph("franchise_kit", cache_dir=None)
    found: dict[str, set[str]] = {}
    for module in graph.modules:
        room = room_of(module)
        for used in graph.find_modules_directly_imported_by(module):
            if room and room_of(used) not in ("", room):
                found.setdefault(room, set()).add(room_of(used))
    return found


def room_of(module: str) -> str:
    """Return the room that a module is in."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def places(layers: Sequence[Sequence[str]]) -> Places:
    """Return each room's left edge, top edge and width."""
    found: Places = {}
    for row, rooms in enumerate(layers):
        widths = [26 + 9.2 * len(room) for room in rooms]
        # Rooms that stand alone step to and fro, so that a line passes beside them and not behind.
        step = (row % 3 - 1) * STEP if len(rooms) == 1 else 0
        left = (WIDTH - sum(widths) - GAP * 4 * (len(rooms) - 1)) / 2 + step
        for room, width in zip(rooms, widths, strict=True):
            found[room] = (left, 20 + row * ROW, width)
            left += width + GAP * 4
    return found


def drawn() -> str:
    """Return the picture."""
    layers, used = floors(), uses()
    where = places(layers)
    height = 20 + ROW * len(layers)
    body = [*arrows(where, used), *boxes(where)]
    said = "; ".join(f"{room} uses {', '.join(sorted(others))}" for room, others in sorted(used.items()))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
            "<title>The rooms of franchise_kit, and which uses which</title>",
            f"<desc>{escape(said)}.</desc>",
            f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>',
            *body,
            "</svg>\n",
        ]
    )


def arrows(where: Places, used: dict[str, set[str]]) -> Iterator[str]:
    """Yield a curve from each room down to each that it uses; access and kernel, which all use, have none."""
    for room in sorted(used):
        for other in sorted(used[room] - {"access", "kernel"}):
            left, top, width = where[room]
            to_left, to_top, to_width = where[other]
            x, y, to_x = left + width / 2, top + BOX_HEIGHT, to_left + to_width / 2
            bend = (to_top - y) / 2
            yield (
                f'<path d="M{x:.0f} {y:.0f} C{x:.0f} {y + bend:.0f} {to_x:.0f} {to_top - bend:.0f}'
                f' {to_x:.0f} {to_top:.0f}" fill="none" stroke="{LINE}" stroke-opacity=".45"/>'
            )


def boxes(where: Places) -> Iterable[str]:
    """Return each room as a box with its name."""
    for room, (left, top, width) in where.items():
        yield (
            f'<rect x="{left:.0f}" y="{top:.0f}" width="{width:.0f}" height="{BOX_HEIGHT}" rx="9"'
            f' fill="#fff" stroke="{LINE}"/>'
            f'<text x="{left + width / 2:.0f}" y="{top + 22:.0f}" text-anchor="middle"'
            f' font-family="sans-serif" font-size="15" fill="{INK}">{escape(room)}</text>'
        )


def main(arguments: Sequence[str]) -> int:
    """Draw or check the picture; return the exit status."""
    parser = argparse.ArgumentParser(prog="make house", description="Draw the rooms and their imports.")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args(arguments)
    picture = drawn()
    if asked.check:
        is_true = PICTURE.exists() and PICTURE.read_text(encoding="utf-8") == picture
        if not is_true:
            print(
                "docs/pictures/house.svg is not of this house: `make house` draws it anew.", file=sys.stderr
            )
        return 0 if is_true else 1
    PICTURE.write_text(picture, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
