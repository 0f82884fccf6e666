# SPDX-License-Identifier: AGPL-3.0-or-later
"""What no import contract says for all rooms at once: sources of rules, private tables, guarded routes."""

import ast
import re
import tomllib
from pathlib import PurePath

from tests.tidy.repository import ROOT, functions, imported_names, nodes, python_paths, text_of, tree_of

RULES = re.compile(r"^franchise_kit/\w+/(?:rules(?:_\w+)?\.py|rules/)")
ROOM_PARTS = re.compile(
    r"^(?:__init__|py\.typed|(?:rules|models|hub_models|queries|actions|jobs)(?:_\w+)?)$|^[\w-]+\.json$"
)
# What guards and every query ask access: the words for permissions, and who is within which scope.
FURTHER_PARTS = {"franchise_kit/access/permissions.py", "franchise_kit/access/scopes.py"}
TABLES = re.compile(r"^franchise_kit\.(\w+)\.(?:hub_)?models(?:\.|$)")
ROUTE_METHODS = {"get", "post", "put", "patch", "delete", "route"}
GUARDS = {"needs", "open_to_all"}


def rooms() -> list[str]:
    return sorted(path.parent.name for path in (ROOT / "franchise_kit").glob("*/__init__.py"))


def test_every_public_rule_names_its_source() -> None:
    unsourced = [
        f"{path}:{function.name}"
        for path in python_paths()
        if RULES.search(path)
        for function in tree_of(path).body
        if isinstance(function, ast.FunctionDef)
        and not function.name.startswith("_")
        and "Source:" not in (ast.get_docstring(function) or "")
    ]

    assert unsourced == []


def test_the_tables_of_a_room_are_its_own() -> None:
    strangers = [
        f"{path} imports {name}"
        for path in python_paths(below=("app/", "franchise_kit/", "tenants/"))
        for name in imported_names(path)
        if (found := TABLES.match(name)) and not path.startswith(f"franchise_kit/{found[1]}/")
    ]

    assert strangers == []


def test_the_import_contracts_know_every_room() -> None:
    contracts = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    order = next(contract for contract in contracts if contract.get("containers") == ["franchise_kit"])
    protected = {module for contract in contracts for module in contract.get("protected_modules", [])}
    with_tables = {f"franchise_kit.{room}.models" for room in rooms() if has_tables(room)}

    assert sorted(" | ".join(order["layers"]).replace(" ", "").split("|")) == rooms()
    assert with_tables - protected == set()


def has_tables(room: str) -> bool:
    folder = ROOT / "franchise_kit" / room
    return (folder / "models.py").exists() or (folder / "models").is_dir()


def test_a_room_has_only_the_parts_that_a_room_has() -> None:
    """The kernel is no room: it holds words that all rooms speak."""
    parts = {
        PurePath(path).parts[:3]
        for path in python_paths(below=("franchise_kit/",))
        if len(PurePath(path).parts) > 2 and PurePath(path).parts[1] != "kernel"
    }

    others = ["/".join(part) for part in sorted(parts) if not ROOM_PARTS.match(PurePath(part[2]).stem)]

    assert [part for part in others if part not in FURTHER_PARTS] == []


def decorators(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> list[str]:
    """Return the last name of each decorator: ``get`` for ``@pages.get("/")``."""
    calls = [item.func if isinstance(item, ast.Call) else item for item in node.decorator_list]
    return [ast.unparse(call).rpartition(".")[2] for call in calls]


def is_route(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    return any(
        isinstance(item, ast.Call)
        and isinstance(item.func, ast.Attribute)
        and item.func.attr in ROUTE_METHODS
        for item in node.decorator_list
    )


def route_handlers(path: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    handlers = [function for function in functions(path) if is_route(function)]
    for node in nodes(path):
        if isinstance(node, ast.ClassDef) and is_route(node):
            methods = [item for item in node.body if isinstance(item, ast.FunctionDef)]
            handlers += [method for method in methods if method.name in ROUTE_METHODS]
    return handlers


def test_every_route_has_exactly_one_guard() -> None:
    unguarded = [
        f"{path}:{handler.name}"
        for path in python_paths(below=("app/",))
        for handler in route_handlers(path)
        if len([name for name in decorators(handler) if name in GUARDS]) != 1
    ]

    assert unguarded == []
