"""``cydofal journal``: is any line missing or changed?"""

import json

import click

from app.cli.local import Failed, reached


@click.group()
def journal() -> None:
    """Verify that no line of a journal was changed."""


@journal.command()
@click.argument("slug", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify(slug: str | None, *, as_json: bool) -> None:
    """Verify the journal of the co-op SLUG, or of the hub and every co-op."""
    from tenants import journal as journals
    from tenants import registry
    from tenants.doctor.offices import known_coops, look_into, offices, session_as_owner

    with reached() as here:
        wanted = registry.get(slug).schema if slug else None
        with here.owner.connect(autocommit=True) as connection:
            named = [one for one in offices(known_coops(connection)) if wanted in {None, one[1]}]
        results = []
        with session_as_owner(here.owner) as session:
            for name, schema in named:
                look_into(session, schema)
                results.append((name, journals.verify(session)))
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
