# SPDX-License-Identifier: AGPL-3.0-or-later
"""No statement's text is made from input: promise B of docs/security.md, read from the code."""

import ast
from collections.abc import Iterator

import pytest

from tests.tidy.repository import FLOORS, python_paths, tree_of

TAKES_SQL = {"text", "execute", "executemany", "exec_driver_sql", "DDL", "SQL", "literal_column", "copy"}
# Statements that name a schema, a login or a table cannot take it as a parameter. Here alone they are put
# together, from names that tenants.names has checked.
MAY_BUILD = (
    "tenants/provisioning",
    "tenants/migrating",
    "tenants/export",
    "tenants/restore",
    "tenants/embedded/",
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def is_built(node: ast.expr) -> bool:
    """Say whether an expression puts a string together."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        return any(is_text(side) or is_built(side) for side in (node.left, node.right)) and not is_constant(
            node
        )
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        receiver = node.func.value
        return node.func.attr in {"format", "format_map", "join", "replace"} and is_text(receiver)
    return False


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def is_constant(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return is_constant(node.left) and is_constant(node.right)
    return isinstance(node, ast.Constant)


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)


def built_statements(tree: ast.AST) -> Iterator[int]:
    """Yield the lines that hand a built string to the database, straight or by a name assigned from one."""
    built_names = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign)
        and node.value is not None
        and (is_built(node.value) or (isinstance(node, ast.AugAssign) and is_text(node.value)))
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or called(node) not in TAKES_SQL or not node.args:
            continue
        statement = node.args[0]
        if is_built(statement) or (isinstance(statement, ast.Name) and statement.id in built_names):
            yield node.lineno


def test_no_statement_is_put_together_from_strings() -> None:
    built = [
        f"{path}:{line}"
        for path in python_paths(below=(*FLOORS, "wsgi.py"))
        if not path.startswith(MAY_BUILD)
        for line in built_statements(tree_of(path))
    ]

    assert built == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('session.execute(text("select 1 where id = :id"), {"id": id})', []),
        ('connection.execute("select 1 " "from coop")', []),
        ('connection.execute("select 1 " + "from coop")', []),
        ('session.execute(text(f"select {column}"))', [1]),
        ('session.execute(text("select %s" % column))', [1]),
        ('session.execute(text("select " + column))', [1]),
        ('session.execute(text("select {}".format(column)))', [1]),
        ('cursor.execute(", ".join(columns))', [1]),
        ('statement = f"select {column}"\ncursor.execute(statement)', [2]),
        ('statement = "select "\nstatement += f"{column}"\ncursor.execute(statement)', [3]),
        ("session.execute(select(Coop).where(Coop.slug == slug))", []),
    ],
)
def test_the_reader_of_statements_sees(source: str, lines: list[int]) -> None:
    assert list(built_statements(ast.parse(source))) == lines
