"""``cydofal ledger``: do the books hold?"""

import json

import click

from app.cli.local import Failed, read_each_office


@click.group()
def ledger() -> None:
    """Verify that the books balance."""


@ledger.command()
@click.argument("slug", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify(slug: str | None, *, as_json: bool) -> None:
    """Verify the books of the co-op SLUG, or of the hub and every co-op."""
    from franchise_kit.ledger.queries import verify as read_books
    from tenants.office import HUB_SCHEMA

    results = read_each_office(
        slug,
        lambda session, schema: read_books(session, side="hub" if schema == HUB_SCHEMA else "coop"),
    )
    if as_json:
        said = [
            {
                "office": name,
                "holds": verdict.holds,
                "entries": verdict.entries,
                "postings": verdict.postings,
                "unbalanced": [str(one) for one in verdict.unbalanced],
                "unknown_accounts": list(verdict.unknown_accounts),
            }
            for name, verdict in results
        ]
        click.echo(json.dumps(said))
    else:
        for name, verdict in results:
            words = "balanced" if verdict.holds else f"{len(verdict.unbalanced)} do not balance"
            click.echo(f"{name}: {words}, {verdict.entries} entries")
    if not all(verdict.holds for _name, verdict in results):
        msg = "A book does not balance."
        raise Failed(msg)
