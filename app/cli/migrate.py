"""``cydofal migrate``: the installation set up, the hub, the queue and every co-op at the newest tables."""

import json
from urllib.parse import unquote, urlsplit

import click

from app.cli.local import Failed, Reached, reached


@click.command()
@click.option("--jobs", default=4, show_default=True, type=click.IntRange(1, 64), help="Co-ops at a time.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def migrate(*, jobs: int, as_json: bool) -> None:
    """Set the installation up and bring every co-op to this version. Can be stopped and run again.

    With CYDOFAL_SUPERUSER_URL it also makes the owner and the database, and takes from everybody what could
    open a wall.
    """
    from tenants import clock
    from tenants.migrating import migrate_coops, migrate_hub
    from tenants.provisioning.queue import prepare_queue

    with reached() as here:
        owner = here.owner
        if here.settings.superuser_url:
            _found(here, here.settings.superuser_url)
        hub = migrate_hub(owner, now=clock.now())
        queue = prepare_queue(owner)
        outcome = migrate_coops(owner, now=clock.now(), jobs=jobs)
    failures = [{"coop": one.slug, "revision": one.revision, "fault": one.fault} for one in outcome.failures]
    facts = {"hub": hub, "queue": queue, "coops_moved": outcome.moved, "failures": failures}
    moved = f"hub: {', '.join(hub) or 'nothing to do'}; co-ops moved: {outcome.moved}"
    click.echo(json.dumps(facts) if as_json else moved)
    if failures:
        named = "; ".join(f"{one['coop']} at {one['revision']}: {one['fault']}" for one in failures)
        msg = f"{len(failures)} co-ops stay behind and are shut: {named}"
        raise Failed(msg)


def _found(here: Reached, superuser_url: str) -> None:
    """As the superuser: the owner with the password that its address has, the database, and the hardening."""
    from tenants.provisioning.installation import found_installation

    password = unquote(urlsplit(here.owner.url).password or "")
    if not password:
        msg = "CYDOFAL_OWNER_URL has no password, so the owner cannot be made."
        raise Failed(msg)
    found_installation(superuser_url, here.settings.place, password)
