# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of this repository, as the tidy tests read them."""

import ast
import gc
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("app/", "franchise_kit/", "tenants/")
BINARY_SUFFIXES = {".png", ".woff2", ".zip", ".ico", ".pdf", ".mo"}


@cache
def paths() -> tuple[str, ...]:
    """Return every file that is, or is about to be, committed."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return tuple(sorted({line for line in listing.splitlines() if (ROOT / line).is_file()}))


def text_paths() -> list[str]:
    return [path for path in paths() if Path(path).suffix not in BINARY_SUFFIXES]


def python_paths(*, below: tuple[str, ...] = ("",)) -> list[str]:
    return [path for path in paths() if path.endswith(".py") and path.startswith(below)]


@cache
def text_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree_of(path: str) -> ast.Module:
    # The collector would look through all trees before it, again and again: that was most of the time.
    # Not by ``uncollected``, which counts what is frozen: with all these trees that is a second each time.
    gc.disable()
    try:
        tree = ast.parse(text_of(path), filename=path)
        gc.freeze()
    finally:
        gc.enable()
    return tree


def nodes(path: str) -> Iterator[ast.AST]:
    return ast.walk(tree_of(path))


@cache
def functions(path: str) -> tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...]:
    """Return every function of a file, also those inside others; only statements are looked at."""
    found, waiting = [], list(tree_of(path).body)
    while waiting:
        statement: Any = waiting.pop()
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            found.append(statement)
        for inside in ("body", "orelse", "finalbody", "handlers", "cases"):
            waiting.extend(getattr(statement, inside, ()))
    return tuple(found)


def imported_names(path: str) -> set[str]:
    """Return everything imported, dotted: both ``a.b`` and ``a.b.c`` for ``from a.b import c``."""
    names: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names
