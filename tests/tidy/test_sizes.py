# SPDX-License-Identifier: AGPL-3.0-or-later
import ast

from tests.tidy.repository import functions, python_paths, text_of

LONGEST_FILE = 400
LONGEST_FUNCTION = 50


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines a function has, its docstring apart."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function) is not None:
        docstring = function.body[0]
        lines -= (docstring.end_lineno or docstring.lineno) - docstring.lineno + 1
    return lines


def hand_written() -> list[str]:
    return [path for path in python_paths() if "/versions/" not in path]


def test_no_file_is_too_long() -> None:
    long = {path: text_of(path).count("\n") for path in hand_written()}

    assert {path: lines for path, lines in long.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_too_long() -> None:
    long = {
        f"{path}:{function.name}": length(function)
        for path in hand_written()
        for function in functions(path)
        if length(function) > LONGEST_FUNCTION
    }

    assert long == {}
