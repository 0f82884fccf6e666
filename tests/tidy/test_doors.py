# SPDX-License-Identifier: AGPL-3.0-or-later
"""The clock and the database have few doors, and everybody goes through them."""

import ast
import re

from tests.tidy.repository import FLOORS, imported_names, nodes, python_paths

CLOCK_READERS = re.compile(r"^(?:app|tenants)/|^franchise_kit/\w+/jobs(?:/\w+)?\.py$")
TRANSACTION_OPENERS = re.compile(
    r"^tenants/|^app/cli/|^franchise_kit/\w+/(?:actions|jobs)(?:/\w+)*\.py$|^app/\w+/jobs\.py$"
)
CLOCK_CALLS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "datetime.datetime.now", "datetime.datetime.utcnow",
    "date.today", "datetime.date.today", "time.time", "time.localtime", "time.gmtime",
}  # fmt: skip


def test_only_views_jobs_and_commands_read_the_clock() -> None:
    readers = [path for path in python_paths(below=FLOORS) if "tenants.clock" in imported_names(path)]

    assert [path for path in readers if not CLOCK_READERS.search(path)] == []


def test_the_system_clock_has_one_reader() -> None:
    others = [
        f"{path}:{node.lineno}: {ast.unparse(node)}"
        for path in python_paths(below=(*FLOORS, "migrations/", "wsgi.py"))
        if path != "tenants/clock.py"
        for node in nodes(path)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in CLOCK_CALLS
    ]

    assert others == []


def test_only_actions_and_jobs_open_a_transaction() -> None:
    openers = [
        path
        for path in python_paths(below=FLOORS)
        if imported_names(path) & {"tenants.transaction.transaction", "tenants.transaction.*"}
        or any(isinstance(node, ast.ImportFrom) and names_the_module(node) for node in nodes(path))
    ]

    assert [path for path in openers if not TRANSACTION_OPENERS.search(path)] == []


def names_the_module(node: ast.ImportFrom) -> bool:
    return node.module == "tenants" and "transaction" in {alias.name for alias in node.names}


def test_nobody_but_the_doors_commits() -> None:
    commits = [
        f"{path}:{node.lineno}"
        for path in python_paths(below=("app/", "franchise_kit/"))
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"commit", "rollback"}
    ]

    assert commits == []


def test_flask_sqlalchemys_own_session_and_model_are_not_used() -> None:
    used = [
        f"{path}:{node.lineno}"
        for path in python_paths()
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"db.session", "db.Model"}
    ]

    assert used == []


def test_the_environment_is_read_in_few_places() -> None:
    readers = [
        path
        for path in python_paths(below=("franchise_kit/", "tenants/"))
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.getenv"}
    ]

    # The embedded database gives its programs a bare environment of their own.
    assert [path for path in readers if not path.startswith("tenants/embedded/")] == []
