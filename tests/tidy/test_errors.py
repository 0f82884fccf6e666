# SPDX-License-Identifier: AGPL-3.0-or-later
"""Errors are let through, and a checker is silenced only with a reason."""

import ast
import io
import re
import tokenize

from tests.tidy.repository import nodes, python_paths, text_of

TOO_BROAD = {"Exception", "BaseException"}
# Loops that must outlive the fault of a single turn: they write it down and try again. One handler each.
OUTLIVES_A_FAULT = {"app/worker.py", "tenants/jobs/runner.py", "tests/tenants/test_restarts.py"}
CODES = r"[A-Z]+\d+(?:[ ,]+[A-Z]+\d+)*"
SILENCED = re.compile(r"#\s*(?:noqa|nosec|type:\s*ignore|mypy:|ruff:|pragma:\s*no cover)")
# The code, then a reason of at least two words.
REASONED = re.compile(
    rf"#\s*(?:noqa: ?{CODES}|nosec {CODES}|type: ignore\[[\w-]+(?:, ?[\w-]+)*\]|pragma: no cover)"
    r"(?:\s+[-–#:]+)?\s+\S+\s+\S+"
)


def caught(handler: ast.ExceptHandler) -> set[str]:
    if handler.type is None:
        return {"BaseException"}
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return {ast.unparse(kind).rpartition(".")[2] for kind in kinds}


def goes_on(handler: ast.ExceptHandler) -> bool:
    """Say whether a handler only tidies up and lets the error through."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def comments(path: str) -> list[tuple[int, str]]:
    tokens = tokenize.generate_tokens(io.StringIO(text_of(path)).readline)
    return [(token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT]


def catchers_of_everything() -> list[str]:
    return [
        path
        for path in python_paths()
        for node in nodes(path)
        if isinstance(node, ast.ExceptHandler) and caught(node) & TOO_BROAD and not goes_on(node)
    ]


def test_nothing_catches_everything() -> None:
    assert [path for path in catchers_of_everything() if path not in OUTLIVES_A_FAULT] == []


def test_a_loop_that_outlives_a_fault_does_so_in_one_place() -> None:
    assert sorted(catchers_of_everything()) == sorted(OUTLIVES_A_FAULT)


def test_every_silenced_checker_has_a_code_and_a_reason() -> None:
    bare = [
        f"{path}:{line}: {comment}"
        for path in python_paths()
        for line, comment in comments(path)
        if SILENCED.search(comment) and not REASONED.search(comment)
    ]

    assert bare == []
