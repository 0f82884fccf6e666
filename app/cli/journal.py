"""``cydofal journal``: is any line missing or changed?"""

import json

import click

from app.cli.local import Failed, read_each_office


@click.group()
def journal() -> None:
    """Verify that no line of a journal was changed."""


@journal.command()
@click.argument("slug", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify(slug: str | None, *, as_json: bool) -> None:
    """Verify the journal of the co-op SLUG, or of the hub and every co-op."""
    from tenants import journal as journals

    results = read_each_office(slug, lambda session, _schema: journals.verify(session))
    said = [
        {"office": name, "is_whole": broken is None, "breaks_at": broken.seq if broken else None}
        for name, broken in results
    ]
    if as_json:
        click.echo(json.dumps(said))
    else:
        for name, broken in results:
            click.echo(
                f"{name}: " + ("whole" if broken is None else f"breaks at line {broken.seq}, {broken.why}")
            )
    if any(broken is not None for _, broken in results):
        msg = "A journal is not what was written."
        raise Failed(msg)
