# SPDX-License-Identifier: AGPL-3.0-or-later
"""What must hold so that the same code runs when co-ops' schemas are spread over nodes (docs/security.md).

Each rule was measured against Citus; here models, migrations and SQL are read, and no server is asked.
"""

import ast
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import BigInteger, Table, Uuid

from migrations import FOLDER, head_statements
from migrations.models import tables_of
from tenants.bases import CoopBase, HubBase, LibraryBase, OfficeBase
from tenants.migrating.revisions import compile_line
from tests.tidy.repository import FLOORS, nodes, python_paths

COOP_TABLES = tables_of("coop")
ALL_TABLES = {table.fullname: table for table in [*COOP_TABLES, *tables_of("hub")]}
VOLATILE = {
    "random",
    "clock_timestamp",
    "timeofday",
    "gen_random_uuid",
    "uuidv7",
    "nextval",
    "statement_timestamp",
}
NOT_ON_A_NODE = re.compile(
    r"\bCREATE\s+(OR\s+REPLACE\s+)?(CONSTRAINT\s+)?(TRIGGER|FUNCTION|PROCEDURE|RULE|POLICY|EXTENSION|SEQUENCE)\b"
    r"|\bcurrent_setting\s*\(|\bset_config\s*\(|\bcurrent_schemas?\b|\bSERIAL\b|\bENABLE\s+ROW\s+LEVEL\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"")


def coop_statements() -> list[str]:
    """Every statement that a co-op's schema is ever made or changed by."""
    replayed = [statement for revision in compile_line(FOLDER / "coop") for statement in revision.statements]
    return [*head_statements(), *replayed]


def bare(statement: str) -> str:
    """A statement without what stands in quotation marks."""
    return QUOTED.sub("''", statement)


@pytest.mark.parametrize("table", ALL_TABLES.values(), ids=list(ALL_TABLES))
def test_every_table_has_a_key_made_by_us_or_a_big_identity(table: Table) -> None:
    key = list(table.primary_key.columns)

    assert key, "a table without a key cannot move to another node"
    for column in table.columns:
        assert column.identity is None or isinstance(column.type, BigInteger), column.name
    if len(key) == 1 and key[0].identity is None and isinstance(key[0].type, Uuid):
        assert key[0].server_default is None, "ids are made by the application"


@pytest.mark.parametrize("table", COOP_TABLES, ids=lambda table: table.name)
def test_a_co_ops_table_points_to_its_own_schema_or_to_the_library(table: Table) -> None:
    own = {table.name for base in (OfficeBase, CoopBase) for table in base.metadata.tables.values()}
    library = {table.fullname for table in LibraryBase.metadata.tables.values()}

    assert table.schema is None
    assert {key.target_fullname.rpartition(".")[0] for key in table.foreign_keys} <= own | library


def test_no_table_of_the_hub_alone_points_to_a_co_ops() -> None:
    coops_alone = set(CoopBase.metadata.tables)
    targets = {
        key.target_fullname.rpartition(".")[0]
        for base in (OfficeBase, HubBase, LibraryBase)
        for table in base.metadata.tables.values()
        for key in table.foreign_keys
    }

    assert targets & coops_alone == set()


@pytest.mark.parametrize("table", ALL_TABLES.values(), ids=list(ALL_TABLES))
def test_defaults_are_constants(table: Table) -> None:
    for column in table.columns:
        if column.server_default is not None and column.identity is None:
            said = str(getattr(column.server_default, "arg", column.server_default))
            assert "(" not in bare(said), column.name


def test_ddl_is_one_statement_a_message() -> None:
    assert [statement for statement in coop_statements() if ";" in bare(statement)] == []


def test_no_trigger_function_policy_or_setting_in_a_co_ops_schema() -> None:
    assert [statement for statement in coop_statements() if NOT_ON_A_NODE.search(bare(statement))] == []


def test_co_op_statements_name_no_schema_but_the_library() -> None:
    named = re.compile(
        r"\b(?:FROM|TABLE|INTO|ON|REFERENCES|UPDATE|EXISTS)\s+([a-z_]+)\.[a-z_]+", re.IGNORECASE
    )
    found = {schema for statement in coop_statements() for schema in named.findall(bare(statement))}

    assert found <= {"library"}


def sql_texts() -> Iterator[tuple[str, str]]:
    """Every constant of the code that looks like a statement, with where it stands."""
    for path in python_paths(below=(*FLOORS, "migrations/")):
        for node in nodes(path):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and re.match(r"\s*(?:INSERT|UPDATE|DELETE|WITH|CREATE|MERGE)\s", node.value)
            ):
                yield f"{path}:{node.lineno}", node.value


