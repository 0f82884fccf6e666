"""``cydofal doctor``: is everything as it should be?"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.local import Reached, reached

if TYPE_CHECKING:
    from tenants.doctor import Finding

MARKS = {"good": "ok  ", "warning": "note", "bad": "BAD "}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def doctor(*, as_json: bool) -> None:
    """Check settings, versions, tables, roles and grants, journals, keys, disk, clock and what waits.

    The exit status is 1 when something is bad.
    """
    from tenants.doctor import Verdict, as_dicts, worst

    with reached() as here:
        findings = list(_findings(here))
    if as_json:
        click.echo(json.dumps({"verdict": worst(findings), "findings": as_dicts(findings)}, indent=1))
    else:
        for finding in findings:
            click.echo(f"{MARKS[finding.verdict]} {finding.check:<10} {finding.sentence}")
    if worst(findings) is Verdict.BAD:
        sys.exit(1)


def _findings(here: Reached) -> Iterator["Finding"]:
    from tenants import clock
    from tenants.doctor import good, machine, offices
    from tenants.doctor.rights import check_rights

    settings, owner = here.settings, here.owner
    yield good(
        "settings", f"Mode {settings.mode}, base domain {settings.base_domain}, state {settings.state_dir}."
    )
    yield from machine.check_disk(settings.state_dir, _data_directory(here))
    with owner.connect(autocommit=True) as connection:
        yield from machine.check_versions(connection)
        yield from machine.check_clock(connection, now=clock.ticking())
        coops = offices.known_coops(connection)
        yield from offices.check_revisions(connection, coops)
        yield from check_rights(owner, coops)
        yield from offices.check_keys(connection, owner, coops)
        yield from offices.check_waiting(connection, coops, now=clock.now())
    with offices.session_as_owner(owner) as session:
        yield from offices.check_journals(session, coops)


def _data_directory(here: Reached) -> Path | None:
    from tenants.doctor import machine

    url = here.settings.superuser_url
    if url is None or not here.settings.place.address.host.startswith("/"):
        return None
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        return machine.data_directory(connection)
