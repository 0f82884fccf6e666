"""``cydofal routes``: every address, and what its guard asks. Needs no database and no secret."""

import json
import secrets
from collections.abc import Iterator

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def routes(*, as_json: bool) -> None:
    """List every address and the permission that it asks for."""
    rows = sorted(_rows(), key=lambda row: (row["address"], row["methods"]))
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    address_width = max(len(row["address"]) for row in rows)
    methods_width = max(len(row["methods"]) for row in rows)
    for row in rows:
        click.echo(f"{row['methods']:<{methods_width}}  {row['address']:<{address_width}}  {row['asks']}")


def _rows() -> Iterator[dict[str, str]]:
    from app import create_app
    from app.settings import DatabaseAddress, Settings
    from app.web.guards import guard_of

    # Nothing is opened or kept: a key of the moment, and a server that nobody asks.
    settings = Settings(
        secret_key=secrets.token_urlsafe(48), database=DatabaseAddress("localhost", 5432, "none", "prefer")
    )
    app = create_app(settings)
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