INSERT_OF_A_QUERY = re.compile(r"\bINSERT\b.*\bVALUES\s*\([^;]*\bSELECT\b", re.IGNORECASE | re.DOTALL)
VOLATILE_UPDATE = re.compile(
    rf"\bUPDATE\b.*\bSET\b.*\b(?:{'|'.join(sorted(VOLATILE))})\s*\(", re.IGNORECASE | re.DOTALL
)
SCHEMA_WITH_TABLES = re.compile(r"\bCREATE\s+SCHEMA\b.*\bCREATE\b", re.IGNORECASE | re.DOTALL)


@pytest.mark.parametrize("fault", [INSERT_OF_A_QUERY, VOLATILE_UPDATE, SCHEMA_WITH_TABLES])
def test_statements_in_text_keep_the_rules(fault: re.Pattern[str]) -> None:
    texts = list(sql_texts())

    assert len(texts) > 10
    assert [place for place, statement in texts if fault.search(statement)] == []


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)


def starts_with(node: ast.expr, name: str) -> bool:
    """Say whether a chain of calls, ``insert(x).values(…)``, begins with this one."""
    while isinstance(node, ast.Call | ast.Attribute):
        if called(node) == name:
            return True
        node = node.func if isinstance(node, ast.Call) else node.value
    return False


def faults_of(tree: ast.AST) -> Iterator[int]:
    """Yield the lines where an expression of SQLAlchemy breaks the same rules."""
    for node in ast.walk(tree):
        if not (
            isinstance(node, ast.Call) and called(node) == "values" and isinstance(node.func, ast.Attribute)
        ):
            continue
        given = [
            inner
            for argument in [*node.args, *[k.value for k in node.keywords]]
            for inner in ast.walk(argument)
        ]
        if starts_with(node.func.value, "insert") and any(called(inner) == "select" for inner in given):
            yield node.lineno
        if starts_with(node.func.value, "update") and any(called(inner) in VOLATILE for inner in given):
            yield node.lineno


def test_expressions_keep_the_rules() -> None:
    faults = [
        f"{path}:{line}"
        for path in python_paths(below=FLOORS)
        for line in faults_of(ast.parse((FOLDER.parent / path).read_text(encoding="utf-8")))
    ]

    assert faults == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("insert(Line).values(seq=1)", []),
        ("insert(Line).values(seq=select(func.max(Line.seq)).scalar_subquery())", [1]),
        ("update(Line).where(x).values(at=func.now())", []),
        ("update(Line).where(x).values(at=func.clock_timestamp())", [1]),
        ("update(Line).values(id=func.gen_random_uuid())", [1]),
    ],
)
def test_the_reader_of_expressions_sees(source: str, lines: list[int]) -> None:
    assert list(faults_of(ast.parse(source))) == lines


@pytest.mark.parametrize(
    ("fault", "statement"),
    [
        (INSERT_OF_A_QUERY, "INSERT INTO a (b) VALUES ((SELECT max(b) FROM a))"),
        (VOLATILE_UPDATE, "UPDATE a SET b = random()"),
        (SCHEMA_WITH_TABLES, "CREATE SCHEMA a CREATE TABLE b (c int)"),
        (NOT_ON_A_NODE, "CREATE TRIGGER t BEFORE INSERT ON a EXECUTE FUNCTION f()"),
        (NOT_ON_A_NODE, "CREATE TABLE a (id SERIAL)"),
        (NOT_ON_A_NODE, "ALTER TABLE a ADD CHECK (b = current_setting('x'))"),
    ],
)
def test_the_reader_of_statements_sees(fault: re.Pattern[str], statement: str) -> None:
    assert fault.search(statement)
