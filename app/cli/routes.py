"""``cydofal routes``: every address, and what its guard asks. Needs no database and no secret."""

import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

MATRIX: Final = Path(__file__).parents[2] / "docs" / "access-matrix.md"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--matrix", is_flag=True, help="Print which roles open what, as docs/access-matrix.md has it.")
@click.option("--write", is_flag=True, help="Write app/routes.json and docs/access-matrix.md anew.")
def routes(*, as_json: bool, matrix: bool, write: bool) -> None:
    """List every address and the permission that it asks for."""
    if write:
        _write()
        return
    rows = sorted_rows()
    if matrix:
        click.echo(access_matrix(rows), nl=False)
        return
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    address_width = max(len(row["address"]) for row in rows)
    methods_width = max(len(row["methods"]) for row in rows)
    for row in rows:
        click.echo(f"{row['methods']:<{methods_width}}  {row['address']:<{address_width}}  {row['asks']}")


def sorted_rows() -> list[dict[str, str]]:
    """Return every address with its methods, what it asks for and its endpoint."""
    return sorted(_rows(), key=lambda row: (row["address"], row["methods"]))


def _write() -> None:
    from app.late_rooms import write_table

    write_table()
    MATRIX.write_text(access_matrix(sorted_rows()), encoding="utf-8")


def _rows() -> Iterator[dict[str, str]]:
    from app import create_app
    from app.late_rooms import load_rooms
    from app.settings import DatabaseAddress, Settings
    from app.web.guards import guard_of

    # Nothing is opened or kept: a key of the moment, and a server that nobody asks.
    settings = Settings(
        secret_key=secrets.token_urlsafe(48), database=DatabaseAddress("localhost", 5432, "none", "prefer")
    )
    app = load_rooms(create_app(settings))
    for rule in app.url_map.iter_rules():
        guard = guard_of(app.view_functions[rule.endpoint])
        if guard is None:
            asks = "NO GUARD"
        elif guard.permission is None:
            asks = "open to all"
        else:
            asks = str(guard.permission) + (" (fresh factor)" if guard.is_fresh else "")
        methods = " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        yield {"address": rule.rule, "methods": methods, "asks": asks, "endpoint": rule.endpoint}


HEADING = """# Who may open what

Written by `cydofal routes --write`; a test fails when this page and the program differ. A role opens an
address when it holds the permission; which records it then sees is decided by the permission's scope.

| address | asks for | roles |
|---|---|---|
"""


def access_matrix(rows: list[dict[str, str]]) -> str:
    """Return the table of every address by every role, as Markdown."""
    from franchise_kit.access.rules.roles import catalogue

    holders: dict[str, list[str]] = {}
    for role in catalogue().values():
        for permission in role.permissions:
            holders.setdefault(str(permission), []).append(role.id)
    everybody = len(catalogue())
    lines = []
    for row in rows:
        found = sorted(holders.get(row["asks"].removesuffix(" (fresh factor)"), []))
        who = "everybody signed in" if len(found) == everybody else ", ".join(found) or "-"
        lines.append(f"| `{row['methods']} {row['address']}` | {row['asks']} | {who} |")
    return HEADING + "\n".join(lines) + "\n"
